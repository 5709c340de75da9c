package dev.gradus.models.series;

import java.util.Arrays;
import java.util.Objects;

/** Fills gaps. */
public final class Imputation {
    private Imputation() {}

    /**
     * Replaces every NaN by the mean of the values that are there, however long the gap. Applied after
     * {@link Aggregation}, so that the mean is over bins and not weighted by how densely they were sampled.
     *
     * @param values {@code [length]}
     * @return a new array {@code [length]} without NaN
     * @throws UnsuitableSeriesException if there is no value at all
     */
    public static double[] mean(double[] values) {
        return fill(values, meanOf(values));
    }

    /**
     * The mean of the values that are there.
     *
     * @throws UnsuitableSeriesException if there is no value at all
     */
    public static double meanOf(double[] values) {
        return Arrays.stream(Objects.requireNonNull(values, "the values are null"))
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElseThrow(() -> new UnsuitableSeriesException(
                        "the series has no values, only gaps; take another column or series"));
    }

    /** Replaces every NaN by {@code value}; a new array. */
    public static double[] fill(double[] values, double value) {
        return Arrays.stream(Objects.requireNonNull(values, "the values are null"))
                .map(v -> Double.isNaN(v) ? value : v)
                .toArray();
    }
}
