package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies of rows into a {@link PatchWindow}. Rows are written from the first to the last in whole vectors: what a vector
 * holds beyond its row is overwritten by the next row, and where a row has padding, a mask makes it zero.
 */
final class WindowRows {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** Lane i takes lane 2i of what is read as two vectors. */
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(SPECIES, i -> 2 * i % LANES);

    private static final VectorShuffle<Float> ODD = VectorShuffle.fromOp(SPECIES, i -> (2 * i + 1) % LANES);
    private static final VectorMask<Float> UPPER = upper();

    private WindowRows() {}

    private static VectorMask<Float> upper() {
        boolean[] upper = new boolean[LANES];
        for (int i = LANES / 2; i < LANES; i++) {
            upper[i] = true;
        }
        return VectorMask.fromArray(SPECIES, upper, 0);
    }

    /** Whole vectors that {@code columns} take, as a number of elements. */
    static int rounded(int columns) {
        return (columns + LANES - 1) / LANES * LANES;
    }

    /** {@code out[to + r·pitch + l] = mask[l] & x[from + r·width + l]}. */
    static void whole(
            int rows, int columns, float[] x, int from, int width, int[] mask, float[] out, int to, int pitch) {
        for (int r = 0; r < rows; r++) {
            int read = from + r * width;
            int put = to + r * pitch;
            for (int l = 0; l < columns; l += LANES) {
                IntVector bits = FloatVector.fromArray(SPECIES, x, read + l).reinterpretAsInts();
                bits.and(IntVector.fromArray(INTS, mask, l))
                        .reinterpretAsFloats()
                        .intoArray(out, put + l);
            }
        }
    }

    /**
     * The same with the even and the odd elements apart: {@code out[to + r·pitch + l] = mask[l] & x[from + r·width + 2l]},
     * then {@code out[to + r·pitch + columns + l] = mask[rounded(columns) + l] & x[from + r·width + 2l + 1]}.
     */
    static void halves(
            int rows, int columns, float[] x, int from, int width, int[] mask, float[] out, int to, int pitch) {
        int odd = rounded(columns);
        for (int r = 0; r < rows; r++) {
            int read = from + r * width;
            int put = to + r * pitch;
            for (int l = 0; l < columns; l += LANES) {
                FloatVector lower =
                        FloatVector.fromArray(SPECIES, x, read + 2 * l).rearrange(EVEN);
                FloatVector higher =
                        FloatVector.fromArray(SPECIES, x, read + 2 * l + LANES).rearrange(EVEN);
                IntVector bits = lower.blend(higher, UPPER).reinterpretAsInts();
                bits.and(IntVector.fromArray(INTS, mask, l))
                        .reinterpretAsFloats()
                        .intoArray(out, put + l);
            }
            put += columns;
            for (int l = 0; l < columns; l += LANES) {
                FloatVector lower =
                        FloatVector.fromArray(SPECIES, x, read + 2 * l).rearrange(ODD);
                FloatVector higher =
                        FloatVector.fromArray(SPECIES, x, read + 2 * l + LANES).rearrange(ODD);
                IntVector bits = lower.blend(higher, UPPER).reinterpretAsInts();
                bits.and(IntVector.fromArray(INTS, mask, odd + l))
                        .reinterpretAsFloats()
                        .intoArray(out, put + l);
            }
        }
    }
}
