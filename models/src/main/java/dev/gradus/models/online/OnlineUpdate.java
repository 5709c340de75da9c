package dev.gradus.models.online;

import dev.gradus.models.Anomaly;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What followed from a sample. An {@link OnlineDetector} has one of them and fills it anew with each sample: take out what is needed
 * before the next.
 */
public final class OnlineUpdate {
    /** What became of a sample. */
    public enum Outcome {
        /** It was added to its bin. */
        ADDED,
        /** It came after its bin was complete, and was left out. */
        LATE,
        /** It came after too long a gap: what was before it has ended, and a series has begun with it. */
        RESTARTED,
        /** There was none: the series was ended. */
        ENDED
    }

    private final OnlineDetector detector;
    private Outcome outcome = Outcome.ADDED;
    private long[] times = new long[16];
    private double[] scores = new double[16];
    private int count;
    private final List<Anomaly> anomalies = new ArrayList<>();

    OnlineUpdate(OnlineDetector detector) {
        this.detector = detector;
    }

    /** What became of the sample. */
    public Outcome outcome() {
        return outcome;
    }

    /** How many scores became final: mostly one, where a bin was completed. */
    public int count() {
        return count;
    }

    /** The start of the bin that a score is of, in milliseconds since 1970-01-01 UTC. */
    public long time(int index) {
        return times[requireIndex(index)];
    }

    /** A score that became final. */
    public double score(int index) {
        return scores[requireIndex(index)];
    }

    private int requireIndex(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("there is no score " + index + "; " + count + " became final");
        }
        return index;
    }

    /** The anomalies that ended, in the order of time; mostly none. An unmodifiable copy where there are some. */
    public List<Anomaly> anomalies() {
        return anomalies.isEmpty() ? List.of() : List.copyOf(anomalies);
    }

    /**
     * What can be said at once of the bin that the newest sample is in: the error of the newest window alone (and its critic's
     * value), not smoothed, measured as final scores are; of a forecast, what would be final if the bin were complete. NaN until
     * there is a window. Computed where it is asked for, and no second time when the bin is completed.
     */
    public double provisional() {
        return detector.provisional();
    }

    void begin(Outcome what) {
        outcome = what;
        count = 0;
        anomalies.clear();
    }

    void outcome(Outcome what) {
        outcome = what;
    }

    void add(long time, double score) {
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            scores = Arrays.copyOf(scores, 2 * count);
        }
        times[count] = time;
        scores[count++] = score;
    }

    void add(Anomaly anomaly) {
        anomalies.add(anomaly);
    }

    @Override
    public String toString() {
        return outcome + ", " + count + " scores, " + anomalies;
    }
}
