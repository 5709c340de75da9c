package dev.gradus.models.scoring;

/** Rolling means of a series of errors. */
public final class Smoothing {
    /** Share of the number of windows over which errors are smoothed (Orion 0.7.1). */
    public static final double PORTION = 0.01;

    private static final int AUTOENCODER_CAP = 200;

    private Smoothing() {}

    /** The size that TadGAN's score smooths with: one per cent of the number of windows, rounded down. */
    public static int size(int windows) {
        return (int) (windows * PORTION);
    }

    /** The size that autoencoders' errors are smoothed with: {@link #size}, 200 at most. */
    public static int autoencoderSize(int windows) {
        return Math.min(size(windows), AUTOENCODER_CAP);
    }

    /**
     * First index of the window of {@code size} centred at {@code i}. An even window reaches one further left than
     * right.
     */
    static int left(int i, int size) {
        return Math.max(0, i + (size - 1) / 2 - size + 1);
    }

    /** Last index of the window of {@code size} centred at {@code i}, in an array of {@code length}. */
    static int right(int i, int size, int length) {
        return Math.min(length - 1, i + (size - 1) / 2);
    }

    /**
     * Centred rolling mean over the indices {@code i + h − size + 1 … i + h}, {@code h = floor((size − 1)/2)}, or as
     * many of them as there are. Takes O(length) whatever the size.
     *
     * @param values {@code [length]}
     * @param size   width of the window; 0 and 1 both leave the values as they are
     * @return a new array {@code [length]}
     */
    public static double[] centred(double[] values, int size) {
        if (size < 0) {
            throw new IllegalArgumentException("the smoothing window must not be negative: " + size);
        }
        Statistics.requireFinite(values, "value to smooth");
        if (size <= 1) {
            return values.clone();
        }
        // In blocks as wide as the window, a window is the end of one block and the start of the next. Adding two sums,
        // where a running sum would subtract what has left, cannot drag the rounding of a large value along.
        int length = values.length;
        double[] fromStart = new double[length];
        double[] toEnd = new double[length];
        for (int i = 0; i < length; i++) {
            fromStart[i] = i % size == 0 ? values[i] : fromStart[i - 1] + values[i];
        }
        for (int i = length - 1; i >= 0; i--) {
            toEnd[i] = i == length - 1 || (i + 1) % size == 0 ? values[i] : values[i] + toEnd[i + 1];
        }
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            int left = left(i, size);
            int right = right(i, size, length);
            double sum;
            if (left / size < right / size) {
                sum = toEnd[left] + fromStart[right];
            } else {
                sum = left % size == 0 ? fromStart[right] : toEnd[left];
            }
            result[i] = sum / (right - left + 1);
        }
        return result;
    }

    /**
     * Exponentially weighted mean of the values so far, {@code Σ qᵏ·x[i−k] / Σ qᵏ} with {@code q = 1 − 2/(span + 1)}.
     *
     * @param values {@code [length]}
     * @param span   at least 1, which leaves the values as they are
     * @return a new array {@code [length]}
     */
    public static double[] exponential(double[] values, int span) {
        if (span < 1) {
            throw new IllegalArgumentException("the span must be at least 1, not " + span);
        }
        Statistics.requireFinite(values, "value to smooth");
        double q = 1 - 2.0 / (span + 1.0);
        double weighted = 0;
        double weights = 0;
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            weighted = values[i] + q * weighted;
            weights = 1 + q * weights;
            result[i] = weighted / weights;
        }
        return result;
    }
}
