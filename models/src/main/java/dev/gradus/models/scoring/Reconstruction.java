package dev.gradus.models.scoring;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a model makes of each window, brought back to the time line. Every step of the series lies in up to {@code T}
 * windows, and so has up to {@code T} reconstructions.
 */
public final class Reconstruction {
    private final double[] values;
    private final Overlap overlap;

    private Reconstruction(double[] values, int windows, int length) {
        this.values = values;
        this.overlap = new Overlap(windows, length);
    }

    /**
     * @param values  reconstructed windows, row-major {@code [n, T]}; copied
     * @param windows number of windows, n
     * @param length  length of a window, T
     * @throws IllegalArgumentException if the sizes disagree, or a value is NaN or infinite
     */
    public static Reconstruction of(double[] values, int windows, int length) {
        Objects.requireNonNull(values, "the reconstructed values are null");
        if (windows < 1 || length < 1 || (long) windows * length != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not " + windows + " windows of length " + length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("the reconstruction of window " + i / length + " at position "
                        + i % length + " is " + values[i]);
            }
        }
        return new Reconstruction(values.clone(), windows, length);
    }

    /** As {@link #of(double[], int, int)}, from the single precision of a model. */
    public static Reconstruction of(float[] values, int windows, int length) {
        double[] wide = new double[Objects.requireNonNull(values, "the reconstructed values are null").length];
        Arrays.setAll(wide, i -> values[i]);
        return of(wide, windows, length);
    }

    /** Number of windows, n. */
    public int windows() {
        return overlap.windows();
    }

    /** Length of a window, T. */
    public int length() {
        return overlap.length();
    }

    /** Number of steps on the time line, L = n + T − 1. */
    public int steps() {
        return overlap.steps();
    }

    /** The median of each step's reconstructions, {@code [L]}: what counts as the reconstruction of the series. */
    public double[] median() {
        double[] result = new double[steps()];
        overlap.forEachStep((step, scratch) -> result[step] = Selection.median(scratch, gather(step, scratch)));
        return result;
    }

    /**
     * Least, first quartile, median, third quartile and greatest of each step's reconstructions, {@code [L][5]}: how
     * far the windows agree. Quartiles are interpolated linearly.
     */
    public double[][] fiveNumbers() {
        double[][] result = new double[steps()][];
        overlap.forEachStep((step, scratch) -> {
            int count = gather(step, scratch);
            Arrays.sort(scratch, 0, count);
            result[step] = new double[] {
                scratch[0],
                Statistics.quantile(scratch, count, 0.25),
                Statistics.quantile(scratch, count, 0.5),
                Statistics.quantile(scratch, count, 0.75),
                scratch[count - 1]
            };
        });
        return result;
    }

    /** Copies the reconstructions of a step and says how many there are. */
    private int gather(int step, double[] scratch) {
        int first = overlap.first(step);
        int last = overlap.last(step);
        int length = overlap.length();
        for (int j = first; j <= last; j++) {
            scratch[j - first] = values[(step - j) * length + j];
        }
        return last - first + 1;
    }
}
