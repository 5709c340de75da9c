package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;

/**
 * A matrix product on the Vector API whose left matrix is read where its numbers already are:
 * {@code G[r, p] = x[rows[r] + steps[p]]}. The patches of an image are such a matrix (see {@link PatchWindow}), with
 * positions as rows and taps of the kernel as steps or the other way round, so a convolution needs no copy of them. Reading
 * by two lists is nearly free: G is read one number at a time anyway, and multiply-adds are what the product waits for.
 * After Dukhan, "The indirect convolution algorithm", arXiv:1907.02129.
 *
 * <p>B {@code [depth, columns]} lies in panels as wide as a tile, one panel after the other, within a panel one row after
 * the other; columns are filled up to whole vectors with zeros. The panel that begins with column j begins at
 * {@code depth·j}, and its rows have {@link #panel panel(padded − j)} elements.
 */
final class GatheredProduct {
    private static final int LANES = FloatVector.SPECIES_PREFERRED.length();
    /** 512-bit vectors come with 32 registers, shorter ones with (at least) 16. */
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

    /** Columns of the widest panel. */
    static final int WIDTH = WIDE ? 4 * LANES : 2 * LANES;

    private static final int ROWS = 6;

    private GatheredProduct() {}

    /** Columns of the next panel where {@code left} are left, a padded number. */
    static int panel(int left) {
        return left >= WIDTH ? WIDTH : left >= 2 * LANES ? 2 * LANES : LANES;
    }

    /** Columns of B with the padding of the last panel. */
    static int paddedColumns(int columns) {
        return (columns + LANES - 1) / LANES * LANES;
    }

    /** Rows of G with the padding of the last tile. */
    static int paddedRows(int rows) {
        return (rows + ROWS - 1) / ROWS * ROWS;
    }

    /**
     * Packs some rows of op(B), {@code B[p, j] = x[at + j·stride + p]}, in the panels of columns {@code from … to − 1}.
     *
     * @param count how many rows
     * @param used columns that B has; those from there on are zero
     * @param to a padded number
     * @param out where block of {@code depth} rows is, of which these are those from {@code row} on
     */
    static void pack(
            int count,
            int used,
            int from,
            int to,
            float[] x,
            int at,
            int stride,
            float[] out,
            int outAt,
            int depth,
            int row) {
        int j = from;
        while (j < to) {
            int width = panel(to - j);
            int into = outAt + depth * j + row * width;
            Transposition.pack(count, Math.min(width, used - j), x, at + j * stride, stride, out, into, width);
            j += width;
        }
    }

    /**
     * {@code C += G·B} on the calling thread: to each element of C one chain of fused multiply-adds along p is added.
     *
     * @param count rows of G, a padded number
     * @param rows where the rows begin in x, {@code count} of them
     * @param steps where the columns are from there, {@code depth} of them
     * @param columns columns of B, a padded number
     * @param c C {@code [count, columns]} with {@code cStride} elements from row to row
     */
    static void add(
            int count,
            int depth,
            float[] x,
            int[] rows,
            int[] steps,
            float[] b,
            int bAt,
            int columns,
            float[] c,
            int cAt,
            int cStride) {
        int j = 0;
        while (j < columns) {
            int width = panel(columns - j);
            int high = WIDE && width <= 2 * LANES ? 2 * ROWS : ROWS;
            int from = bAt + depth * j;
            for (int i = 0; i < count; i += high) {
                int height = Math.min(high, count - i);
                tile(height, width / LANES, depth, x, rows, i, steps, b, from, c, cAt + i * cStride + j, cStride);
            }
            j += width;
        }
    }

    private static void tile(
            int height,
            int vectors,
            int depth,
            float[] x,
            int[] rows,
            int rowAt,
            int[] steps,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride) {
        if (vectors == 4) {
            WideGatherTiles.tile6x4(depth, x, rows, rowAt, steps, b, bAt, c, cAt, cStride);
        } else if (height > ROWS && vectors == 2) {
            WideGatherTiles.tile12x2(depth, x, rows, rowAt, steps, b, bAt, c, cAt, cStride);
        } else if (height > ROWS) {
            WideGatherTiles.tile12x1(depth, x, rows, rowAt, steps, b, bAt, c, cAt, cStride);
        } else if (vectors == 2) {
            NarrowGatherTiles.tile6x2(depth, x, rows, rowAt, steps, b, bAt, c, cAt, cStride);
        } else {
            NarrowGatherTiles.tile6x1(depth, x, rows, rowAt, steps, b, bAt, c, cAt, cStride);
        }
    }
}
