package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.PerThread;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementwise functions of one argument over whole vectors, one loop each: a vector that crosses a call which is
 * not inlined, as a lambda in a shared loop would be, is boxed. Lengths are multiples of the lane count.
 */
final class VectorUnary {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;

    /** Holds nothing between calls; a multiple of every lane count long. */
    private static final PerThread<float[]> SCRATCH = new PerThread<>(() -> new float[1024]);

    private VectorUnary() {}

    /** All functions but POWER. */
    static void apply(Unary f, float[] x, int xAt, float a, float[] out, int outAt, int length) {
        switch (f) {
            case NEGATE -> negate(x, xAt, out, outAt, length);
            case ABS -> abs(x, xAt, out, outAt, length);
            case EXP -> VectorExponentials.exp(x, xAt, out, outAt, length);
            case LOG -> log(x, xAt, out, outAt, length);
            case SQRT -> sqrt(x, xAt, out, outAt, length);
            case SQUARE -> square(x, xAt, out, outAt, length);
            case RECIPROCAL -> reciprocal(x, xAt, out, outAt, length);
            case TANH -> tanh(x, xAt, out, outAt, length);
            case SIGMOID -> VectorExponentials.sigmoid(x, xAt, out, outAt, length);
            case SOFTPLUS -> blocksOfSoftplus(x, xAt, out, outAt, length);
            case SIGN -> sign(x, xAt, out, outAt, length);
            case LEAKY_RELU -> {
                if (a == 0f) {
                    relu(x, xAt, out, outAt, length);
                } else {
                    leakyRelu(x, xAt, a, out, outAt, length);
                }
            }
            case ELU -> VectorExponentials.elu(x, xAt, a, out, outAt, length);
            case SCALE -> scale(x, xAt, a, out, outAt, length);
            case SHIFT -> shift(x, xAt, a, out, outAt, length);
            case AT_LEAST -> atLeast(x, xAt, a, out, outAt, length);
            case AT_MOST -> atMost(x, xAt, a, out, outAt, length);
            case POWER -> throw new IllegalArgumentException("vector unary: POWER is computed by Power");
        }
    }

    private static void negate(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).neg().intoArray(out, outAt + i);
        }
    }

    private static void abs(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).abs().intoArray(out, outAt + i);
        }
    }

    private static void log(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.log(load(x, xAt + i)).intoArray(out, outAt + i);
        }
    }

    private static void sqrt(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).sqrt().intoArray(out, outAt + i);
        }
    }

    private static void square(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector v = load(x, xAt + i);
            v.mul(v).intoArray(out, outAt + i);
        }
    }

    private static void reciprocal(float[] x, int xAt, float[] out, int outAt, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int i = 0; i < length; i += LANES) {
            one.div(load(x, xAt + i)).intoArray(out, outAt + i);
        }
    }

    private static void tanh(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.tanh(load(x, xAt + i)).intoArray(out, outAt + i);
        }
    }

    private static void blocksOfSoftplus(float[] x, int xAt, float[] out, int outAt, int length) {
        float[] e = SCRATCH.get();
        for (int done = 0; done < length; done += e.length) {
            int count = Math.min(e.length, length - done);
            VectorExponentials.expOfMinusAbs(x, xAt + done, e, 0, count);
            softplus(x, xAt + done, e, out, outAt + done, count);
        }
    }

    private static void softplus(float[] x, int xAt, float[] e, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.softplus(load(x, xAt + i), load(e, i)).intoArray(out, outAt + i);
        }
    }

    private static void sign(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.sign(load(x, xAt + i)).intoArray(out, outAt + i);
        }
    }

    private static void relu(float[] x, int xAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.atLeastZero(load(x, xAt + i)).intoArray(out, outAt + i);
        }
    }

    private static void leakyRelu(float[] x, int xAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMath.leakyRelu(load(x, xAt + i), a).intoArray(out, outAt + i);
        }
    }

    private static void scale(float[] x, int xAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).mul(a).intoArray(out, outAt + i);
        }
    }

    private static void shift(float[] x, int xAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).add(a).intoArray(out, outAt + i);
        }
    }

    private static void atLeast(float[] x, int xAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).max(a).intoArray(out, outAt + i);
        }
    }

    private static void atMost(float[] x, int xAt, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            load(x, xAt + i).min(a).intoArray(out, outAt + i);
        }
    }

    private static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(S, x, at);
    }
}
