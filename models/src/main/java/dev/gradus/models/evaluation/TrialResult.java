package dev.gradus.models.evaluation;

import java.util.Objects;

/**
 * What came of a {@link Trial}.
 *
 * @param dataset         of the signal
 * @param signal          its name
 * @param pipeline        name of the pipeline
 * @param seed            of everything random
 * @param counts          of anomalies; where the trial failed, every known one counts as missed
 * @param flagged         share of the time that was reported, 0 to 1; NaN where the trial failed
 * @param vusPr           {@link VolumeUnderSurface} of the scores; NaN where it has none
 * @param trainingSeconds that fitting took, which includes scoring the series once, for what a detector keeps of it
 * @param scoringSeconds  that detecting took
 * @param error           why the trial failed, or an empty text
 */
public record TrialResult(
        String dataset,
        String signal,
        String pipeline,
        long seed,
        Confusion counts,
        double flagged,
        double vusPr,
        double trainingSeconds,
        double scoringSeconds,
        String error) {
    /** Checks that all is there. */
    public TrialResult {
        Objects.requireNonNull(dataset, "trial result: the dataset is null");
        Objects.requireNonNull(signal, "trial result: the signal is null");
        Objects.requireNonNull(pipeline, "trial result: the pipeline is null");
        Objects.requireNonNull(counts, "trial result: the counts are null");
        Objects.requireNonNull(error, "trial result: the error is null; a trial that did not fail has an empty one");
    }

    /** Whether it failed. */
    public boolean failed() {
        return !error.isEmpty();
    }

    /** Which trial it is of. */
    String key() {
        return String.join("/", dataset, signal, pipeline, Long.toString(seed));
    }

    /** The key of a trial's result. */
    static String key(Trial trial) {
        return String.join(
                "/",
                trial.signal().dataset(),
                trial.signal().name(),
                trial.pipeline().name(),
                Long.toString(trial.seed()));
    }
}
