package dev.gradus.models;

import java.time.Instant;
import java.util.Locale;

/**
 * A stretch of a series that a detector finds unusual. Times are milliseconds since 1970-01-01 UTC.
 *
 * @param start    time of the first unusual sample
 * @param end      time of the last unusual sample: where samples are means over a bin, the <em>start</em> of the last
 *                 bin
 * @param severity how far the highest error lies above the threshold, in units of mean + standard deviation of the
 *                 errors around it; comparable within one series only
 */
public record Anomaly(long start, long end, double severity) {
    public Anomaly {
        if (end < start) {
            throw new IllegalArgumentException("the anomaly ends at " + Instant.ofEpochMilli(end)
                    + ", before it starts at " + Instant.ofEpochMilli(start));
        }
    }

    /** The time that it covers. */
    public Interval interval() {
        return new Interval(start, end);
    }

    @Override
    public String toString() {
        return interval() + ", severity " + String.format(Locale.ROOT, "%.3f", severity);
    }
}
