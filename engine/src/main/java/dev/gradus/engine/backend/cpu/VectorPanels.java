package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The packed orders that the vector product's tiles read in one sweep.
 *
 * <p>op(B) {@code [k, n]} is cut along k in blocks of {@link #DEPTH}, and each block along n in panels of two vectors (one
 * for a last panel that fits); columns beyond n hold anything. With L lanes, and one line for each panel:
 *
 * <pre>{@code
 * block 0   row 0: b[0, 0 … 2L−1]    row 1: b[1, 0 … 2L−1]    …  row 255
 *           row 0: b[0, 2L … 4L−1]   row 1: b[1, 2L … 4L−1]   …  row 255
 *           …
 * block 1   row 256: b[256, 0 … 2L−1]  …
 * }</pre>
 *
 * <p>So {@code b[p, j]}, in block {@code p / 256} and panel {@code j / 2L}, is at
 * {@code p₀·padded(n) + depth·j₀ + (p − p₀)·width + (j − j₀)}, with p₀ the first row of the block, depth its rows, j₀ the
 * first column of the panel and width its columns with padding.
 *
 * <p>A strip of A holds the rows of one tile, a column of the strip after the other: {@code a[i, p], a[i+1, p], …,
 * a[i+R−1, p], a[i, p+1], …}.
 */
final class VectorPanels {
    /** The length of a block along k: fixed, because it decides the order of rounding. */
    static final int DEPTH = 256;

    static final int LANES = VectorTiles.LANES;
    /** Columns of a full panel. */
    static final int WIDTH = 2 * LANES;

    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;

    private VectorPanels() {}

    /** Columns of B with the padding of the last panel. */
    static int padded(int n) {
        return (n + LANES - 1) / LANES * LANES;
    }

    /** Elements of all panels. */
    static int size(int n, int k) {
        return k * padded(n);
    }

    /** The number of panels. */
    static int panels(int n) {
        return (n + WIDTH - 1) / WIDTH;
    }

    /** The number of blocks along k. */
    static int blocks(int k) {
        return (k + DEPTH - 1) / DEPTH;
    }

    /** The columns of panel {@code panel}, with padding. */
    static int width(int n, int panel) {
        return Math.min(WIDTH, padded(n) - panel * WIDTH);
    }

    /** Packs panel {@code unit % panels} of block {@code unit / panels} of op(B) to its place in {@code out}. */
    static void packB(int unit, int n, int k, float[] b, int bAt, int bStride, boolean transposeB, float[] out) {
        int panels = panels(n);
        int p = unit / panels * DEPTH;
        int panel = unit % panels;
        int j = panel * WIDTH;
        int depth = Math.min(DEPTH, k - p);
        int width = width(n, panel);
        int used = Math.min(width, n - j);
        int to = p * padded(n) + depth * j;
        if (transposeB) {
            transpose(depth, used, b, bAt + j * bStride + p, bStride, out, to, width);
        } else {
            rows(depth, used, b, bAt + p * bStride + j, bStride, out, to, width);
        }
    }

    private static void rows(int depth, int used, float[] b, int at, int stride, float[] out, int to, int width) {
        // Whole vectors, as long as they end within the array; what is beyond the last column is of no consequence.
        int most = b.length - at - width < 0 ? 0 : stride == 0 ? depth : 1 + (b.length - at - width) / stride;
        int full = Math.min(depth, most);
        if (width == WIDTH) {
            pairs(full, b, at, stride, out, to);
        } else {
            singles(full, b, at, stride, out, to);
        }
        for (int p = full; p < depth; p++) {
            System.arraycopy(b, at + p * stride, out, to + p * width, used);
        }
    }

    /**
     * Copies two vectors of each row. The product with one changes nothing but what the compiler knows: a vector that
     * goes from memory to memory without any operation is boxed by JDK 17 where widths are mixed in one JVM.
     */
    private static void pairs(int depth, float[] b, int at, int stride, float[] out, int to) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        int from = at;
        int into = to;
        for (int p = 0; p < depth; p++) {
            one.mul(FloatVector.fromArray(SPECIES, b, from)).intoArray(out, into);
            one.mul(FloatVector.fromArray(SPECIES, b, from + LANES)).intoArray(out, into + LANES);
            from += stride;
            into += WIDTH;
        }
    }

    /** Copies a vector of each row. */
    private static void singles(int depth, float[] b, int at, int stride, float[] out, int to) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        int from = at;
        int into = to;
        for (int p = 0; p < depth; p++) {
            one.mul(FloatVector.fromArray(SPECIES, b, from)).intoArray(out, into);
            from += stride;
            into += LANES;
        }
    }

    /**
     * {@code out[to + p·width + j] = x[at + j·stride + p]} for j up to {@code used}. In plain Java: vectors of a second
     * length anywhere in the process give the methods of all vectors two receivers, and C2 on JDK 17 then boxes in loops
     * that are far from here.
     */
    private static void transpose(int depth, int used, float[] x, int at, int stride, float[] out, int to, int width) {
        int j = 0;
        for (; j + 4 <= used; j += 4) {
            int r0 = at + j * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            int into = to + j;
            for (int p = 0; p < depth; p++) {
                out[into] = x[r0 + p];
                out[into + 1] = x[r1 + p];
                out[into + 2] = x[r2 + p];
                out[into + 3] = x[r3 + p];
                into += width;
            }
        }
        for (; j < used; j++) {
            int row = at + j * stride;
            for (int p = 0; p < depth; p++) {
                out[to + j + p * width] = x[row + p];
            }
        }
    }

    /** Packs {@code height} rows of op(A) from row i, columns {@code p … p + depth − 1}, as a strip. */
    static void packA(
            int i,
            int height,
            int p,
            int depth,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] out,
            int to) {
        if (!transposeA) {
            transpose(depth, height, a, aAt + i * aStride + p, aStride, out, to, height);
            return;
        }
        for (int q = 0; q < depth; q++) {
            int from = aAt + (p + q) * aStride + i;
            for (int r = 0; r < height; r++) {
                out[to + q * height + r] = a[from + r];
            }
        }
    }
}
