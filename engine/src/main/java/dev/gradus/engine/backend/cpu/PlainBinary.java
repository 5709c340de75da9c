package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;

/**
 * The elementwise functions of two arguments over whole short arrays, all indexed by the loop variable alone: what C2
 * vectorises. {@code out} may be {@code x} or {@code y}.
 */
final class PlainBinary {
    private PlainBinary() {}

    static void apply(Binary f, float[] x, float[] y, float a, float[] out, int from, int to) {
        switch (f) {
            case ADD -> add(x, y, out, from, to);
            case SUBTRACT -> subtract(x, y, out, from, to);
            case MULTIPLY -> multiply(x, y, out, from, to);
            case DIVIDE -> divide(x, y, out, from, to);
            case EQUAL -> equal(x, y, out, from, to);
            case GREATER -> greater(x, y, out, from, to);
            case SLOPE -> slope(x, y, a, out, from, to);
            case TANH_SLOPE -> tanhSlope(x, y, out, from, to);
            case SIGMOID_SLOPE -> sigmoidSlope(x, y, out, from, to);
            case ADD_LEAKY -> addLeaky(x, y, a, out, from, to);
        }
    }

    private static void add(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] + y[i];
        }
    }

    private static void subtract(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] - y[i];
        }
    }

    private static void multiply(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * y[i];
        }
    }

    private static void divide(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] / y[i];
        }
    }

    private static void equal(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] == y[i] ? 1f : 0f;
        }
    }

    private static void greater(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] > y[i] ? 1f : 0f;
        }
    }

    private static void slope(float[] x, float[] y, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Elements.slope(x[i], y[i], a);
        }
    }

    private static void addLeaky(float[] x, float[] y, float a, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = Elements.leakyRelu(x[i] + y[i], a);
        }
    }

    private static void tanhSlope(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * (1f - y[i] * y[i]);
        }
    }

    private static void sigmoidSlope(float[] x, float[] y, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * (y[i] * (1f - y[i]));
        }
    }
}
