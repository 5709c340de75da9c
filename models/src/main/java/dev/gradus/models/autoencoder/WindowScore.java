package dev.gradus.models.autoencoder;

import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.ScoreStream;
import dev.gradus.models.scoring.Smoothing;
import dev.gradus.models.series.Windows;
import java.util.Objects;

/**
 * The anomaly score of an autoencoder: the errors of its reconstruction, smoothed.
 *
 * @param measure       how reconstructions are compared with the series
 * @param measureWindow steps that the measure looks at
 * @param smoothing     steps that the errors are smoothed over, 0 for none, or {@link #AUTOMATIC}
 */
public record WindowScore(ErrorMeasure measure, int measureWindow, int smoothing) {
    /** Smooth over {@link Smoothing#autoencoderSize} steps. */
    public static final int AUTOMATIC = -1;

    /** The published settings: distances of points, smoothed automatically. */
    public static final WindowScore DEFAULT =
            new WindowScore(ErrorMeasure.POINT, ErrorMeasure.DEFAULT_WINDOW, AUTOMATIC);

    /** Checks the numbers. */
    public WindowScore {
        Objects.requireNonNull(measure, "the measure of the errors is null");
        if (measureWindow < 1) {
            throw new IllegalArgumentException("the window of the errors must be at least 1, not " + measureWindow);
        }
        if (smoothing < AUTOMATIC) {
            throw new IllegalArgumentException("the smoothing window must not be negative: " + smoothing);
        }
    }

    /** The steps that a series of so many windows is smoothed over. */
    int width(int windows) {
        return smoothing == AUTOMATIC ? Smoothing.autoencoderSize(windows) : smoothing;
    }

    /**
     * The score of each step, {@code [L]}: where several channels are reconstructed, of the mean of their errors.
     *
     * @param width steps that the errors are smoothed over
     */
    double[] of(Windows[] windows, Reconstruction[] reconstructions, int width) {
        return Smoothing.centred(measure.between(windows, reconstructions, measureWindow), width);
    }

    /** The same of windows that come one after the other. */
    ScoreStream stream(int width, int channels, int window) {
        return measure.stream(measureWindow, width, channels, window);
    }
}
