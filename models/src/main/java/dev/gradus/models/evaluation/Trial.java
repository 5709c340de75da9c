package dev.gradus.models.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What a benchmark does once: a pipeline on a signal with a seed.
 *
 * @param pipeline what is put to the test
 * @param signal   on what
 * @param seed     of everything random
 */
public record Trial(Pipeline pipeline, Signal signal, long seed) {
    /** Checks that all is there. */
    public Trial {
        Objects.requireNonNull(pipeline, "trial: the pipeline is null");
        Objects.requireNonNull(signal, "trial: the signal is null");
    }

    /**
     * Every pipeline on every signal with every seed, in this order: pipelines, in each the seeds, with each the signals. So a
     * run that is not over yet has whole seeds first.
     *
     * @param seeds each once; a pipeline in which nothing is random has the seed 0 alone
     */
    public static List<Trial> all(Collection<Pipeline> pipelines, Collection<Signal> signals, Collection<Long> seeds) {
        Objects.requireNonNull(pipelines, "trial: the pipelines are null");
        Objects.requireNonNull(signals, "trial: the signals are null");
        Objects.requireNonNull(seeds, "trial: the seeds are null");
        List<Trial> trials = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            Objects.requireNonNull(pipeline, "trial: a pipeline is null");
            for (long seed : pipeline.seeded() ? seeds : List.of(0L)) {
                signals.forEach(signal -> trials.add(new Trial(pipeline, signal, seed)));
            }
        }
        return trials;
    }

    /** Such as {@code tadgan on realTraffic/speed_7578, seed 1}. */
    @Override
    public String toString() {
        return pipeline.name() + " on " + signal.dataset() + "/" + signal.name()
                + (pipeline.seeded() ? ", seed " + seed : "");
    }
}
