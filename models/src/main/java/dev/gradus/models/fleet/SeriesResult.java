package dev.gradus.models.fleet;

import java.util.Objects;

/**
 * All that came of a series of a fleet.
 *
 * @param detector the file of its detector, which {@link dev.gradus.models.Detector#load(byte[], String, dev.gradus.engine.backend.Backend)}
 *     reads; empty where it failed
 * @param report   the rest
 */
public record SeriesResult(byte[] detector, SeriesReport report) {
    /** Checks that both are there. */
    public SeriesResult {
        Objects.requireNonNull(detector, "result: the detector is null; none is an empty array");
        Objects.requireNonNull(report, "result: the report is null");
    }

    static SeriesResult failed(String series, int points, String error) {
        return new SeriesResult(new byte[0], SeriesReport.failed(series, points, error));
    }
}
