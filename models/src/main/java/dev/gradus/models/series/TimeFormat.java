package dev.gradus.models.series;

import dev.gradus.engine.io.Quoted;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the times of a file are written, so that results can be written the same way. Recognised are
 * <ul>
 *   <li>seconds since 1970-01-01 UTC, {@code 1404172800}, also with decimals down to the millisecond;
 *   <li>milliseconds since then, {@code 1404172800000} (a number of {@value #MILLIS_FROM} or more: as seconds it would
 *       lie beyond the year 5000);
 *   <li>ISO 8601 dates {@code 2014-07-01}, and dates with a time, {@code 2014-07-01 00:00[:00[.000]]} with a blank or a
 *       {@code T}, which may end in {@code Z} or an offset such as {@code +02:00}.
 * </ul>
 * A text without offset is read in the zone that the caller names. Where the clocks go back, its time is ambiguous and
 * the earlier moment is meant; where they go forward, a time that never was moves forward with them. Immutable.
 */
public final class TimeFormat {
    /** Numbers from here on are milliseconds. */
    static final long MILLIS_FROM = 100_000_000_000L;

    /** Times beyond this many milliseconds from 1970 (the year 5138) are refused: most likely microseconds. */
    public static final long LAST_MILLIS = 100_000_000_000_000L;

    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:([T ])(\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s?(Z|[+-]\\d{2}(?::?\\d{2})?)?)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(?:\\.\\d{0,20})?(?:[eE][+]?\\d{1,2})?");

    private enum Kind {
        SECONDS,
        MILLIS,
        TEXT
    }

    private final Kind kind;
    /** The zone of a text without offset; the offset of one that has it. */
    private final ZoneId zone;
    /** What a text looks like; null for numbers. */
    private final Layout layout;

    /** The outward form of a text: {@code offset} is null (none), {@code "Z"} or a sample such as {@code "+02:00"}. */
    private record Layout(boolean dateOnly, char separator, boolean seconds, int fraction, String offset) {}

    private TimeFormat(Kind kind, ZoneId zone, Layout layout) {
        this.kind = kind;
        this.zone = zone;
        this.layout = layout;
    }

    /** Seconds since 1970-01-01 UTC. */
    public static TimeFormat epochSeconds() {
        return new TimeFormat(Kind.SECONDS, ZoneOffset.UTC, null);
    }

    /** Milliseconds since 1970-01-01 UTC. */
    public static TimeFormat epochMillis() {
        return new TimeFormat(Kind.MILLIS, ZoneOffset.UTC, null);
    }

    /**
     * The format in which a sample is written.
     *
     * @param sample a time in one of the forms above
     * @param zone   where the clock hangs that wrote a text without offset
     * @throws IllegalArgumentException if the sample is not a time
     */
    public static TimeFormat of(String sample, ZoneId zone) {
        Objects.requireNonNull(sample, "the time to read is null");
        Objects.requireNonNull(zone, "the zone of times without offset is null");
        String text = sample.strip();
        if (NUMBER.matcher(text).matches()) {
            boolean millis = new BigDecimal(text).abs().compareTo(BigDecimal.valueOf(MILLIS_FROM)) >= 0;
            TimeFormat format = millis ? epochMillis() : epochSeconds();
            format.parse(text);
            return format;
        }
        Matcher m = ISO.matcher(text);
        if (!m.matches()) {
            throw notATime(sample, null);
        }
        boolean dateOnly = m.group(4) == null;
        String offset = m.group(9);
        String fraction = m.group(8);
        Layout layout = new Layout(
                dateOnly,
                dateOnly ? ' ' : m.group(4).charAt(0),
                dateOnly || m.group(7) != null,
                fraction == null ? 0 : Math.min(3, fraction.length()),
                offset);
        millis(m, sample, zone);
        return new TimeFormat(Kind.TEXT, offset == null ? zone : ZoneOffset.of(offset), layout);
    }

    /** Whether a text is a time in any of the recognised forms. */
    static boolean recognises(String text) {
        try {
            of(text, ZoneOffset.UTC);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Reads a time of this kind; texts may differ in their details (one with seconds, another without).
     *
     * @return milliseconds since 1970-01-01 UTC
     * @throws IllegalArgumentException if the text is not a time of this kind; the message says what is expected
     */
    public long parse(String text) {
        String stripped =
                Objects.requireNonNull(text, "the time to read is null").strip();
        if (kind == Kind.TEXT) {
            Matcher m = ISO.matcher(stripped);
            if (!m.matches()) {
                throw notATime(text, null);
            }
            return millis(m, text, zone);
        }
        if (!NUMBER.matcher(stripped).matches()) {
            throw notATime(text, null);
        }
        BigDecimal number = new BigDecimal(stripped);
        if (kind == Kind.SECONDS && number.abs().compareTo(BigDecimal.valueOf(MILLIS_FROM)) >= 0) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " looks like milliseconds, but the times before it are in seconds");
        }
        BigDecimal millis = kind == Kind.SECONDS ? number.movePointRight(3) : number;
        if (millis.abs().compareTo(BigDecimal.valueOf(LAST_MILLIS)) > 0) {
            throw new IllegalArgumentException(Quoted.of(text)
                    + " lies beyond the year 5000: times are seconds or milliseconds since 1970, nothing finer");
        }
        try {
            return millis.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(Quoted.of(text) + " is finer than a millisecond; round it", e);
        }
    }

    /**
     * Writes a moment, given in milliseconds since 1970-01-01 UTC, in this format; with more digits where it needs
     * them.
     */
    public String format(long millis) {
        switch (kind) {
            case MILLIS:
                return Long.toString(millis);
            case SECONDS:
                return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
            default:
                return text(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone));
        }
    }

    /** Whether times are written as numbers. */
    public boolean isNumber() {
        return kind != Kind.TEXT;
    }

    /** Where the clock hangs that the times are read off: UTC for numbers. */
    public ZoneId zone() {
        return zone;
    }

    private String text(LocalDateTime time) {
        StringBuilder out = new StringBuilder(DateTimeFormatter.ISO_LOCAL_DATE.format(time));
        boolean midnight = time.toLocalTime().toNanoOfDay() == 0;
        if (layout.dateOnly && midnight) {
            return out.toString();
        }
        int milli = time.getNano() / 1_000_000;
        out.append(layout.separator).append(String.format(Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute()));
        if (layout.seconds || time.getSecond() != 0 || milli != 0) {
            out.append(String.format(Locale.ROOT, ":%02d", time.getSecond()));
        }
        int digits = milli == 0
                ? layout.fraction
                : Math.max(layout.fraction, milli % 10 != 0 ? 3 : milli % 100 != 0 ? 2 : 1);
        if (digits > 0) {
            out.append('.').append(String.format(Locale.ROOT, "%03d", milli), 0, digits);
        }
        return layout.offset == null
                ? out.toString()
                : out.append(layout.offset).toString();
    }

    private static long millis(Matcher m, String text, ZoneId zone) {
        try {
            LocalDateTime time = LocalDate.of(number(m, 1), number(m, 2), number(m, 3))
                    .atTime(number(m, 5), number(m, 6), number(m, 7));
            ZoneId where = m.group(9) == null ? zone : ZoneOffset.of(m.group(9));
            long millis = time.atZone(where).toEpochSecond() * 1000;
            String fraction = m.group(8);
            return fraction == null ? millis : millis + Integer.parseInt((fraction + "00").substring(0, 3));
        } catch (DateTimeException e) {
            throw notATime(text, e);
        }
    }

    private static int number(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static IllegalArgumentException notATime(String text, Exception cause) {
        String reason = text.isBlank() ? "the time is missing" : Quoted.of(text) + " is not a time";
        return new IllegalArgumentException(
                reason + " (expected seconds or milliseconds since 1970, or a date such as 2014-07-01 00:30:00)",
                cause);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeFormat that
                && kind == that.kind
                && zone.equals(that.zone)
                && Objects.equals(layout, that.layout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, zone, layout);
    }

    @Override
    public String toString() {
        return kind == Kind.TEXT
                ? "times like " + format(0)
                : kind == Kind.SECONDS ? "epoch seconds" : "epoch milliseconds";
    }
}
