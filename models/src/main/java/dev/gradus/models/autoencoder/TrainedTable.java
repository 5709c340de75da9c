package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/** A trained {@link TableAutoencoder}. It does not change and may be shared by threads. */
public final class TrainedTable {
    /** Rows that are reconstructed at once. */
    private static final int BATCH = 4096;

    private final Layer network;
    private final Backend backend;
    private final TableScaler scaler;

    TrainedTable(Layer network, Backend backend, TableScaler scaler) {
        this.network = network;
        this.backend = backend;
        this.scaler = scaler;
    }

    /**
     * Repeats rows.
     *
     * @param rows {@code [rows][columns]}, finite, with the columns that it was trained on
     * @return {@code [rows][columns]}, in the units of the columns
     */
    public double[][] reconstruct(double[][] rows) {
        double[] scaled = scaler.transform(rows);
        double[] again = new double[scaled.length];
        int columns = scaler.columns();
        for (int first = 0; first < rows.length; first += BATCH) {
            int from = first * columns;
            int count = Math.min(BATCH, rows.length - first);
            double[] part = new double[count * columns];
            System.arraycopy(scaled, from, part, 0, part.length);
            double[] repeated = Scope.within(() -> {
                Tensor x = Tensor.of(backend, part, Shape.of(count, columns));
                return network.apply(x, Pass.inference()).toArray();
            });
            System.arraycopy(repeated, 0, again, from, repeated.length);
        }
        return scaler.inverse(again);
    }

    /** The mean absolute error of each row over all columns, in the units of the columns, {@code [rows]}. */
    public double[] errors(double[][] rows) {
        double[][] again = reconstruct(rows);
        double[] errors = new double[rows.length];
        for (int r = 0; r < errors.length; r++) {
            double sum = 0;
            for (int c = 0; c < scaler.columns(); c++) {
                sum += Math.abs(rows[r][c] - again[r][c]);
            }
            errors[r] = sum / scaler.columns();
        }
        return errors;
    }

    /**
     * The absolute error of each row in one column, in the units of the column, {@code [rows]}; the mean of it is what
     * tutorials print as the MAE.
     *
     * @param column from 0; a negative one counts from the end, so that −1 is the last
     */
    public double[] errors(double[][] rows, int column) {
        int at = column < 0 ? scaler.columns() + column : column;
        if (at < 0 || at >= scaler.columns()) {
            throw new IndexOutOfBoundsException(
                    "table-ae: there is no column " + column + "; the table has " + scaler.columns());
        }
        double[][] again = reconstruct(rows);
        double[] errors = new double[rows.length];
        for (int r = 0; r < errors.length; r++) {
            errors[r] = Math.abs(rows[r][at] - again[r][at]);
        }
        return errors;
    }

    /** The cells of the network, for {@code Weights.write}. */
    public Cells cells() {
        return network.cells();
    }
}
