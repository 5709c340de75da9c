package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The derivative of {@link RecurrentKernels}, backwards over the steps. The cotangents of a stretch's sums stay in a
 * scratch array until the stretch is done; then they give those of the input and, by one product with all that the
 * stretch was given, a part of those of the weights and of the biases:
 *
 * <pre>{@code
 * LSTM   [dW_ih | db | dW]ᵀ += [x | 1 | mask ⊙ h]ᵀ·ds
 * GRU    [dW_ih | db]ᵀ += [x | 1]ᵀ·da,   [dW | db']ᵀ += [mask ⊙ h | 1]ᵀ·du
 * }</pre>
 *
 * <p>Each of a few groups of blocks sums to an array of its own; these are added up in the end, in their order.
 */
final class RecurrentBackward {
    /** Groups of blocks in each direction: each costs an array of the weights' size. */
    private static final int MOST_GROUPS = 8;
    /** Columns of the weights' cotangents that are added up at a time. */
    private static final int COLUMNS = 64;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in. */
    private static final class Scratch {
        private final CellStep step = new CellStep();
        private final CellStep.Rows before = new CellStep.Rows();
        private float[] zeros = new float[0];
        private float[] dh = new float[0];
        private float[] nextDh = new float[0];
        private float[] dc = new float[0];
        private float[] nextDc = new float[0];
        private float[] ds = new float[0];
        private float[] du = new float[0];
        private float[] given = new float[0];
        private float[] x = new float[0];
        private float[] column = new float[0];

        void reserve(int size, int ofSums, int ofGiven, RecurrentCell cell) {
            if (dh.length < size) {
                zeros = new float[size];
                dh = new float[size];
                nextDh = new float[size];
                dc = new float[size];
                nextDc = new float[size];
            }
            ds = ds.length < ofSums ? new float[ofSums] : ds;
            du = cell == RecurrentCell.GRU && du.length < ofSums ? new float[ofSums] : du;
            given = given.length < ofGiven ? new float[ofGiven] : given;
        }

        void swapDh() {
            float[] other = dh;
            dh = nextDh;
            nextDh = other;
        }

        void swapDc() {
            float[] other = dc;
            dc = nextDc;
            nextDc = other;
        }
    }

    /** What the calling thread shares with all: the weights of both directions, packed, and the groups' sums. */
    private static final class Shared {
        private final PackedRight[] input;
        private final PackedRight[] recurrent;
        private float[] sums = new float[0];

        Shared(MatrixProduct product) {
            input = new PackedRight[] {product.packedRight(), product.packedRight()};
            recurrent = new PackedRight[] {product.packedRight(), product.packedRight()};
        }

        void reserve(long size) {
            if (sums.length < size) {
                sums = new float[Math.toIntExact(size)];
            }
        }
    }

    private final Loops loops;
    private final MatrixProduct product;
    private final Workers workers;
    private final CellGates lstm;
    private final CellGates gru;
    private final PerThread<Shared> shared;

    RecurrentBackward(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        this.product = product;
        this.workers = workers;
        lstm = loops.gates(RecurrentCell.LSTM);
        gru = loops.gates(RecurrentCell.GRU);
        shared = new PerThread<>(() -> new Shared(product));
    }

    /** What the rule of one direction reads and writes. */
    private record Direction(
            int number,
            RecurrentKernels.Inputs in,
            RecurrentKernels.States states,
            RecurrentKernels.States last,
            RecurrentAsked asked,
            RecurrentKernels.Inputs gradients) {}

    /** Numbers that a step of one row was given: the input, h, and ones where a bias stands. */
    private static int given(RecurrentGeometry g) {
        return g.features() + 1 + g.hidden() + (g.cell() == RecurrentCell.GRU ? 1 : 0);
    }

    void run(
            RecurrentKernels.Inputs[] directions,
            float[] h,
            RecurrentKernels.States[] states,
            float[] gradH,
            RecurrentKernels.States[] last,
            RecurrentAsked[] asked,
            RecurrentKernels.Inputs[] gradients,
            RecurrentGeometry g) {
        int count = directions.length;
        Direction[] all = new Direction[count];
        for (int d = 0; d < count; d++) {
            all[d] = new Direction(d, directions[d], states[d], last[d], asked[d], gradients[d]);
        }
        int blocks = g.stateSize() == 0 ? 0 : RecurrentKernels.blocks(g);
        int groups = Math.min(blocks, MOST_GROUPS);
        int size = given(g) * g.sums();
        Shared common = shared.get();
        common.reserve((long) count * groups * size);
        workers.loop(blocks == 0 ? 0 : count, 1, (first, end) -> {
            for (int d = first; d < end; d++) {
                common.recurrent[d].pack(g.hidden(), g.sums(), directions[d].weight(), 0, g.hidden(), false);
                if (asked[d].x()) {
                    common.input[d].pack(g.features(), g.sums(), directions[d].inputWeight(), 0, g.features(), false);
                }
            }
        });
        workers.loop(count * groups, 1, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                int group = unit % groups;
                Arrays.fill(common.sums, unit * size, (unit + 1) * size, 0f);
                for (int block = blocks * group / groups; block < blocks * (group + 1) / groups; block++) {
                    block(all[unit / groups], block * RecurrentKernels.ROWS, h, gradH, common, unit * size, g);
                }
            }
        });
        int pieces = (g.sums() - 1) / COLUMNS + 1;
        workers.loop(g.sums() == 0 ? 0 : count * pieces, 1, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                Direction direction = all[unit / pieces];
                if (direction.asked.parameters()) {
                    int at = unit / pieces * groups * size;
                    gather(common.sums, at, groups, unit % pieces * COLUMNS, direction.gradients, g);
                }
            }
        });
    }

    private void block(
            Direction d, int from, float[] h, float[] gradH, Shared common, int sumsAt, RecurrentGeometry g) {
        int hidden = g.hidden();
        int rows = Math.min(g.batch() - from, RecurrentKernels.ROWS);
        int stretch = Math.min(g.time(), RecurrentKernels.stretch(g));
        Scratch scratch = SCRATCH.get();
        int places = rows * stretch;
        scratch.reserve(rows * hidden, places * g.sums(), d.asked.parameters() ? places * given(g) : 0, g.cell());
        CellStep step = scratch.step;
        step.rows = rows;
        step.hidden = hidden;
        step.relu = g.cell().relu();
        start(d.last.lastH(), from, scratch.dh, rows * hidden, hidden);
        start(d.last.lastC(), from, scratch.dc, rows * hidden, hidden);
        for (int end = g.time(); end > 0; ) {
            int first = (end - 1) / stretch * stretch;
            int count = end - first;
            int low = Math.min(g.place(d.number, first), g.place(d.number, end - 1));
            for (int k = end - 1; k >= first; k--) {
                int place = (g.place(d.number, k) - low) * g.sums();
                step.ds.set(scratch.ds, place, count * g.sums());
                step.du.set(scratch.du, place, count * g.sums());
                places(d, from, k, h, gradH, scratch, g);
                if (g.cell() == RecurrentCell.GRU) {
                    gru.backward(step);
                    throughGru(common.recurrent[d.number], d.in.mask(), from, scratch);
                } else {
                    lstm.backward(step);
                    throughLstm(common.recurrent[d.number], d.in.mask(), from, scratch);
                }
            }
            if (d.asked.x()) {
                input(common.input[d.number], d.gradients.x(), from, rows, low, count, scratch, g);
            }
            if (d.asked.parameters()) {
                weights(d, from, rows, first, count, h, scratch, common.sums, sumsAt, g);
            }
            end = first;
        }
        System.arraycopy(scratch.dh, 0, d.gradients.h0(), from * hidden, rows * hidden);
        if (g.cell().hasMemory()) {
            System.arraycopy(scratch.dc, 0, d.gradients.c0(), from * hidden, rows * hidden);
        }
    }

    /** The cotangents of a stretch's input, {@code ds·W_ih}. */
    private static void input(
            PackedRight weight,
            float[] x,
            int from,
            int rows,
            int low,
            int count,
            Scratch scratch,
            RecurrentGeometry g) {
        int length = count * g.features();
        if (scratch.x.length < rows * length) {
            scratch.x = new float[rows * length];
        }
        weight.multiply(rows * count, scratch.ds, 0, g.sums(), scratch.x, 0, g.features(), false);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(scratch.x, r * length, x, ((from + r) * g.time() + low) * g.features(), length);
        }
    }

    private static void start(float[] last, int from, float[] state, int size, int hidden) {
        if (last == null) {
            Arrays.fill(state, 0, size, 0f);
        } else {
            System.arraycopy(last, from * hidden, state, 0, size);
        }
    }

    /** Where a step reads and writes, but the cotangents of its sums. */
    private static void places(
            Direction d, int from, int k, float[] h, float[] gradH, Scratch scratch, RecurrentGeometry g) {
        CellStep step = scratch.step;
        int hidden = g.hidden();
        int stride = g.directions() * hidden;
        int place = from * g.time() + g.place(d.number, k);
        RecurrentKernels.saved(step.gates, d.states.gates(), from, step.rows, k, 4 * hidden, g);
        if (gradH == null) {
            step.gradH.set(scratch.zeros, 0, 0);
        } else {
            step.gradH.set(gradH, place * stride + d.number * hidden, g.time() * stride);
        }
        step.dh.set(scratch.dh, 0, hidden);
        if (g.cell().hasMemory()) {
            RecurrentKernels.cellBefore(step.before, d.states.cells(), from, step.rows, k, d.in.c0(), g);
            RecurrentKernels.saved(step.c, d.states.cells(), from, step.rows, k, hidden, g);
            step.dc.set(scratch.dc, 0, hidden);
            step.toBefore.set(scratch.nextDc, 0, hidden);
        } else {
            RecurrentKernels.before(step.before, d.number, from, k, d.in.h0(), h, g);
            step.toBefore.set(scratch.nextDh, 0, hidden);
        }
    }

    /** What the step says to h before it: {@code mask ⊙ (ds·W)}. */
    private void throughLstm(PackedRight weight, float[] mask, int from, Scratch scratch) {
        CellStep step = scratch.step;
        int hidden = step.hidden;
        scratch.swapDc();
        weight.multiply(step.rows, step.ds.array, step.ds.at, step.ds.stride, scratch.dh, 0, hidden, false);
        if (mask != null) {
            times(mask, from * hidden, scratch.dh, step.rows * hidden);
        }
    }

    /** What the step says to h before it: {@code dh⊙z}, which stands there, and {@code mask ⊙ (du·W)}. */
    private void throughGru(PackedRight weight, float[] mask, int from, Scratch scratch) {
        CellStep step = scratch.step;
        int size = step.rows * step.hidden;
        boolean masked = mask != null;
        float[] into = masked ? scratch.dh : scratch.nextDh;
        weight.multiply(step.rows, step.du.array, step.du.at, step.du.stride, into, 0, step.hidden, !masked);
        if (masked) {
            times(mask, from * step.hidden, scratch.dh, size);
            loops.combine(Reduction.SUM, scratch.nextDh, 0, scratch.dh, 0, size);
        }
        scratch.swapDh();
    }

    private void times(float[] mask, int at, float[] x, int size) {
        loops.binary(Binary.MULTIPLY, mask, at, 1, x, 0, 1, 0, x, 0, size);
    }

    /** Adds what a stretch says to weights and biases, transposed: {@code [given, G·hidden]} from {@code sumsAt}. */
    private void weights(
            Direction d,
            int from,
            int rows,
            int first,
            int count,
            float[] h,
            Scratch scratch,
            float[] sums,
            int sumsAt,
            RecurrentGeometry g) {
        int width = given(g);
        int places = rows * count;
        for (int k = first; k < first + count; k++) {
            gather(d, from, rows, first, count, k, h, scratch, g);
        }
        int n = g.sums();
        int own = g.cell() == RecurrentCell.GRU ? g.features() + 1 : width;
        float[] given = scratch.given;
        product.multiply(own, n, places, given, 0, width, true, scratch.ds, 0, n, false, sums, sumsAt, n, true, null);
        if (own < width) {
            int at = sumsAt + own * n;
            int rest = width - own;
            product.multiply(
                    rest, n, places, given, own, width, true, scratch.du, 0, n, false, sums, at, n, true, null);
        }
    }

    /** What step k was given, {@code [x | 1 | mask ⊙ h]} and for a GRU another 1, among the rows of its stretch. */
    private void gather(
            Direction d,
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
        int t = g.place(d.number, k);
        int low = Math.min(g.place(d.number, first), g.place(d.number, first + count - 1));
        CellStep.Rows before = scratch.before;
        RecurrentKernels.before(before, d.number, from, k, d.in.h0(), h, g);
        float[] out = scratch.given;
        float[] mask = d.in.mask();
        for (int r = 0; r < rows; r++) {
            int at = (r * count + t - low) * width;
            System.arraycopy(d.in.x(), ((from + r) * g.time() + t) * features, out, at, features);
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
    private void gather(
            float[] sums, int at, int groups, int column, RecurrentKernels.Inputs gradients, RecurrentGeometry g) {
        int n = g.sums();
        int columns = Math.min(COLUMNS, n - column);
        Scratch scratch = SCRATCH.get();
        if (scratch.column.length < COLUMNS) {
            scratch.column = new float[COLUMNS];
        }
        float[] total = scratch.column;
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
