package dev.gradus.models.series;

import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    private static final String EXPECTED =
            " (expected seconds or milliseconds since 1970, or a date such as 2014-07-01 00:30:00)";

    @ParameterizedTest
    @CsvSource({
        "1404172800, 2014-07-01T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "-60, 1969-12-31T23:59:00Z",
        "1404172800.25, 2014-07-01T00:00:00.250Z",
        "1404172800250, 2014-07-01T00:00:00.250Z",
        "2014-07-01, 2014-07-01T00:00:00Z",
        "2014-07-01 00:30, 2014-07-01T00:30:00Z",
        "2014-07-01 00:30:05, 2014-07-01T00:30:05Z",
        "2014-07-01T00:30:05, 2014-07-01T00:30:05Z",
        "2014-07-01 00:30:05.1, 2014-07-01T00:30:05.100Z",
        "2014-07-01 00:30:05.125, 2014-07-01T00:30:05.125Z",
        "2014-07-01T00:00:00Z, 2014-07-01T00:00:00Z",
        "2014-07-01T00:00:00+02:00, 2014-06-30T22:00:00Z",
        "2014-07-01T00:00:00-0530, 2014-07-01T05:30:00Z",
        "2014-07-01 00:00:00+02, 2014-06-30T22:00:00Z",
        "1969-12-31T23:59:59.500Z, 1969-12-31T23:59:59.500Z"
    })
    void readsAndWritesTheSameText(String text, String instant) {
        TimeFormat format = TimeFormat.of(text, ZoneOffset.UTC);
        assertEquals(Instant.parse(instant).toEpochMilli(), format.parse(text));
        assertEquals(text, format.format(format.parse(text)));
        assertTrue(TimeFormat.recognises(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1404172800.0, 1404172800",
        "1.4041728e9, 1404172800",
        "' 1404172800 ', 1404172800",
        "'2014-07-01 00:30:05,125', 2014-07-01 00:30:05.125",
        "2014-07-01 00:30:05.125999, 2014-07-01 00:30:05.125"
    })
    void readsAndWritesPlainer(String text, String plain) {
        TimeFormat format = TimeFormat.of(text, ZoneOffset.UTC);
        assertEquals(plain, format.format(format.parse(text)));
    }

    @Test
    void writesMoreDigitsThanTheSampleWhereTheyAreNeeded() {
        long halfPastTwelve = Instant.parse("2014-07-01T12:30:00Z").toEpochMilli();
        assertEquals(
                "2014-07-01 12:30:00",
                TimeFormat.of("2014-07-01", ZoneOffset.UTC).format(halfPastTwelve));
        TimeFormat minutes = TimeFormat.of("2014-07-01T00:00Z", ZoneOffset.UTC);
        assertEquals("2014-07-01T12:30Z", minutes.format(halfPastTwelve));
        assertEquals("2014-07-01T12:30:01Z", minutes.format(halfPastTwelve + 1000));
        assertEquals("2014-07-01T12:30:00.5Z", minutes.format(halfPastTwelve + 500));
        assertEquals("2014-07-01T12:30:00.05Z", minutes.format(halfPastTwelve + 50));
        assertEquals("2014-07-01T12:30:00.005Z", minutes.format(halfPastTwelve + 5));
        assertEquals("0.5", TimeFormat.epochSeconds().format(500));
        assertEquals("1000", TimeFormat.epochSeconds().format(1_000_000));
    }

    @Test
    void timeWithoutOffsetIsReadInTheZone() {
        ZoneId madrid = ZoneId.of("Europe/Madrid");
        TimeFormat format = TimeFormat.of("2014-07-01 00:00:00", madrid);
        assertEquals(Instant.parse("2014-06-30T22:00:00Z").toEpochMilli(), format.parse("2014-07-01 00:00:00"));
        assertEquals(Instant.parse("2014-12-31T23:00:00Z").toEpochMilli(), format.parse("2015-01-01 00:00:00"));
        assertEquals("2014-07-01 00:00:00", format.format(format.parse("2014-07-01 00:00:00")));
        // One hour never was, and one was twice: forward, and the earlier.
        assertEquals(Instant.parse("2015-03-29T01:30:00Z").toEpochMilli(), format.parse("2015-03-29 02:30:00"));
        assertEquals(Instant.parse("2015-10-25T00:30:00Z").toEpochMilli(), format.parse("2015-10-25 02:30:00"));
        // An offset in the text outweighs the zone.
        assertEquals(0, TimeFormat.of("1970-01-01T00:00:00Z", madrid).parse("1970-01-01T00:00:00Z"));
    }

    @Test
    void secondsAndMillisecondsAreToldApartBySize() {
        assertEquals(TimeFormat.epochSeconds(), TimeFormat.of("99999999999", ZoneOffset.UTC));
        assertEquals(TimeFormat.epochMillis(), TimeFormat.of("100000000000", ZoneOffset.UTC));
        assertEquals(5, TimeFormat.epochMillis().parse("5"));
        refused(
                "'1404172800000' looks like milliseconds, but the times before it are in seconds",
                () -> TimeFormat.epochSeconds().parse("1404172800000"));
        refused(
                "'1404172800000000' lies beyond the year 5000: times are seconds or milliseconds since 1970, nothing"
                        + " finer",
                () -> TimeFormat.of("1404172800000000", ZoneOffset.UTC));
        refused("'0.0005' is finer than a millisecond; round it", () -> TimeFormat.of("0.0005", ZoneOffset.UTC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "2014-02-30",
                "2014-13-01",
                "2014-07-01 25:00:00",
                "2014-07-01 00:00:00+99:00",
                "01.07.2014",
                "1e",
                "0x10",
                "NaN",
                "2014-07-01 00",
                "2014-7-1",
                "--5",
                "1e999"
            })
    void refusesWhatIsNoTime(String text) {
        refused("'" + text + "' is not a time" + EXPECTED, () -> TimeFormat.of(text, ZoneOffset.UTC));
        assertFalse(TimeFormat.recognises(text));
    }

    @Test
    void refusesAnotherKindThanTheFirst() {
        refused("the time is missing" + EXPECTED, () -> TimeFormat.of(" ", ZoneOffset.UTC));
        refused(
                "'5' is not a time" + EXPECTED,
                () -> TimeFormat.of("2014-07-01", ZoneOffset.UTC).parse("5"));
        refused(
                "'2014-07-01' is not a time" + EXPECTED,
                () -> TimeFormat.epochSeconds().parse("2014-07-01"));
    }

    @Test
    void formatsAreValues() {
        TimeFormat format = TimeFormat.of("2014-07-01", ZoneOffset.UTC);
        assertEquals(format, TimeFormat.of("2015-07-01", ZoneOffset.UTC));
        assertEquals(
                format.hashCode(), TimeFormat.of("2015-07-01", ZoneOffset.UTC).hashCode());
        assertNotEquals(format, TimeFormat.of("2015-07-01", ZoneId.of("Europe/Madrid")));
        assertNotEquals(format, TimeFormat.epochSeconds());
        assertEquals("times like 1970-01-01", format.toString());
        assertEquals("epoch seconds", TimeFormat.epochSeconds().toString());
        assertEquals("epoch milliseconds", TimeFormat.epochMillis().toString());
    }
}
