package dev.gradus.models;

import dev.gradus.models.series.TimeSeries;
import java.util.List;

/** A trained model that finds anomalies in a series. Detectors do not change and may be shared by threads. */
public interface Detector {
    /**
     * Finds the anomalies of a series with one column, in the order of time.
     *
     * @throws IllegalArgumentException if the series does not suit the detector, saying why
     */
    default List<Anomaly> detect(TimeSeries series) {
        return examine(series).anomalies();
    }

    /** Finds the anomalies and shows what they were concluded from. */
    Detection examine(TimeSeries series);
}
