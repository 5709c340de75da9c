package dev.gradus.models.series;

import dev.gradus.models.Interval;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Known anomalies of a series, read from a CSV file of intervals: {@code start,end}, or {@code signal,start,end} for
 * several series in one file. Under a header with these names the columns may stand in any order and among others.
 */
public final class Labels {
    private final CsvTable table;
    private final boolean header;
    private final int signal;
    private final int start;
    private final int end;

    private Labels(CsvTable table) {
        this.table = table;
        List<String> first =
                table.row(0).stream().map(cell -> cell.toLowerCase(Locale.ROOT)).toList();
        if (first.contains("start") && first.contains("end")) {
            header = true;
            signal = first.indexOf("signal");
            start = first.indexOf("start");
            end = first.indexOf("end");
            return;
        }
        if (table.columns() != 2 && table.columns() != 3) {
            throw table.error("has " + CsvTable.count(table.columns(), "column")
                    + "; expected 'start,end' or 'signal,start,end'");
        }
        start = table.columns() - 2;
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
        return new Labels(CsvTable.read(path)).intervals(signal, zone);
    }

    /** The signal that a series' file holds by convention: the name of the file without its extension. */
    public static String signalOf(Path seriesFile) {
        String name = seriesFile.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private List<Interval> intervals(String wanted, ZoneId zone) {
        if (signal >= 0 && wanted == null) {
            throw table.error("has labels of several signals: say whose are wanted");
        }
        List<Interval> result = new ArrayList<>();
        for (int row = header ? 1 : 0; row < table.rows(); row++) {
            long from = time(row, start, "start", zone);
            long to = time(row, end, "end", zone);
            if (to < from) {
                throw table.error(row, "end", "'" + table.cell(row, end) + "' lies before the start");
            }
            if (signal < 0 || table.cell(row, signal).equals(wanted)) {
                result.add(new Interval(from, to));
            }
        }
        return List.copyOf(result);
    }

    private long time(int row, int column, String name, ZoneId zone) {
        String cell = table.cell(row, column);
        try {
            return TimeFormat.of(cell, zone).parse(cell);
        } catch (IllegalArgumentException e) {
            throw table.error(row, name, e.getMessage());
        }
    }
}
