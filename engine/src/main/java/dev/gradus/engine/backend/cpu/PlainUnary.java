package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Unary;

/**
 * The elementwise functions of one argument over whole short arrays, both indexed by the loop variable alone: what C2
 * vectorises. {@code x} and {@code out} may be the same array.
 */
final class PlainUnary {
    private PlainUnary() {}

    /** All functions but POWER and those of {@link PlainExponentials}. */
    static void apply(Unary f, float[] x, float a, float[] out, int length) {
        switch (f) {
            case NEGATE -> negate(x, out, length);
            case ABS -> abs(x, out, length);
            case LOG -> log(x, out, length);
            case SQRT -> sqrt(x, out, length);
            case SQUARE -> square(x, out, length);
            case RECIPROCAL -> reciprocal(x, out, length);
            case TANH -> tanh(x, out, length);
            case SIGN -> sign(x, out, length);
            case LEAKY_RELU -> {
                if (a == 0f) {
                    atLeast(x, 0f, out, length);
                } else {
                    leakyRelu(x, a, out, length);
                }
            }
            case SCALE -> scale(x, a, out, length);
            case SHIFT -> shift(x, a, out, length);
            case AT_LEAST -> atLeast(x, a, out, length);
            case AT_MOST -> atMost(x, a, out, length);
            case EXP, SIGMOID, SOFTPLUS, ELU, POWER -> throw new IllegalArgumentException("plain unary: " + f);
        }
    }

    private static void negate(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = -x[i];
        }
    }

    private static void abs(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.abs(x[i]);
        }
    }

    private static void log(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = PlainMath.log(x[i]);
        }
    }

    private static void sqrt(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void square(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] * x[i];
        }
    }

    private static void reciprocal(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = 1f / x[i];
        }
    }

    private static void tanh(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = PlainMath.tanh(x[i]);
        }
    }

    private static void sign(float[] x, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Elements.sign(x[i]);
        }
    }

    private static void leakyRelu(float[] x, float a, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Elements.leakyRelu(x[i], a);
        }
    }

    private static void scale(float[] x, float a, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = a * x[i];
        }
    }

    private static void shift(float[] x, float a, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = x[i] + a;
        }
    }

    private static void atLeast(float[] x, float a, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.max(x[i], a);
        }
    }

    private static void atMost(float[] x, float a, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.min(x[i], a);
        }
    }
}
