package dev.gradus.models.series;

import java.util.Arrays;
import java.util.Objects;

/**
 * The rolling windows of a series of {@code N} samples: window {@code i} is the samples {@code i … i+T−1}, its target
 * the sample {@code i+T}. The last window is the last one that has a target, so there are {@code n = N − T} of them,
 * and the last sample of the series lies in none: the windows cover {@code n + T − 1 = N − 1} steps. Holds the series
 * once; rows are copied out on request. Immutable.
 */
public final class Windows {
    private final double[] samples;
    private final int length;

    private Windows(double[] samples, int length) {
        this.samples = samples;
        this.length = length;
    }

    /**
     * @param samples an evenly spaced series, {@code [N]}
     * @param length  length of a window, T
     * @throws UnsuitableSeriesException if the series is too short for one window and its target
     * @throws IllegalArgumentException  if a window holds no sample, or a sample is NaN or infinite
     */
    public static Windows of(double[] samples, int length) {
        Objects.requireNonNull(samples, "the samples are null");
        if (length < 1) {
            throw new IllegalArgumentException("a window needs at least one sample, not " + length);
        }
        if (samples.length <= length) {
            throw new UnsuitableSeriesException("windows of " + CsvFile.count(length, "sample")
                    + " need a series of at least " + (length + 1L) + ", this one has " + samples.length);
        }
        for (int i = 0; i < samples.length; i++) {
            if (!Double.isFinite(samples[i])) {
                throw new IllegalArgumentException(
                        "the sample at index " + i + " is " + samples[i] + "; fill gaps first, as Imputation does");
            }
        }
        return new Windows(samples.clone(), length);
    }

    /** Number of windows, n. */
    public int count() {
        return samples.length - length;
    }

    /** Samples in a window, T. */
    public int length() {
        return length;
    }

    /** Number of steps that lie in at least one window, n + T − 1. */
    public int steps() {
        return samples.length - 1;
    }

    /** One sample of a window. */
    public double get(int window, int position) {
        return samples[requireWindow(window) + requirePosition(position)];
    }

    /** The sample that follows a window. */
    public double target(int window) {
        return samples[requireWindow(window) + length];
    }

    /** A copy of a window, {@code [T]}. */
    public double[] row(int window) {
        requireWindow(window);
        return Arrays.copyOfRange(samples, window, window + length);
    }

    /** Writes a window into {@code destination[offset … offset+T−1]}, as a batch is filled. */
    public void copyTo(int window, float[] destination, int offset) {
        requireWindow(window);
        Objects.requireNonNull(destination, "the array to write a window to is null");
        if (offset < 0 || offset > destination.length - length) {
            throw new IndexOutOfBoundsException("a window of " + CsvFile.count(length, "sample") + " at " + offset
                    + " does not fit into an array of " + destination.length);
        }
        for (int j = 0; j < length; j++) {
            destination[offset + j] = (float) samples[window + j];
        }
    }

    /** All windows, row-major {@code [n, T]}. */
    public float[] toFloats() {
        float[] result = new float[size()];
        for (int i = 0; i < count(); i++) {
            copyTo(i, result, i * length);
        }
        return result;
    }

    /** All windows, row-major {@code [n, T]}. */
    public double[] toDoubles() {
        double[] result = new double[size()];
        for (int i = 0; i < count(); i++) {
            System.arraycopy(samples, i, result, i * length, length);
        }
        return result;
    }

    private int size() {
        long size = (long) count() * length;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException(
                    count() + " windows of " + length + " samples do not fit into one array; copy them in batches");
        }
        return (int) size;
    }

    /** The samples that lie in a window, one per step, {@code [n + T − 1]}: what a reconstruction is compared with. */
    public double[] truth() {
        return Arrays.copyOf(samples, steps());
    }

    private int requireWindow(int window) {
        if (window < 0 || window >= count()) {
            throw new IndexOutOfBoundsException(
                    "there is no window " + window + "; the series has " + count() + ", counted from 0");
        }
        return window;
    }

    private int requirePosition(int position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException(
                    "there is no position " + position + "; a window has " + length + ", counted from 0");
        }
        return position;
    }
}
