package dev.gradus.models.online;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.series.TimeSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds a series to an online detector and collects all that it gives out. */
final class Feed {
    final OnlineDetector online;
    final List<Anomaly> anomalies = new ArrayList<>();
    final List<OnlineUpdate.Outcome> outcomes = new ArrayList<>();
    private long[] times = new long[0];
    private double[] scores = new double[0];

    Feed(OnlineDetector online) {
        this.online = online;
    }

    /** Goes on with another detector, after what this one has given out. */
    Feed with(OnlineDetector other) {
        Feed next = new Feed(other);
        next.anomalies.addAll(anomalies);
        next.times = times;
        next.scores = scores;
        return next;
    }

    void add(TimeSeries series, int from, int to) {
        double[][] columns = series.names().stream().map(series::values).toArray(double[][]::new);
        for (int i = from; i < to; i++) {
            int row = i;
            take(online.add(
                    series.time(i),
                    Arrays.stream(columns).mapToDouble(column -> column[row]).toArray()));
        }
    }

    void finish() {
        take(online.finish());
    }

    private void take(OnlineUpdate update) {
        int before = scores.length;
        times = Arrays.copyOf(times, before + update.count());
        scores = Arrays.copyOf(scores, before + update.count());
        for (int i = 0; i < update.count(); i++) {
            times[before + i] = update.time(i);
            scores[before + i] = update.score(i);
        }
        anomalies.addAll(update.anomalies());
        outcomes.add(update.outcome());
    }

    int count() {
        return scores.length;
    }

    long time(int index) {
        return times[index];
    }

    double score(int index) {
        return scores[index];
    }

    /** Everything so far is, to the bit, what a whole series has. */
    void assertSame(Detection expected) {
        assertEquals(expected.scores().length, scores.length);
        assertArrayEquals(Arrays.copyOf(expected.times(), scores.length), times);
        for (int i = 0; i < scores.length; i++) {
            assertEquals(
                    Double.doubleToLongBits(expected.scores()[i]),
                    Double.doubleToLongBits(scores[i]),
                    "step " + i + " of " + scores.length + ": " + expected.scores()[i] + " and " + scores[i]);
        }
        assertEquals(expected.anomalies(), anomalies);
    }
}
