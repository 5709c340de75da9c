package dev.gradus.models;

/**
 * What a {@link Detector} scales, measures and judges a series by. A detector keeps the spacing (the bins that a series
 * is averaged over) and the trained networks in either way; they differ in where everything else comes from.
 */
public enum Scoring {
    /**
     * From the very series that is scored, as published (Orion 0.7.1: {@code fit} and {@code detect} on one series): what
     * fills gaps, the scaler, the widths of smoothing, means and deviations of errors and critic values, and the thresholds,
     * one for each of many windows that slide over the scores. Whether a stretch is reported depends on the whole series:
     * the same hour may be unusual in a calm week and not in a wild one, and two series are not measured alike.
     */
    TRANSDUCTIVE,

    /**
     * From the series that the detector was trained on, all of it: the same numbers scale, measure and judge whatever comes.
     * What is reported of an hour depends on the samples near it alone, within the reach of window, error measure and
     * smoothing ({@link dev.gradus.models.scoring.TadGanScore} says how far), and of padding; so a series may be scored in
     * pieces, as it comes in, and a series ten times as high <em>is</em> an anomaly. Scores of the training series are the
     * same as {@link #TRANSDUCTIVE} ones, to the bit; its anomalies may differ, since there is one threshold for all times
     * and no pruning
     * ({@link dev.gradus.models.scoring.FrozenThreshold}).
     */
    FROZEN
}
