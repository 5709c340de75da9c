package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.RecurrentGeometry;
import java.util.Arrays;

/**
 * The sums {@code x·W_ihᵀ + b} that the input makes in a stretch of steps of some rows, as one product.
 *
 * <p>A step whose input is in all rows that of the step before has its sums, so they are computed once: behind a vector that is
 * repeated for all steps there is a single step to compute, behind steps that were doubled half of them. An input of one
 * number needs no product either. A sum has the same bits each way, since those of a product depend on neither its other rows nor
 * their number.
 */
final class InputSums {
    private float[] x = new float[0];
    private float[] sums = new float[0];
    private float[] row = new float[0];

    /** Where the sums of each step are among those that differ. */
    private int[] places = new int[0];

    private int distinct;

    /**
     * Computes them for {@code count} steps from {@code low} on.
     *
     * @param from the first of the rows
     * @param weight for the input, packed
     */
    void compute(
            int from,
            int rows,
            int low,
            int count,
            PackedRight weight,
            RecurrentKernels.Inputs in,
            RecurrentGeometry g) {
        gather(from, rows, low, count, in.x(), g);
        int size = rows * distinct * g.sums();
        sums = sums.length < size ? new float[size] : sums;
        if (g.features() == 1) {
            // By way of a row that begins at 0: into the middle of an array C2 writes one sum at a time, six times as
            // slow.
            row = row.length < g.sums() ? new float[g.sums()] : row;
            for (int i = 0; i < rows * distinct; i++) {
                scaled(x[i], in.inputWeight(), in.bias(), row, g.sums());
                System.arraycopy(row, 0, sums, i * g.sums(), g.sums());
            }
            return;
        }
        for (int i = 0; i < rows * distinct; i++) {
            System.arraycopy(in.bias(), 0, sums, i * g.sums(), g.sums());
        }
        weight.multiply(rows * distinct, x, 0, g.features(), sums, 0, g.sums(), true);
    }

    /** Copies the steps that differ from the ones before them, {@code [rows, distinct, features]}. */
    private void gather(int from, int rows, int low, int count, float[] all, RecurrentGeometry g) {
        int features = g.features();
        places = places.length < count ? new int[count] : places;
        distinct = 0;
        for (int k = 0; k < count; k++) {
            if (k == 0 || !isLikeTheLast(from, rows, low + k, all, g)) {
                distinct++;
            }
            places[k] = distinct - 1;
        }
        int size = rows * distinct * features;
        x = x.length < size ? new float[size] : x;
        for (int r = 0; r < rows; r++) {
            int begin = ((from + r) * g.time() + low) * features;
            for (int k = 0; k < count; k++) {
                if (k == 0 || places[k] != places[k - 1]) {
                    int to = (r * distinct + places[k]) * features;
                    System.arraycopy(all, begin + k * features, x, to, features);
                }
            }
        }
    }

    private static boolean isLikeTheLast(int from, int rows, int t, float[] all, RecurrentGeometry g) {
        int features = g.features();
        for (int r = from; r < from + rows; r++) {
            int at = (r * g.time() + t) * features;
            if (!Arrays.equals(all, at, at + features, all, at - features, at)) {
                return false;
            }
        }
        return true;
    }

    /** {@code out = x·w + b}; as in a product, a sum begins with 0, which turns a −0 around. */
    private static void scaled(float x, float[] w, float[] b, float[] out, int length) {
        for (int j = 0; j < length; j++) {
            out[j] = b[j] + (0f + x * w[j]);
        }
    }

    /**
     * Where the sums of a step are.
     *
     * @param k the step, counted in time from the first of the stretch
     * @param size sums of a row
     */
    void place(int k, CellStep.Rows out, int size) {
        out.set(sums, places[k] * size, distinct * size);
    }
}
