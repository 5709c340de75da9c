package dev.gradus.models.fleet.engine;

import java.util.List;
import java.util.Objects;

/**
 * What came of a fleet.
 *
 * @param master          of the machines that worked, in the words of the engine
 * @param done            series that have a detector
 * @param failed          series that have none
 * @param unusual         those of {@code done} with at least one anomaly
 * @param anomalies       of all series
 * @param trainingSeconds that training took, over all series
 * @param scoringSeconds  that detecting took, over all series
 * @param errors          of the first series that failed, {@code KEY: ERROR}
 * @param files           that were written, the report first
 */
public record FleetOutcome(
        String master,
        long done,
        long failed,
        long unusual,
        long anomalies,
        double trainingSeconds,
        double scoringSeconds,
        List<String> errors,
        List<String> files) {
    /** Checks that all is there. */
    public FleetOutcome {
        Objects.requireNonNull(master, "fleet: the master is null");
        errors = List.copyOf(Objects.requireNonNull(errors, "fleet: the errors are null"));
        files = List.copyOf(Objects.requireNonNull(files, "fleet: the files are null"));
    }
}
