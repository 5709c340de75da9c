package dev.gradus.engine.backend.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reductions on the Vector API in the order of {@link LaneSums}: the 16 virtual lanes are one vector of 512 bits, two of
 * 256 or four of 128. No {@code reduceLanes}: its order is not specified, and differs between interpreter and C2.
 */
final class VectorReductions {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;

    private VectorReductions() {}

    static float sum(float[] x, int at, int length) {
        float[] lanes = new float[LaneSums.LANES];
        double total = 0;
        for (int done = 0; done < length; done += LaneSums.BLOCK) {
            int from = at + done;
            int to = from + Math.min(LaneSums.BLOCK, length - done);
            int full = from + (to - from) / LaneSums.LANES * LaneSums.LANES;
            if (LANES == 16) {
                lanesOf512(x, from, full, lanes);
            } else if (LANES == 8) {
                lanesOf256(x, from, full, lanes);
            } else {
                lanesOf128(x, from, full, lanes);
            }
            total += LaneSums.finishSum(lanes, x, full, to);
        }
        return (float) total;
    }

    private static void lanesOf512(float[] x, int from, int to, float[] lanes) {
        FloatVector sum = FloatVector.zero(S);
        for (int i = from; i < to; i += 16) {
            sum = sum.add(FloatVector.fromArray(S, x, i));
        }
        sum.intoArray(lanes, 0);
    }

    private static void lanesOf256(float[] x, int from, int to, float[] lanes) {
        FloatVector sum0 = FloatVector.zero(S);
        FloatVector sum1 = FloatVector.zero(S);
        for (int i = from; i < to; i += 16) {
            sum0 = sum0.add(FloatVector.fromArray(S, x, i));
            sum1 = sum1.add(FloatVector.fromArray(S, x, i + 8));
        }
        sum0.intoArray(lanes, 0);
        sum1.intoArray(lanes, 8);
    }

    private static void lanesOf128(float[] x, int from, int to, float[] lanes) {
        FloatVector sum0 = FloatVector.zero(S);
        FloatVector sum1 = FloatVector.zero(S);
        FloatVector sum2 = FloatVector.zero(S);
        FloatVector sum3 = FloatVector.zero(S);
        for (int i = from; i < to; i += 16) {
            sum0 = sum0.add(FloatVector.fromArray(S, x, i));
            sum1 = sum1.add(FloatVector.fromArray(S, x, i + 4));
            sum2 = sum2.add(FloatVector.fromArray(S, x, i + 8));
            sum3 = sum3.add(FloatVector.fromArray(S, x, i + 12));
        }
        sum0.intoArray(lanes, 0);
        sum1.intoArray(lanes, 4);
        sum2.intoArray(lanes, 8);
        sum3.intoArray(lanes, 12);
    }

    static float max(float[] x, int at, int length) {
        float[] lanes = new float[LaneSums.LANES];
        Arrays.fill(lanes, Float.NEGATIVE_INFINITY);
        FloatVector greatest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
        int full = at + length / LANES * LANES;
        for (int i = at; i < full; i += LANES) {
            greatest = greatest.max(FloatVector.fromArray(S, x, i));
        }
        greatest.intoArray(lanes, 0);
        return LaneSums.finishMax(lanes, x, full, at + length);
    }

    /** {@code into[i] += x[i]}; the length is a multiple of the lane count, here and below. */
    static void add(float[] into, int intoAt, float[] x, int xAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(S, into, intoAt + i)
                    .add(FloatVector.fromArray(S, x, xAt + i))
                    .intoArray(into, intoAt + i);
        }
    }

    static void greater(float[] into, int intoAt, float[] x, int xAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector.fromArray(S, into, intoAt + i)
                    .max(FloatVector.fromArray(S, x, xAt + i))
                    .intoArray(into, intoAt + i);
        }
    }
}
