package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.SplitMix;

/**
 * A stretch of independent numbers, each {@code value} or 0: element i is drawn at position {@code first + i} of a stream.
 *
 * @param seed of the stream
 * @param gamma of the stream
 * @param first the position of element 0
 * @param below the upper 24 bits of a draw must be below this for the value
 * @param value what is drawn, as the bits of a float
 */
record Bernoulli(long seed, long gamma, long first, int below, int value) {
    /** {@link SplitMix#unit} below {@code keep}, in integers: the unit is a multiple of 2⁻²⁴. */
    static Bernoulli of(long seed, long gamma, long first, double keep, double value) {
        int below = (int) Math.ceil(Math.min(Math.max(keep, 0), 1) * 0x1p24);
        return new Bernoulli(seed, gamma, first, below, Float.floatToRawIntBits((float) value));
    }

    void draw(float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = at(i);
        }
    }

    /** {@code out[i] = x[i]} times what is drawn at i. */
    void times(float[] x, float[] out, int from, int to) {
        for (int i = from; i < to; i++) {
            out[i] = x[i] * at(i);
        }
    }

    /** All ones or all zeros, from the sign of a difference: the outcome is random, a branch would stall. */
    private float at(int i) {
        int all = ((int) (SplitMix.bits(seed, gamma, first + i) >>> 40) - below) >> 31;
        return Float.intBitsToFloat(all & value);
    }
}
