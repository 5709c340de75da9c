package dev.gradus.models.window;

import dev.gradus.models.scoring.FrozenThreshold;
import java.util.Objects;

/**
 * What a detector keeps of the series that it was trained on, besides weights.
 *
 * @param fingerprint   by which the series is recognised
 * @param scaling     spacing, filling of gaps and scaler of each channel
 * @param statistics    what its scores were measured by
 * @param threshold     what its scores taught
 * @param <S>           what scores of the model are measured by
 */
public record Learnt<S>(String fingerprint, ChannelScaling scaling, S statistics, FrozenThreshold threshold) {
    /** Checks that all is there. */
    public Learnt {
        Objects.requireNonNull(fingerprint, "learnt: the fingerprint is null");
        Objects.requireNonNull(scaling, "learnt: the scaling is null");
        Objects.requireNonNull(statistics, "learnt: the statistics are null");
        Objects.requireNonNull(threshold, "learnt: the threshold is null");
    }
}
