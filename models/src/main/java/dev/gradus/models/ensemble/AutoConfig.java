package dev.gradus.models.ensemble;

import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.scoring.FinderOptions;
import java.util.Objects;

/**
 * Everything that determines such a detector.
 *
 * @param members  networks in the ensemble
 * @param training how they are trained; where it has no interval, {@link EvenSeries#interval} says which
 * @param finder   how the score becomes intervals
 */
record AutoConfig(int members, WindowTraining training, FinderOptions finder) {
    AutoConfig {
        if (members < 1) {
            throw new IllegalArgumentException("auto: members must be at least 1, not " + members);
        }
        Objects.requireNonNull(finder, "auto: the options of the finder are null");
        if (training.window() < 3) {
            throw new IllegalArgumentException("auto: window must be at least 3, not " + training.window()
                    + "; two samples are predicted from those between");
        }
    }

    /** The same otherwise. */
    AutoConfig with(int epochs, long seed) {
        return new AutoConfig(members, training.with(epochs, seed), finder);
    }
}
