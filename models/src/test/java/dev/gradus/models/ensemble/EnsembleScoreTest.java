package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.ensemble.EnsembleScore.Statistics;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnsembleScoreTest {
    private static final int T = 20;

    /** Long enough for the first and the last steps to be a small part, and short enough for no smoothing. */
    private static final int LENGTH = 119;

    private static final int COUNT = LENGTH - T + 1;

    /** The last sample is in no window. */
    private static final double[] TRUTH = noise(1, LENGTH + 1);

    private static double[] noise(long seed, int length) {
        return new Random(seed).doubles(length, -1, 1).toArray();
    }

    /** What is predicted and reconstructed misses by these errors, of each step. */
    private static EnsembleScore.Scored scored(double[] predicted, double[] reconstructed, Statistics statistics) {
        return EnsembleScore.of(
                Windows.of(TRUTH, T), backward(predicted), inside(reconstructed), forward(predicted), statistics);
    }

    private static double[] backward(double... errors) {
        double[] backward = new double[COUNT];
        Arrays.setAll(backward, i -> TRUTH[i] + errors[i]);
        return backward;
    }

    private static double[] forward(double... errors) {
        double[] forward = new double[COUNT];
        Arrays.setAll(forward, i -> TRUTH[i + T - 1] + errors[i + T - 1]);
        return forward;
    }

    private static Reconstruction inside(double... errors) {
        double[] inside = new double[COUNT * (T - 2)];
        Arrays.setAll(inside, i -> {
            int step = i / (T - 2) + 1 + i % (T - 2);
            return TRUTH[step] + errors[step];
        });
        return Reconstruction.of(inside, COUNT, T - 2);
    }

    /** Only the sum of the four parts is seen, so each is seen by itself in units that make the others vanish. */
    private static Statistics units(double exponential, double centred, double warped, double pointwise) {
        AerStatistics.Range range = new AerStatistics.Range(0, 1);
        AerStatistics errors = new AerStatistics(1, 0, 1, 0, 0, range, range);
        return new Statistics(errors, 0, 0, exponential, centred, warped, pointwise);
    }

    private static double[] errors() {
        double[] errors = noise(5, LENGTH);
        Arrays.setAll(errors, i -> Math.abs(errors[i]) + 0.1);
        return errors;
    }

    /** The errors of a ramp are a ramp, whose middle half is as wide as half of it. */
    @Test
    void errorsAreMeasuredByTheRangeOfTheirMiddleHalf() {
        double[] ramp = new double[LENGTH];
        Arrays.setAll(ramp, i -> i / (LENGTH - 1.0));
        double[] fifth = Arrays.stream(ramp).map(e -> e / 5).toArray();
        Statistics units = scored(ramp, fifth, null).statistics();
        assertEquals(0.5, units.exponential(), 0.02);
        assertEquals(0.5, units.centred(), 0.02);
        assertEquals(0.1, units.pointwise(), 0.005);
        double[] warped = AerScore.builder()
                .build()
                .parts(Windows.of(TRUTH, T), backward(ramp), inside(fifth), forward(ramp))
                .reconstruction();
        double[] sorted = Arrays.copyOfRange(warped, 1, LENGTH - 1);
        Arrays.sort(sorted);
        assertEquals(sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4], units.warped());
    }

    @Test
    void theScoreIsTheMeanOfFourErrors() {
        double[] errors = errors();
        double[] predicted = errors();
        AerScore.Parts parts = AerScore.builder()
                .build()
                .parts(
                        Windows.of(TRUTH, T),
                        backward(predicted),
                        inside(errors),
                        forward(predicted),
                        units(1, 1, 1, 1).errors());
        double[] score = scored(predicted, errors, units(1, 2, 3, 4)).score();
        for (int i = 2; i < LENGTH - 1; i++) {
            double sum = parts.regression()[i] + predicted[i] / 2 + parts.reconstruction()[i] / 3 + errors[i] / 4;
            assertEquals(sum / 4, score[i], 1e-9, "step " + i);
        }
        assertEquals((parts.regression()[LENGTH - 1] + predicted[LENGTH - 1] / 2) / 4, score[LENGTH - 1], 1e-9);
    }

    /** So what is unusual does not make itself small. */
    @Test
    void fewLargeErrorsDoNotChangeTheUnits() {
        double[] usual = errors();
        double[] unusual = usual.clone();
        Arrays.fill(unusual, 60, 64, 5);
        Statistics without = scored(usual, usual, null).statistics();
        Statistics with = scored(unusual, unusual, null).statistics();
        assertEquals(without.exponential(), with.exponential(), 0.1 * without.exponential());
        assertEquals(without.centred(), with.centred(), 0.1 * without.centred());
        assertEquals(without.pointwise(), with.pointwise(), 0.1 * without.pointwise());
        double[] score = scored(unusual, unusual, null).score();
        double most = Arrays.stream(scored(usual, usual, null).score()).max().orElseThrow();
        assertTrue(Arrays.stream(score, 60, 64).min().orElseThrow() > 2 * most, Arrays.toString(score));
    }

    /** Of the centred means: where a step is predicted both ways, its error is the mean. */
    @Test
    void bothDirectionsCountAlike() {
        double[] backward = Arrays.copyOf(TRUTH, COUNT);
        double[] forward = Arrays.copyOfRange(TRUTH, T - 1, LENGTH);
        backward[50] += 1;
        forward[70 - T + 1] += 1;
        backward[5] += 1;
        forward[110 - T + 1] += 1;
        double[] score = EnsembleScore.of(
                        Windows.of(TRUTH, T), backward, inside(new double[LENGTH]), forward, units(1e9, 0.25, 1e9, 1e9))
                .score();
        assertEquals(0.5, score[50], 1e-6, "one of two");
        assertEquals(0.5, score[70], 1e-6, "the other of two");
        assertEquals(1, score[5], 1e-6, "only backwards");
        assertEquals(1, score[110], 1e-6, "only forwards");
        assertEquals(0, score[60], 1e-6);
    }

    @Test
    void theSeriesOwnStatisticsGiveItsOwnScore() {
        EnsembleScore.Scored scored = scored(errors(), noise(4, LENGTH), null);
        assertArrayEquals(
                scored.score(),
                scored(errors(), noise(4, LENGTH), scored.statistics()).score());
    }

    /** A unit that is 0 would make every other error infinite. */
    @Test
    void errorsWhoseMiddleHalfIsEqualAreMeasuredByTheirMean() {
        double[] few = new double[LENGTH];
        few[60] = 1;
        assertEquals(1.0 / LENGTH, scored(few, few, null).statistics().centred(), 1e-12);
        double[] none = new double[LENGTH];
        EnsembleScore.Scored exact = scored(none, none, null);
        assertEquals(1, exact.statistics().centred());
        assertArrayEquals(none, exact.score());
    }

    @Test
    void statisticsAreChecked() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            refused(bad, 0, 1, 1, 1, 1);
            refused(0, bad, 1, 1, 1, 1);
            refused(0, 0, bad, 1, 1, 1);
            refused(0, 0, 1, bad, 1, 1);
            refused(0, 0, 1, 1, bad, 1);
            refused(0, 0, 1, 1, 1, bad);
        }
        refused(0, 0, 0, 1, 1, 1);
    }

    private static void refused(double a, double b, double c, double d, double e, double f) {
        AerStatistics errors = units(1, 1, 1, 1).errors();
        assertThrows(IllegalArgumentException.class, () -> new Statistics(errors, a, b, c, d, e, f));
    }
}
