package dev.gradus.spark;

import dev.gradus.models.series.TimeSeries;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The rows of one series as they come, as far as they may be kept: of a series that is too long they are only counted.
 *
 * @param rows    how many came
 * @param times   in milliseconds, {@code [rows]}; empty where there are too many
 * @param columns values, NaN for null, {@code [columns][rows]}
 * @param problem what is wrong with them, or an empty text
 */
record Points(long rows, long[] times, double[][] columns, String problem) {
    private static final int FIRST = 256;

    /**
     * Takes rows in.
     *
     * @param rows    as {@link SeriesColumns#points} gives them
     * @param width   columns with values
     * @param longest rows that may be kept
     */
    static Points of(Iterator<Row> rows, int width, int longest) {
        long[] times = new long[Math.min(FIRST, longest)];
        double[][] columns = new double[width][times.length];
        long count = 0;
        long without = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            without += row.isNullAt(1) ? 1 : 0;
            if (without == 0 && count < longest) {
                int at = (int) count;
                if (at == times.length) {
                    int length = (int) Math.min(longest, times.length * 2L);
                    times = Arrays.copyOf(times, length);
                    for (int c = 0; c < width; c++) {
                        columns[c] = Arrays.copyOf(columns[c], length);
                    }
                }
                times[at] = row.getLong(1);
                for (int c = 0; c < width; c++) {
                    columns[c][at] = row.isNullAt(2 + c) ? Double.NaN : row.getDouble(2 + c);
                }
            }
            count++;
        }
        String problem = "";
        if (without > 0) {
            problem = without + " of " + count + " rows have no time";
        } else if (count > longest) {
            problem = "has " + count + " rows, more than the " + longest
                    + " that a series may have here; let in longer ones (which takes memory), or fewer rows";
        }
        if (!problem.isEmpty()) {
            return new Points(count, new long[0], new double[width][0], problem);
        }
        int kept = (int) count;
        for (int c = 0; c < width; c++) {
            columns[c] = Arrays.copyOf(columns[c], kept);
        }
        return new Points(count, Arrays.copyOf(times, kept), columns, problem);
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** @throws dev.gradus.models.series.UnsuitableSeriesException if they are no series: a value is infinite, a time out of range */
    TimeSeries series(List<String> names) {
        return TimeSeries.ofMillis(times, names.toArray(String[]::new), columns);
    }
}
