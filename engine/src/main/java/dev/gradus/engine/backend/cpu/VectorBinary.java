package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementwise functions of two arguments over whole vectors, one loop each. Lengths are multiples of the lane count;
 * strides are 0, for one number repeated, or 1.
 */
final class VectorBinary {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;

    private VectorBinary() {}

    static void apply(
            Binary f,
            float[] x,
            int xAt,
            int sx,
            float[] y,
            int yAt,
            int sy,
            float a,
            float[] out,
            int outAt,
            int length) {
        switch (f) {
            case ADD -> add(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case SUBTRACT -> subtract(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case MULTIPLY -> multiply(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case DIVIDE -> divide(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case EQUAL -> equal(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case GREATER -> greater(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case SLOPE -> slope(x, xAt, sx, y, yAt, sy, a, out, outAt, length);
            case TANH_SLOPE -> tanhSlope(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case SIGMOID_SLOPE -> sigmoidSlope(x, xAt, sx, y, yAt, sy, out, outAt, length);
            case ADD_LEAKY -> addLeaky(x, xAt, sx, y, yAt, sy, a, out, outAt, length);
        }
    }

    private static void add(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.add(q).intoArray(out, outAt + i);
        }
    }

    private static void subtract(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.sub(q).intoArray(out, outAt + i);
        }
    }

    private static void multiply(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.mul(q).intoArray(out, outAt + i);
        }
    }

    private static void divide(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.div(q).intoArray(out, outAt + i);
        }
    }

    private static void equal(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            zero.blend(1f, p.compare(VectorOperators.EQ, q)).intoArray(out, outAt + i);
        }
    }

    private static void greater(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        FloatVector zero = FloatVector.zero(S);
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            zero.blend(1f, p.compare(VectorOperators.GT, q)).intoArray(out, outAt + i);
        }
    }

    private static void slope(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            VectorMath.slope(p, q, a).intoArray(out, outAt + i);
        }
    }

    private static void addLeaky(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float a, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            VectorMath.leakyRelu(p.add(q), a).intoArray(out, outAt + i);
        }
    }

    private static void tanhSlope(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.mul(one.sub(q.mul(q))).intoArray(out, outAt + i);
        }
    }

    private static void sigmoidSlope(
            float[] x, int xAt, int sx, float[] y, int yAt, int sy, float[] out, int outAt, int length) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int i = 0; i < length; i += LANES) {
            FloatVector p = load(x, xAt, sx, i);
            FloatVector q = load(y, yAt, sy, i);
            p.mul(q.mul(one.sub(q))).intoArray(out, outAt + i);
        }
    }

    /** The branch does not change within a loop, and C2 moves it out. */
    private static FloatVector load(float[] x, int at, int stride, int i) {
        return stride == 0 ? FloatVector.broadcast(S, x[at]) : FloatVector.fromArray(S, x, at + i);
    }
}
