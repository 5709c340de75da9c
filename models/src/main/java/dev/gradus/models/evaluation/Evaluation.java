package dev.gradus.models.evaluation;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Interval;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Compares detected intervals with known ones, as Orion 0.7.1 does. Both ends of an interval belong to it:
 * {@code [a, b]} occupies the time from {@code a} to {@code b} + 1 s, and intervals overlap where these stretches
 * share more than a point.
 */
public final class Evaluation {
    /** What an interval's last moment lasts: a second, the resolution of the benchmark's times. */
    private static final long LAST_MOMENT = 1000;

    private Evaluation() {}

    /** The times of anomalies. */
    public static List<Interval> intervals(Collection<Anomaly> anomalies) {
        for (Anomaly anomaly : Objects.requireNonNull(anomalies, "the anomalies are null")) {
            Objects.requireNonNull(anomaly, "an anomaly is null");
        }
        return anomalies.stream().map(Anomaly::interval).toList();
    }

    /**
     * Counts overlaps: a known interval hit by any detection is a true positive, one hit by none a false negative, and
     * a detection that hits nothing a false positive. Several detections of one interval cost nothing and a long one
     * may earn several, so one detection of everything scores well: publish {@link #flaggedShare} beside it.
     */
    public static Confusion overlap(List<Interval> expected, List<Interval> detected) {
        requireGiven("expected", expected);
        requireGiven("detected", detected);
        int hit = 0;
        for (Interval e : expected) {
            hit += detected.stream().anyMatch(d -> overlap(e, d)) ? 1 : 0;
        }
        int vain = 0;
        for (Interval d : detected) {
            vain += expected.stream().noneMatch(e -> overlap(e, d)) ? 1 : 0;
        }
        return new Confusion(hit, vain, expected.size() - hit);
    }

    private static void requireGiven(String what, List<Interval> intervals) {
        Objects.requireNonNull(intervals, () -> "the " + what + " intervals are null");
        for (Interval interval : intervals) {
            Objects.requireNonNull(interval, () -> "an interval of the " + what + " is null");
        }
    }

    private static boolean overlap(Interval a, Interval b) {
        return a.start() < b.end() + LAST_MOMENT && b.start() < a.end() + LAST_MOMENT;
    }

    /** Compares by duration, over the time from the first to the last edge of any interval. */
    public static WeightedConfusion weighted(List<Interval> expected, List<Interval> detected) {
        return weighted(expected, detected, LongStream.empty());
    }

    /**
     * Compares by duration, over the time of the series and of all intervals.
     *
     * @param start first time of the series, in milliseconds
     * @param end   last time of the series, in milliseconds
     */
    public static WeightedConfusion weighted(List<Interval> expected, List<Interval> detected, long start, long end) {
        return weighted(expected, detected, LongStream.of(start, end));
    }

    private static WeightedConfusion weighted(List<Interval> expected, List<Interval> detected, LongStream ends) {
        requireGiven("expected", expected);
        requireGiven("detected", detected);
        LongStream edges = Stream.concat(expected.stream(), detected.stream())
                .flatMapToLong(i -> LongStream.of(i.start(), i.end() + LAST_MOMENT));
        long[] cuts = LongStream.concat(edges, ends).sorted().distinct().toArray();
        // Between two cuts nothing begins or ends: a piece is expected, detected, both or neither as a whole.
        long[] durations = new long[4];
        for (int i = 0; i + 1 < cuts.length; i++) {
            int piece = (covers(expected, cuts[i]) ? 2 : 0) + (covers(detected, cuts[i]) ? 1 : 0);
            durations[piece] += cuts[i + 1] - cuts[i];
        }
        return new WeightedConfusion(durations[0], durations[1], durations[2], durations[3]);
    }

    private static boolean covers(List<Interval> intervals, long moment) {
        return intervals.stream().anyMatch(i -> i.start() <= moment && moment < i.end() + LAST_MOMENT);
    }

    /**
     * Which share of a series' time was flagged, 0 to 1; what several detections flag counts once, what lies outside
     * of the series not at all.
     *
     * @param start first time of the series, in milliseconds
     * @param end   last time of the series, in milliseconds, not before {@code start}
     */
    public static double flaggedShare(List<Interval> detected, long start, long end) {
        requireGiven("detected", detected);
        Interval series = new Interval(start, end);
        List<Interval> ordered = detected.stream()
                .filter(d -> overlap(series, d))
                .sorted(Comparator.comparingLong(Interval::start))
                .toList();
        long flagged = 0;
        long done = start;
        for (Interval d : ordered) {
            long from = Math.max(done, d.start());
            long to = Math.min(end, d.end()) + LAST_MOMENT;
            flagged += Math.max(0, to - from);
            done = Math.max(done, to);
        }
        return (double) flagged / (end + LAST_MOMENT - start);
    }
}
