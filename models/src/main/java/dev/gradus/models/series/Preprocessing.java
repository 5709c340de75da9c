package dev.gradus.models.series;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * How a series becomes evenly spaced numbers in [−1, 1]: means over bins, gaps filled with the mean, minimum and maximum
 * mapped to −1 and 1. Another series than the one that it was fitted on is filled and scaled by the same numbers; what lies
 * more than {@value #FARTHEST} times half the range from its middle counts as that far out: where exactly, a model cannot
 * tell, and its single precision would overflow.
 *
 * @param interval bins in milliseconds
 * @param fill     what gaps are filled with: the mean of the bins of the series that it was fitted on
 * @param scaler   fitted on that series
 */
public record Preprocessing(long interval, double fill, MinMaxScaler scaler) {
    /** Scaled values lie between this and its negative. */
    public static final double FARTHEST = 1e6;

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    /** Checks the numbers. */
    public Preprocessing {
        if (interval < 1) {
            throw new IllegalArgumentException("the interval must be at least a millisecond, not " + interval);
        }
        if (!Double.isFinite(fill)) {
            throw new IllegalArgumentException("what gaps are filled with must be finite, not " + fill);
        }
        Objects.requireNonNull(scaler, "the scaler is null");
    }

    /**
     * A series ready for a model.
     *
     * @param times  start of each bin in milliseconds since 1970-01-01 UTC
     * @param values in the units of the input
     * @param scaled in [−1, 1] for the training series
     */
    public record Prepared(long[] times, double[] values, double[] scaled) {
        /**
         * The windows of the scaled series.
         *
         * @throws UnsuitableSeriesException if it is too short for one and the sample behind it
         */
        public Windows windows(int length) {
            if (scaled.length <= length) {
                throw new UnsuitableSeriesException("the series has " + scaled.length + " samples after"
                        + " averaging, a window of " + length + " needs at least " + (length + 1)
                        + "; choose a smaller window, a shorter interval or a longer series");
            }
            return Windows.of(scaled, length);
        }
    }

    /**
     * Learns from a series.
     *
     * @param series   with one column
     * @param interval the bins, or {@code null} for the series' own spacing
     * @throws UnsuitableSeriesException if it has no values or several columns, or its spacing cannot be told
     */
    public static Preprocessing fit(TimeSeries series, Duration interval) {
        Objects.requireNonNull(series, "the series is null");
        if (interval != null && interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the interval must be at most " + LONGEST + ", not " + interval);
        }
        return fit(series, interval == null ? series.interval() : interval.toMillis());
    }

    private static Preprocessing fit(TimeSeries series, long bin) {
        double[] means = Aggregation.mean(series, bin).values();
        double fill = Imputation.meanOf(means);
        return new Preprocessing(bin, fill, MinMaxScaler.fit(Imputation.fill(means, fill)));
    }

    /** The same bins, fitted on another series otherwise. */
    public Preprocessing refitted(TimeSeries series) {
        return fit(series, interval);
    }

    /** The value of a bin in the units of the input: its mean, or what gaps are filled with where that is NaN. */
    public double filled(double mean) {
        return Double.isNaN(mean) ? fill : mean;
    }

    /** The scaled value of a bin whose value is finite, as {@link #prepare} makes it of a whole series. */
    public double scaled(double value) {
        return near(scaler.transform(value));
    }

    private static double near(double scaled) {
        return Math.max(-FARTHEST, Math.min(FARTHEST, scaled));
    }

    /** Makes a series ready; one of nothing but gaps is refused. */
    public Prepared prepare(TimeSeries series) {
        TimeSeries binned = Aggregation.mean(series, interval);
        double[] means = binned.values();
        // A series of nothing but gaps is refused here, rather than found to be all mean and nothing unusual.
        Imputation.meanOf(means);
        double[] values = Imputation.fill(means, fill);
        double[] scaled = scaler.transform(values);
        Arrays.setAll(scaled, i -> near(scaled[i]));
        return new Prepared(binned.times(), values, scaled);
    }
}
