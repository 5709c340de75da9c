package dev.gradus.models.profile;

import dev.gradus.models.scoring.FinderOptions;
import java.time.Duration;
import java.util.Objects;

/**
 * Everything that determines a matrix profile.
 *
 * @param window   samples in a window
 * @param interval bins that the series is averaged over; {@code null} takes the series' own spacing
 * @param discords whether what has no near neighbour is unusual, rather than what has a near one
 * @param finder   how the score becomes intervals
 */
record MatrixProfileConfig(int window, Duration interval, boolean discords, FinderOptions finder) {
    MatrixProfileConfig {
        if (window < Stomp.LEAST_WINDOW) {
            throw new IllegalArgumentException(
                    "matrix-profile: window must be at least " + Stomp.LEAST_WINDOW + ", not " + window);
        }
        if (interval != null && interval.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    "matrix-profile: interval must be at least a millisecond, not " + interval);
        }
        Objects.requireNonNull(finder, "matrix-profile: the options of the finder are null");
    }
}
