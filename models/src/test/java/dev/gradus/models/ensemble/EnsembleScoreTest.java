package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.ensemble.EnsembleScore.Level;
import dev.gradus.models.ensemble.EnsembleScore.Seasonal;
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
        return new Statistics(errors, exponential, warped, new Level(0, centred), new Level(0, pointwise), null);
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
        assertEquals(0.5, units.centred().unit(), 0.02);
        assertEquals(0.1, units.pointwise().unit(), 0.005);
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
        assertEquals(
                without.centred().unit(),
                with.centred().unit(),
                0.1 * without.centred().unit());
        assertEquals(
                without.pointwise().unit(),
                with.pointwise().unit(),
                0.1 * without.pointwise().unit());
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
        assertEquals(1.0 / LENGTH, scored(few, few, null).statistics().centred().unit(), 1e-12);
        double[] none = new double[LENGTH];
        EnsembleScore.Scored exact = scored(none, none, null);
        assertEquals(1, exact.statistics().centred().unit());
        assertArrayEquals(none, exact.score());
    }

    /** One phase of 15, a little noisy, and a beat that is missing in the middle. */
    private static Windows beats(int length) {
        double[] noise = noise(9, length);
        double[] values = new double[length];
        Arrays.setAll(values, i -> (i % 15 < 3 && i / 15 != 4 ? 1 : 0) + 0.05 * noise[i]);
        return Windows.of(values, T);
    }

    /** Networks that make of everything what it is see nothing in it. */
    private static EnsembleScore.Scored exact(Windows windows, Statistics statistics) {
        int count = windows.count();
        int length = windows.length();
        double[] truth = windows.truth();
        double[] inside = new double[count * (length - 2)];
        Arrays.setAll(inside, i -> truth[i / (length - 2) + 1 + i % (length - 2)]);
        return EnsembleScore.of(
                windows,
                Arrays.copyOf(truth, count),
                Reconstruction.of(inside, count, length - 2),
                Arrays.copyOfRange(truth, length - 1, truth.length),
                statistics);
    }

    @Test
    void whatOtherPeriodsDoIsExpectedWhereWindowsDoNotHoldTwo() {
        EnsembleScore.Scored scored = exact(beats(LENGTH + 1), null);
        assertEquals(15, scored.statistics().season().period());
        int highest = 0;
        for (int i = 1; i < LENGTH; i++) {
            highest = scored.score()[i] > scored.score()[highest] ? i : highest;
        }
        assertTrue(highest / 15 == 4, "the beat at 60 is missing, and the highest score is at " + highest);
    }

    @Test
    void aPeriodThatWindowsHoldTwiceIsLeftToTheNetworks() {
        double[] values = new double[LENGTH + 1];
        double[] noise = noise(10, LENGTH + 1);
        for (int period : new int[] {T / 2 - 1, T / 2}) {
            Arrays.setAll(values, i -> Math.sin(2 * Math.PI * i / period) + 0.05 * noise[i]);
            Seasonal season = exact(Windows.of(values, T), null).statistics().season();
            if (period < T / 2) {
                assertNull(season);
            } else {
                assertEquals(period, season.period());
            }
        }
    }

    /** Of two series that are alike, each scores by the other's statistics as by its own; a short one has no other period. */
    @Test
    void theSeasonIsMeasuredByTheTrainingSeries() {
        EnsembleScore.Scored scored = exact(beats(LENGTH + 1), null);
        assertArrayEquals(
                scored.score(), exact(beats(LENGTH + 1), scored.statistics()).score());
        Statistics of = scored.statistics();
        assertNotNull(of.season());
        EnsembleScore.Scored shorter = exact(beats(T + 10), of);
        assertEquals(of, shorter.statistics(), "what is known is kept");
        assertArrayEquals(
                new double[T + 9], shorter.score(), "29 samples are not two periods of 15, and the rest is exact");
        assertTrue(exact(beats(T + 20), of).score()[T] > 0, "39 are");
    }

    @Test
    void statisticsAreChecked() {
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new Level(bad, 1));
            assertThrows(IllegalArgumentException.class, () -> new Level(0, bad));
            assertThrows(IllegalArgumentException.class, () -> units(bad, 1, 1, 1));
            assertThrows(IllegalArgumentException.class, () -> units(1, 1, bad, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> new Level(0, 0));
        Level level = new Level(0, 1);
        assertEquals(2, new Seasonal(2, level, level).period());
        assertThrows(IllegalArgumentException.class, () -> new Seasonal(1, level, level));
    }
}
