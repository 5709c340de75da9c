package dev.gradus.models.scoring;

import java.io.IOException;

/** {@link Smoothing#exponential}, value after value. */
final class ExponentialMean {
    private final double q;
    private double weighted;
    private double weights;

    ExponentialMean(int span) {
        if (span < 1) {
            throw new IllegalArgumentException("the span must be at least 1, not " + span);
        }
        this.q = 1 - 2.0 / (span + 1.0);
    }

    double add(double value) {
        weighted = value + q * weighted;
        weights = 1 + q * weights;
        return weighted / weights;
    }

    /** What {@link #add} would answer. */
    double with(double value) {
        return (value + q * weighted) / (1 + q * weights);
    }

    void remember(String name, StreamMemory memory) throws IOException {
        weighted = memory.number(name + ".weighted", weighted);
        weights = memory.number(name + ".weights", weights);
    }
}
