package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeSeries;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BuiltInSeriesTest {
    private final TimeSeries series = BuiltInSeries.series();

    @Test
    void isThreeWeeksOfHalfHours() {
        assertEquals(21 * 48, series.length());
        assertEquals(30 * 60 * 1000, series.interval());
        assertEquals("2024-03-04 00:00", series.format(series.time(0)));
        assertTrue(Arrays.stream(series.values()).allMatch(v -> v > 0 && v < 150));
    }

    @Test
    void hasTheSameBitsEverywhere() {
        assertEquals(1128164246, Arrays.hashCode(series.values()));
    }

    @Test
    void itsLabelsLieInItsTime() {
        for (Interval label : BuiltInSeries.labels()) {
            assertTrue(label.start() > series.time(0) && label.end() < series.time(series.length() - 1));
        }
    }
}
