package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;

/** Which tile of {@link WideTiles} or {@link NarrowTiles} computes which part of a product. */
final class VectorTiles {
    /** 512-bit vectors come with 32 registers, shorter ones with (at least) 16. */
    private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.vectorBitSize() >= 512;

    /** Rows of the tallest tile. */
    static final int TALL = WIDE ? 12 : 6;

    private static final int MIDDLE = WIDE ? 8 : 6;
    private static final int SHORT = 4;

    private VectorTiles() {}

    /**
     * How many rows the next strip takes of those that are left: tall ones, but rather two middle ones than a tall one
     * with a short one after it.
     */
    static int height(int left) {
        if (left >= TALL) {
            int last = left % TALL;
            return last == SHORT && WIDE && left > TALL ? MIDDLE : TALL;
        }
        return left > SHORT ? (left <= MIDDLE ? MIDDLE : TALL) : SHORT;
    }

    /** Rows with the padding of the last strip. */
    static int padded(int m) {
        int i = 0;
        while (i < m) {
            i += height(m - i);
        }
        return i;
    }

    /** A tile at the edge of C: goes through a full one. Starting from C keeps even the sign of a zero the same. */
    static void edge(
            int height,
            int width,
            int depth,
            float[] a,
            int aAt,
            float[] tile,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            int rows,
            int columns) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(c, cAt + i * cStride, tile, i * width, columns);
        }
        tile(height, width, depth, a, aAt, b, bAt, tile, 0, width);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(tile, i * width, c, cAt + i * cStride, columns);
        }
    }

    static void tile(
            int height, int width, int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int cStride) {
        boolean two = width == VectorPanels.WIDTH;
        switch (height) {
            case 12:
                if (two) {
                    WideTiles.tile12x2(depth, a, aAt, 12, b, bAt, c, cAt, cStride);
                } else {
                    WideTiles.tile12x1(depth, a, aAt, 12, b, bAt, c, cAt, cStride);
                }
                break;
            case 8:
                if (two) {
                    WideTiles.tile8x2(depth, a, aAt, 8, b, bAt, c, cAt, cStride);
                } else {
                    WideTiles.tile8x1(depth, a, aAt, 8, b, bAt, c, cAt, cStride);
                }
                break;
            case 6:
                if (two) {
                    NarrowTiles.tile6x2(depth, a, aAt, 6, b, bAt, c, cAt, cStride);
                } else {
                    NarrowTiles.tile6x1(depth, a, aAt, 6, b, bAt, c, cAt, cStride);
                }
                break;
            default:
                if (two) {
                    NarrowTiles.tile4x2(depth, a, aAt, 4, b, bAt, c, cAt, cStride);
                } else {
                    NarrowTiles.tile4x1(depth, a, aAt, 4, b, bAt, c, cAt, cStride);
                }
        }
    }
}
