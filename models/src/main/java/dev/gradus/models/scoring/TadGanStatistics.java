package dev.gradus.models.scoring;

import java.util.Objects;

/**
 * What a {@link TadGanScore} takes from the series that it is fitted on; all that another series needs to be scored alike.
 *
 * @param criticSmoothing steps that the critic score is smoothed over; 0 and 1 for none
 * @param errorSmoothing  steps that the errors are smoothed over; 0 and 1 for none
 * @param critic          centre and deviation of the critic values
 * @param errors          mean and deviation of the smoothed errors
 */
public record TadGanStatistics(int criticSmoothing, int errorSmoothing, Scale critic, Scale errors) {
    public TadGanStatistics {
        requireNotNegative(criticSmoothing);
        requireNotNegative(errorSmoothing);
        Objects.requireNonNull(critic, "the scale of the critic values is null");
        Objects.requireNonNull(errors, "the scale of the errors is null");
    }

    private static void requireNotNegative(int steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("the smoothing window must not be negative: " + steps);
        }
    }
}
