package dev.gradus.models.series;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes a {@link TimeSeries} of a CSV file: finds the header and the column of times, reads numbers and gaps. */
final class SeriesReader {
    private static final Set<String> TIME_NAMES = Set.of("timestamp", "time", "date", "datetime", "ds");
    private static final Set<String> GAPS = Set.of("", "nan", "null", "na", "n/a");

    private final CsvTable table;
    private final boolean header;
    private final int timeColumn;
    private final List<String> names;

    private SeriesReader(CsvTable table) {
        this.table = table;
        if (table.columns() < 2) {
            throw table.error("has one column; expected a column of times and at least one of values, such as"
                    + " 'timestamp,value'");
        }
        List<String> first = table.row(0);
        this.header = isHeader(first);
        this.timeColumn = header ? timeColumn(first) : 0;
        this.names = names(first);
        if (header && table.rows() == 1) {
            throw table.error("has a header but no rows");
        }
    }

    static TimeSeries read(Path path, ZoneId zone) throws IOException {
        return new SeriesReader(CsvTable.read(path)).series(zone);
    }

    private TimeSeries series(ZoneId zone) {
        int firstRow = header ? 1 : 0;
        int length = table.rows() - firstRow;
        long[] times = new long[length];
        double[][] columns = new double[names.size()][length];
        TimeFormat format = null;
        String timeName = header ? name(table.row(0), timeColumn) : "column 1";
        for (int i = 0; i < length; i++) {
            int row = i + firstRow;
            String time = table.cell(row, timeColumn);
            try {
                format = format == null ? TimeFormat.of(time, zone) : format;
                times[i] = format.parse(time);
            } catch (IllegalArgumentException e) {
                throw table.error(row, timeName, e.getMessage());
            }
            for (int c = 0; c < columns.length; c++) {
                columns[c][i] = number(row, c < timeColumn ? c : c + 1, names.get(c));
            }
        }
        return new TimeSeries(format, times, names, columns);
    }

    /**
     * The first row is a header if it begins with no time. A row of numbers with a broken time in front is not one, or
     * the mistake would pass unnoticed, unless a well-known name for times says that the numbers are names.
     */
    private static boolean isHeader(List<String> first) {
        if (first.stream().anyMatch(SeriesReader::isTimeName)) {
            return true;
        }
        return !TimeFormat.recognises(first.get(0)) && first.stream().skip(1).noneMatch(SeriesReader::isNumber);
    }

    private static boolean isTimeName(String cell) {
        return TIME_NAMES.contains(cell.toLowerCase(Locale.ROOT));
    }

    private static int timeColumn(List<String> header) {
        for (int c = 0; c < header.size(); c++) {
            if (isTimeName(header.get(c))) {
                return c;
            }
        }
        return 0;
    }

    private List<String> names(List<String> first) {
        List<String> result = new ArrayList<>();
        for (int c = 0; c < first.size(); c++) {
            if (c == timeColumn) {
                continue;
            }
            String fallback = first.size() == 2 ? "value" : "value" + (c < timeColumn ? c + 1 : c);
            String name = header && !first.get(c).isEmpty() ? first.get(c) : fallback;
            if (result.contains(name)) {
                throw table.error(0, "two columns are named '" + name + "'");
            }
            result.add(name);
        }
        return result;
    }

    private static String name(List<String> header, int column) {
        return header.get(column).isEmpty() ? "column " + (column + 1) : header.get(column);
    }

    private double number(int row, int column, String name) {
        String cell = table.cell(row, column);
        if (GAPS.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        if (!isNumber(cell)) {
            String hint = isNumber(cell.replace(',', '.')) ? " (the decimal sign is a point)" : "";
            throw table.error(row, name, "'" + cell + "' is not a number" + hint);
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw table.error(row, name, "'" + cell + "' is too large");
        }
        return value;
    }

    /** Decimal digits, sign, point and exponent only: {@code parseDouble} alone would also take "1f" and "Infinity". */
    private static boolean isNumber(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            if ("0123456789+-.eE".indexOf(cell.charAt(i)) < 0) {
                return false;
            }
        }
        try {
            Double.parseDouble(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
