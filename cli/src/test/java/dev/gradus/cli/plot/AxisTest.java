package dev.gradus.cli.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {
    private static final long START = Instant.parse("2024-03-04T05:17:00Z").toEpochMilli();

    @ParameterizedTest
    @ValueSource(longs = {30, 3_000, 90_000, 1_000_000, 10_000_000, 200_000_000, 3_000_000_000L})
    void ticksOfTimeKeepTheirDistance(long seconds) {
        TimeAxis axis = new TimeAxis(START, START + seconds * 1000, ZoneOffset.UTC, 0, 1400);
        List<TimeAxis.Tick> ticks = axis.ticks(100);
        assertTrue(ticks.size() >= 2 && ticks.size() <= 15, ticks.toString());
        for (int i = 1; i < ticks.size(); i++) {
            // The months of a calendar differ in length.
            assertTrue(ticks.get(i).x() - ticks.get(i - 1).x() > 85, ticks.toString());
        }
        assertTrue(ticks.get(0).x() >= 0 && ticks.get(ticks.size() - 1).x() <= 1400, ticks.toString());
    }

    @Test
    void ticksOfTimeAreRoundAndNameTheDayOnce() {
        TimeAxis axis = new TimeAxis(START, START + 24 * 3_600_000L, ZoneOffset.UTC, 0, 700);
        List<TimeAxis.Tick> ticks = axis.ticks(150);
        assertEquals(
                List.of("06:00", "12:00", "18:00", "00:00"),
                ticks.stream().map(TimeAxis.Tick::label).toList());
        assertEquals(
                List.of("4 Mar 2024", "", "", "5 Mar 2024"),
                ticks.stream().map(TimeAxis.Tick::context).toList());
    }

    @Test
    void ticksOfValuesAreRound() {
        assertEquals(List.of("0", "10", "20", "30"), labels(new ValueAxis(-2, 34, 0, 100), 4));
        assertEquals(List.of("0.0", "0.2", "0.4"), labels(new ValueAxis(0, 0.5, 0, 100), 4));
        assertEquals(List.of("0", "10,000", "20,000"), labels(new ValueAxis(0, 29_000, 0, 100), 4));
        assertEquals(List.of("0 m", "10 m", "20 m", "30 m", "40 m"), labels(new ValueAxis(0, 4e7, 0, 100), 4));
    }

    @Test
    void aConstantSeriesHasAnAxis() {
        ValueAxis axis = new ValueAxis(5, 5, 0, 100);
        assertEquals(50, axis.y(5));
        assertTrue(axis.ticks(4).size() > 1);
    }

    private static List<String> labels(ValueAxis axis, int count) {
        return axis.ticks(count).stream().map(ValueAxis.Tick::label).toList();
    }
}
