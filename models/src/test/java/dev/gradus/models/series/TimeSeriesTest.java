package dev.gradus.models.series;

import static dev.gradus.models.Thrown.assertThrown;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimeSeriesTest {
    private static TimeSeries at(long... seconds) {
        return TimeSeries.of(seconds, new double[seconds.length]);
    }

    @Test
    void intervalIsTheUsualStep() {
        assertEquals(60_000, at(0, 60, 120, 180).interval());
        assertEquals(60_000, at(0, 60, 120, 3600, 3660, 3660, 3660).interval());
        assertEquals(61_000, at(0, 59, 120, 182).interval());
        assertEquals(60_000, at(0, 60, 180).interval());
        assertThrown(
                UnsuitableSeriesException.class,
                "the sampling interval of a series with a single time is unknown; give an interval, or a series of at"
                        + " least two times",
                () -> at(5, 5, 5).interval());
    }

    @Test
    void isImmutable() {
        long[] times = {2, 1};
        double[] values = {20, 10};
        TimeSeries series = TimeSeries.ofMillis(times, values);
        times[0] = 99;
        values[0] = 99;
        series.times()[0] = 99;
        series.values()[0] = 99;
        series.values("value")[0] = 99;
        assertArrayEquals(new long[] {1, 2}, series.times());
        assertArrayEquals(new double[] {10, 20}, series.values());
        assertEquals("2", series.format(2));
        assertEquals("2", TimeSeries.of(new long[] {1}, new double[] {1}).format(2000));
    }

    @Test
    void refusesWhatIsNoSeries() {
        refused("a series needs at least one sample, this one is empty", () -> at());
        refused(
                "2 times do not go with 1 value; give one value for each time, NaN for a gap",
                () -> TimeSeries.of(new long[2], new double[1]));
        refused(
                "the value at index 1 of column 'value' is infinite; a gap is NaN",
                () -> TimeSeries.of(new long[2], new double[] {1, Double.NEGATIVE_INFINITY}));
        refused(
                "the time at index 1, 1404172800000, is not in seconds since 1970 (for milliseconds there is ofMillis)",
                () -> at(1, 1404172800000L));
        for (long time : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 100_000_000_000_001L}) {
            assertThrown(
                    UnsuitableSeriesException.class,
                    "the time at index 0, " + time + ", lies beyond the year 5000; times are milliseconds since 1970,"
                            + " nothing finer",
                    () -> TimeSeries.ofMillis(new long[] {time}, new double[1]));
        }
        refused(
                "the time at index 0, -9223372036854775808, is not in seconds since 1970 (for milliseconds there is"
                        + " ofMillis)",
                () -> at(Long.MIN_VALUE));
    }
}
