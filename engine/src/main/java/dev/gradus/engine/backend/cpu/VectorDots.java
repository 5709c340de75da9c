package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A matrix times a vector, where the rows of the matrix lie one after the other: {@code c[i] = Σ a[i, p]·b[p]}. Place p goes to
 * virtual lane {@code p mod 16}, each lane is one chain of fused multiply-adds, and the lanes are folded in halves: so the
 * bits do not depend on the vector width, nor on the other rows.
 */
final class VectorDots {
    private static final int VIRTUAL = LaneSums.LANES;
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = VectorTiles.LANES;
    /** Rows that share what is loaded of b. */
    private static final int ROWS = 4;
    /** Elements of the array that lanes are spilled to. */
    static final int SIZE = ROWS * VIRTUAL;

    private VectorDots() {}

    /**
     * The rows {@code from … to − 1} of C {@code [m, 1]}.
     *
     * @param lanes an array of {@link #SIZE} elements
     */
    static void multiply(
            int from,
            int to,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean add,
            float[] lanes) {
        int full = k / VIRTUAL * VIRTUAL;
        int i = from;
        for (; i + ROWS <= to; i += ROWS) {
            for (int lane = 0; lane < VIRTUAL; lane += LANES) {
                four(full, a, aAt + i * aStride + lane, aStride, b, bAt + lane, lanes, lane);
            }
            for (int r = 0; r < ROWS; r++) {
                finish(
                        k,
                        full,
                        a,
                        aAt + (i + r) * aStride,
                        b,
                        bAt,
                        c,
                        cAt + (i + r) * cStride,
                        add,
                        lanes,
                        r * VIRTUAL);
            }
        }
        for (; i < to; i++) {
            for (int lane = 0; lane < VIRTUAL; lane += LANES) {
                one(full, a, aAt + i * aStride + lane, b, bAt + lane, lanes, lane);
            }
            finish(k, full, a, aAt + i * aStride, b, bAt, c, cAt + i * cStride, add, lanes, 0);
        }
    }

    private static void four(int full, float[] a, int aAt, int aStride, float[] b, int bAt, float[] lanes, int lane) {
        int row1 = aAt + aStride;
        int row2 = row1 + aStride;
        int row3 = row2 + aStride;
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < full; p += VIRTUAL) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p);
            sum0 = FloatVector.fromArray(SPECIES, a, aAt + p).fma(b0, sum0);
            sum1 = FloatVector.fromArray(SPECIES, a, row1 + p).fma(b0, sum1);
            sum2 = FloatVector.fromArray(SPECIES, a, row2 + p).fma(b0, sum2);
            sum3 = FloatVector.fromArray(SPECIES, a, row3 + p).fma(b0, sum3);
        }
        sum0.intoArray(lanes, lane);
        sum1.intoArray(lanes, VIRTUAL + lane);
        sum2.intoArray(lanes, 2 * VIRTUAL + lane);
        sum3.intoArray(lanes, 3 * VIRTUAL + lane);
    }

    private static void one(int full, float[] a, int aAt, float[] b, int bAt, float[] lanes, int lane) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int p = 0; p < full; p += VIRTUAL) {
            sum = FloatVector.fromArray(SPECIES, a, aAt + p).fma(FloatVector.fromArray(SPECIES, b, bAt + p), sum);
        }
        sum.intoArray(lanes, lane);
    }

    /** The places after the last full 16, and the fold of the lanes. */
    private static void finish(
            int k,
            int full,
            float[] a,
            int aAt,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            boolean add,
            float[] lanes,
            int at) {
        for (int p = full; p < k; p++) {
            lanes[at + p - full] = Math.fma(a[aAt + p], b[bAt + p], lanes[at + p - full]);
        }
        float sum0 = fold(lanes, at) + fold(lanes, at + 2);
        float sum1 = fold(lanes, at + 1) + fold(lanes, at + 3);
        c[cAt] = add ? c[cAt] + (sum0 + sum1) : sum0 + sum1;
    }

    private static float fold(float[] lanes, int at) {
        return (lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]);
    }
}
