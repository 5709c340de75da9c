package dev.gradus.engine.backend.cpu;

/**
 * The elementary functions of the CPU backend in float32, as polynomials whose bits depend neither on the JDK nor on
 * whether the code is interpreted or compiled: additions, multiplications, divisions and shifts, each rounded on its
 * own. {@link VectorMath} is the same arithmetic on vectors. Coefficients are minimax fits rounded to float32; error
 * bounds are held by a test against {@link StrictMath} over the whole range.
 */
final class PlainMath {
    static final float LOG2_E = 0x1.715476p0f;
    /** Added and subtracted again, it rounds to an integer, which stands in the low bits of the sum. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = 0x4B400000;
    /** The upper nine bits of log 2, so that its product with an exponent is exact, and the rest. */
    static final float LN2_HIGH = 0.693359375f;

    static final float LN2_LOW = -2.12194440e-4f;

    /** Beyond these e^x is infinite, or rounds to zero. */
    static final float EXP_MAX = 89f;

    static final float EXP_MIN = -104f;

    // (eʳ − 1 − r)/r² for |r| ≤ log(2)/2
    static final float E2 = 0.4999999403953552f;
    static final float E3 = 0.16666515171527863f;
    static final float E4 = 0.04166845604777336f;
    static final float E5 = 0.008369418792426586f;
    static final float E6 = 0.0013813144760206342f;

    // (log(1 + f) − f + f²/2)/f³ for √½ ≤ 1 + f ≤ √2
    static final float L0 = 0.3333333134651184f;
    static final float L1 = -0.2500081956386566f;
    static final float L2 = 0.20001226663589478f;
    static final float L3 = -0.16623356938362122f;
    static final float L4 = 0.14201757311820984f;
    static final float L5 = -0.13160182535648346f;
    static final float L6 = 0.1276157647371292f;
    static final float L7 = -0.07634496688842773f;
    /** The bits of √½, which split the significands. */
    static final int ROOT_HALF_BITS = 0x3F3504F3;

    // (artanh(s)/s − 1)/s² by powers of s² for 0 ≤ s ≤ 1/3
    static final float A0 = 0.33333200216293335f;
    static final float A1 = 0.20011171698570251f;
    static final float A2 = 0.13993790745735168f;
    static final float A3 = 0.14042937755584717f;

    // tanh x = x·P(x²)/Q(x²) for |x| ≤ 9; both start with 1
    static final float TANH_MAX = 9f;
    static final float P1 = 0.133810356259346f;
    static final float P2 = 0.003495600540190935f;
    static final float P3 = 2.060927181446459e-05f;
    static final float P4 = 1.335489763221176e-08f;
    static final float Q1 = 0.4671435058116913f;
    static final float Q2 = 0.025877030566334724f;
    static final float Q3 = 0.00032856545294635f;
    static final float Q4 = 7.776660595482099e-07f;

    private PlainMath() {}

    /**
     * {@code eˣ}. Relative error below 1.5 ulp where the result is normal; infinite from 88.7229 on, subnormal below
     * −87.34, zero below −103.98.
     */
    static float exp(float x) {
        float v = Math.max(Math.min(x, EXP_MAX), EXP_MIN);
        float k = v * LOG2_E + ROUNDER;
        float tail = expTail(v, k - ROUNDER);
        int n = Float.floatToRawIntBits(k) - ROUNDER_BITS;
        int half = n >> 1;
        return (1f + tail) * powerOfTwo(half) * powerOfTwo(n - half);
    }

    /** {@code eˣ − 1} for {@code x ≤ 0}: relative error below 2.5 ulp, also near 0. */
    static float expm1(float x) {
        float v = Math.max(Math.min(x, EXP_MAX), EXP_MIN);
        float k = v * LOG2_E + ROUNDER;
        float tail = expTail(v, k - ROUNDER);
        int n = Float.floatToRawIntBits(k) - ROUNDER_BITS;
        int half = n >> 1;
        float scale = powerOfTwo(half) * powerOfTwo(n - half);
        return scale * tail + (scale - 1f);
    }

    /** {@code eʳ − 1} for what remains of x after n times log 2. */
    static float expTail(float x, float n) {
        float r = (x - n * LN2_HIGH) - n * LN2_LOW;
        return r + r * r * (E2 + r * (E3 + r * (E4 + r * (E5 + r * E6))));
    }

    /** {@code 2ⁿ} for −126 ≤ n ≤ 127. */
    static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }

    /** Natural logarithm: relative error below 2 ulp; −∞ at zero, NaN below. */
    static float log(float x) {
        boolean subnormal = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
        int exponent = (bits - ROOT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
        float e = (float) exponent - (subnormal ? 23f : 0f);
        float square = f * f;
        float high = L4 + f * (L5 + f * (L6 + f * L7));
        float tail = f * square * (L0 + f * (L1 + f * (L2 + f * (L3 + f * high))));
        float sum = f - (0.5f * square - (tail + e * LN2_LOW)) + e * LN2_HIGH;
        if (x > 0f && x < Float.POSITIVE_INFINITY) {
            return sum;
        }
        return x == 0f ? Float.NEGATIVE_INFINITY : x > 0f ? x : Float.NaN;
    }

    /** Hyperbolic tangent: absolute error below 1.5e-7, relative below 4 ulp; odd, and never beyond ±1. */
    static float tanh(float x) {
        float v = Math.max(Math.min(x, TANH_MAX), -TANH_MAX);
        float z = v * v;
        float p = 1f + z * (P1 + z * (P2 + z * (P3 + z * P4)));
        float q = 1f + z * (Q1 + z * (Q2 + z * (Q3 + z * Q4)));
        return Math.max(Math.min(v * p / q, 1f), -1f);
    }

    /** {@code 1/(1 + e⁻ˣ)}: relative error below 3 ulp; zero below −88.73. */
    static float sigmoid(float x) {
        return 1f / (1f + exp(-x));
    }

    /** {@code log(1 + eˣ) = max(x, 0) + 2·artanh(t/(2 + t))} with {@code t = e^−|x|}: relative error below 4 ulp. */
    static float softplus(float x) {
        return Math.max(x, 0f) + log1p(exp(-Math.abs(x)));
    }

    /** {@code log(1 + t)} for {@code 0 ≤ t ≤ 1}. */
    static float log1p(float t) {
        float s = t / (2f + t);
        float z = s * s;
        float twice = s + s;
        return twice + twice * (z * (A0 + z * (A1 + z * (A2 + z * A3))));
    }
}
