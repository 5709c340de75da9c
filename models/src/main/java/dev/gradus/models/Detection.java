package dev.gradus.models;

import java.util.List;

/**
 * What a detector makes of a series of N evenly spaced samples. The last sample lies in no window, so reconstruction and
 * scores have one step less.
 *
 * @param scoring        by what the series was scaled, measured and judged: by itself, or by the training series
 * @param times          the start of each sample's bin in milliseconds since 1970-01-01 UTC, {@code [N]}
 * @param values         the mean of each bin, gaps filled, in the units of the input, {@code [N]}
 * @param reconstruction what the model would have expected, in the units of the input, {@code [N − 1]}
 * @param scores         how unusual each step is, {@code [N − 1]}
 * @param anomalies      the stretches that stand out, in the order of time
 */
public record Detection(
        Scoring scoring,
        long[] times,
        double[] values,
        double[] reconstruction,
        double[] scores,
        List<Anomaly> anomalies) {}
