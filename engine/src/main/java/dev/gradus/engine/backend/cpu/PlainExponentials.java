package dev.gradus.engine.backend.cpu;

/**
 * The functions that need {@code eˣ}, over short arrays, with the bits of {@link PlainMath} but so that C2 vectorises
 * them. It does not vectorise the reinterpretation of floats as integers, so {@code 2ⁿ} is made by arithmetic, which is
 * exact: n/2 is written in digits of base 4 between −2 and 2, and Horner's rule over the digits squares twice and
 * multiplies with a polynomial that is a power of two at each digit. It does not vectorise long loop bodies either, hence the stages.
 */
final class PlainExponentials {
    private static final float ROUND_1 = PlainMath.ROUNDER;
    private static final float ROUND_4 = 4 * PlainMath.ROUNDER;
    private static final float ROUND_16 = 16 * PlainMath.ROUNDER;
    private static final float ROUND_64 = 64 * PlainMath.ROUNDER;

    private final float[] tail;
    private final float[] exponent;
    private final float[] half;
    private final float[] power;

    PlainExponentials(int block) {
        tail = new float[block];
        exponent = new float[block];
        half = new float[block];
        power = new float[block];
    }

    /** {@code v[i] = exp(v[i])}. */
    void exp(float[] v, int length) {
        split(v, tail, exponent, length);
        scale(length);
        exp(v, tail, exponent, half, power, length);
    }

    private static void exp(float[] v, float[] tail, float[] rest, float[] half, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float s = power[i] * digit(half[i]);
            v[i] = (1f + tail[i]) * s * (s * unit(rest[i]));
        }
    }

    void sigmoid(float[] v, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = -v[i];
        }
        exp(v, length);
        for (int i = 0; i < length; i++) {
            v[i] = 1f / (1f + v[i]);
        }
    }

    /** {@code v[i] = softplus(v[i])}; {@code other} is overwritten. */
    void softplus(float[] v, float[] other, int length) {
        for (int i = 0; i < length; i++) {
            other[i] = -Math.abs(v[i]);
        }
        exp(other, length);
        softplusOf(v, other, length);
    }

    private static void softplusOf(float[] v, float[] e, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = Math.max(v[i], 0f) + PlainMath.log1p(e[i]);
        }
    }

    /** {@code v[i] = elu(v[i], a)}; {@code other} is overwritten. */
    void elu(float[] v, float a, float[] other, int length) {
        for (int i = 0; i < length; i++) {
            other[i] = Math.min(v[i], 0f);
        }
        split(other, tail, exponent, length);
        scale(length);
        expm1(other, tail, exponent, half, power, length);
        for (int i = 0; i < length; i++) {
            v[i] = Math.max(v[i], 0f) + a * other[i];
        }
    }

    private static void expm1(float[] v, float[] tail, float[] rest, float[] half, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float s = power[i] * digit(half[i]);
            float whole = s * (s * unit(rest[i]));
            v[i] = whole * tail[i] + (whole - 1f);
        }
    }

    /** {@code x = n·log 2 + r}: stores {@code eʳ − 1} and n. */
    private static void split(float[] x, float[] tail, float[] exponent, int length) {
        for (int i = 0; i < length; i++) {
            float v = Math.max(Math.min(x[i], PlainMath.EXP_MAX), PlainMath.EXP_MIN);
            float n = (v * PlainMath.LOG2_E + ROUND_1) - ROUND_1;
            exponent[i] = n;
            tail[i] = PlainMath.expTail(v, n);
        }
    }

    private void scale(int length) {
        upperDigits(exponent, half, power, length);
        lowerDigits(half, power, length);
    }

    /** From n: the rest n − 2·half, half less its two upper digits, and the power of two that these stand for. */
    private static void upperDigits(float[] exponent, float[] half, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float h = (exponent[i] * 0.5f + ROUND_1) - ROUND_1;
            exponent[i] = exponent[i] - h - h;
            float sixtyFours = (h + ROUND_64) - ROUND_64;
            h -= sixtyFours;
            float sixteens = (h + ROUND_16) - ROUND_16;
            half[i] = h - sixteens;
            float s = unit(sixtyFours * 0x1p-6f);
            s *= s;
            power[i] = s * s * digit(sixteens * 0x1p-4f);
        }
    }

    private static void lowerDigits(float[] half, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float h = half[i];
            float fours = (h + ROUND_4) - ROUND_4;
            half[i] = h - fours;
            float s = power[i] * power[i];
            s = s * s * digit(fours * 0x1p-2f);
            s *= s;
            power[i] = s * s;
        }
    }

    /** {@code 2^q} for q = −1, 0, 1. */
    private static float unit(float q) {
        return 1f + q * (0.75f + q * 0.25f);
    }

    /** {@code 2^q} for q = −2 … 2; 96 times the nearest number to 1/96 rounds to 1. */
    private static float digit(float q) {
        return (96f + q * (66f + q * (23f + q * (6f + q)))) * (1f / 96f);
    }
}
