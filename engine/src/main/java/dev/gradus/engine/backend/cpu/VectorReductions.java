package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;
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

    /** The lanes of one stretch; holds nothing between calls. */
    private static final PerThread<float[]> SCRATCH = new PerThread<>(() -> new float[LaneSums.LANES]);

    private VectorReductions() {}

    static float sum(float[] x, int at, int length) {
        float[] lanes = SCRATCH.get();
        double total = 0;
        for (int done = 0; done < length; done += LaneSums.BLOCK) {
            total += block(x, at + done, Math.min(LaneSums.BLOCK, length - done), lanes);
        }
        return (float) total;
    }

    /** The sums of rows of at most a block. */
    static void sumRows(float[] x, int at, int rows, int length, float[] out, int outAt) {
        float[] lanes = SCRATCH.get();
        for (int row = 0; row < rows; row++) {
            out[outAt + row] = block(x, at + row * length, length, lanes) + 0f;
        }
    }

    private static float block(float[] x, int from, int length, float[] lanes) {
        int to = from + length;
        int full = from + length / LaneSums.LANES * LaneSums.LANES;
        if (LANES == 16) {
            lanesOf512(x, from, full, lanes);
        } else if (LANES == 8) {
            lanesOf256(x, from, full, lanes);
        } else {
            lanesOf128(x, from, full, lanes);
        }
        for (int i = full; i < to; i++) {
            lanes[i - full] += x[i];
        }
        return fold(lanes);
    }

    /**
     * The tree of {@link LaneSums#finishSum} from sixteen lanes on. Not by shorter vectors: a second species in the JVM
     * makes C2 box the vectors of loops that know only one.
     */
    private static float fold(float[] v) {
        float sum0 = (v[0] + v[8]) + (v[4] + v[12]);
        float sum1 = (v[1] + v[9]) + (v[5] + v[13]);
        float sum2 = (v[2] + v[10]) + (v[6] + v[14]);
        float sum3 = (v[3] + v[11]) + (v[7] + v[15]);
        return (sum0 + sum2) + (sum1 + sum3);
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
        float[] lanes = SCRATCH.get();
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
