package dev.gradus.models.scoring;

import dev.gradus.models.series.MinMaxScaler;
import java.util.Objects;

/**
 * What an {@link AerScore} takes from the series that it is fitted on; all that another series needs to be scored alike.
 *
 * @param span                of the exponential means of the predictions' errors, at least 1
 * @param smoothing           steps that the errors of the reconstruction are smoothed over; 0 and 1 for none
 * @param masked              how many of the first errors are held at the least
 * @param backwardFloor       the least error of the backward predictions
 * @param reconstructionFloor the least error of the reconstruction
 * @param regression          the range of the predictions' errors
 * @param reconstruction      the range of the reconstruction's errors
 */
public record AerStatistics(
        int span,
        int smoothing,
        int masked,
        double backwardFloor,
        double reconstructionFloor,
        Range regression,
        Range reconstruction) {
    /** Checks the numbers. */
    public AerStatistics {
        if (span < 1) {
            throw new IllegalArgumentException("the span must be at least 1, not " + span);
        }
        if (smoothing < 0 || masked < 0) {
            throw new IllegalArgumentException(
                    "the smoothing window and the masked steps must not be negative: " + smoothing + " and " + masked);
        }
        if (!Double.isFinite(backwardFloor) || !Double.isFinite(reconstructionFloor)) {
            throw new IllegalArgumentException(
                    "the least errors must be finite, not " + backwardFloor + " and " + reconstructionFloor);
        }
        Objects.requireNonNull(regression, "the range of the regression is null");
        Objects.requireNonNull(reconstruction, "the range of the reconstruction is null");
    }

    /**
     * The least and the greatest of some errors.
     *
     * @param least    becomes the lower end of a scale
     * @param greatest becomes the upper end
     */
    public record Range(double least, double greatest) {
        /** Checks the ends. */
        public Range {
            if (!(least <= greatest) || !Double.isFinite(greatest - least)) {
                throw new IllegalArgumentException("not a range of errors: " + least + " to " + greatest);
            }
        }

        static Range of(double[] errors) {
            return new Range(Statistics.min(errors, 0, errors.length), Statistics.max(errors));
        }

        /** Errors on a scale from {@code low} to {@code low + 1}; what lies outside of the range lands outside. */
        double[] scaled(double[] errors, double low) {
            return scaler(low).transform(errors);
        }

        MinMaxScaler scaler(double low) {
            return new MinMaxScaler(least, greatest, low, low + 1);
        }
    }
}
