package dev.gradus.models.series;

import java.util.Arrays;

/** Times and columns of numbers that grow row by row. */
final class GrowingColumns {
    private static final int FIRST = 1024;

    private final double[][] columns;
    private long[] times = new long[FIRST];
    private int length;

    GrowingColumns(int count) {
        columns = new double[count][FIRST];
    }

    /** Begins a row, whose numbers {@link #set} fills. */
    void add(long time) {
        if (length == times.length) {
            int capacity = length + (length >> 1);
            times = Arrays.copyOf(times, capacity);
            for (int c = 0; c < columns.length; c++) {
                columns[c] = Arrays.copyOf(columns[c], capacity);
            }
        }
        times[length++] = time;
    }

    /** The number of the row that was begun last. */
    void set(int column, double number) {
        columns[column][length - 1] = number;
    }

    int length() {
        return length;
    }

    /** The times {@code [length]}; nothing is added afterwards. */
    long[] times() {
        times = Arrays.copyOf(times, length);
        return times;
    }

    /** The columns {@code [count, length]}; nothing is added afterwards. */
    double[][] columns() {
        for (int c = 0; c < columns.length; c++) {
            columns[c] = Arrays.copyOf(columns[c], length);
        }
        return columns;
    }
}
