package dev.gradus.models.ensemble;

import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.Windows;
import java.util.Arrays;

/**
 * From what is predicted and reconstructed to one score: the errors are AER's ({@link AerScore}), each in units of their
 * mean, so that both have the same part in the score. The range, by which AER measures, is that of the greatest error alone.
 */
final class EnsembleScore {
    private static final AerScore ERRORS = AerScore.builder().build();

    private EnsembleScore() {}

    /**
     * What scores are measured by.
     *
     * @param errors         of AER
     * @param regression     unit of the predictions' errors
     * @param reconstruction unit of the reconstruction's errors
     */
    record Statistics(AerStatistics errors, double regression, double reconstruction) {
        Statistics {
            requireUnit(regression);
            requireUnit(reconstruction);
        }

        private static void requireUnit(double unit) {
            if (!(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the unit of errors must be positive and finite, not " + unit);
            }
        }
    }

    /**
     * The score of each step.
     *
     * @param score      {@code [L]}, not negative
     * @param statistics what it was measured by
     */
    record Scored(double[] score, Statistics statistics) {}

    /**
     * Scores a series.
     *
     * @param windows    of the series
     * @param backward   prediction of each window's first sample
     * @param inside     reconstruction of each window without its ends
     * @param forward    prediction of each window's last sample
     * @param statistics what the score is measured by, or {@code null} for what the series says itself
     */
    static Scored of(
            Windows windows, double[] backward, Reconstruction inside, double[] forward, Statistics statistics) {
        AerScore.Parts parts = statistics == null
                ? ERRORS.parts(windows, backward, inside, forward)
                : ERRORS.parts(windows, backward, inside, forward, statistics.errors());
        Statistics by = statistics != null
                ? statistics
                : new Statistics(parts.statistics(), unit(parts.regression()), unit(parts.reconstruction()));
        double[] score = new double[parts.regression().length];
        Arrays.setAll(
                score,
                i -> 0.5 * (parts.regression()[i] / by.regression() + parts.reconstruction()[i] / by.reconstruction()));
        return new Scored(score, by);
    }

    /** The mean; of errors that all are 0, 1. */
    private static double unit(double[] errors) {
        double sum = 0;
        for (double error : errors) {
            sum += error;
        }
        return sum > 0 ? sum / errors.length : 1;
    }
}
