package dev.gradus.models.ensemble;

import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.Smoothing;
import dev.gradus.models.series.Windows;
import java.util.Arrays;

/**
 * From what is predicted and reconstructed to one score: the mean of four errors, each in units of the range of its middle half. What
 * is unusual, and has large errors, has no part in its own unit that way. The package has the equations.
 */
final class EnsembleScore {
    private static final AerScore AER = AerScore.builder().build();

    private EnsembleScore() {}

    /**
     * What scores are measured by.
     *
     * @param errors              of AER, for the predictions' exponential means and the reconstruction's warped errors
     * @param regressionFloor     the least of the predictions' centred means
     * @param reconstructionFloor the least of the reconstruction's pointwise errors
     * @param exponential         unit of the predictions' exponential means
     * @param centred             unit of the predictions' centred means
     * @param warped              unit of the reconstruction's warped errors
     * @param pointwise           unit of the reconstruction's pointwise errors
     */
    record Statistics(
            AerStatistics errors,
            double regressionFloor,
            double reconstructionFloor,
            double exponential,
            double centred,
            double warped,
            double pointwise) {
        Statistics {
            requireFloor(regressionFloor);
            requireFloor(reconstructionFloor);
            requireUnit(exponential);
            requireUnit(centred);
            requireUnit(warped);
            requireUnit(pointwise);
        }

        private static void requireFloor(double floor) {
            if (!(floor >= 0 && floor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the least error must be finite and not negative, not " + floor);
            }
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
                ? AER.parts(windows, backward, inside, forward)
                : AER.parts(windows, backward, inside, forward, statistics.errors());
        int smoothing = parts.statistics().smoothing();
        int masked = parts.statistics().masked();
        double[] truth = windows.truth();
        double[] centred = Smoothing.centred(regression(truth, backward, forward), smoothing);
        double[] pointwise = ErrorMeasure.POINT.smoothed(inside(truth), inside.median(), smoothing);
        double regressionFloor = statistics == null ? least(centred) : statistics.regressionFloor();
        double reconstructionFloor = statistics == null ? least(pointwise) : statistics.reconstructionFloor();
        mask(centred, masked, regressionFloor);
        mask(pointwise, masked, reconstructionFloor);
        Statistics by = statistics != null
                ? statistics
                : new Statistics(
                        parts.statistics(),
                        regressionFloor,
                        reconstructionFloor,
                        unit(parts.regression()),
                        unit(centred),
                        unit(inside(parts.reconstruction())),
                        unit(pointwise));
        double[] score = new double[truth.length];
        for (int i = 0; i < score.length; i++) {
            // The first and the last step are not reconstructed.
            double point = i > 0 && i <= pointwise.length ? pointwise[i - 1] : 0;
            double predicted = parts.regression()[i] / by.exponential() + centred[i] / by.centred();
            double reconstructed = parts.reconstruction()[i] / by.warped() + point / by.pointwise();
            score[i] = 0.25 * (predicted + reconstructed);
        }
        return new Scored(score, by);
    }

    /** Of each step, the error of its prediction, or the mean of both errors where it is predicted forwards and backwards. */
    private static double[] regression(double[] truth, double[] backward, double[] forward) {
        int gap = truth.length - forward.length;
        double[] errors = new double[truth.length];
        for (int i = 0; i < errors.length; i++) {
            boolean both = i < backward.length && i >= gap;
            double back = i < backward.length ? Math.abs(truth[i] - backward[i]) : 0;
            double ahead = i >= gap ? Math.abs(truth[i] - forward[i - gap]) : 0;
            errors[i] = both ? (back + ahead) / 2 : back + ahead;
        }
        return errors;
    }

    private static double[] inside(double[] values) {
        return Arrays.copyOfRange(values, 1, values.length - 1);
    }

    private static void mask(double[] errors, int masked, double floor) {
        Arrays.fill(errors, 0, Math.min(masked, errors.length), floor);
    }

    private static double least(double[] errors) {
        return Arrays.stream(errors).min().orElseThrow();
    }

    /** The range of the middle half; the mean of errors whose middle half is equal; and 1 of errors that all are 0. */
    private static double unit(double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        double range = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
        if (range > 0) {
            return range;
        }
        double mean = Arrays.stream(errors).sum() / errors.length;
        return mean > 0 ? mean : 1;
    }
}
