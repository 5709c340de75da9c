package dev.gradus.engine.backend.aparapi;

/**
 * Rows that sum, in an order that depends on sizes alone: a work item adds a stretch of terms by itself, in blocks of
 * {@value #BLOCK}, and another row adds the stretches.
 */
abstract class SumKernels extends ElementKernels {
    static final int BLOCK = 32;

    /** Sums of a channel: of x, of (x − mean)², of the cotangent times x̂, of the cotangent. */
    static final int OF_X = 0;

    static final int OF_SQUARES = 1;
    static final int OF_PRODUCTS = 2;
    static final int OF_COTANGENTS = 3;

    /** x [outer, length, inner] to y [outer, stretches, inner]: kind, x, y, outer, length, inner, stretch, stretches. */
    final void reduceRow() {
        int kind = parameter(1);
        int x = parameter(2);
        int y = parameter(3);
        int length = parameter(5);
        int inner = parameter(6);
        int stretch = parameter(7);
        int stretches = parameter(8);
        int size = parameter(4) * stretches * inner;
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int row = i / inner;
            int outer = row / stretches;
            int from = (row - outer * stretches) * stretch;
            int to = min(from + stretch, length);
            int at = x + outer * length * inner + (i - row * inner);
            float result = 0f;
            if (kind == 0) {
                for (int block = from; block < to; block += BLOCK) {
                    int end = min(block + BLOCK, to);
                    float sum = 0f;
                    for (int k = block; k < end; k++) {
                        sum += load(at + k * inner);
                    }
                    result += sum;
                }
            } else {
                result = number(0);
                for (int k = from; k < to; k++) {
                    float value = load(at + k * inner);
                    if (value > result) {
                        result = value;
                    }
                    if (value != value) {
                        result = value;
                    }
                }
            }
            store(y + i, result);
        }
    }

    /**
     * A sum of each channel of x [batch, channels, inner] to y [channels, stretches]: kind, x, y, batch, channels, inner,
     * stretch, stretches, then as in {@link #normalizeRow}, the cotangent in place of the result.
     */
    final void channelSumRow() {
        int kind = parameter(1);
        int x = parameter(2);
        int y = parameter(3);
        int channels = parameter(5);
        int inner = parameter(6);
        int stretch = parameter(7);
        int stretches = parameter(8);
        int count = parameter(4) * inner;
        int size = channels * stretches;
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int channel = i / stretches;
            int from = (i - channel * stretches) * stretch;
            int to = min(from + stretch, count);
            float result = 0f;
            for (int block = from; block < to; block += BLOCK) {
                int end = min(block + BLOCK, to);
                float sum = 0f;
                for (int k = block; k < end; k++) {
                    int image = k / inner;
                    int at = (image * channels + channel) * inner + (k - image * inner);
                    sum += channelTerm(kind, load(x + at), channel, at);
                }
                result += sum;
            }
            store(y + i, result);
        }
    }

    final float channelTerm(int kind, float x, int channel, int at) {
        float term = x;
        if (kind == OF_SQUARES) {
            float centred = x - load(parameter(9) + channel);
            term = centred * centred;
        }
        if (kind >= OF_PRODUCTS) {
            float standard = standardized(x, channel);
            term = cotangent(standard, channel, at);
            if (kind == OF_PRODUCTS) {
                term = term * standard;
            }
        }
        return term;
    }

    /**
     * {@code y = lrelu(x̂·weight + bias)}: -, x, y, batch, channels, inner, -, -, mean, variance, whether there is a weight, weight,
     * whether there is a bias, bias; ε, slope.
     */
    final void normalizeRow() {
        int x = parameter(2);
        int y = parameter(3);
        int channels = parameter(5);
        int inner = parameter(6);
        int size = parameter(4) * channels * inner;
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int channel = (i / inner) % channels;
            float value = scaled(standardized(load(x + i), channel), channel);
            if (value > 0f) {
                store(y + i, value);
            } else {
                store(y + i, value * number(1));
            }
        }
    }

    /**
     * {@code dx = weight·r·(g − mean g − x̂·mean(g·x̂))}: as {@link #normalizeRow}, y in place of dx; then the cotangent, Σ g·x̂, Σ g.
     */
    final void normalizeBackwardRow() {
        int x = parameter(2);
        int dx = parameter(3);
        int channels = parameter(5);
        int inner = parameter(6);
        int size = parameter(4) * channels * inner;
        float share = number(2);
        for (int i = getGlobalId(); i < size; i += getGlobalSize()) {
            int channel = (i / inner) % channels;
            float standard = standardized(load(x + i), channel);
            float rest = cotangent(standard, channel, i)
                    - load(parameter(17) + channel) * share
                    - standard * (load(parameter(16) + channel) * share);
            float rate = 1f / sqrt(load(parameter(10) + channel) + number(0));
            if (parameter(11) == 1) {
                rate = rate * load(parameter(12) + channel);
            }
            store(dx + i, rate * rest);
        }
    }

    final float standardized(float x, int channel) {
        return (x - load(parameter(9) + channel)) * (1f / sqrt(load(parameter(10) + channel) + number(0)));
    }

    final float scaled(float standard, int channel) {
        float y = standard;
        if (parameter(11) == 1) {
            y = y * load(parameter(12) + channel);
        }
        if (parameter(13) == 1) {
            y = y + load(parameter(14) + channel);
        }
        return y;
    }

    /** What arrives before the leaky relu. */
    final float cotangent(float standard, int channel, int at) {
        float g = load(parameter(15) + at);
        if (scaled(standard, channel) > 0f) {
            g = g + 0f;
        } else {
            g = g * number(1);
        }
        return g;
    }
}
