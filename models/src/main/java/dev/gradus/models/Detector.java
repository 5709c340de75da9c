package dev.gradus.models;

import dev.gradus.models.series.TimeSeries;
import java.util.List;

/**
 * A trained model that finds anomalies in a series. Detectors do not change and may be shared by threads.
 *
 * <p>There are two ways of {@link Scoring}. Where none is named, the series that the detector was trained on, recognised by
 * its times and values, is scored {@linkplain Scoring#TRANSDUCTIVE by itself}, as published, and any other series
 * {@linkplain Scoring#FROZEN by the training series}; {@link Detection#scoring} says which it was.
 */
public interface Detector {
    /**
     * Finds the anomalies of a series with one column, in the order of time.
     *
     * @throws IllegalArgumentException if the series does not suit the detector, saying why
     */
    default List<Anomaly> detect(TimeSeries series) {
        return examine(series).anomalies();
    }

    /** As {@link #detect(TimeSeries)}, scoring the series as said. */
    default List<Anomaly> detect(TimeSeries series, Scoring scoring) {
        return examine(series, scoring).anomalies();
    }

    /** Finds the anomalies and shows what they were concluded from. */
    Detection examine(TimeSeries series);

    /** As {@link #examine(TimeSeries)}, scoring the series as said. */
    Detection examine(TimeSeries series, Scoring scoring);
}
