package dev.gradus.models.series;

import dev.gradus.engine.io.Quoted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a {@link TimeSeries} of a CSV file: finds the header and the column of times, reads numbers and gaps. */
final class SeriesReader {
    private static final Set<String> TIME_NAMES = Set.of("timestamp", "time", "date", "datetime", "ds");
    /** Digits in groups of three, and perhaps a decimal sign: 1,234.5 or 1.234.567 or 12 345 or 1'234,50. */
    private static final Pattern GROUPED =
            Pattern.compile("[+-]?\\d{1,3}(?:[,.' \u00A0\u202F\u2019]\\d{3})+(?:[.,]\\d*)?");

    private static final Set<String> GAPS = Set.of("", "nan", "null", "na", "n/a");

    private final CsvFile file;
    private final boolean header;
    private final int timeColumn;
    private final String timeName;
    private final List<String> names;
    private final ZoneId zone;
    private TimeFormat format;

    private SeriesReader(CsvFile file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
        List<String> first = file.first().cells();
        if (first.size() < 2) {
            throw file.error("has one column; expected a column of times and at least one of values, such as"
                    + " 'timestamp,value'");
        }
        this.header = isHeader(first);
        this.timeColumn = header ? timeColumn(first) : 0;
        this.timeName = header ? name(first, timeColumn) : "column 1";
        this.names = names(first);
    }

    static TimeSeries read(Path path, ZoneId zone) throws IOException {
        Objects.requireNonNull(zone, "the zone of times without offset is null");
        return CsvFile.read(path, file -> new SeriesReader(file, zone).series());
    }

    private TimeSeries series() {
        GrowingColumns columns = new GrowingColumns(names.size());
        for (CsvRow row = header ? file.next() : file.first(); row != null; row = file.next()) {
            columns.add(time(row));
            for (int c = 0; c < names.size(); c++) {
                columns.set(c, number(row, c < timeColumn ? c : c + 1, names.get(c)));
            }
        }
        if (columns.length() == 0) {
            throw file.error("has a header but no rows");
        }
        return new TimeSeries(format, columns.times(), names, columns.columns());
    }

    private long time(CsvRow row) {
        String cell = row.cell(timeColumn);
        try {
            format = format == null ? TimeFormat.of(cell, zone) : format;
            return format.parse(cell);
        } catch (IllegalArgumentException e) {
            throw row.error(timeName, e.getMessage());
        }
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
                throw file.first().error("two columns are named '" + name + "'");
            }
            result.add(name);
        }
        return result;
    }

    private static String name(List<String> header, int column) {
        return header.get(column).isEmpty() ? "column " + (column + 1) : header.get(column);
    }

    private static double number(CsvRow row, int column, String name) {
        String cell = row.cell(column);
        if (GAPS.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        if (!isNumber(cell)) {
            throw row.error(name, Quoted.of(cell) + " is not a number" + hint(cell));
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw row.error(name, Quoted.of(cell) + " is too large");
        }
        return value;
    }

    /** How a number would have to be written that is meant for people. */
    private static String hint(String cell) {
        if (isNumber(cell.replace(',', '.'))) {
            return " (the decimal sign is a point)";
        }
        return GROUPED.matcher(cell).matches()
                ? " (write it without thousands separators, the decimal sign a point)"
                : "";
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
