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
 * <p>A strip of A holds the rows of one tile, a column of the strip after the other, each as long as the tallest tile H whatever the
 * tile: {@code a[i, p], a[i+1, p], …, a[i+H−1, p], a[i, p+1], …}. Rows that are too few for a strip (one or two) stay where they are.
 */
final class VectorPanels {
    /** The length of a block along k: fixed, because it decides the order of rounding. */
    static final int DEPTH = 256;

    static final int LANES = VectorTiles.LANES;
    /** Columns of a full panel. */
    static final int WIDTH = 2 * LANES;

    private static final int TALL = VectorTiles.TALL;
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

    /** Packs panel {@code unit % panels} of block {@code unit / panels} of op(B) to its place behind {@code outAt}. */
    static void packB(
            int unit, int n, int k, float[] b, int bAt, int bStride, boolean transposeB, float[] out, int outAt) {
        int panels = panels(n);
        int p = unit / panels * DEPTH;
        int panel = unit % panels;
        int j = panel * WIDTH;
        int depth = Math.min(DEPTH, k - p);
        int width = width(n, panel);
        int used = Math.min(width, n - j);
        int to = outAt + p * padded(n) + depth * j;
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

    /** Copies two vectors of each row. */
    private static void pairs(int depth, float[] b, int at, int stride, float[] out, int to) {
        int from = at;
        int into = to;
        for (int p = 0; p < depth; p++) {
            FloatVector.fromArray(SPECIES, b, from).intoArray(out, into);
            FloatVector.fromArray(SPECIES, b, from + LANES).intoArray(out, into + LANES);
            from += stride;
            into += WIDTH;
        }
    }

    /** Copies a vector of each row. */
    private static void singles(int depth, float[] b, int at, int stride, float[] out, int to) {
        int from = at;
        int into = to;
        for (int p = 0; p < depth; p++) {
            FloatVector.fromArray(SPECIES, b, from).intoArray(out, into);
            from += stride;
            into += LANES;
        }
    }

    /** {@code out[to + p·width + j] = x[at + j·stride + p]} for j up to {@code used}. */
    private static void transpose(int depth, int used, float[] x, int at, int stride, float[] out, int to, int width) {
        int j = 0;
        if (width == WIDTH) {
            for (; j + 4 <= used; j += 4) {
                PanelRows.toPanel(depth, x, at + j * stride, stride, out, to + j);
            }
        }
        for (; j < used; j++) {
            int row = at + j * stride;
            for (int p = 0; p < depth; p++) {
                out[to + j + p * width] = x[row + p];
            }
        }
    }

    /** Elements of the strips of {@code rows} rows and {@code k} columns, with what vectors write beyond. */
    static int stripSize(int rows, int k) {
        return rows < 4 ? 0 : stripAt(rows, k) + LANES;
    }

    /** Where the strips of the block begin that begins at column p, of a matrix of {@code rows} rows. */
    static int stripAt(int rows, int p) {
        return (rows / TALL + 1) * TALL * p;
    }

    /** Whether the rows of a tile are in a strip, where there are strips: there are too few for one in the end. */
    static boolean isStrip(int height) {
        return height >= 4;
    }

    /** Packs rows {@code i … end − 1} of op(A) as strips, for each block along k one after the other. */
    static void packA(VectorOperands.Left a, int i, int end, float[] strips) {
        for (int p = 0; p < a.k(); p += DEPTH) {
            int depth = Math.min(DEPTH, a.k() - p);
            int to = stripAt(end - i, p);
            int height;
            for (int row = i; row < end; row += height) {
                height = VectorTiles.height(end - row, false);
                if (isStrip(height)) {
                    strip(a, row, height, p, depth, strips, to);
                    to += TALL * depth;
                }
            }
        }
    }

    private static void strip(VectorOperands.Left a, int i, int height, int p, int depth, float[] strips, int to) {
        int stride = a.stride();
        if (a.transposed()) {
            columns(depth, height, a.a(), a.at() + p * stride + i, stride, strips, to);
            return;
        }
        int from = a.at() + i * stride + p;
        int r = 0;
        for (; r + 4 <= height; r += 4) {
            PanelRows.toStrip(depth, a.a(), from + r * stride, stride, strips, to + r);
        }
        for (; r < height; r++) {
            PanelRows.toStrip1(depth, a.a(), from + r * stride, strips, to + r);
        }
    }

    /** A strip of columns of A: a vector from each row, where it ends within the array. */
    private static void columns(int depth, int height, float[] a, int at, int stride, float[] out, int to) {
        int full = height > LANES || stride == 0 ? 0 : Math.min(depth, (a.length - LANES - at + stride) / stride);
        for (int p = 0; p < full; p++) {
            FloatVector.fromArray(SPECIES, a, at + p * stride).intoArray(out, to + p * TALL);
        }
        for (int p = Math.max(0, full); p < depth; p++) {
            for (int r = 0; r < height; r++) {
                out[to + p * TALL + r] = a[at + p * stride + r];
            }
        }
    }
}
