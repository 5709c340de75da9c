package dev.gradus.models.tadgan;

import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import java.time.Duration;

/**
 * How a series becomes evenly spaced numbers in [−1, 1]: means over bins, gaps filled with the mean, minimum and maximum
 * mapped to −1 and 1. Fitted on the series that a model is trained on; another series is scaled by the same numbers.
 *
 * @param interval bins in milliseconds
 * @param fill     what gaps are filled with: the mean of the bins of the training series
 * @param scaler   fitted on the training series
 */
record Preprocessing(long interval, double fill, MinMaxScaler scaler) {
    /**
     * A series ready for a model.
     *
     * @param times  start of each bin in milliseconds since 1970-01-01 UTC
     * @param values in the units of the input
     * @param scaled in [−1, 1] for the training series
     */
    record Prepared(long[] times, double[] values, double[] scaled) {
        Windows windows(int length) {
            if (scaled.length <= length) {
                throw new IllegalArgumentException("tadgan: the series has " + scaled.length + " samples after"
                        + " averaging, a window of " + length + " needs at least " + (length + 1)
                        + "; choose a smaller window, a shorter interval or a longer series");
            }
            return Windows.of(scaled, length);
        }
    }

    /** @param interval the bins, or {@code null} for the series' own spacing */
    static Preprocessing fit(TimeSeries series, Duration interval) {
        long bin = interval == null ? series.interval() : interval.toMillis();
        double[] means = Aggregation.mean(series, bin).values();
        double fill = Imputation.meanOf(means);
        return new Preprocessing(bin, fill, MinMaxScaler.fit(Imputation.fill(means, fill)));
    }

    Prepared prepare(TimeSeries series) {
        TimeSeries binned = Aggregation.mean(series, interval);
        double[] values = Imputation.fill(binned.values(), fill);
        return new Prepared(binned.times(), values, scaler.transform(values));
    }
}
