package dev.gradus.models.series;

import java.util.Arrays;
import java.util.Objects;

/**
 * Brings a series to even spacing: the means of bins of equal duration. With {@code t0} the first time, bin {@code b}
 * covers {@code [t0 + b·interval, t0 + (b+1)·interval)} and is reported at its start; bins are aligned to the first
 * sample, not to the clock. All bins up to the last sample are there; a bin without values is NaN.
 */
public final class Aggregation {
    /** More bins than this are taken for a mistake in the interval; a year of seconds fits. */
    static final int MOST_BINS = 1 << 25;

    private Aggregation() {}

    /**
     * The mean of each bin's values, gaps left out, in every column.
     *
     * @param interval duration of a bin in milliseconds
     * @return a series of {@code floor((last − first)/interval) + 1} rows
     * @throws IllegalArgumentException  if the interval is not positive
     * @throws UnsuitableSeriesException if it is so short that there would be more than {@value #MOST_BINS} bins
     */
    public static TimeSeries mean(TimeSeries series, long interval) {
        Objects.requireNonNull(series, "the series is null");
        if (interval <= 0) {
            throw new IllegalArgumentException("the interval must be positive, not " + interval + " ms");
        }
        long first = series.time(0);
        long last = series.time(series.length() - 1);
        long bins = (last - first) / interval + 1;
        if (bins > MOST_BINS) {
            throw new UnsuitableSeriesException("an interval of " + interval + " ms cuts the time from "
                    + series.format(first) + " to " + series.format(last) + " into " + bins
                    + " bins, more than the " + MOST_BINS + " allowed: choose a longer one");
        }
        long[] starts = new long[(int) bins];
        Arrays.setAll(starts, b -> first + b * interval);
        double[][] means = series.names().stream()
                .map(name -> means(series, series.values(name), interval, starts.length))
                .toArray(double[][]::new);
        return new TimeSeries(series.timeFormat(), starts, series.names(), means);
    }

    private static double[] means(TimeSeries series, double[] values, long interval, int bins) {
        double[] result = new double[bins];
        int[] counts = new int[bins];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                int bin = (int) ((series.time(i) - series.time(0)) / interval);
                result[bin] += values[i];
                counts[bin]++;
            }
        }
        // A bin that stayed empty is 0/0, which is the NaN it should be.
        Arrays.setAll(result, b -> result[b] / counts[b]);
        return result;
    }
}
