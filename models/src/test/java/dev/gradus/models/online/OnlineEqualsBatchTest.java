package dev.gradus.models.online;

import static dev.gradus.models.online.OnlineKinds.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is given out sample by sample is, to the bit, what the whole series has. */
class OnlineEqualsBatchTest {
    static Stream<OnlineKinds.Kind> kinds() {
        return OnlineKinds.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyScoreAndEveryAnomalyIsThatOfTheWholeSeries(OnlineKinds.Kind kind) {
        Detector detector = kind.detector();
        int window = detector.description().window();
        int found = 0;
        for (int length : new int[] {window + 1, window + 2, window + 5, 2 * window, 2 * window + 1, 180, 300, 401}) {
            TimeSeries series = OnlineKinds.series(length, 20 + length, kind.columns());
            Feed feed = new Feed(OnlineDetector.of(detector));
            feed.add(series, 0, length);
            feed.finish();
            Detection expected = detector.examine(series, Scoring.FROZEN);
            feed.assertSame(expected);
            found += expected.anomalies().size();
        }
        assertTrue(found > 0, "the series have no anomalies to compare");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aScoreIsFinalAfterTheLagAndNoLater(OnlineKinds.Kind kind) {
        Detector detector = kind.detector();
        TimeSeries series = OnlineKinds.series(150, 7, kind.columns());
        double[] whole = detector.examine(series, Scoring.FROZEN).scores();
        OnlineDetector online = OnlineDetector.of(detector);
        Feed feed = new Feed(online);
        int first = detector.description().window();
        for (int i = 0; i < series.length(); i++) {
            feed.add(series, i, i + 1);
            boolean early = online.lag() == 1 && i <= first;
            int expected = early ? 0 : Math.max(0, i + 1 - online.lag());
            // The first step of AER has no reconstruction to wait for.
            boolean first0 = feed.count() == 1 && expected == 0 && kind.name().startsWith("aer");
            assertEquals(first0 ? 1 : expected, feed.count(), "after sample " + i);
        }
        for (int t = 0; t < feed.count(); t++) {
            assertEquals(whole[t], feed.score(t));
            assertEquals(series.time(t), feed.time(t));
        }
        if (online.lag() == 1 || kind.name().equals("aer RECONSTRUCTION")) {
            // A forecast waits for its sample alone, and the reconstruction for predictions that it is not combined
            // with.
            return;
        }
        // One bin less does not do: something that may follow changes the score, or where the series ends.
        boolean needed = false;
        for (int end = online.lag() + 20; end < 150 && !needed; end++) {
            TimeSeries shorter = OnlineKinds.series(150, 7, kind.columns());
            TimeSeries cut = cut(shorter, end);
            double[] part = detector.examine(cut, Scoring.FROZEN).scores();
            needed = end - online.lag() >= part.length || part[end - online.lag()] != whole[end - online.lag()];
        }
        assertTrue(needed, "the lag is longer than it has to be");
    }

    private static TimeSeries cut(TimeSeries series, int length) {
        double[][] columns = series.names().stream()
                .map(name -> Arrays.copyOf(series.values(name), length))
                .toArray(double[][]::new);
        return TimeSeries.ofMillis(
                Arrays.copyOf(series.times(), length), series.names().toArray(String[]::new), columns);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStateThatIsRestoredGoesOnWithTheSameBits(OnlineKinds.Kind kind, @TempDir Path folder) throws IOException {
        Detector detector = kind.detector();
        TimeSeries series = OnlineKinds.series(130, 9, kind.columns());
        Detection expected = detector.examine(series, Scoring.FROZEN);
        Path file = folder.resolve("state.safetensors");
        Feed feed = new Feed(OnlineDetector.of(detector));
        for (int i = 0; i < series.length(); i++) {
            feed.online.save(file);
            feed = feed.with(OnlineDetector.load(file, detector));
            feed.add(series, i, i + 1);
        }
        feed.online.save(file);
        feed = feed.with(OnlineDetector.load(file, detector));
        feed.finish();
        feed.assertSame(expected);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void provisionalScoresChangeNothing(OnlineKinds.Kind kind) {
        Detector detector = kind.detector();
        TimeSeries series = fine(kind.columns());
        OnlineDetector asked = OnlineDetector.of(detector);
        Feed feed = new Feed(asked);
        int known = 0;
        for (int i = 0; i < series.length(); i++) {
            feed.add(series, i, i + 1);
            if (i % 3 > 0) {
                double provisional = asked.provisional();
                assertEquals(provisional, asked.provisional());
                known += Double.isFinite(provisional) ? 1 : 0;
            }
        }
        feed.finish();
        assertTrue(known > 100);
        assertTrue(Double.isNaN(asked.provisional()));
        feed.assertSame(detector.examine(series, Scoring.FROZEN));
    }

    /** Several samples in each bin, some bins empty, times that repeat. */
    private static TimeSeries fine(int columns) {
        TimeSeries series = OnlineKinds.series(500, 12, columns);
        Random random = new Random(4);
        long[] times = new long[series.length()];
        long time = 1_700_000_000_123L;
        for (int i = 0; i < times.length; i++) {
            times[i] = time;
            time += random.nextInt(4) * (MINUTE / 5) + (i == 200 ? 60 * MINUTE : 0);
        }
        double[][] values = series.names().stream().map(series::values).toArray(double[][]::new);
        return TimeSeries.ofMillis(times, series.names().toArray(String[]::new), values);
    }

    @Test
    void theNetworkIsNotShownAWindowTwice() {
        Detector detector = OnlineKinds.named("dense-ae POINT").detector();
        long[] times = {0, MINUTE, 2 * MINUTE, 3000 * MINUTE, 3001 * MINUTE, 3100 * MINUTE};
        TimeSeries series = TimeSeries.ofMillis(times, new double[] {50, 60, 44, 51, 60, 41});
        Feed feed = new Feed(OnlineDetector.of(detector));
        feed.add(series, 0, series.length());
        feed.finish();
        feed.assertSame(detector.examine(series, Scoring.FROZEN));
    }

    @Test
    void aConstantIsNoAnomaly() {
        TimeSeries flat = TimeSeries.ofMillis(new long[] {0, 199 * MINUTE}, new double[] {7, 7});
        Detector detector = dev.gradus.models.autoencoder.DenseAutoencoder.builder()
                .window(12)
                .units(4)
                .epochs(1)
                .interval(java.time.Duration.ofMinutes(1))
                .build()
                .fit(flat);
        Feed feed = new Feed(OnlineDetector.of(detector));
        feed.add(flat, 0, 2);
        feed.finish();
        feed.assertSame(detector.examine(flat, Scoring.FROZEN));
        assertEquals(List.of(), feed.anomalies);
        TimeSeries jump = TimeSeries.ofMillis(
                new long[] {0, 100 * MINUTE, 101 * MINUTE, 199 * MINUTE}, new double[] {7, 70, 7, 7});
        Feed noticed = new Feed(OnlineDetector.of(detector));
        noticed.add(jump, 0, 4);
        noticed.finish();
        assertFalse(noticed.anomalies.isEmpty());
        List<Anomaly> batch = detector.detect(jump, Scoring.FROZEN);
        assertEquals(batch.get(batch.size() - 1), noticed.anomalies.get(noticed.anomalies.size() - 1));
    }
}
