package dev.gradus.engine.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix product {@code A·G} on the Vector API whose right matrix is read where its numbers already are: its columns are
 * vectors {@code G[p, v] = x[starts[v] + steps[p] …]}. The patches of an image are such a matrix (see {@link PatchWindow}),
 * with neighbouring positions in a vector and the taps of the kernel as steps, so a convolution needs no copy of them. After
 * Dukhan, "The indirect convolution algorithm", arXiv:1907.02129, with the positions and not the channels as lanes.
 *
 * <p>A {@code [rows, depth]} is packed in strips of some rows, one strip after the other, within a strip one step after the
 * other; the last strip is filled up with zeros. The strip that begins with row i begins at {@code depth·i} and has
 * {@link #height height(rows − i)} numbers for each step.
 */
final class StripProduct {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    /** Columns of a vector. */
    static final int LANES = SPECIES.length();

    /** Rows of a strip: 512-bit vectors come with 32 registers, shorter ones with (at least) 16. */
    static final int TALL = LANES >= 16 ? 8 : 4;

    private static final int MIDDLE = 4;
    /** Lists of vectors are filled up to a multiple of this, by repeating the last one. */
    static final int GROUP = 6;
    /** Elements of a tile at most. */
    static final int TILE = 24 * LANES;

    private StripProduct() {}

    /** The rows of the next strip, the padding included, where {@code left} are left. */
    static int height(int left) {
        if (left == 1) {
            return 1;
        }
        return left > MIDDLE ? TALL : MIDDLE;
    }

    /** Rows of A with the padding of the last strip. */
    static int padded(int rows) {
        int all = rows / TALL * TALL;
        return all == rows ? all : all + height(rows - all);
    }

    /**
     * Packs some steps of rows {@code from … to − 1}, {@code A[i, p] = w[at + i·stride + p]}, as strips.
     *
     * @param from begins a strip
     * @param out where the strip of row 0 would begin at {@code outAt}
     */
    static void pack(int depth, int from, int to, int rows, float[] w, int at, int stride, float[] out, int outAt) {
        int i = from;
        while (i < to) {
            int height = height(rows - i);
            int used = Math.min(height, rows - i);
            Transposition.pack(depth, used, w, at + i * stride, stride, out, outAt + depth * i, height);
            i += height;
        }
    }

    /**
     * {@code C = A·G}, or {@code C += A·G}, on the calling thread: each element is one chain of fused multiply-adds along p.
     *
     * @param from the first row, which begins a strip
     * @param to the end of the rows, which ends a strip or is {@code rows}
     * @param rows rows of A
     * @param a where the strip of row 0 begins at {@code aAt}
     * @param steps {@code depth} of them
     * @param starts where each vector begins, filled up to a multiple of {@link #GROUP}
     * @param firstVector the first vector to be computed, a multiple of {@link #GROUP}
     * @param endVector the end of those
     * @param c C {@code [to − from, vectors·LANES]} (both filled up), whose row 0 is row {@code from}, with
     *     {@code cStride} elements from row to row
     * @param tile scratch of {@link #TILE} elements
     */
    static void multiply(
            int from,
            int to,
            int rows,
            int depth,
            float[] a,
            int aAt,
            float[] x,
            int[] steps,
            int[] starts,
            int firstVector,
            int endVector,
            float[] c,
            int cAt,
            int cStride,
            boolean add,
            float[] tile) {
        int v = firstVector;
        while (v < endVector) {
            int group = Math.min(GROUP, endVector - v);
            int i = from;
            while (i < to) {
                int height = height(rows - i);
                int strip = aAt + depth * i;
                int row = cAt + (i - from) * cStride;
                int u = 0;
                while (u < group) {
                    int wide = wide(height, group - u);
                    int at = row + (v + u) * LANES;
                    if (add) {
                        tile(height, wide, depth, a, strip, x, starts, v + u, steps, tile, 0, wide * LANES);
                        add(height, wide * LANES, tile, c, at, cStride);
                    } else {
                        tile(height, wide, depth, a, strip, x, starts, v + u, steps, c, at, cStride);
                    }
                    u += wide;
                }
                i += height;
            }
            v += group;
        }
    }

    /** The vectors of the next tile where {@code left} are left. */
    private static int wide(int height, int left) {
        if (height == 1) {
            return 6;
        }
        return height == MIDDLE ? 3 : Math.min(3, left);
    }

    /**
     * A tile of {@link #TALL} rows, on a machine with 32 registers, that knows which steps of its strip are not zero: {@code C = A·G} or
     * {@code C += A·G} with the numbers of step p at {@code a[aAt + order[p]]}.
     *
     * @param two whether it has both vectors, which begin at x0 and x1, or only the first
     */
    static void picked(
            boolean two,
            int depth,
            float[] a,
            int aAt,
            int[] steps,
            int[] order,
            float[] x,
            int x0,
            int x1,
            float[] c,
            int cAt,
            int cStride,
            boolean add,
            float[] tile) {
        int width = two ? 2 * LANES : LANES;
        float[] out = add ? tile : c;
        int at = add ? 0 : cAt;
        int stride = add ? width : cStride;
        if (two) {
            PickedTiles.tile8x2(out, at, stride, depth, a, aAt, steps, order, x, x0, x1);
        } else {
            PickedTiles.tile8x1(depth, a, aAt, x, x0, steps, order, out, at, stride);
        }
        if (add) {
            add(TALL, width, tile, c, cAt, cStride);
        }
    }

    private static void add(int height, int width, float[] tile, float[] c, int cAt, int cStride) {
        for (int i = 0; i < height; i++) {
            int from = i * width;
            int to = cAt + i * cStride;
            for (int j = 0; j < width; j += LANES) {
                FloatVector.fromArray(SPECIES, c, to + j)
                        .add(FloatVector.fromArray(SPECIES, tile, from + j))
                        .intoArray(c, to + j);
            }
        }
    }

    private static void tile(
            int height,
            int wide,
            int k,
            float[] a,
            int aAt,
            float[] x,
            int[] starts,
            int v,
            int[] steps,
            float[] c,
            int cAt,
            int cStride) {
        int x0 = starts[v];
        if (height == 1) {
            NarrowStripTiles.tile1x6(
                    k,
                    a,
                    aAt,
                    x,
                    x0,
                    starts[v + 1],
                    starts[v + 2],
                    starts[v + 3],
                    starts[v + 4],
                    starts[v + 5],
                    steps,
                    c,
                    cAt,
                    cStride);
        } else if (height == MIDDLE) {
            NarrowStripTiles.tile4x3(k, a, aAt, x, x0, starts[v + 1], starts[v + 2], steps, c, cAt, cStride);
        } else if (wide == 3) {
            WideStripTiles.tile8x3(c, cAt, cStride, k, a, aAt, steps, x, x0, starts[v + 1], starts[v + 2]);
        } else if (wide == 2) {
            WideStripTiles.tile8x2(c, cAt, cStride, k, a, aAt, steps, x, x0, starts[v + 1]);
        } else {
            WideStripTiles.tile8x1(k, a, aAt, x, x0, steps, c, cAt, cStride);
        }
    }

    /** The length of a list of vectors that is filled up. */
    static int filled(int vectors) {
        return (vectors + GROUP - 1) / GROUP * GROUP;
    }

    /** Fills a list of vectors up. */
    static void fill(int[] starts, int vectors) {
        Arrays.fill(starts, vectors, filled(vectors), starts[vectors - 1]);
    }
}
