package dev.gradus.models.scoring;

import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Objects;

/**
 * The anomaly score of AER (Wong et al., <em>AER: Auto-Encoder with Regression for Time Series Anomaly Detection</em>,
 * 2022). The model sees the inside of a window, reconstructs it, and predicts the sample before it (backward) and the
 * sample after it (forward). With {@code scale} the map to [1, 2] for the product and to [0, 1] for the sum,
 * <pre>
 *   score = scale(reg)·scale(rec)                    {@link Combination#MULTIPLY}
 *         = (1 − λ)·scale(reg) + λ·scale(rec)        {@link Combination#SUM}
 *         = rec                                      {@link Combination#RECONSTRUCTION}
 *         = reg                                      {@link Combination#REGRESSION}
 * </pre>
 * where {@code reg} is the mean of both directions' errors where a step has both, and {@code rec} the smoothed
 * reconstruction errors of the inside.
 *
 * @param measure     how reconstructions are compared with the series, over {@link ErrorMeasure#DEFAULT_WINDOW} steps
 * @param combination one of the four above
 * @param lambda      weight of the reconstruction in the sum, λ, 0 to 1
 * @param portion     share of the windows that the predictions' errors are smoothed over, and that is masked
 * @param mask        whether the first errors, while the exponential mean warms up, are held at their least
 */
public record AerScore(ErrorMeasure measure, Combination combination, double lambda, double portion, boolean mask) {
    public AerScore {
        Objects.requireNonNull(measure, "the measure of the errors is null");
        Objects.requireNonNull(combination, "the combination of the parts is null");
        TadGanScore.requireShare(lambda);
        if (!(portion >= 0 && portion < 1)) {
            throw new IllegalArgumentException("the portion must be at least 0 and less than 1, not " + portion);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The score and what it was made of, each {@code [L]}.
     *
     * @param regression     errors of the predictions
     * @param reconstruction errors of the reconstruction
     * @param score          the combined score
     * @param statistics     what they were measured by
     */
    public record Parts(double[] regression, double[] reconstruction, double[] score, AerStatistics statistics) {}

    /**
     * The score of each step.
     *
     * @param windows  the whole windows, n of length T ≥ 3
     * @param backward prediction of each window's first sample, {@code [n]}
     * @param inside   reconstruction of each window without its first and last sample, {@code [n, T − 2]}
     * @param forward  prediction of each window's last sample, {@code [n]}
     * @return {@code [L]}, L = n + T − 1, not negative
     * @throws IllegalArgumentException if sizes disagree or a value is NaN or infinite
     */
    public double[] of(Windows windows, double[] backward, Reconstruction inside, double[] forward) {
        return parts(windows, backward, inside, forward).score();
    }

    /** The score with its parts; see {@link #of}. */
    public Parts parts(Windows windows, double[] backward, Reconstruction inside, double[] forward) {
        requireWindows(windows, inside);
        int n = windows.count();
        int span = RegressionErrors.span(n, portion);
        int smoothing = Smoothing.autoencoderSize(n);
        int masked = mask ? (int) (portion * n) : 0;
        double[] back = RegressionErrors.smoothed(first(windows), backward, span);
        double[] errors = reconstructionErrors(windows, inside, smoothing);
        double backwardFloor = Statistics.min(back, 0, n);
        double reconstructionFloor = Statistics.min(errors, 0, errors.length);
        double[] regression = regression(windows, back, backwardFloor, forward, span, masked);
        double[] reconstruction = masked(errors, masked, reconstructionFloor);
        AerStatistics statistics = new AerStatistics(
                span,
                smoothing,
                masked,
                backwardFloor,
                reconstructionFloor,
                AerStatistics.Range.of(regression),
                AerStatistics.Range.of(reconstruction));
        return new Parts(regression, reconstruction, combined(regression, reconstruction, statistics), statistics);
    }

    /**
     * The score with its parts, measured by another series: its spans, its least errors for what is masked, and its ranges. By
     * the statistics of the series itself, the score is the same to the bit. The exponential means of the predictions' errors
     * reach back to the beginning, with weights that fall by {@code 1 − 2/(span + 1)} from step to step.
     *
     * @param statistics of the other series, from the {@link Parts} of its score by the same settings
     */
    public Parts parts(
            Windows windows, double[] backward, Reconstruction inside, double[] forward, AerStatistics statistics) {
        Objects.requireNonNull(statistics, "the statistics are null");
        requireWindows(windows, inside);
        int masked = Math.min(statistics.masked(), windows.count());
        double[] back = RegressionErrors.smoothed(first(windows), backward, statistics.span());
        double[] errors = reconstructionErrors(windows, inside, statistics.smoothing());
        double[] regression = regression(windows, back, statistics.backwardFloor(), forward, statistics.span(), masked);
        double[] reconstruction = masked(errors, masked, statistics.reconstructionFloor());
        return new Parts(regression, reconstruction, combined(regression, reconstruction, statistics), statistics);
    }

    /**
     * The score of a series whose windows come one after the other.
     *
     * @param statistics of the series that the detector was trained on
     * @param window     samples in a window, T
     */
    public ScoreStream stream(AerStatistics statistics, int window) {
        Objects.requireNonNull(statistics, "the statistics are null");
        return new AerStream(this, statistics, window);
    }

    private static void requireWindows(Windows windows, Reconstruction inside) {
        Objects.requireNonNull(windows, "the windows are null");
        if (windows.length() < 3) {
            throw new IllegalArgumentException("AER needs windows of at least 3 samples, not " + windows.length());
        }
        TadGanScore.requireSameWindows(windows.count(), windows.length() - 2, inside);
    }

    /** The first sample of each window. */
    private static double[] first(Windows windows) {
        return Arrays.copyOf(windows.truth(), windows.count());
    }

    /**
     * Forward errors belong to the last sample of their window, backward errors to the first: they lie T − 1 steps
     * apart.
     */
    private static double[] regression(
            Windows windows, double[] back, double backwardFloor, double[] forward, int span, int masked) {
        int n = windows.count();
        int gap = windows.length() - 1;
        double[] truth = windows.truth();
        double[] ahead = RegressionErrors.smoothed(Arrays.copyOfRange(truth, gap, gap + n), forward, span);
        Arrays.fill(ahead, 0, masked, 0);
        Arrays.fill(back, 0, masked, backwardFloor);
        double[] result = new double[truth.length];
        for (int i = 0; i < n; i++) {
            result[i] += back[i];
            result[gap + i] += ahead[i];
        }
        for (int i = gap + masked; i < n; i++) {
            result[i] /= 2;
        }
        return result;
    }

    /** Of the inside of the windows, all steps but the first and the last. */
    private double[] reconstructionErrors(Windows windows, Reconstruction inside, int smoothing) {
        double[] truth = windows.truth();
        return measure.smoothed(Arrays.copyOfRange(truth, 1, truth.length - 1), inside.median(), smoothing);
    }

    /** With a 0 for the first and the last step, which are not reconstructed. */
    private static double[] masked(double[] errors, int masked, double floor) {
        Arrays.fill(errors, 0, Math.min(masked, errors.length), floor);
        double[] result = new double[errors.length + 2];
        System.arraycopy(errors, 0, result, 1, errors.length);
        return result;
    }

    private double[] combined(double[] regression, double[] reconstruction, AerStatistics by) {
        return switch (combination) {
            case MULTIPLY ->
                combine(
                        by.regression().scaled(regression, 1),
                        by.reconstruction().scaled(reconstruction, 1));
            case SUM ->
                combine(
                        by.regression().scaled(regression, 0),
                        by.reconstruction().scaled(reconstruction, 0));
            case RECONSTRUCTION -> reconstruction.clone();
            case REGRESSION -> regression.clone();
        };
    }

    private double[] combine(double[] regression, double[] reconstruction) {
        double[] result = new double[regression.length];
        Arrays.setAll(result, i -> combine(regression[i], reconstruction[i]));
        return result;
    }

    /** Of the product or the sum. */
    double combine(double regression, double reconstruction) {
        return combination == Combination.MULTIPLY
                ? regression * reconstruction
                : (1 - lambda) * regression + lambda * reconstruction;
    }

    /** Starts from the settings of Orion 0.7.1. */
    public static final class Builder {
        private ErrorMeasure measure = ErrorMeasure.DTW;
        private Combination combination = Combination.MULTIPLY;
        private double lambda = 0.5;
        private double portion = Smoothing.PORTION;
        private boolean mask = true;

        private Builder() {}

        /** How reconstructions are compared with the series. Default: {@link ErrorMeasure#DTW} (Orion's AER). */
        public Builder measure(ErrorMeasure measure) {
            this.measure = measure;
            return this;
        }

        /** Default: {@link Combination#MULTIPLY} (Orion). */
        public Builder combination(Combination combination) {
            this.combination = combination;
            return this;
        }

        /** Weight of the reconstruction in {@link Combination#SUM}, 0 to 1. Default: 0.5 (Orion). */
        public Builder lambda(double lambda) {
            this.lambda = lambda;
            return this;
        }

        /** See {@link AerScore#portion}. Default: 0.01 (Orion). */
        public Builder portion(double portion) {
            this.portion = portion;
            return this;
        }

        /** See {@link AerScore#mask}. Default: yes (Orion). */
        public Builder mask(boolean mask) {
            this.mask = mask;
            return this;
        }

        public AerScore build() {
            return new AerScore(measure, combination, lambda, portion, mask);
        }
    }
}
