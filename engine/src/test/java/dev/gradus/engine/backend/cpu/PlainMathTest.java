package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The error bounds in the Javadoc of {@link PlainMath}, over the whole range of float32. */
@Tag("without-vector")
class PlainMathTest {
    /** Steps through the bit patterns: a prime, so that significands vary. */
    private static final int STEP = 1511;

    private interface Function {
        float of(float x);
    }

    private static double worstUlps(Function f, DoubleUnaryOperator exact, float low, float high) {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
            float x = Float.intBitsToFloat((int) bits);
            if (!(x >= low && x <= high)) {
                continue;
            }
            double y = exact.applyAsDouble(x);
            double error = Math.abs(f.of(x) - y) / Math.max(Math.ulp((float) y), Float.MIN_VALUE);
            if (!(error <= worst)) {
                assertTrue(!Double.isNaN(error), "NaN at " + x);
                worst = error;
            }
        }
        return worst;
    }

    private static void assertUlps(double bound, Function f, DoubleUnaryOperator exact, float low, float high) {
        double worst = worstUlps(f, exact, low, high);
        assertTrue(worst < bound, worst + " ulp");
    }

    @Test
    void expIsWithinItsBound() {
        assertUlps(1.5, PlainMath::exp, StrictMath::exp, -87.33f, 88.72f);
    }

    @Test
    void expUnderflowsGraduallyAndOverflows() {
        assertUlps(1.01, PlainMath::exp, StrictMath::exp, -110f, -87.34f);
        assertEquals(0f, PlainMath.exp(-104f));
        assertEquals(0f, PlainMath.exp(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, PlainMath.exp(88.73f));
        assertEquals(Float.POSITIVE_INFINITY, PlainMath.exp(Float.POSITIVE_INFINITY));
        assertEquals(1f, PlainMath.exp(-0f));
        assertEquals(Float.NaN, PlainMath.exp(Float.NaN));
    }

    @Test
    void expm1IsAccurateNearZero() {
        assertUlps(2.5, PlainMath::expm1, StrictMath::expm1, Float.NEGATIVE_INFINITY, -0f);
        assertEquals(-1f, PlainMath.expm1(Float.NEGATIVE_INFINITY));
        assertEquals(Float.NaN, PlainMath.expm1(Float.NaN));
    }

    @Test
    void logIsWithinItsBound() {
        assertUlps(2, PlainMath::log, StrictMath::log, Float.MIN_VALUE, Float.MAX_VALUE);
        assertEquals(0f, PlainMath.log(1f));
        assertEquals(Float.NEGATIVE_INFINITY, PlainMath.log(0f));
        assertEquals(Float.NEGATIVE_INFINITY, PlainMath.log(-0f));
        assertEquals(Float.POSITIVE_INFINITY, PlainMath.log(Float.POSITIVE_INFINITY));
        assertEquals(Float.NaN, PlainMath.log(-1f));
        assertEquals(Float.NaN, PlainMath.log(Float.NEGATIVE_INFINITY));
        assertEquals(Float.NaN, PlainMath.log(Float.NaN));
    }

    @Test
    void tanhIsWithinItsBoundsAndNeverBeyondOne() {
        assertUlps(4, PlainMath::tanh, StrictMath::tanh, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        for (float x = -12f; x <= 12f; x += 1e-5f) {
            float y = PlainMath.tanh(x);
            assertTrue(Math.abs(y) <= 1f && y == -PlainMath.tanh(-x), "at " + x);
            assertTrue(Math.abs(y - StrictMath.tanh(x)) < 1.5e-7, "at " + x);
        }
        assertEquals(1f, PlainMath.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1f, PlainMath.tanh(Float.NEGATIVE_INFINITY));
        assertEquals(-0f, PlainMath.tanh(-0f));
        assertEquals(Float.NaN, PlainMath.tanh(Float.NaN));
    }

    @Test
    void sigmoidIsWithinItsBound() {
        assertUlps(3, PlainMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)), -87.3f, Float.POSITIVE_INFINITY);
        assertEquals(0f, PlainMath.sigmoid(Float.NEGATIVE_INFINITY));
        assertEquals(1f, PlainMath.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(0.5f, PlainMath.sigmoid(0f));
        assertEquals(Float.NaN, PlainMath.sigmoid(Float.NaN));
    }

    @Test
    void softplusIsWithinItsBound() {
        DoubleUnaryOperator exact = x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        assertUlps(4, PlainMath::softplus, exact, -87.3f, Float.MAX_VALUE);
        assertEquals(0f, PlainMath.softplus(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, PlainMath.softplus(Float.POSITIVE_INFINITY));
        assertEquals(Float.NaN, PlainMath.softplus(Float.NaN));
    }
}
