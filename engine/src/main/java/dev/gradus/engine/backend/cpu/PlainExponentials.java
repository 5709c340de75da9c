package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Unary;

/**
 * The functions that need {@code eˣ}, over short arrays, with the bits of {@link PlainMath} but so that C2 vectorises
 * them, at a third of the time. It does not vectorise the reinterpretation of floats as integers, so {@code 2ⁿ} is made
 * by arithmetic, which is exact: n/2 is written in digits of base 4 between −2 and 2, and Horner's rule over the digits
 * squares twice and multiplies with a polynomial that is a power of two at each digit. It does not vectorise long loop
 * bodies either, nor some in which one value meets two alike operations; hence the short stages. Measure both JDKs after
 * a change here.
 */
final class PlainExponentials {
    private static final float ROUND_1 = PlainMath.ROUNDER;
    private static final float ROUND_4 = 4 * PlainMath.ROUNDER;
    private static final float ROUND_16 = 16 * PlainMath.ROUNDER;
    private static final float ROUND_64 = 64 * PlainMath.ROUNDER;

    /** {@code eʳ − 1}. */
    private final float[] tail;
    /** n, then {@code 2^(n − h)} for h = n/2, rounded. */
    private final float[] rest;
    /** h, then its lower digits. */
    private final float[] half;
    /** {@code 2ʰ}, digit by digit. */
    private final float[] power;

    PlainExponentials(int block) {
        tail = new float[block];
        rest = new float[block];
        half = new float[block];
        power = new float[block];
    }

    /** Whether a function is one of those. */
    static boolean has(Unary f) {
        return f == Unary.EXP || f == Unary.SIGMOID || f == Unary.SOFTPLUS || f == Unary.ELU;
    }

    /** {@code v[i] = exp(v[i])}. */
    void exp(float[] v, int length) {
        split(v, tail, rest, length);
        scale(length);
        joinExp(v, tail, rest, power, length);
    }

    private static void joinExp(float[] v, float[] tail, float[] rest, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = (1f + tail[i]) * power[i] * rest[i];
        }
    }

    /** {@code v[i] = sigmoid(v[i])}. */
    void sigmoid(float[] v, int length) {
        negate(v, length);
        exp(v, length);
        logistic(v, length);
    }

    private static void negate(float[] v, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = -v[i];
        }
    }

    private static void logistic(float[] v, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = 1f / (1f + v[i]);
        }
    }

    /** {@code v[i] = softplus(v[i])}; {@code other} is overwritten. */
    void softplus(float[] v, float[] other, int length) {
        minusAbs(v, other, length);
        exp(other, length);
        joinSoftplus(v, other, length);
    }

    private static void minusAbs(float[] v, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = -Math.abs(v[i]);
        }
    }

    private static void joinSoftplus(float[] v, float[] e, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = Math.max(v[i], 0f) + PlainMath.log1p(e[i]);
        }
    }

    /** {@code v[i] = elu(v[i], a)}; {@code other} is overwritten. */
    void elu(float[] v, float a, float[] other, int length) {
        atMostZero(v, other, length);
        split(other, tail, rest, length);
        scale(length);
        joinExpm1(other, tail, rest, power, length);
        joinElu(v, a, other, length);
    }

    private static void atMostZero(float[] v, float[] out, int length) {
        for (int i = 0; i < length; i++) {
            out[i] = Math.min(v[i], 0f);
        }
    }

    private static void joinExpm1(float[] v, float[] tail, float[] rest, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float scale = power[i] * rest[i];
            v[i] = scale * tail[i] + (scale - 1f);
        }
    }

    private static void joinElu(float[] v, float a, float[] e, int length) {
        for (int i = 0; i < length; i++) {
            v[i] = Math.max(v[i], 0f) + a * e[i];
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

    /** From n in {@code rest}: its power of two, as the product of {@code power} and {@code rest}. */
    private void scale(int length) {
        halve(rest, half, length);
        upperDigits(half, power, length);
        middleDigit(half, power, length);
        lastDigit(half, power, rest, length);
    }

    private static void halve(float[] rest, float[] half, int length) {
        for (int i = 0; i < length; i++) {
            float n = rest[i];
            float h = (n * 0.5f + ROUND_1) - ROUND_1;
            half[i] = h;
            rest[i] = unit(n - 2f * h);
        }
    }

    private static void upperDigits(float[] half, float[] power, int length) {
        for (int i = 0; i < length; i++) {
            float h = half[i];
            float sixtyFours = (h + ROUND_64) - ROUND_64;
            h -= sixtyFours;
            float sixteens = (h + ROUND_16) - ROUND_16;
            half[i] = h - sixteens;
            float s = unit(sixtyFours * 0x1p-6f);
            s *= s;
            power[i] = s * s * digit(sixteens * 0x1p-4f);
        }
    }

    private static void middleDigit(float[] half, float[] power, int length) {
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

    private static void lastDigit(float[] half, float[] power, float[] rest, int length) {
        for (int i = 0; i < length; i++) {
            float s = power[i] * digit(half[i]);
            power[i] = s;
            rest[i] *= s;
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
