package dev.gradus.models.scoring;

import java.util.Objects;

/** Sums, means and deviations of whole arrays, with two passes and in the order of the index. */
final class Statistics {
    /**
     * Deviations below this share of the largest value are rounding: a series whose values differ by no more counts as
     * constant, and is not divided by them.
     */
    private static final double ROUNDING = 1e-12;

    private static final double LARGEST = 1e100;

    private Statistics() {}

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The population standard deviation around a mean: exactly 0 where it is nothing but rounding. */
    static double deviation(double[] values, double mean) {
        double squares = 0;
        double largest = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
            largest = Math.max(largest, Math.abs(value));
        }
        double deviation = Math.sqrt(squares / values.length);
        return deviation <= ROUNDING * largest ? 0 : deviation;
    }

    static double max(double[] values) {
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    static double min(double[] values, int from, int to) {
        double min = Double.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            min = Math.min(min, values[i]);
        }
        return min;
    }

    /** The quantile of sorted values by linear interpolation between neighbours: position {@code q·(count − 1)}. */
    static double quantile(double[] sorted, int count, double q) {
        double position = q * (count - 1);
        int below = (int) position;
        double share = position - below;
        double low = sorted[below];
        return share == 0 ? low : low + (sorted[below + 1] - low) * share;
    }

    /** Throws if there is no value, or one that is NaN, infinite or beyond ±1e100, whose square might be infinite. */
    static void requireFinite(double[] values, String what) {
        Objects.requireNonNull(values, () -> "there is no " + what + ", the array is null");
        if (values.length == 0) {
            throw new IllegalArgumentException("there is no " + what);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("the " + what + " at index " + i + " is " + values[i]);
            }
            if (Math.abs(values[i]) > LARGEST) {
                throw new IllegalArgumentException("the " + what + " at index " + i + " is too large: " + values[i]);
            }
        }
    }

    static void requireSameLength(double[] a, String whatA, double[] b, String whatB) {
        Objects.requireNonNull(a, () -> "the " + whatA + " is null");
        Objects.requireNonNull(b, () -> "the " + whatB + " is null");
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    a.length + " values of the " + whatA + " do not go with " + b.length + " of the " + whatB);
        }
    }
}
