package dev.gradus.models.ensemble;

import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.TimeSeries;

/** Makes a series even: means over bins, and a straight line over each gap. */
final class EvenSeries {
    /** Where a series is that long, its bins are its own spacing: ten windows. */
    private static final double FEW = 1000;

    private EvenSeries() {}

    /**
     * The bins of a series: k times its spacing, {@code k = max(1, round(√(N/1000)))} with N the samples that would fit between
     * its ends. So there are about {@code √(1000·N)} of them, the geometric mean of as many as there are samples, by which
     * nothing is lost, and of a thousand, by which every series looks alike to windows of one length.
     *
     * @return milliseconds
     */
    static long interval(TimeSeries series) {
        long spacing = series.interval();
        double samples = (series.time(series.length() - 1) - series.time(0)) / (double) spacing + 1;
        return spacing * Math.max(1, Math.round(Math.sqrt(samples / FEW)));
    }

    /**
     * A series of one column, at even spacing and without gaps. Before the first value and behind the last, where an empty cell
     * left a gap, it is constant.
     *
     * @param interval bins in milliseconds
     * @throws dev.gradus.models.series.UnsuitableSeriesException if it has several columns or nothing but gaps
     */
    static TimeSeries of(TimeSeries series, long interval) {
        series.requireSingle();
        TimeSeries binned = Aggregation.mean(series, interval);
        double[] values = binned.values();
        Imputation.meanOf(values);
        return TimeSeries.ofMillis(
                        binned.times(), new String[] {series.names().get(0)}, new double[][] {interpolated(values)})
                .withTimeFormat(series.timeFormat());
    }

    private static double[] interpolated(double[] values) {
        double[] result = values.clone();
        int last = -1;
        for (int i = 0; i <= values.length; i++) {
            if (i < values.length && Double.isNaN(values[i])) {
                continue;
            }
            for (int k = last + 1; k < i; k++) {
                if (last < 0) {
                    result[k] = values[i];
                } else if (i == values.length) {
                    result[k] = values[last];
                } else {
                    double share = (k - last) / (double) (i - last);
                    result[k] = (1 - share) * values[last] + share * values[i];
                }
            }
            last = i;
        }
        return result;
    }
}
