package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;

/** As much of {@link Loops} as the recurrence needs, by {@link StrictMath}: slow, and right. */
final class StrictLoops implements Loops {
    @Override
    public String name() {
        return "strict";
    }

    @Override
    public void unary(Unary f, float[] x, int xAt, double a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i++) {
            out[outAt + i] = (float) unary(f, x[xAt + i], a);
        }
    }

    private static double unary(Unary f, double x, double a) {
        switch (f) {
            case TANH:
                return StrictMath.tanh(x);
            case SIGMOID:
                return 1 / (1 + StrictMath.exp(-x));
            case LEAKY_RELU:
                return x > 0 ? x : a * x;
            default:
                throw new UnsupportedOperationException("strict loops: " + f);
        }
    }

    @Override
    public void binary(
            Binary f,
            float[] x,
            int xAt,
            int strideX,
            float[] y,
            int yAt,
            int strideY,
            double a,
            float[] out,
            int outAt,
            int length) {
        for (int i = 0; i < length; i++) {
            out[outAt + i] = (float) binary(f, x[xAt + i * strideX], y[yAt + i * strideY], a);
        }
    }

    private static double binary(Binary f, double x, double y, double a) {
        switch (f) {
            case ADD:
                return x + y;
            case MULTIPLY:
                return x * y;
            case SLOPE:
                return y > 0 ? x : a * x;
            case TANH_SLOPE:
                return x * (1 - y * y);
            case SIGMOID_SLOPE:
                return x * y * (1 - y);
            default:
                throw new UnsupportedOperationException("strict loops: " + f);
        }
    }

    @Override
    public float reduce(Reduction f, float[] x, int at, int length) {
        throw new UnsupportedOperationException("strict loops: " + f);
    }

    @Override
    public void combine(Reduction f, float[] into, int intoAt, float[] x, int xAt, int length) {
        for (int i = 0; i < length; i++) {
            into[intoAt + i] += x[xAt + i];
        }
    }
}
