package dev.gradus.models.series;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Values measured over time: one or several named columns over common times, in milliseconds since 1970-01-01 UTC.
 * Rows are in ascending order of time, whatever order they came in; rows of the same time keep the order in which they
 * came, and {@link Aggregation} averages them into one bin. A gap is NaN; no value is infinite. Immutable: arrays are copied
 * on the way in and on the way out.
 */
public final class TimeSeries {
    private final TimeFormat format;
    private final long[] times;
    private final List<String> names;
    private final double[][] columns;

    /**
     * Takes the arrays over, sorting them; the caller lets go of them. Shapes: times {@code [length]}, columns
     * {@code [names, length]}.
     */
    TimeSeries(TimeFormat format, long[] times, List<String> names, double[][] columns) {
        if (times.length == 0) {
            throw new UnsuitableSeriesException("a series needs at least one sample, this one is empty");
        }
        boolean sorted = true;
        for (int i = 0; i < times.length; i++) {
            if (times[i] < -TimeFormat.LAST_MILLIS || times[i] > TimeFormat.LAST_MILLIS) {
                throw new UnsuitableSeriesException("the time at index " + i + ", " + times[i]
                        + ", lies beyond the year 5000; times are milliseconds since 1970, nothing finer");
            }
            sorted &= i == 0 || times[i - 1] <= times[i];
        }
        for (int c = 0; c < columns.length; c++) {
            for (int i = 0; i < times.length; i++) {
                if (Double.isInfinite(columns[c][i])) {
                    throw new UnsuitableSeriesException(
                            "the value at index " + i + " of column '" + names.get(c) + "' is infinite; a gap is NaN");
                }
            }
        }
        this.format = format;
        this.names = List.copyOf(names);
        if (sorted) {
            this.times = times;
            this.columns = columns;
        } else {
            int[] order = IntStream.range(0, times.length)
                    .boxed()
                    .sorted(Comparator.comparingLong(i -> times[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            this.times = Arrays.stream(order).mapToLong(i -> times[i]).toArray();
            this.columns = Arrays.stream(columns)
                    .map(column ->
                            Arrays.stream(order).mapToDouble(i -> column[i]).toArray())
                    .toArray(double[][]::new);
        }
    }

    /**
     * A series of one column, "value".
     *
     * @param epochSeconds times in seconds since 1970-01-01 UTC, {@code [length]}, in any order
     * @param values       the values, {@code [length]}; NaN is a gap
     * @throws UnsuitableSeriesException if there is no row, a time lies beyond the year 5000 or a value is infinite
     * @throws IllegalArgumentException  if there are not as many values as times
     */
    public static TimeSeries of(long[] epochSeconds, double[] values) {
        Objects.requireNonNull(epochSeconds, "the times are null");
        long[] millis = new long[epochSeconds.length];
        for (int i = 0; i < millis.length; i++) {
            long last = TimeFormat.LAST_MILLIS / 1000;
            if (epochSeconds[i] < -last || epochSeconds[i] > last) {
                throw new UnsuitableSeriesException("the time at index " + i + ", " + epochSeconds[i]
                        + ", is not in seconds since 1970 (for milliseconds there is ofMillis)");
            }
            millis[i] = epochSeconds[i] * 1000;
        }
        return univariate(TimeFormat.epochSeconds(), millis, values);
    }

    /** As {@link #of(long[], double[])}, with times in milliseconds since 1970-01-01 UTC. */
    public static TimeSeries ofMillis(long[] epochMillis, double[] values) {
        return univariate(
                TimeFormat.epochMillis(),
                Objects.requireNonNull(epochMillis, "the times are null").clone(),
                values);
    }

    /**
     * A series of several columns.
     *
     * @param epochMillis times in milliseconds since 1970-01-01 UTC, {@code [length]}, in any order
     * @param names       of the columns, each another
     * @param columns     the values, {@code [names][length]}; NaN is a gap
     * @throws UnsuitableSeriesException if there is no row, a time lies beyond the year 5000 or a value is infinite
     * @throws IllegalArgumentException  if there is no name, two are the same, or lengths differ
     */
    public static TimeSeries ofMillis(long[] epochMillis, String[] names, double[][] columns) {
        Objects.requireNonNull(epochMillis, "the times are null");
        Objects.requireNonNull(names, "the names of the columns are null");
        Objects.requireNonNull(columns, "the values are null");
        if (names.length == 0 || names.length != columns.length) {
            throw new IllegalArgumentException(CsvFile.count(names.length, "name") + " do not go with "
                    + CsvFile.count(columns.length, "column") + "; give one for each, of one column at least");
        }
        double[][] copies = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            Objects.requireNonNull(names[c], "the name of a column is null");
            Objects.requireNonNull(columns[c], "the values are null");
            if (Arrays.asList(names).indexOf(names[c]) < c) {
                throw new IllegalArgumentException("two columns are named '" + names[c] + "'");
            }
            if (columns[c].length != epochMillis.length) {
                throw new IllegalArgumentException(epochMillis.length + " times do not go with "
                        + CsvFile.count(columns[c].length, "value") + " of column '" + names[c]
                        + "'; give one value for each time, NaN for a gap");
            }
            copies[c] = columns[c].clone();
        }
        return new TimeSeries(TimeFormat.epochMillis(), epochMillis.clone(), List.of(names), copies);
    }

    private static TimeSeries univariate(TimeFormat format, long[] millis, double[] values) {
        Objects.requireNonNull(values, "the values are null");
        if (millis.length != values.length) {
            throw new IllegalArgumentException(millis.length + " times do not go with "
                    + CsvFile.count(values.length, "value") + "; give one value for each time, NaN for a gap");
        }
        return new TimeSeries(format, millis, List.of("value"), new double[][] {values.clone()});
    }

    /** Reads a CSV file; times without offset are UTC. See {@link #readCsv(Path, ZoneId)}. */
    public static TimeSeries readCsv(Path path) throws IOException {
        return readCsv(path, ZoneOffset.UTC);
    }

    /**
     * Reads a CSV file in UTF-8, separated by commas, semicolons or tabs, with or without a header. The times are in
     * the column named {@code timestamp}, {@code time}, {@code date}, {@code datetime} or {@code ds}, else in the
     * first; in the forms that {@link TimeFormat} lists. All other columns hold numbers with a decimal point; an empty
     * cell, {@code NaN}, {@code NA}, {@code N/A} and {@code null} are gaps.
     *
     * @param zone where times without offset were written
     * @throws java.nio.file.NoSuchFileException if the file is not there
     * @throws MalformedDataException            if its content is not as above, or more than fits into memory; the
     *                                           message names line and column
     * @throws IOException                       if it cannot be read
     */
    public static TimeSeries readCsv(Path path, ZoneId zone) throws IOException {
        return SeriesReader.read(path, zone);
    }

    /** Number of rows. */
    public int length() {
        return times.length;
    }

    /** Names of the columns of values. */
    public List<String> names() {
        return names;
    }

    /** The time of a row, in milliseconds since 1970-01-01 UTC. */
    public long time(int row) {
        if (row < 0 || row >= times.length) {
            throw new IndexOutOfBoundsException("there is no row " + row + "; the series has " + times.length);
        }
        return times[row];
    }

    /** The times of all rows, {@code [length]}, in milliseconds since 1970-01-01 UTC. */
    public long[] times() {
        return times.clone();
    }

    /**
     * The values of the only column, {@code [length]}; NaN is a gap.
     *
     * @throws UnsuitableSeriesException if there are several columns
     */
    public double[] values() {
        requireSingle();
        return columns[0].clone();
    }

    /**
     * The values of a column, {@code [length]}; NaN is a gap.
     *
     * @throws UnsuitableSeriesException if there is no such column; the message lists those that there are
     */
    public double[] values(String name) {
        return columns[indexOf(name)].clone();
    }

    /**
     * The series of one column alone.
     *
     * @throws UnsuitableSeriesException if there is no such column; the message lists those that there are
     */
    public TimeSeries column(String name) {
        return column(indexOf(name));
    }

    /** The series of one column alone, counted from 0. */
    public TimeSeries column(int index) {
        if (index < 0 || index >= columns.length) {
            throw new UnsuitableSeriesException("there is no column " + index + "; the series has "
                    + CsvFile.count(columns.length, "column") + " " + names + ", counted from 0");
        }
        return new TimeSeries(format, times, List.of(names.get(index)), new double[][] {columns[index]});
    }

    /**
     * The series of some columns, in the order of their names.
     *
     * @throws UnsuitableSeriesException if one is not there; the message lists those that there are
     * @throws IllegalArgumentException  if there is no name
     */
    public TimeSeries columns(String... chosen) {
        Objects.requireNonNull(chosen, "the names of the columns are null");
        if (chosen.length == 0) {
            throw new IllegalArgumentException("no column is named; the series has " + names);
        }
        double[][] some =
                Arrays.stream(chosen).map(name -> columns[indexOf(name)]).toArray(double[][]::new);
        return new TimeSeries(format, times, List.of(chosen), some);
    }

    /** @throws UnsuitableSeriesException if there are several columns */
    public void requireSingle() {
        if (columns.length != 1) {
            throw new UnsuitableSeriesException(
                    "the series has " + columns.length + " columns " + names + ": choose one with column(name)");
        }
    }

    private int indexOf(String name) {
        int index = names.indexOf(Objects.requireNonNull(name, "the name of the column is null"));
        if (index < 0) {
            throw new UnsuitableSeriesException("there is no column '" + name + "'; the series has " + names);
        }
        return index;
    }

    /**
     * The usual distance between successive samples in milliseconds: the (lower) median of the positive ones, which
     * neither gaps nor duplicates nor a little jitter move.
     *
     * @throws UnsuitableSeriesException if all times are the same
     */
    public long interval() {
        long[] steps = IntStream.range(1, times.length)
                .mapToLong(i -> times[i] - times[i - 1])
                .filter(step -> step > 0)
                .sorted()
                .toArray();
        if (steps.length == 0) {
            throw new UnsuitableSeriesException("the sampling interval of a series with a single time is unknown; give"
                    + " an interval, or a series of at least two times");
        }
        return steps[(steps.length - 1) / 2];
    }

    /** How the times were written where the series came from. */
    public TimeFormat timeFormat() {
        return format;
    }

    /** The same series, its times to be written in another format. */
    public TimeSeries withTimeFormat(TimeFormat other) {
        return new TimeSeries(Objects.requireNonNull(other, "the format of the times is null"), times, names, columns);
    }

    /** Writes a moment, in milliseconds since 1970-01-01 UTC, as the times of the source were written. */
    public String format(long millis) {
        return format.format(millis);
    }

    @Override
    public String toString() {
        return "TimeSeries " + names + ", " + times.length + " rows from " + format(times[0]) + " to "
                + format(times[times.length - 1]);
    }
}
