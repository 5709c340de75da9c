package dev.gradus.models.scoring;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Where errors begin to be unusual, for examples that stand each for themselves, such as rows or images.
 *
 * @param value what unusual errors exceed
 */
public record Threshold(double value) {
    /** Checks the value. */
    public Threshold {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the threshold must be finite, not " + value);
        }
    }

    /** How a threshold is learnt from errors that are usual, at least for the most part. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Learns.
         *
         * @param errors {@code [n]}, at least one, finite
         */
        Threshold learn(double[] errors);
    }

    /** Always this one. */
    public static Rule given(double value) {
        Threshold threshold = new Threshold(value);
        return errors -> threshold;
    }

    /** The quantile of the errors, interpolated linearly; {@code quantile(0.99)} leaves one in a hundred above. */
    public static Rule quantile(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the quantile must lie between 0 and 1, not " + share);
        }
        return errors -> {
            double[] sorted = required(errors).clone();
            Arrays.sort(sorted);
            return new Threshold(Statistics.quantile(sorted, sorted.length, share));
        };
    }

    /** {@code mean + k·standard deviation} of the errors. */
    public static Rule deviations(double k) {
        if (!(k >= 0 && Double.isFinite(k))) {
            throw new IllegalArgumentException("the deviations must not be negative, got " + k);
        }
        return errors -> {
            Scale scale = Scale.of(required(errors));
            return new Threshold(scale.centre() + k * scale.deviation());
        };
    }

    /** As {@link AnomalyFinder} finds it in one window over all errors, see {@link DynamicThreshold} and {@link FinderOptions}. */
    public static Rule found(FinderOptions options) {
        Objects.requireNonNull(options, "the options of the finder are null");
        return errors ->
                new Threshold(FrozenThreshold.learn(required(errors), options).upper());
    }

    private static double[] required(double[] errors) {
        Statistics.requireFinite(errors, "error");
        return errors;
    }

    /** Whether an error exceeds it. */
    public boolean isExceededBy(double error) {
        return error > value;
    }

    /** The indices of the errors that exceed it, in order. */
    public int[] above(double[] errors) {
        Objects.requireNonNull(errors, "the errors are null");
        return IntStream.range(0, errors.length)
                .filter(i -> isExceededBy(errors[i]))
                .toArray();
    }
}
