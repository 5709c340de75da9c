package dev.gradus.models.scoring;

import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Objects;

/**
 * The anomaly score of TadGAN: reconstruction errors and critic values, brought to a common scale and combined. With
 * {@code a} the {@link CriticScore} and {@code e} the smoothed reconstruction errors,
 * <pre>
 *   b = max((e − mean e)/std e, 0) + 1
 *   score = a·b                          {@link Combination#MULTIPLY}
 *         = (1 − λ)(a − 1) + λ(b − 1)    {@link Combination#SUM}
 *         = b                            {@link Combination#RECONSTRUCTION}
 * </pre>
 * Where all errors are equal, {@code b} is 1. Centres, deviations and the smoothing's widths, the
 * {@link TadGanStatistics}, are those of the series that is scored, or those of another, given one.
 *
 * @param measure         how reconstructions are compared with the series
 * @param measureWindow   steps that the measure looks at
 * @param combination     one of the three above
 * @param lambda          weight of the reconstruction in the sum, λ, 0 to 1
 * @param criticSmoothing steps that the critic score is smoothed over, 0 for none, or {@link #AUTOMATIC}
 * @param errorSmoothing  steps that the errors are smoothed over, 0 for none, or {@link #AUTOMATIC}
 */
public record TadGanScore(
        ErrorMeasure measure,
        int measureWindow,
        Combination combination,
        double lambda,
        int criticSmoothing,
        int errorSmoothing) {
    /** Smooth over {@link Smoothing#size} steps. */
    public static final int AUTOMATIC = -1;

    public TadGanScore {
        Objects.requireNonNull(measure, "the measure of the errors is null");
        Objects.requireNonNull(combination, "the combination of the parts is null");
        if (measureWindow < 1) {
            throw new IllegalArgumentException("the window of the errors must be at least 1, not " + measureWindow);
        }
        if (combination == Combination.REGRESSION) {
            throw new IllegalArgumentException("TadGAN has no regression to score");
        }
        requireShare(lambda);
        requireSmoothing(criticSmoothing);
        requireSmoothing(errorSmoothing);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * The score and what it was made of, each {@code [L]}.
     *
     * @param modes          critic value of each step
     * @param critic         critic score, at least 1
     * @param errors         smoothed reconstruction errors
     * @param reconstruction reconstruction score, at least 1
     * @param score          the combined score
     * @param statistics     what they were measured by
     */
    public record Parts(
            double[] modes,
            double[] critic,
            double[] errors,
            double[] reconstruction,
            double[] score,
            TadGanStatistics statistics) {}

    /**
     * The score of each step.
     *
     * @param windows        the windows that the model was shown, n of length T
     * @param reconstruction what it made of them, {@code [n, T]}
     * @param critic         the critic's value of each original window, {@code [n]}
     * @return {@code [L]}, L = n + T − 1, not negative
     * @throws IllegalArgumentException if sizes disagree or a value is NaN or infinite
     */
    public double[] of(Windows windows, Reconstruction reconstruction, double[] critic) {
        return parts(windows, reconstruction, critic).score();
    }

    /** The score with its parts; see {@link #of}. */
    public Parts parts(Windows windows, Reconstruction reconstruction, double[] critic) {
        return parts(new Windows[] {windows}, new Reconstruction[] {reconstruction}, critic, null);
    }

    /**
     * The score with its parts, measured by another series: its centres, deviations and widths. By the statistics of the
     * series itself, the score is the same to the bit.
     *
     * <p>The score of step {@code t} then depends on nothing but the samples {@code t − back … t + ahead}, with
     * <pre>
     *   back  = T − 1 + max(m + floor(e/2), floor(c/2))
     *   ahead = T − 1 + max(m' + floor((e − 1)/2), floor((c − 1)/2))
     * </pre>
     * where {@code e} and {@code c} (1, if they are 0) are the widths that errors and critic score are smoothed over, and the
     * error measure looks {@code m} steps back and {@code m'} ahead: 0 and 0 for points, {@code floor(w/2)} and
     * {@code floor((w − 1)/2)} for areas, {@code 2·floor(w/2)} and 0 for time warping, over a window of {@code w}. Nearer to
     * an end than that, it also depends on where the end is. Moved along in a longer series, a sample's score is the same
     * but for rounding: sums then start elsewhere.
     *
     * @param statistics of the other series, from the {@link Parts} of its score by the same settings
     */
    public Parts parts(Windows windows, Reconstruction reconstruction, double[] critic, TadGanStatistics statistics) {
        Objects.requireNonNull(statistics, "the statistics are null");
        return parts(new Windows[] {windows}, new Reconstruction[] {reconstruction}, critic, statistics);
    }

    /**
     * The score of several series with a critic in common, such as the columns that a model reconstructs: errors are their mean
     * over the series.
     *
     * @param windows        of each series, all n of length T
     * @param reconstruction what the model made of them
     * @param critic         the critic's value of each original window, {@code [n]}
     * @param statistics     what they are measured by, or {@code null} for what they say themselves
     */
    public Parts parts(
            Windows[] windows, Reconstruction[] reconstruction, double[] critic, TadGanStatistics statistics) {
        Objects.requireNonNull(windows, "the windows are null");
        Objects.requireNonNull(reconstruction, "the reconstruction is null");
        if (windows.length == 0 || windows.length != reconstruction.length) {
            throw new IllegalArgumentException(reconstruction.length + " reconstructions do not go with "
                    + windows.length + " series of windows; give one for each, of one series at least");
        }
        Windows first = windows[0];
        int criticSteps = statistics == null ? smoothing(criticSmoothing, first) : statistics.criticSmoothing();
        int errorSteps = statistics == null ? smoothing(errorSmoothing, first) : statistics.errorSmoothing();
        for (int k = 1; k < windows.length; k++) {
            Objects.requireNonNull(windows[k], "the windows are null");
            requireSameWindows(windows[k].count(), windows[k].length(), reconstruction[k]);
            requireSameWindows(first.count(), first.length(), reconstruction[k]);
        }
        double[] modes = modes(first, reconstruction[0], critic);
        double[] errors = measure.between(windows, reconstruction, measureWindow);
        double[] smooth = Smoothing.centred(errors, errorSteps);
        TadGanStatistics by = statistics != null
                ? statistics
                : new TadGanStatistics(criticSteps, errorSteps, CriticScore.scale(modes), Scale.of(smooth));
        return parts(modes, smooth, by);
    }

    /**
     * The score of a series whose windows come one after the other.
     *
     * @param statistics of the series that the detector was trained on
     * @param channels   that are reconstructed
     * @param window     samples in a window, T
     */
    public ScoreStream stream(TadGanStatistics statistics, int channels, int window) {
        Objects.requireNonNull(statistics, "the statistics are null");
        return new TadGanStream(this, statistics, channels, window);
    }

    private static double[] modes(Windows windows, Reconstruction reconstruction, double[] critic) {
        Objects.requireNonNull(windows, "the windows are null");
        requireSameWindows(windows.count(), windows.length(), reconstruction);
        Objects.requireNonNull(critic, "the critic values are null");
        if (critic.length != windows.count()) {
            throw new IllegalArgumentException(
                    critic.length + " critic values do not go with " + windows.count() + " windows");
        }
        return CriticScore.modes(critic, windows.length());
    }

    private Parts parts(double[] modes, double[] errors, TadGanStatistics by) {
        double[] a = CriticScore.of(modes, by.critic(), by.criticSmoothing());
        double[] b = reconstructionScore(errors, by.errors());
        double[] score = new double[errors.length];
        Arrays.setAll(score, i -> combine(a[i], b[i]));
        return new Parts(modes, a, errors, b, score, by);
    }

    private static int smoothing(int steps, Windows windows) {
        Objects.requireNonNull(windows, "the windows are null");
        return steps == AUTOMATIC ? Smoothing.size(windows.count()) : steps;
    }

    /** {@code max((e − mean e)/std e, 0) + 1}: only errors above the mean count. */
    static double[] reconstructionScore(double[] errors, Scale scale) {
        double[] result = new double[errors.length];
        Arrays.setAll(result, i -> reconstructionScore(errors[i], scale));
        return result;
    }

    static double reconstructionScore(double error, Scale scale) {
        return Math.max(scale.distance(error), 0) + 1;
    }

    double combine(double critic, double reconstruction) {
        return switch (combination) {
            case MULTIPLY -> critic * reconstruction;
            case SUM -> (1 - lambda) * (critic - 1) + lambda * (reconstruction - 1);
            default -> reconstruction;
        };
    }

    static void requireSameWindows(int count, int length, Reconstruction reconstruction) {
        Objects.requireNonNull(reconstruction, "the reconstruction is null");
        if (reconstruction.windows() != count || reconstruction.length() != length) {
            throw new IllegalArgumentException("the reconstruction has " + reconstruction.windows()
                    + " windows of length " + reconstruction.length() + ", expected " + count + " of length " + length);
        }
    }

    static void requireShare(double lambda) {
        if (!(lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("lambda must lie between 0 and 1, not " + lambda);
        }
    }

    private static void requireSmoothing(int steps) {
        if (steps < AUTOMATIC) {
            throw new IllegalArgumentException("the smoothing window must not be negative: " + steps);
        }
    }

    /** Starts from the settings of Orion 0.7.1. */
    public static final class Builder {
        private ErrorMeasure measure = ErrorMeasure.DTW;
        private int measureWindow = ErrorMeasure.DEFAULT_WINDOW;
        private Combination combination = Combination.MULTIPLY;
        private double lambda = 0.5;
        private int criticSmoothing = AUTOMATIC;
        private int errorSmoothing = AUTOMATIC;

        private Builder() {}

        /** How reconstructions are compared with the series. Default: {@link ErrorMeasure#DTW} (Orion's TadGAN). */
        public Builder measure(ErrorMeasure measure) {
            this.measure = measure;
            return this;
        }

        /** Steps that the measure looks at. Default: 10 (Orion). */
        public Builder measureWindow(int steps) {
            this.measureWindow = steps;
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

        /** Steps over which the critic score is smoothed, 0 for none. Default: {@link Smoothing#size} (Orion). */
        public Builder criticSmoothing(int steps) {
            this.criticSmoothing = steps;
            return this;
        }

        /** Steps over which the errors are smoothed, 0 for none. Default: {@link Smoothing#size} (Orion). */
        public Builder errorSmoothing(int steps) {
            this.errorSmoothing = steps;
            return this;
        }

        public TadGanScore build() {
            return new TadGanScore(measure, measureWindow, combination, lambda, criticSmoothing, errorSmoothing);
        }
    }
}
