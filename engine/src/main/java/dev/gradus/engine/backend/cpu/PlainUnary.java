package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Unary;

/**
 * The elementwise functions of one argument over a stretch that lies at the same place in both arrays, which are indexed by
 * the loop variable alone: what C2 vectorises. {@code x} and {@code out} may be the same array.
 */
final class PlainUnary {
    private PlainUnary() {}

    /** All functions but POWER and those of {@link PlainExponentials}. */
    static void apply(Unary f, float[] x, float a, float[] out, int from, int to) {
        switch (f) {
            case NEGATE -> negate(x, out, from, to);
            case ABS -> abs(x, out, from, to);
            case LOG -> log(x, out, from, to);
            case SQRT -> sqrt(x, out, from, to);
            case SQUARE -> square(x, out, from, to);
            case RECIPROCAL -> reciprocal(x, out, from, to);
            case TANH -> tanh(x, out, from, to);
            case SIGN -> sign(x, out, from, to);
            case LEAKY_RELU -> {
                if (a == 0f) {
                    atLeast(x, 0f, out, from, to);
                } else {
                    leakyRelu(x, a, out, from, to);
                }
            }
            case SCALE -> scale(x, a, out, from, to);
            case SHIFT -> shift(x, a, out, from, to);
            case AT_LEAST -> atLeast(x, a, out, from, to);
            case AT_MOST -> atMost(x, a, out, from, to);
            case EXP, SIGMOID, SOFTPLUS, ELU, POWER -> throw new IllegalArgumentException("plain unary: " + f);
        }
    }

    private static void negate(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = -x[i];
        }
    }

    private static void abs(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.abs(x[i]);
        }
    }

    private static void log(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = PlainMath.log(x[i]);
        }
    }

    private static void sqrt(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void square(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * x[i];
        }
    }

    private static void reciprocal(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = 1f / x[i];
        }
    }

    private static void tanh(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = PlainMath.tanh(x[i]);
        }
    }

    private static void sign(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Elements.sign(x[i]);
        }
    }

    private static void leakyRelu(float[] x, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Elements.leakyRelu(x[i], a);
        }
    }

    private static void scale(float[] x, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = a * x[i];
        }
    }

    private static void shift(float[] x, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + a;
        }
    }

    private static void atLeast(float[] x, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.max(x[i], a);
        }
    }

    private static void atMost(float[] x, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Math.min(x[i], a);
        }
    }
}
