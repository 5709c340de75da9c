package dev.gradus.models.ensemble;

import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.Smoothing;
import dev.gradus.models.series.Windows;
import java.util.Arrays;

/**
 * From what is predicted, what is reconstructed, and what is usual at the same time of other periods to one score: the mean of four errors, or
 * of six where there is a period, each in units of the range of its middle half. What is unusual, and has large errors, has no part in
 * its own unit that way. The package has the equations.
 */
final class EnsembleScore {
    private static final AerScore AER = AerScore.builder().build();

    private EnsembleScore() {}

    /**
     * What an error is measured by.
     *
     * @param least the least, which stands where errors are masked
     * @param unit  the range of their middle half
     */
    record Level(double least, double unit) {
        Level {
            if (!(least >= 0 && least < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("the least error must be finite and not negative, not " + least);
            }
            requireUnit(unit);
        }
    }

    /**
     * What errors against other periods are measured by.
     *
     * @param period    samples in it
     * @param pointwise errors step by step
     * @param warped    errors by time warping
     */
    record Seasonal(int period, Level pointwise, Level warped) {
        Seasonal {
            if (period < 2) {
                throw new IllegalArgumentException("a period must have at least 2 samples, not " + period);
            }
        }
    }

    /**
     * What scores are measured by.
     *
     * @param errors      of AER, for the predictions' exponential means and the reconstruction's warped errors
     * @param exponential unit of the predictions' exponential means
     * @param warped      unit of the reconstruction's warped errors
     * @param centred     of the predictions' centred means
     * @param pointwise   of the reconstruction's pointwise errors
     * @param season      of the errors against other periods; {@code null} where there is no period, or windows hold two
     */
    record Statistics(
            AerStatistics errors, double exponential, double warped, Level centred, Level pointwise, Seasonal season) {
        Statistics {
            requireUnit(exponential);
            requireUnit(warped);
        }
    }

    private static void requireUnit(double unit) {
        if (!(unit > 0 && unit < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the unit of errors must be positive and finite, not " + unit);
        }
    }

    /**
     * The score of each step.
     *
     * @param score      {@code [L]}, not negative
     * @param statistics what it was measured by
     */
    record Scored(double[] score, Statistics statistics) {}

    /** The sum of errors in their units. */
    private static final class Sum {
        private final double[] values;
        private int count;

        Sum(int steps) {
            values = new double[steps];
        }

        /** @param first step of the first error; steps without one have 0 */
        void add(double[] errors, int first, double unit) {
            for (int i = 0; i < errors.length; i++) {
                values[first + i] += errors[i] / unit;
            }
            count++;
        }

        double[] mean() {
            return Arrays.stream(values).map(value -> value / count).toArray();
        }
    }

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
        AerStatistics by = parts.statistics();
        double[] truth = windows.truth();
        double[] centred = Smoothing.centred(regression(truth, backward, forward), by.smoothing());
        double[] pointwise = ErrorMeasure.POINT.smoothed(inside(truth), inside.median(), by.smoothing());
        double exponential = statistics == null ? unit(parts.regression()) : statistics.exponential();
        double warped = statistics == null ? unit(inside(parts.reconstruction())) : statistics.warped();
        Level ofCentred = masked(centred, by.masked(), statistics == null ? null : statistics.centred());
        Level ofPointwise = masked(pointwise, by.masked(), statistics == null ? null : statistics.pointwise());
        Sum sum = new Sum(truth.length);
        sum.add(parts.regression(), 0, exponential);
        sum.add(centred, 0, ofCentred.unit());
        sum.add(parts.reconstruction(), 0, warped);
        // The first and the last step are not reconstructed.
        sum.add(pointwise, 1, ofPointwise.unit());
        Seasonal season = statistics == null
                ? addFound(truth, windows.length(), by, sum)
                : addKnown(truth, statistics.season(), by, sum);
        return new Scored(sum.mean(), new Statistics(by, exponential, warped, ofCentred, ofPointwise, season));
    }

    /** Looks for a period of which a window does not hold two, and adds the errors against it. */
    private static Seasonal addFound(double[] truth, int window, AerStatistics by, Sum sum) {
        int period = Season.period(truth);
        return period < 2 || 2L * period < window ? null : addSeason(truth, period, null, null, by, sum);
    }

    /** A series shorter than two periods has nothing to be compared with, and keeps its four errors. */
    private static Seasonal addKnown(double[] truth, Seasonal known, AerStatistics by, Sum sum) {
        if (known != null && truth.length >= 2L * known.period()) {
            addSeason(truth, known.period(), known.pointwise(), known.warped(), by, sum);
        }
        return known;
    }

    private static Seasonal addSeason(
            double[] truth, int period, Level pointwise, Level warped, AerStatistics by, Sum sum) {
        double[] expected = inside(Season.expected(truth, period));
        double[] points = ErrorMeasure.POINT.smoothed(inside(truth), expected, by.smoothing());
        double[] shapes = ErrorMeasure.DTW.smoothed(inside(truth), expected, by.smoothing());
        Level ofPoints = masked(points, by.masked(), pointwise);
        Level ofShapes = masked(shapes, by.masked(), warped);
        sum.add(points, 1, ofPoints.unit());
        sum.add(shapes, 1, ofShapes.unit());
        return new Seasonal(period, ofPoints, ofShapes);
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

    /**
     * Masks the first errors.
     *
     * @param known what they are measured by, or {@code null} for what they say themselves
     * @return what they are measured by
     */
    private static Level masked(double[] errors, int masked, Level known) {
        double least = known == null ? Arrays.stream(errors).min().orElseThrow() : known.least();
        Arrays.fill(errors, 0, Math.min(masked, errors.length), least);
        return known == null ? new Level(least, unit(errors)) : known;
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
