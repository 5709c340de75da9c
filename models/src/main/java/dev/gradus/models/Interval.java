package dev.gradus.models;

import java.time.Instant;

/**
 * A stretch of time, both ends included, in milliseconds since 1970-01-01 UTC.
 *
 * @param start the first moment
 * @param end   the last moment, not before {@code start}
 */
public record Interval(long start, long end) {
    public Interval {
        if (end < start) {
            throw new IllegalArgumentException("the interval ends at " + Instant.ofEpochMilli(end)
                    + ", before it starts at " + Instant.ofEpochMilli(start));
        }
    }

    @Override
    public String toString() {
        return Instant.ofEpochMilli(start) + " .. " + Instant.ofEpochMilli(end);
    }
}
