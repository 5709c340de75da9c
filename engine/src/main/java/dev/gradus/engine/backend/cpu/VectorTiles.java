package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Which tile of {@link WideTiles} and its kin computes which part of a product. */
final class VectorTiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** 512-bit vectors come with 32 registers, shorter ones with (at least) 16. */
    private static final boolean WIDE = LANES >= 16;

    /** Rows of the tallest tile. */
    static final int TALL = WIDE ? 12 : 6;
    /** Elements of a tile. */
    static final int SIZE = TALL * 2 * LANES;

    private VectorTiles() {}

    /**
     * How many rows the next tile takes of those that are left: 12, 8, 4, 2, 1 or 6, 4, 2, 1; never 8 where A is not in strips.
     *
     * @param direct whether all tiles read A where it lies
     */
    static int height(int left, boolean direct) {
        if (left >= TALL) {
            // Rather two middle strips than a tall and a short one; but less in strips than more, where that is to be
            // avoided.
            int last = left % TALL;
            return !direct && left > TALL && last == TALL / 3 ? TALL - last : TALL;
        }
        return Math.min(Integer.highestOneBit(left), direct ? 4 : 8);
    }

    /**
     * The product of some rows of A and up to two vectors of B, put into C or added to it; B may be read up to the end of the
     * vector. The rows of A are in a strip (see {@link WideTiles}), or the number of row r and place p along k is
     * {@code a[aAt + r·aRow + p·aStep]}.
     *
     * @param columns of C, at most two vectors
     * @param strip whether A is in a strip; always for eight rows, never for one or two
     * @param spare an array of {@link #SIZE} elements
     */
    static void tile(
            int height,
            int columns,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            boolean strip,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride,
            boolean add,
            float[] spare) {
        boolean two = columns > LANES;
        int width = two ? 2 * LANES : LANES;
        boolean through = add || columns < width;
        float[] out = through ? spare : c;
        int at = through ? 0 : cAt;
        int stride = through ? width : cStride;
        if (two) {
            two(height, k, a, aAt, aRow, aStep, strip, b, bAt, bStep, out, at, stride);
        } else {
            one(height, k, a, aAt, aRow, aStep, strip, b, bAt, bStep, out, at, stride);
        }
        if (add) {
            add(height, columns, spare, width, c, cAt, cStride);
        } else if (through) {
            for (int i = 0; i < height; i++) {
                System.arraycopy(spare, i * width, c, cAt + i * cStride, columns);
            }
        }
    }

    /** Adds a tile to C. */
    static void add(int rows, int columns, float[] tile, int width, float[] c, int cAt, int cStride) {
        if (columns == 2 * LANES) {
            addPairs(rows, tile, width, c, cAt, cStride);
            return;
        }
        for (int i = 0; i < rows; i++) {
            int from = i * width;
            int to = cAt + i * cStride;
            int j = 0;
            for (; j + LANES <= columns; j += LANES) {
                FloatVector sum = FloatVector.fromArray(SPECIES, c, to + j);
                sum.add(FloatVector.fromArray(SPECIES, tile, from + j)).intoArray(c, to + j);
            }
            for (; j < columns; j++) {
                c[to + j] += tile[from + j];
            }
        }
    }

    /** Adds two vectors of each row, without a loop within the row: a step of dense layers is 5 % faster by it. */
    private static void addPairs(int rows, float[] tile, int width, float[] c, int cAt, int cStride) {
        int from = 0;
        int to = cAt;
        for (int i = 0; i < rows; i++) {
            FloatVector left = FloatVector.fromArray(SPECIES, c, to);
            FloatVector right = FloatVector.fromArray(SPECIES, c, to + LANES);
            left.add(FloatVector.fromArray(SPECIES, tile, from)).intoArray(c, to);
            right.add(FloatVector.fromArray(SPECIES, tile, from + LANES)).intoArray(c, to + LANES);
            from += width;
            to += cStride;
        }
    }

    private static void two(
            int height,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            boolean strip,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        switch (height) {
            case 12:
                if (strip) {
                    WideTiles.tile12x2(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    DirectTiles.tile12x2(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 8:
                WideTiles.tile8x2(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                break;
            case 6:
                if (strip) {
                    NarrowTiles.tile6x2(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    DirectTiles.tile6x2(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 4:
                if (strip) {
                    NarrowTiles.tile4x2(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    LowTiles.tile4x2(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 2:
                LowTiles.tile2x2(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                break;
            default:
                LowTiles.tile1x2(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
        }
    }

    private static void one(
            int height,
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            boolean strip,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        switch (height) {
            case 12:
                if (strip) {
                    WideTiles.tile12x1(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    DirectTiles.tile12x1(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 8:
                WideTiles.tile8x1(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                break;
            case 6:
                if (strip) {
                    NarrowTiles.tile6x1(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    DirectTiles.tile6x1(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 4:
                if (strip) {
                    NarrowTiles.tile4x1(k, a, aAt, b, bAt, bStep, c, cAt, cStride);
                } else {
                    LowTiles.tile4x1(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                }
                break;
            case 2:
                LowTiles.tile2x1(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
                break;
            default:
                LowTiles.tile1x1(k, a, aAt, aRow, aStep, b, bAt, bStep, c, cAt, cStride);
        }
    }
}
