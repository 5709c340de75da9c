package dev.gradus.models;

import java.util.List;

/**
 * What a detector makes of a series of N evenly spaced samples. The last sample lies in no window, so reconstruction and
 * scores mostly have one step less; their first is the series' first.
 *
 * @param scoring        by what the series was scaled, measured and judged: by itself, or by the training series
 * @param times          the start of each sample's bin in milliseconds since 1970-01-01 UTC, {@code [N]}
 * @param channels       the columns that the model reconstructs, at least one
 * @param scores         how unusual each step is, the more the higher, {@code [N − 1]}; of a matrix profile, whose windows
 *                       are scored at their first step, {@code [N − T + 1]}; of a forecaster, {@code [N]}, 0 where it has
 *                       nothing to forecast from
 * @param anomalies      the stretches that stand out, in the order of time
 */
public record Detection(
        Scoring scoring, long[] times, List<Channel> channels, double[] scores, List<Anomaly> anomalies) {
    /**
     * A column of a series and what a model makes of it.
     *
     * @param name           of the column
     * @param values         the mean of each bin, gaps filled, in the units of the input, {@code [N]}
     * @param reconstruction what the model would have expected, in the units of the input, {@code [N − 1]}; of a forecaster,
     *                       {@code [N]}, the values themselves where it has nothing to forecast from
     */
    public record Channel(String name, double[] values, double[] reconstruction) {}

    /** The values of the first channel, which mostly is the only one, {@code [N]}. */
    public double[] values() {
        return channels.get(0).values();
    }

    /** What the model would have expected of the first channel, {@code [N − 1]}. */
    public double[] reconstruction() {
        return channels.get(0).reconstruction();
    }
}
