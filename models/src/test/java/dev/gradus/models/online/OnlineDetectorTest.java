package dev.gradus.models.online;

import static dev.gradus.models.online.OnlineKinds.MINUTE;
import static dev.gradus.models.online.OnlineUpdate.Outcome.ADDED;
import static dev.gradus.models.online.OnlineUpdate.Outcome.ENDED;
import static dev.gradus.models.online.OnlineUpdate.Outcome.LATE;
import static dev.gradus.models.online.OnlineUpdate.Outcome.RESTARTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.Thrown;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.series.TimeSeries;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams that are not what they should be. */
class OnlineDetectorTest {
    private static final Detector DETECTOR = OnlineKinds.named("dense-ae POINT").detector();
    private static final TimeSeries SERIES = OnlineKinds.series(200, 31, 1);

    private static TimeSeries part(TimeSeries series, int from, int to) {
        return TimeSeries.ofMillis(
                Arrays.copyOfRange(series.times(), from, to), Arrays.copyOfRange(series.values(), from, to));
    }

    @Test
    void itSaysWhatItIs() {
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        assertEquals(Duration.ofMinutes(1), online.interval());
        assertEquals(List.of(), online.columns());
        assertEquals(1, online.valueCount());
        assertEquals(OnlineDetector.LONGEST_GAP, online.longestGap());
        // A window of 12, and half of the smoothing over 6.
        assertEquals(14, online.lag());
        OnlineDetector columns =
                OnlineDetector.of(OnlineKinds.named("tadgan columns").detector(), 5);
        assertEquals(List.of("a", "b", "c"), columns.columns());
        assertEquals(3, columns.valueCount());
        assertEquals(5, columns.longestGap());
    }

    @Test
    void theLagOfTimeWarpingIsLongerForShortWindowsAlone() {
        // The last six steps of a series have no error: a window of three does not reach so far.
        OnlineDetector online =
                OnlineDetector.of(OnlineKinds.named("dense-ae short").detector());
        assertEquals(3 + (5 + 2 - 3) + 1, online.lag());
        assertEquals(
                18 + 4,
                OnlineDetector.of(
                                OnlineKinds.named("tadgan " + ErrorMeasure.DTW).detector())
                        .lag());
    }

    @Test
    void whatIsLateIsLeftOut() {
        Feed feed = new Feed(OnlineDetector.of(DETECTOR));
        for (int i = 0; i < SERIES.length(); i++) {
            feed.add(SERIES, i, i + 1);
            if (i % 7 == 3) {
                OnlineUpdate update = feed.online.add(SERIES.time(i - 1), 1e6);
                assertEquals(LATE, update.outcome());
                assertEquals(0, update.count());
                assertEquals(LATE, feed.online.add(SERIES.time(0) - 1, 1e6).outcome());
            }
        }
        feed.finish();
        feed.assertSame(DETECTOR.examine(SERIES, Scoring.FROZEN));
    }

    @Test
    void samplesOfOneBinMayComeInAnyOrder() {
        long[] times = {0, 50_000, 10_000, 10_000, 70_000, 60_000, 110_000, 130_000};
        double[] values = {50, 41, 60, 52, 44, Double.NaN, 47, 58};
        long[] later = new long[times.length + 60];
        double[] laterValues = new double[later.length];
        for (int i = 0; i < later.length; i++) {
            later[i] = i < times.length ? times[i] : (i - times.length + 3) * MINUTE;
            laterValues[i] = i < times.length ? values[i] : 50 + i % 7;
        }
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        double[] scores = new double[later.length];
        int count = 0;
        for (int i = 0; i < later.length; i++) {
            OnlineUpdate update = online.add(later[i], laterValues[i]);
            assertEquals(ADDED, update.outcome());
            for (int k = 0; k < update.count(); k++) {
                scores[count++] = update.score(k);
            }
        }
        // Whole numbers are added without rounding in any order.
        double[] whole = DETECTOR.examine(TimeSeries.ofMillis(later, laterValues), Scoring.FROZEN)
                .scores();
        assertTrue(count > 40);
        for (int i = 0; i < count; i++) {
            assertEquals(whole[i], scores[i]);
        }
    }

    @Test
    void aLongGapEndsASeriesAndBeginsAnother() {
        TimeSeries first = part(SERIES, 0, 90);
        TimeSeries second = part(SERIES, 100, 200);
        Feed both = new Feed(OnlineDetector.of(DETECTOR, 10));
        both.add(first, 0, first.length());
        both.add(second, 0, second.length());
        both.finish();
        assertEquals(List.of(), both.outcomes.stream().filter(RESTARTED::equals).toList());
        TimeSeries third = part(SERIES, 101, 200);
        Feed apart = new Feed(OnlineDetector.of(DETECTOR, 10));
        apart.add(first, 0, first.length());
        apart.add(third, 0, 1);
        assertEquals(RESTARTED, apart.outcomes.get(first.length()));
        // Everything of the first series was given out with the sample that begins the second.
        assertEquals(first.length() - 1, apart.count());
        apart.assertSame(DETECTOR.examine(first, Scoring.FROZEN));
        Feed alone = new Feed(apart.online);
        alone.add(third, 1, third.length());
        alone.finish();
        alone.assertSame(DETECTOR.examine(third, Scoring.FROZEN));
    }

    @Test
    void finishingBeginsAnew() {
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        assertEquals(ENDED, online.finish().outcome());
        for (int length : new int[] {1, 5, 12, 13, 40}) {
            Feed feed = new Feed(online);
            feed.add(SERIES, 0, length);
            feed.finish();
            assertEquals(length <= 12 ? 0 : length - 1, feed.count());
        }
    }

    @Test
    void nothingButGapsIsScoredAsTheMean() {
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        double mean =
                Arrays.stream(OnlineKinds.series(260, 1, 1).values()).average().orElseThrow();
        OnlineDetector other = OnlineDetector.of(DETECTOR);
        int count = 0;
        for (int i = 0; i < 60; i++) {
            OnlineUpdate gaps = online.add(i * MINUTE, Double.NaN);
            OnlineUpdate means = other.add(i * MINUTE, mean);
            assertEquals(gaps.count(), means.count());
            for (int k = 0; k < gaps.count(); k++) {
                assertEquals(means.score(k), gaps.score(k), 1e-6);
                count++;
            }
        }
        assertEquals(60 - 14, count);
    }

    @Test
    void aRefusedSampleChangesNothing() {
        Feed feed = new Feed(OnlineDetector.of(DETECTOR));
        for (int i = 0; i < SERIES.length(); i++) {
            feed.add(SERIES, i, i + 1);
            long time = SERIES.time(i);
            OnlineDetector online = feed.online;
            Thrown.refused("a value is infinite; a gap is NaN", () -> online.add(time, Double.NEGATIVE_INFINITY));
            Thrown.refused("a sample needs 1 values, not 2", () -> online.add(time, 1, 2));
            Thrown.refused(
                    "the time 9223372036854775807 lies beyond the year 5000; times are milliseconds since 1970, nothing"
                            + " finer",
                    () -> online.add(Long.MAX_VALUE, 1));
        }
        feed.finish();
        feed.assertSame(DETECTOR.examine(SERIES, Scoring.FROZEN));
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        online.add(0, Double.MAX_VALUE);
        Thrown.refused(
                "the values of one bin add up to more than a number holds; take them in a larger unit",
                () -> online.add(1, Double.MAX_VALUE));
        assertEquals(ADDED, online.add(1, -5).outcome());
    }

    @Test
    void aMatrixProfileCannotBeWatched() {
        Detector profile = MatrixProfile.builder().window(10).build().fit(SERIES);
        Thrown.refused(
                "matrix-profile: cannot score sample by sample; train a model that does, such as tadgan or dense-ae",
                () -> OnlineDetector.of(profile));
    }

    @Test
    void anUpdateIsGoodUntilTheNext() {
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        OnlineUpdate update = online.add(0, 50);
        assertEquals("ADDED, 0 scores, []", update.toString());
        assertTrue(Double.isNaN(update.provisional()));
        for (int i = 1; i < 40; i++) {
            assertEquals(update, online.add(i * MINUTE, 50 + i % 5));
            assertNotEquals(i < 11, Double.isFinite(update.provisional()));
        }
    }

    /** Arrays of the detector's own would show: what a window of 400 samples takes is 1600 bytes of floats, or 3200 of doubles. */
    @Test
    void aSampleAllocatesNoArrays() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        // On the Vector API, code that is not compiled yet allocates its vectors.
        Backend plain = Backends.named("plain", Workers.of(1));
        long[] least = new long[2];
        for (int kind = 0; kind < 2; kind++) {
            TimeSeries training = OnlineKinds.series(900, 1, 1);
            OnlineDetector online = OnlineDetector.of(DenseAutoencoder.builder()
                    .window(kind == 0 ? 20 : 400)
                    .epochs(1)
                    .backend(plain)
                    .build()
                    .fit(training));
            double[] value = new double[1];
            least[kind] = Long.MAX_VALUE;
            for (int burst = 0; burst < 15; burst++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 500; i++) {
                    value[0] = 50 + 10 * StrictMath.sin(i / 5.0);
                    online.add((500L * burst + i) * MINUTE, value);
                }
                least[kind] = Math.min(least[kind], (threads.getCurrentThreadAllocatedBytes() - before) / 500);
            }
        }
        assertTrue(least[1] < least[0] + 1000, least[0] + " and " + least[1] + " bytes for each sample");
    }

    @Test
    void aDetectorMayBeShared() {
        Detector detector = OnlineKinds.named("tadgan sum").detector();
        List<TimeSeries> all = List.of(OnlineKinds.series(90, 41, 1), OnlineKinds.series(90, 42, 1));
        List<Feed> feeds = List.of(new Feed(OnlineDetector.of(detector)), new Feed(OnlineDetector.of(detector)));
        for (int i = 0; i < 90; i++) {
            for (int k = 0; k < 2; k++) {
                feeds.get(k).add(all.get(k), i, i + 1);
            }
        }
        for (int k = 0; k < 2; k++) {
            feeds.get(k).finish();
            feeds.get(k).assertSame(detector.examine(all.get(k), Scoring.FROZEN));
        }
    }
}
