package dev.gradus.models.autoencoder;

import dev.gradus.models.series.MinMaxScaler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Scales each column of a table to [0, 1] by its least and greatest value. */
record TableScaler(List<MinMaxScaler> scalers) {
    TableScaler {
        scalers = List.copyOf(scalers);
    }

    static TableScaler fit(double[][] rows) {
        requireRows(rows, -1);
        List<MinMaxScaler> scalers = new ArrayList<>();
        for (int c = 0; c < rows[0].length; c++) {
            scalers.add(MinMaxScaler.fit(column(rows, c), 0, 1));
        }
        return new TableScaler(scalers);
    }

    static double[] column(double[][] rows, int column) {
        return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    }

    int columns() {
        return scalers.size();
    }

    /** Row-major {@code [rows, columns]}. */
    double[] transform(double[][] rows) {
        requireRows(rows, columns());
        double[] scaled = new double[rows.length * columns()];
        for (int c = 0; c < columns(); c++) {
            double[] column = scalers.get(c).transform(column(rows, c));
            for (int r = 0; r < rows.length; r++) {
                scaled[r * columns() + c] = column[r];
            }
        }
        return scaled;
    }

    /** From row-major {@code [rows, columns]}. */
    double[][] inverse(double[] scaled) {
        double[][] rows = new double[scaled.length / columns()][columns()];
        for (int c = 0; c < columns(); c++) {
            double[] column = new double[rows.length];
            for (int r = 0; r < rows.length; r++) {
                column[r] = scaled[r * columns() + c];
            }
            double[] values = scalers.get(c).inverse(column);
            for (int r = 0; r < rows.length; r++) {
                rows[r][c] = values[r];
            }
        }
        return rows;
    }

    /** @param columns how many each must have, or −1 for as many as the first */
    private static void requireRows(double[][] rows, int columns) {
        Objects.requireNonNull(rows, "table-ae: the rows are null");
        if (rows.length == 0 || rows[0] == null || rows[0].length == 0) {
            throw new IllegalArgumentException("table-ae: there are no rows, or the first has no column");
        }
        int expected = columns < 0 ? rows[0].length : columns;
        if ((long) rows.length * expected > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("table-ae: " + rows.length + " rows of " + expected
                    + " columns are too many for one array; take them in pieces");
        }
        for (int r = 0; r < rows.length; r++) {
            if (rows[r] == null || rows[r].length != expected) {
                throw new IllegalArgumentException("table-ae: row " + r + " has "
                        + (rows[r] == null ? "no" : rows[r].length) + " columns, expected " + expected);
            }
            for (int c = 0; c < expected; c++) {
                if (!Double.isFinite(rows[r][c])) {
                    throw new IllegalArgumentException("table-ae: row " + r + ", column " + c + " holds " + rows[r][c]
                            + "; leave such rows out or fill the gap");
                }
            }
        }
    }
}
