package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;

/**
 * The cotangents of a recurrence's weights and biases: for each stretch of steps of a block one product with all that the stretch was given,
 *
 * <pre>{@code
 * LSTM   [dW_ih | db | dW]ᵀ += [x | 1 | mask ⊙ h]ᵀ·ds
 * GRU    [dW_ih | db]ᵀ += [x | 1]ᵀ·da,   [dW | db']ᵀ += [mask ⊙ h | 1]ᵀ·du
 * }</pre>
 *
 * <p>Each of a few groups of blocks sums to an array of its own; these are added up in the end, in their order.
 */
final class WeightCotangents {
    /** Columns of the cotangents that are added up at a time. */
    static final int COLUMNS = 64;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in. */
    private static final class Scratch {
        private final CellStep.Rows before = new CellStep.Rows();
        private final float[] column = new float[COLUMNS];
        private float[] given = new float[0];

        float[] given(int length) {
            if (given.length < length) {
                given = new float[length];
            }
            return given;
        }
    }

    private final Loops loops;
    private final MatrixProduct product;

    WeightCotangents(Loops loops, MatrixProduct product) {
        this.loops = loops;
        this.product = product;
    }

    /** Numbers that a step of one row was given: the input, h, and ones where a bias stands. */
    static int given(RecurrentGeometry g) {
        return g.features() + 1 + g.hidden() + (g.cell() == RecurrentCell.GRU ? 1 : 0);
    }

    /**
     * Adds what a stretch of a block says to weights and biases, transposed: {@code [given, G·hidden]} from {@code sumsAt}.
     *
     * @param ds the cotangents of the sums {@code [rows, count, G·hidden]} from {@code at}, in the order of time
     * @param du those of a GRU's u
     */
    void add(
            RecurrentBackward.Direction d,
            int from,
            int rows,
            int first,
            int count,
            float[] h,
            float[] ds,
            float[] du,
            int at,
            float[] sums,
            int sumsAt,
            RecurrentGeometry g) {
        int width = given(g);
        int places = rows * count;
        Scratch scratch = SCRATCH.get();
        float[] given = scratch.given(places * width);
        for (int k = first; k < first + count; k++) {
            gather(d, from, rows, first, count, k, h, scratch, g);
        }
        int n = g.sums();
        int own = g.cell() == RecurrentCell.GRU ? g.features() + 1 : width;
        product.multiply(own, n, places, given, 0, width, true, ds, at, n, false, sums, sumsAt, n, true, null);
        if (own < width) {
            int below = sumsAt + own * n;
            int rest = width - own;
            product.multiply(rest, n, places, given, own, width, true, du, at, n, false, sums, below, n, true, null);
        }
    }

    /** What step k was given, {@code [x | 1 | mask ⊙ h]} and for a GRU another 1, among the rows of its stretch. */
    private void gather(
            RecurrentBackward.Direction d,
            int from,
            int rows,
            int first,
            int count,
            int k,
            float[] h,
            Scratch scratch,
            RecurrentGeometry g) {
        int features = g.features();
        int hidden = g.hidden();
        int width = given(g);
        int t = g.place(d.number(), k);
        int low = Math.min(g.place(d.number(), first), g.place(d.number(), first + count - 1));
        CellStep.Rows before = scratch.before;
        RecurrentKernels.before(before, d.number(), from, k, d.in().h0(), h, g);
        float[] out = scratch.given;
        float[] mask = d.in().mask();
        for (int r = 0; r < rows; r++) {
            int at = (r * count + t - low) * width;
            System.arraycopy(d.in().x(), ((from + r) * g.time() + t) * features, out, at, features);
            out[at + features] = 1;
            at += features + 1;
            if (mask == null) {
                System.arraycopy(before.array, before.row(r), out, at, hidden);
            } else {
                int own = (from + r) * hidden;
                loops.binary(Binary.MULTIPLY, mask, own, 1, before.array, before.row(r), 1, 0, out, at, hidden);
            }
            if (g.cell() == RecurrentCell.GRU) {
                out[at + hidden] = 1;
            }
        }
    }

    /** Adds up some columns of the groups' sums, and writes them to the gradients the other way round. */
    void collect(float[] sums, int at, int groups, int column, RecurrentKernels.Inputs gradients, RecurrentGeometry g) {
        int n = g.sums();
        int columns = Math.min(COLUMNS, n - column);
        float[] total = SCRATCH.get().column;
        int given = given(g);
        for (int i = 0; i < given; i++) {
            int row = at + i * n + column;
            if (groups == 0) {
                Arrays.fill(total, 0f);
            } else {
                System.arraycopy(sums, row, total, 0, columns);
            }
            for (int group = 1; group < groups; group++) {
                loops.combine(Reduction.SUM, total, 0, sums, row + group * given * n, columns);
            }
            int u = i - g.features() - 1;
            if (u < -1) {
                scatter(total, columns, gradients.inputWeight(), column * g.features() + i, g.features());
            } else if (u == -1) {
                scatter(total, columns, gradients.bias(), column, 1);
            } else if (u < g.hidden()) {
                scatter(total, columns, gradients.weight(), column * g.hidden() + u, g.hidden());
            } else {
                scatter(total, columns, gradients.recurrentBias(), column, 1);
            }
        }
    }

    private static void scatter(float[] numbers, int count, float[] out, int at, int stride) {
        for (int i = 0; i < count; i++) {
            out[at + i * stride] = numbers[i];
        }
    }
}
