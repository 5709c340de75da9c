package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * Sequences of the same length.
 *
 * @param values row-major {@code [count, time, features]}
 */
record Sequences(int count, int time, int features, double[] values) {
    /** @param what names them in messages */
    static Sequences of(String what, double[][][] sequences) {
        Objects.requireNonNull(sequences, () -> "sequence-ae: " + what + ": there is nothing but null");
        if (sequences.length == 0 || sequences[0] == null || sequences[0].length == 0 || sequences[0][0] == null) {
            throw new IllegalArgumentException("sequence-ae: " + what
                    + ": there is none, or the first has no step; give [sequences][time][features]");
        }
        int time = sequences[0].length;
        int features = sequences[0][0].length;
        if (features == 0) {
            throw new IllegalArgumentException("sequence-ae: " + what + ": the steps hold no number");
        }
        if ((long) sequences.length * time * features > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("sequence-ae: " + what + ": " + sequences.length + " sequences of "
                    + time + " steps of " + features + " numbers are too many for one array");
        }
        double[] values = new double[sequences.length * time * features];
        int at = 0;
        for (int i = 0; i < sequences.length; i++) {
            if (sequences[i] == null || sequences[i].length != time) {
                throw new IllegalArgumentException("sequence-ae: " + what + ": number " + i + " has "
                        + (sequences[i] == null ? "no" : sequences[i].length) + " steps, the first has " + time);
            }
            for (int t = 0; t < time; t++) {
                double[] step = sequences[i][t];
                if (step == null || step.length != features) {
                    throw new IllegalArgumentException("sequence-ae: " + what + ": step " + t + " of number " + i
                            + " has " + (step == null ? "no" : step.length) + " numbers, the first has " + features);
                }
                for (double value : step) {
                    if (!Double.isFinite(value)) {
                        throw new IllegalArgumentException("sequence-ae: " + what + ": step " + t + " of number " + i
                                + " holds " + value + "; leave such sequences out or fill the gap");
                    }
                    values[at++] = value;
                }
            }
        }
        return new Sequences(sequences.length, time, features, values);
    }

    /** All steps but the first. */
    Sequences following() {
        if (time < 2) {
            throw new IllegalArgumentException(
                    "sequence-ae: sequences of one step have nothing to predict; say what follows");
        }
        int row = (time - 1) * features;
        double[] rest = new double[count * row];
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, i * time * features + features, rest, i * row, row);
        }
        return new Sequences(count, time - 1, features, rest);
    }

    /** The sequences {@code order[from … to − 1]}, {@code [batch, time, features]}. */
    Tensor tensor(Backend backend, int[] order, int from, int to) {
        int row = time * features;
        double[] batch = new double[(to - from) * row];
        for (int i = from; i < to; i++) {
            System.arraycopy(values, order[i] * row, batch, (i - from) * row, row);
        }
        return Tensor.of(backend, batch, Shape.of(to - from, time, features));
    }

    /** As a user gives and takes them. */
    static double[][][] array(Tensor x) {
        double[] values = x.toArray();
        double[][][] result = new double[x.dim(0)][x.dim(1)][x.dim(2)];
        int at = 0;
        for (double[][] sequence : result) {
            for (double[] step : sequence) {
                System.arraycopy(values, at, step, 0, step.length);
                at += step.length;
            }
        }
        return result;
    }

    @Override
    public String toString() {
        return "[" + count + ", " + time + ", " + features + "]";
    }
}
