package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Unary;

/** The elementwise functions in float64, by {@link StrictMath}, whose bits are the same on every JVM. */
final class ScalarFunctions {
    private ScalarFunctions() {}

    static double apply(Unary f, double x, double a) {
        return switch (f) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case RECIPROCAL -> 1 / x;
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> sigmoid(x);
            case SOFTPLUS -> (x > 0 ? x : 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
            case SIGN -> Math.signum(x) + 0.0;
            case LEAKY_RELU -> x > 0 ? x : a * x;
            case ELU -> x > 0 ? x : a * StrictMath.expm1(x);
            case POWER -> StrictMath.pow(x, a);
            case SCALE -> a * x;
            case SHIFT -> x + a;
            case AT_LEAST -> Math.max(x, a);
            case AT_MOST -> Math.min(x, a);
        };
    }

    /** Both branches take the exponential of a number that is not positive, which cannot overflow. */
    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    static double apply(Binary f, double x, double y, double a) {
        return switch (f) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case EQUAL -> x == y ? 1 : 0;
            case GREATER -> x > y ? 1 : 0;
            case SLOPE -> y > 0 ? x : a * x;
            case TANH_SLOPE -> x * (1 - y * y);
            case SIGMOID_SLOPE -> x * (y * (1 - y));
            case ADD_LEAKY -> x + y > 0 ? x + y : a * (x + y);
        };
    }
}
