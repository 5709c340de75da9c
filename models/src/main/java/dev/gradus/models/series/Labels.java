package dev.gradus.models.series;

import dev.gradus.engine.io.Quoted;
import dev.gradus.models.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Known anomalies of a series, read from a CSV file of intervals: {@code start,end}, or {@code signal,start,end} for
 * several series in one file. Under a header with these names the columns may stand in any order and among others.
 */
public final class Labels {
    private final CsvFile file;
    private final boolean header;
    private final int signal;
    private final int start;
    private final int end;

    private Labels(CsvFile file) {
        this.file = file;
        List<String> first = file.first().cells().stream()
                .map(cell -> cell.toLowerCase(Locale.ROOT))
                .toList();
        if (first.contains("start") && first.contains("end")) {
            header = true;
            signal = first.indexOf("signal");
            start = first.indexOf("start");
            end = first.indexOf("end");
            return;
        }
        if (first.size() != 2 && first.size() != 3) {
            throw file.error(
                    "has " + CsvFile.count(first.size(), "column") + "; expected 'start,end' or 'signal,start,end'");
        }
        start = first.size() - 2;
        end = start + 1;
        signal = start - 1;
        header = !TimeFormat.recognises(first.get(start)) && !TimeFormat.recognises(first.get(end));
    }

    /** Reads a file of the form {@code start,end}; times without offset are UTC. */
    public static List<Interval> readCsv(Path path) throws IOException {
        return readCsv(path, null, ZoneOffset.UTC);
    }

    /** Reads the rows of one signal; times without offset are UTC. */
    public static List<Interval> readCsv(Path path, String signal) throws IOException {
        return readCsv(path, signal, ZoneOffset.UTC);
    }

    /**
     * Reads intervals in the order of the file. A file that has rows, but none for the signal, gives an empty list: a
     * series without anomaly is no mistake.
     *
     * @param signal which rows of a file with a column of signals to take ({@link #signalOf} for a series' file);
     *               ignored for a file without; null where there is no such column
     * @param zone   where times without offset were written
     * @throws java.nio.file.NoSuchFileException if the file is not there
     * @throws MalformedDataException            if its content is not as described; the message names line and column
     */
    public static List<Interval> readCsv(Path path, String signal, ZoneId zone) throws IOException {
        Objects.requireNonNull(zone, "the zone of times without offset is null");
        return CsvFile.read(path, file -> new Labels(file).intervals(signal, zone));
    }

    /** The signal that a series' file holds by convention: the name of the file without its extension. */
    public static String signalOf(Path seriesFile) {
        Objects.requireNonNull(seriesFile, "the file of the series is null");
        String name = String.valueOf(seriesFile.getFileName() == null ? seriesFile : seriesFile.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private List<Interval> intervals(String wanted, ZoneId zone) {
        if (signal >= 0 && wanted == null) {
            throw file.error("has labels of several signals: say whose are wanted");
        }
        List<Interval> result = new ArrayList<>();
        for (CsvRow row = header ? file.next() : file.first(); row != null; row = file.next()) {
            long from = time(row, start, "start", zone);
            long to = time(row, end, "end", zone);
            if (to < from) {
                throw row.error("end", Quoted.of(row.cell(end)) + " lies before the start");
            }
            if (signal < 0 || row.cell(signal).equals(wanted)) {
                result.add(new Interval(from, to));
            }
        }
        return List.copyOf(result);
    }

    private static long time(CsvRow row, int column, String name, ZoneId zone) {
        String cell = row.cell(column);
        try {
            return TimeFormat.of(cell, zone).parse(cell);
        } catch (IllegalArgumentException e) {
            throw row.error(name, e.getMessage());
        }
    }
}
