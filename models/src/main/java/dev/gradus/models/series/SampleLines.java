package dev.gradus.models.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Reads the samples of a stream from lines of CSV as {@link TimeSeries#readCsv} has them, one line after the other: separated by
 * commas, semicolons or tabs, whichever the first line has most of, with or without a header. Each sample is a line of its own. A
 * line that makes no sense is refused, and the next is read as if it had not been there. For one thread at a time.
 */
public final class SampleLines {
    /**
     * A sample.
     *
     * @param time   in milliseconds since 1970-01-01 UTC
     * @param values of the columns that were asked for, NaN for gaps
     */
    public record Sample(long time, double[] values) {}

    private final ZoneId zone;
    private final List<String> wanted;
    private char separator;
    private List<String> first;
    private SeriesColumns columns;
    private int[] cells;
    private TimeFormat format;

    /**
     * @param zone   where times without offset were written
     * @param wanted names of the columns whose values are asked for, found by the header or, where there is none, all there are in
     *               this order; empty for the only one, whatever its name
     */
    public SampleLines(ZoneId zone, List<String> wanted) {
        this.zone = Objects.requireNonNull(zone, "the zone of times without offset is null");
        this.wanted = List.copyOf(Objects.requireNonNull(wanted, "the names of the columns are null"));
    }

    /** How the times are written; {@code null} before the first sample. */
    public TimeFormat timeFormat() {
        return format;
    }

    /**
     * Reads a line, without its end.
     *
     * @return the sample; {@code null} where it is blank or a header, the same header as before included
     * @throws MalformedDataException    if it is not what it should be; the next line may be
     * @throws UnsuitableSeriesException if no line can be, as the columns that are asked for are not there
     */
    public Sample read(String line) {
        Objects.requireNonNull(line, "the line is null");
        String text = first == null && line.startsWith("\uFEFF") ? line.substring(1) : line;
        if (text.isBlank()) {
            return null;
        }
        List<String> row = row(text);
        if (first == null) {
            begin(row);
        }
        if (columns.header() && row.equals(first)) {
            return null;
        }
        if (row.size() != first.size()) {
            throw new MalformedDataException(
                    "has " + CsvFile.count(row.size(), "column") + " where the first line has " + first.size());
        }
        double[] values = new double[cells.length];
        for (int i = 0; i < cells.length; i++) {
            values[i] =
                    number(row.get(columns.cellOf(cells[i])), columns.names().get(cells[i]));
        }
        return new Sample(time(row.get(columns.timeColumn())), values);
    }

    private List<String> row(String line) {
        char by = first == null ? TextFile.separator(line) : separator;
        separator = by;
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().fieldSeparator(by).allowUnclosedQuote(false).ofCsvRecord(line)) {
            return reader.iterator().next().getFields().stream()
                    .map(String::strip)
                    .toList();
        } catch (CsvParseException e) {
            throw new MalformedDataException("is not CSV; is a quote not closed?", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    private void begin(List<String> row) {
        if (row.size() < 2) {
            throw new MalformedDataException(SeriesColumns.ONE_COLUMN);
        }
        SeriesColumns found;
        try {
            found = SeriesColumns.of(row);
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(e.getMessage(), e);
        }
        cells = cells(found);
        columns = found;
        first = row;
    }

    private int[] cells(SeriesColumns found) {
        List<String> names = found.names();
        int count = Math.max(1, wanted.size());
        if (wanted.isEmpty() || !found.header()) {
            if (names.size() != count) {
                throw new UnsuitableSeriesException("the lines have " + CsvFile.count(names.size(), "column")
                        + " of values" + (found.header() ? " " + names : "") + ", needed "
                        + (count == 1 ? "is one" : "are " + wanted)
                        + "; leave out the others" + (wanted.isEmpty() ? "" : ", or name them in a header"));
            }
            int[] all = new int[count];
            Arrays.setAll(all, i -> i);
            return all;
        }
        for (String name : wanted) {
            if (!names.contains(name)) {
                throw new UnsuitableSeriesException("there is no column '" + name + "'; the header has " + names);
            }
        }
        return wanted.stream().mapToInt(names::indexOf).toArray();
    }

    private long time(String cell) {
        try {
            TimeFormat by = format == null ? TimeFormat.of(cell, zone) : format;
            long time = by.parse(cell);
            format = by;
            return time;
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException("column '" + columns.timeName() + "': " + e.getMessage(), e);
        }
    }

    private static double number(String cell, String name) {
        try {
            return SeriesColumns.number(cell);
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException("column '" + name + "': " + e.getMessage(), e);
        }
    }
}
