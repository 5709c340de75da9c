package dev.gradus.models.tadgan;

import static dev.gradus.models.Scoring.FROZEN;
import static dev.gradus.models.Scoring.TRANSDUCTIVE;
import static dev.gradus.models.tadgan.Small.MINUTE;
import static dev.gradus.models.tadgan.Small.WINDOW;
import static dev.gradus.models.tadgan.Small.changed;
import static dev.gradus.models.tadgan.Small.series;
import static dev.gradus.models.tadgan.Small.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.Thrown;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is taken from the series that is scored, and what from the one that the detector was trained on. */
class ScoringModesTest {
    /** 500 windows: automatic smoothing goes over 5 steps. */
    private static final TimeSeries TRAINING = wave(500 + WINDOW, 11);

    private static final Detector DETECTOR = Small.tadGan().build().fit(TRAINING);

    private static final int SMOOTHING = 5;
    private static final int HALF_MEASURE = ErrorMeasure.DEFAULT_WINDOW / 2;

    /** As {@link TadGanScore} says it: window, then the error measure, which looks back alone, and smoothing. */
    private static final int REACH_BACK = WINDOW - 1 + 2 * HALF_MEASURE + SMOOTHING / 2;

    private static final int REACH_AHEAD = WINDOW - 1 + (SMOOTHING - 1) / 2;

    /** Steps at either end that lie in fewer windows or have no error. */
    private static final int BORDER = REACH_BACK;

    @Test
    void theTrainingSeriesIsScoredByItselfAndAnyOtherByTheTrainingSeries() {
        assertEquals(TRANSDUCTIVE, DETECTOR.examine(TRAINING).scoring());
        assertEquals(FROZEN, DETECTOR.examine(wave(100, 12)).scoring());
        double[] values = TRAINING.values();
        assertEquals(
                TRANSDUCTIVE,
                DETECTOR.examine(TimeSeries.ofMillis(TRAINING.times(), values)).scoring());
        TimeSeries otherFormat = TRAINING.withTimeFormat(TimeFormat.of("2024-03-04", ZoneOffset.UTC));
        assertEquals(TRANSDUCTIVE, DETECTOR.examine(otherFormat).scoring());
        values[517] = Math.nextUp(values[517]);
        assertEquals(
                FROZEN,
                DETECTOR.examine(TimeSeries.ofMillis(TRAINING.times(), values)).scoring());
        long[] times = TRAINING.times();
        times[517]++;
        assertEquals(
                FROZEN,
                DETECTOR.examine(TimeSeries.ofMillis(times, TRAINING.values())).scoring());
    }

    @Test
    void bothWaysCanBeAskedFor() {
        for (TimeSeries series : List.of(TRAINING, wave(100, 12))) {
            for (Scoring scoring : Scoring.values()) {
                Detection detection = DETECTOR.examine(series, scoring);
                assertEquals(scoring, detection.scoring());
                assertEquals(detection.anomalies(), DETECTOR.detect(series, scoring));
            }
        }
        Small.assertSame(DETECTOR.examine(TRAINING, TRANSDUCTIVE), DETECTOR.examine(TRAINING));
        assertEquals(DETECTOR.detect(TRAINING, TRANSDUCTIVE), DETECTOR.detect(TRAINING));
    }

    @Test
    void scoresOfTheTrainingSeriesAreTheSameBitsInBothWays() {
        for (ErrorMeasure measure : ErrorMeasure.values()) {
            for (Combination combination : List.of(Combination.MULTIPLY, Combination.SUM, Combination.RECONSTRUCTION)) {
                TadGanScore score = TadGanScore.builder()
                        .measure(measure)
                        .combination(combination)
                        .build();
                Detector detector =
                        Small.tadGan().score(score).epochs(1).build().fit(TRAINING);
                Detection itself = detector.examine(TRAINING, TRANSDUCTIVE);
                Detection frozen = detector.examine(TRAINING, FROZEN);
                assertArrayEquals(itself.scores(), frozen.scores());
                assertArrayEquals(itself.reconstruction(), frozen.reconstruction());
                assertArrayEquals(itself.values(), frozen.values());
            }
        }
    }

    @Test
    void aTransductiveDetectionIsThatOfTheSettingsAloneAndOfNoTrainingSeries() {
        // Two detectors of the same weights: a training whose steps all have a weight of next to nothing.
        TadGan untrained = Small.tadGan().learningRate(1e-30).build();
        Detector one = untrained.fit(TRAINING);
        Detector two = untrained.fit(changed(TRAINING, 0, 100, i -> 1000 + i));
        TimeSeries other = changed(wave(300, 12), 100, 110, i -> 90);
        Small.assertSame(one.examine(other, TRANSDUCTIVE), two.examine(other, TRANSDUCTIVE));
        assertFalse(Arrays.equals(
                one.examine(other, FROZEN).scores(), two.examine(other, FROZEN).scores()));
    }

    @Test
    void frozenScoresDependOnSamplesWithinReachAlone() {
        TimeSeries series = wave(400, 13);
        Detection before = DETECTOR.examine(series, FROZEN);
        Random random = new Random(14);
        for (int round = 0; round < 20; round++) {
            int from = random.nextInt(300);
            int to = from + 1 + random.nextInt(60);
            double far = random.nextBoolean() ? 1e5 : 50;
            Detection after = DETECTOR.examine(changed(series, from, to, i -> far + i), FROZEN);
            for (int t = 0; t < before.scores().length; t++) {
                if (t + REACH_AHEAD < from || t - REACH_BACK >= to) {
                    assertEquals(before.scores()[t], after.scores()[t], "step " + t + " of " + from + " to " + to);
                    assertEquals(before.reconstruction()[t], after.reconstruction()[t]);
                }
            }
            assertFalse(Arrays.equals(before.scores(), after.scores()));
        }
    }

    @Test
    void oneSampleChangesTheScoresAllAroundIt() {
        TimeSeries series = wave(200, 13);
        double[] before = DETECTOR.examine(series, FROZEN).scores();
        int first = 200;
        int last = -1;
        for (double value : new double[] {0, 30, 70, 1e4}) {
            double[] after = DETECTOR.examine(changed(series, 100, 101, i -> value), FROZEN)
                    .scores();
            for (int t = 0; t < after.length; t++) {
                if (after[t] != before[t]) {
                    first = Math.min(first, t);
                    last = Math.max(last, t);
                }
            }
        }
        assertEquals(100 - REACH_AHEAD, first);
        assertTrue(last > 100 + WINDOW && last <= 100 + REACH_BACK, "last step " + last);
    }

    @Test
    void anotherAnomalyDoesNotChangeWhatIsFoundFarAway() {
        TimeSeries one = changed(wave(600, 15), 200, 210, i -> 85);
        TimeSeries both = changed(one, 450, 460, i -> 1e6);
        List<Anomaly> alone = DETECTOR.detect(one, FROZEN);
        assertTrue(covers(alone, 200, 210), alone::toString);
        long border = (450 - REACH_AHEAD - 6) * MINUTE;
        List<Anomaly> early = DETECTOR.detect(both, FROZEN).stream()
                .filter(a -> a.end() < border)
                .toList();
        assertEquals(alone.stream().filter(a -> a.end() < border).toList(), early);
        assertTrue(covers(DETECTOR.detect(both, FROZEN), 450, 460));
        // Scored by itself, the series is flat but for the second, and the first goes unnoticed.
        assertFalse(covers(DETECTOR.detect(both, TRANSDUCTIVE), 200, 210));
    }

    private static boolean covers(List<Anomaly> anomalies, int from, int to) {
        return anomalies.stream().anyMatch(a -> a.start() < to * MINUTE && a.end() >= from * MINUTE);
    }

    @Test
    void frozenPiecesScoreAsTheWhole() {
        TimeSeries series = changed(wave(300, 16), 150, 160, i -> 20);
        double[] whole = DETECTOR.examine(series, FROZEN).scores();
        double[] values = Arrays.copyOfRange(series.values(), 90, 250);
        long[] times = Arrays.copyOfRange(series.times(), 90, 250);
        double[] piece =
                DETECTOR.examine(TimeSeries.ofMillis(times, values), FROZEN).scores();
        for (int t = BORDER; t < piece.length - BORDER; t++) {
            // Windows come in other batches, and sums of the smoothing start elsewhere: equal but for rounding.
            assertEquals(whole[90 + t], piece[t], 1e-5 * whole[90 + t], "step " + t);
        }
    }

    @Test
    void anotherScaleIsAnAnomalyOnlyWhereFrozen() {
        TimeSeries other = changed(wave(300, 17), 150, 160, i -> 90);
        double[] values = other.values();
        for (double factor : new double[] {10, 8}) {
            TimeSeries scaled = series(300, i -> factor * values[i]);
            Detection itself = DETECTOR.examine(other, TRANSDUCTIVE);
            Detection itselfScaled = DETECTOR.examine(scaled, TRANSDUCTIVE);
            // A power of two moves no bit; any other factor rounds.
            assertArrayEquals(itself.scores(), itselfScaled.scores(), factor == 8 ? 0 : 1e-3);
            assertEquals(
                    itself.anomalies().stream().map(Anomaly::interval).toList(),
                    itselfScaled.anomalies().stream().map(Anomaly::interval).toList());

            Detection frozenScaled = DETECTOR.examine(scaled, FROZEN);
            assertFalse(Arrays.equals(DETECTOR.examine(other, FROZEN).scores(), frozenScaled.scores()));
            assertEquals(1, frozenScaled.anomalies().size());
            Anomaly all = frozenScaled.anomalies().get(0);
            assertTrue(all.end() - all.start() > 250 * MINUTE, all::toString);
        }
    }

    @Test
    void aConstantSeriesIsMeasured() {
        for (double level : new double[] {50, 0, -1e9}) {
            TimeSeries flat = series(100, i -> level);
            Detection frozen = DETECTOR.examine(flat, FROZEN);
            assertTrue(Arrays.stream(frozen.scores()).allMatch(Double::isFinite));
            assertTrue(
                    Arrays.stream(DETECTOR.examine(flat, TRANSDUCTIVE).scores()).allMatch(Double::isFinite));
            assertTrue(level == 50 || covers(frozen.anomalies(), 30, 70), "a level never seen");
        }
    }

    @Test
    void aDetectorThatSawNothingButAConstantNoticesAChange() {
        TimeSeries flat = series(200, i -> 7);
        Detector detector = Small.tadGan().build().fit(flat);
        assertArrayEquals(
                detector.examine(flat, TRANSDUCTIVE).scores(),
                detector.examine(flat, FROZEN).scores());
        TimeSeries jump = changed(flat, 100, 110, i -> 70);
        assertTrue(covers(detector.detect(jump), 100, 110), () -> "found " + detector.detect(jump));
        assertFalse(covers(detector.detect(jump), 0, 60));
    }

    @Test
    void oneWindowAndTheNextSampleAreEnough() {
        for (int length : new int[] {WINDOW + 1, WINDOW + 2, WINDOW + SMOOTHING, 40}) {
            Detection frozen = DETECTOR.examine(wave(length, 18), FROZEN);
            assertEquals(length - 1, frozen.scores().length);
            assertTrue(Arrays.stream(frozen.scores()).allMatch(Double::isFinite));
            assertEquals(
                    length - 1, DETECTOR.examine(wave(length, 18), TRANSDUCTIVE).scores().length);
        }
        String message = "the series has 18 samples after averaging, a window of 18 needs at least 19; choose a"
                + " smaller window, a shorter interval or a longer series";
        TimeSeries tooShort = wave(WINDOW, 18);
        Thrown.refused(message, () -> DETECTOR.examine(tooShort, FROZEN));
        Thrown.refused(message, () -> DETECTOR.examine(tooShort, TRANSDUCTIVE));
        Thrown.refused(message, () -> DETECTOR.examine(tooShort));
    }

    @Test
    void aSeriesShorterThanTheSmoothingOfTheTrainingIsScored() {
        TadGanScore wide =
                TadGanScore.builder().criticSmoothing(300).errorSmoothing(400).build();
        Detector detector = Small.tadGan().score(wide).build().fit(TRAINING);
        Detection short_ = detector.examine(wave(WINDOW + 4, 19), FROZEN);
        assertEquals(WINDOW + 3, short_.scores().length);
        assertTrue(Arrays.stream(short_.scores()).allMatch(Double::isFinite));
    }

    @Test
    void aLongerSeriesKeepsTheWidthsOfTheTraining() {
        // By itself, 3000 windows would be smoothed over 30 steps.
        TimeSeries series = wave(3000 + WINDOW, 20);
        double[] before = DETECTOR.examine(series, FROZEN).scores();
        double[] after =
                DETECTOR.examine(changed(series, 1500, 1501, i -> 0), FROZEN).scores();
        assertEquals(before[1500 - REACH_AHEAD - 1], after[1500 - REACH_AHEAD - 1]);
        assertEquals(before[1500 + REACH_BACK + 1], after[1500 + REACH_BACK + 1]);
    }

    @Test
    void gapsAreFilledWithTheMeanOfTheSeriesThatIsScoredOrOfTheTraining() {
        TimeSeries gaps = changed(series(200, i -> 100 + i % 7), 50, 60, i -> Double.NaN);
        double own = Arrays.stream(gaps.values())
                .filter(v -> !Double.isNaN(v))
                .average()
                .orElseThrow();
        double training = Arrays.stream(TRAINING.values()).average().orElseThrow();
        assertEquals(own, DETECTOR.examine(gaps, TRANSDUCTIVE).values()[55], 1e-9);
        assertEquals(training, DETECTOR.examine(gaps, FROZEN).values()[55], 1e-9);
        TimeSeries nothing = series(100, i -> Double.NaN);
        Thrown.refused(
                "the series has no values, only gaps; take another column or series",
                () -> DETECTOR.examine(nothing, FROZEN));
        Thrown.refused(
                "the series has no values, only gaps; take another column or series",
                () -> DETECTOR.examine(nothing, TRANSDUCTIVE));
    }

    @Test
    void aSeriesIsAveragedOverTheBinsOfTheTraining() {
        TimeSeries fine = TimeSeries.ofMillis(
                LongStream.range(0, 400).map(i -> i * MINUTE / 4).toArray(),
                wave(400, 21).values());
        for (Scoring scoring : Scoring.values()) {
            Detection detection = DETECTOR.examine(fine, scoring);
            assertEquals(100, detection.values().length);
            assertEquals(MINUTE, detection.times()[1] - detection.times()[0]);
        }
        Detector coarse = Small.tadGan().interval(Duration.ofMinutes(2)).build().fit(TRAINING);
        assertEquals(50, coarse.examine(wave(100, 12), TRANSDUCTIVE).values().length);
        assertEquals(TRANSDUCTIVE, coarse.examine(TRAINING).scoring());
    }

    @Test
    void valuesFarOutsideOfTheTrainingRangeAreFoundWhateverTheirSize() {
        TimeSeries series = wave(300, 22);
        double[] before = DETECTOR.examine(series, FROZEN).scores();
        for (double far : new double[] {1e3, 1e9, 1e38, 1e300, -1e300, Double.MAX_VALUE}) {
            Detection detection = DETECTOR.examine(changed(series, 150, 152, i -> far), FROZEN);
            assertTrue(covers(detection.anomalies(), 150, 152), "value " + far);
            assertEquals(far, detection.values()[150]);
            assertTrue(Arrays.stream(detection.scores()).allMatch(Double::isFinite));
            assertEquals(before[100], detection.scores()[100]);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> DETECTOR.examine(
                        changed(series, 150, 152, i -> i == 150 ? Double.MAX_VALUE : -Double.MAX_VALUE), TRANSDUCTIVE));
    }
}
