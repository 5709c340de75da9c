package dev.gradus.models.series;

import java.util.Arrays;

/** Fills gaps. */
public final class Imputation {
    private Imputation() {}

    /**
     * Replaces every NaN by the mean of the values that are there, however long the gap. Applied after
     * {@link Aggregation}, so that the mean is over bins and not weighted by how densely they were sampled.
     *
     * @param values {@code [length]}
     * @return a new array {@code [length]} without NaN
     * @throws IllegalArgumentException if there is no value at all
     */
    public static double[] mean(double[] values) {
        return fill(values, meanOf(values));
    }

    /**
     * The mean of the values that are there.
     *
     * @throws IllegalArgumentException if there is no value at all
     */
    public static double meanOf(double[] values) {
        return Arrays.stream(values)
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElseThrow(() -> new IllegalArgumentException("the series has no values, only gaps"));
    }

    /** Replaces every NaN by {@code value}; a new array. */
    public static double[] fill(double[] values, double value) {
        return Arrays.stream(values).map(v -> Double.isNaN(v) ? value : v).toArray();
    }
}
