package dev.gradus.models.evaluation;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.window.SeriesModel;
import java.util.Objects;

/**
 * A model with its settings, as it is put to the test on a dataset.
 *
 * @param name   such as {@code lstm-ae}
 * @param seeded whether anything in it is random; if not, it is run once, whatever the seeds
 * @param models makes the model
 */
public record Pipeline(String name, boolean seeded, Models models) {
    /** Makes a model for a dataset. */
    @FunctionalInterface
    public interface Models {
        /**
         * The model.
         *
         * @param dataset its name, by which some settings may differ
         * @param seed    of everything random
         * @param backend what computes
         */
        SeriesModel of(String dataset, long seed, Backend backend);
    }

    /** Checks the name. */
    public Pipeline {
        Objects.requireNonNull(name, "pipeline: the name is null");
        Objects.requireNonNull(models, () -> "pipeline " + name + ": what makes its models is null");
        if (!name.matches("[a-z0-9][a-z0-9._-]*")) {
            throw new IllegalArgumentException("pipeline: the name '" + name
                    + "' must be made of small letters, digits, '-', '_' and '.', so that it can be an option");
        }
    }
}
