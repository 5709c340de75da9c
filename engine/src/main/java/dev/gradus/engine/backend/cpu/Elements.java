package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Unary;

/**
 * Each elementwise function for one element: the definition, to the bit, of what the plain and the vector loops
 * compute, and the tail of the latter. Selections are written with minimum and maximum, which C2 vectorises, where a
 * comparison would be a branch that real data mispredicts (5 ns an element against 0.2 ns).
 */
final class Elements {
    /** Twice this, one after the other, takes the smallest positive number beyond 1. */
    static final float HUGE = 0x1p100f;

    private Elements() {}

    /** All functions but {@link Unary#POWER}, which has its own class, {@link Power}. */
    static float unary(Unary f, float x, float a) {
        return switch (f) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case EXP -> PlainMath.exp(x);
            case LOG -> PlainMath.log(x);
            case SQRT -> (float) Math.sqrt(x);
            case SQUARE -> x * x;
            case RECIPROCAL -> 1f / x;
            case TANH -> PlainMath.tanh(x);
            case SIGMOID -> PlainMath.sigmoid(x);
            case SOFTPLUS -> PlainMath.softplus(x);
            case SIGN -> sign(x);
            case LEAKY_RELU -> a == 0f ? Math.max(x, 0f) : leakyRelu(x, a);
            case ELU -> elu(x, a);
            case SCALE -> a * x;
            case SHIFT -> x + a;
            case AT_LEAST -> Math.max(x, a);
            case AT_MOST -> Math.min(x, a);
            case POWER -> throw new IllegalArgumentException("elements: POWER is computed by Power");
        };
    }

    static float binary(Binary f, float x, float y, float a) {
        return switch (f) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case EQUAL -> x == y ? 1f : 0f;
            case GREATER -> x > y ? 1f : 0f;
            case SLOPE -> slope(x, y, a);
            case TANH_SLOPE -> x * (1f - y * y);
            case SIGMOID_SLOPE -> x * (y * (1f - y));
            case ADD_LEAKY -> leakyRelu(x + y, a);
        };
    }

    /** The zero added last turns −0 to 0. */
    static float sign(float x) {
        return Math.max(Math.min(x * HUGE * HUGE, 1f), -1f) + 0f;
    }

    static float leakyRelu(float x, float a) {
        return Math.max(x, 0f) + a * Math.min(x, 0f);
    }

    static float elu(float x, float a) {
        return Math.max(x, 0f) + a * PlainMath.expm1(Math.min(x, 0f));
    }

    /** A NaN in y stays NaN. */
    static float slope(float x, float y, float a) {
        float positive = Math.max(Math.min(y * HUGE * HUGE, 1f), 0f);
        return x * (positive + a * (1f - positive));
    }
}
