package dev.gradus.models.series;

import dev.gradus.engine.io.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the cells of a CSV text of a series mean, by its first row.
 *
 * @param header     whether the first row is one
 * @param timeColumn which column has the times
 * @param timeName   what messages call it
 * @param names      of the other columns
 */
record SeriesColumns(boolean header, int timeColumn, String timeName, List<String> names) {
    private static final Set<String> TIME_NAMES = Set.of("timestamp", "time", "date", "datetime", "ds");
    /** Digits in groups of three, and perhaps a decimal sign: 1,234.5 or 1.234.567 or 12 345 or 1'234,50. */
    private static final Pattern GROUPED =
            Pattern.compile("[+-]?\\d{1,3}(?:[,.' \u00A0\u202F\u2019]\\d{3})+(?:[.,]\\d*)?");

    private static final Set<String> GAPS = Set.of("", "nan", "null", "na", "n/a");

    /** What is wrong with a text whose first row has one cell. */
    static final String ONE_COLUMN =
            "has one column; expected a column of times and at least one of values, such as 'timestamp,value'";

    /**
     * By the first row, of two cells at least.
     *
     * @throws IllegalArgumentException if two columns have the same name
     */
    static SeriesColumns of(List<String> first) {
        boolean header = isHeader(first);
        int timeColumn = header ? timeColumn(first) : 0;
        String named = first.get(timeColumn);
        String timeName = !header ? "column 1" : named.isEmpty() ? "column " + (timeColumn + 1) : named;
        return new SeriesColumns(header, timeColumn, timeName, names(first, header, timeColumn));
    }

    /**
     * The first row is a header if it begins with no time. A row of numbers with a broken time in front is not one, or
     * the mistake would pass unnoticed, unless a well-known name for times says that the numbers are names.
     */
    private static boolean isHeader(List<String> first) {
        if (first.stream().anyMatch(SeriesColumns::isTimeName)) {
            return true;
        }
        return !TimeFormat.recognises(first.get(0)) && first.stream().skip(1).noneMatch(SeriesColumns::isNumber);
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

    private static List<String> names(List<String> first, boolean header, int timeColumn) {
        List<String> result = new ArrayList<>();
        for (int c = 0; c < first.size(); c++) {
            if (c == timeColumn) {
                continue;
            }
            String fallback = first.size() == 2 ? "value" : "value" + (c < timeColumn ? c + 1 : c);
            String name = header && !first.get(c).isEmpty() ? first.get(c) : fallback;
            if (result.contains(name)) {
                throw new IllegalArgumentException("two columns are named '" + name + "'");
            }
            result.add(name);
        }
        return result;
    }

    /** The cell of a row that has the values of a column. */
    int cellOf(int column) {
        return column < timeColumn ? column : column + 1;
    }

    /**
     * The number in a cell, NaN for a gap.
     *
     * @throws IllegalArgumentException if it is neither, saying what is wrong with it
     */
    static double number(String cell) {
        if (GAPS.contains(cell.toLowerCase(Locale.ROOT))) {
            return Double.NaN;
        }
        if (!isNumber(cell)) {
            throw new IllegalArgumentException(Quoted.of(cell) + " is not a number" + hint(cell));
        }
        double value = Double.parseDouble(cell);
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(Quoted.of(cell) + " is too large");
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
