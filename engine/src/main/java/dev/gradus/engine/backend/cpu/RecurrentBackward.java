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
 * The derivative of {@link RecurrentKernels}, backwards over the steps: of the blocks that did not run as lanes, here. The cotangents of a
 * stretch's sums stay in a scratch array until the stretch is done; then they give those of the input and of the weights,
 * see {@link WeightCotangents}.
 */
final class RecurrentBackward {
    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in. */
    private static final class Scratch {
        private final CellStep step = new CellStep();
        private float[] zeros = new float[0];
        private float[] dh = new float[0];
        private float[] nextDh = new float[0];
        private float[] dc = new float[0];
        private float[] nextDc = new float[0];
        private float[] ds = new float[0];
        private float[] du = new float[0];
        private float[] x = new float[0];

        void reserve(int size, int ofSums, RecurrentCell cell) {
            if (dh.length < size) {
                zeros = new float[size];
                dh = new float[size];
                nextDh = new float[size];
                dc = new float[size];
                nextDc = new float[size];
            }
            ds = ds.length < ofSums ? new float[ofSums] : ds;
            du = cell == RecurrentCell.GRU && du.length < ofSums ? new float[ofSums] : du;
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
        private final LaneBackward.Weights[] lanes;
        private float[] sums = new float[0];

        Shared(MatrixProduct product) {
            input = new PackedRight[] {product.packedRight(), product.packedRight()};
            recurrent = new PackedRight[] {product.packedRight(), product.packedRight()};
            lanes = new LaneBackward.Weights[] {new LaneBackward.Weights(product), new LaneBackward.Weights(product)};
        }

        void reserve(long size) {
            if (sums.length < size) {
                sums = new float[Math.toIntExact(size)];
            }
        }
    }

    private final Loops loops;
    private final Workers workers;
    private final LaneProduct inLanes;
    private final WeightCotangents cotangents;
    private final LaneBackward lanes;
    private final CellGates lstm;
    private final CellGates gru;
    private final PerThread<Shared> shared;

    RecurrentBackward(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        this.workers = workers;
        inLanes = product.laneProduct();
        lstm = loops.gates(RecurrentCell.LSTM);
        gru = loops.gates(RecurrentCell.GRU);
        cotangents = new WeightCotangents(loops, product);
        lanes = new LaneBackward(loops, cotangents);
        shared = new PerThread<>(() -> new Shared(product));
    }

    /** What the rule of one direction reads and writes. */
    record Direction(
            int number,
            RecurrentKernels.Inputs in,
            RecurrentKernels.States states,
            RecurrentKernels.States last,
            RecurrentAsked asked,
            RecurrentKernels.Inputs gradients) {}

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
        RecurrentBlocks blocks = RecurrentBlocks.of(g, inLanes, workers);
        int groups = g.stateSize() == 0 ? 0 : blocks.groups();
        int size = WeightCotangents.given(g) * g.sums();
        Shared common = shared.get();
        common.reserve((long) count * groups * size);
        workers.loop(groups == 0 ? 0 : count, 1, (first, end) -> {
            for (int d = first; d < end; d++) {
                pack(all[d], blocks, common, g);
            }
        });
        int units = blocks.groupUnits();
        workers.loop(groups == 0 ? 0 : count * units, 1, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                int group = unit % units * blocks.ofUnit();
                int stop = Math.min(groups, group + blocks.ofUnit());
                int at = (unit / units * groups + group) * size;
                Arrays.fill(common.sums, at, at + (stop - group) * size, 0f);
                for (int pair = blocks.firstPair(group); pair < blocks.firstPair(group + 2); pair++) {
                    pair(all[unit / units], 2 * pair + group % 2, blocks, h, gradH, common, at, size, g);
                }
            }
        });
        int pieces = (g.sums() - 1) / WeightCotangents.COLUMNS + 1;
        workers.loop(g.sums() == 0 ? 0 : count * pieces, 1, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                Direction direction = all[unit / pieces];
                if (direction.asked.parameters()) {
                    int at = unit / pieces * groups * size;
                    int column = unit % pieces * WeightCotangents.COLUMNS;
                    cotangents.collect(common.sums, at, groups, column, direction.gradients, g);
                }
            }
        });
    }

    /** Packs the weights of a direction, transposed. */
    private static void pack(Direction d, RecurrentBlocks blocks, Shared common, RecurrentGeometry g) {
        RecurrentKernels.Inputs in = d.in;
        if (blocks.inLanes() > 0) {
            common.lanes[d.number].pack(in, d.asked, g);
        }
        if (blocks.anyInRows()) {
            common.recurrent[d.number].pack(g.hidden(), g.sums(), in.weight(), 0, g.hidden(), false);
        }
        if (blocks.anyInRows() && d.asked.x()) {
            common.input[d.number].pack(g.features(), g.sums(), in.inputWeight(), 0, g.features(), false);
        }
    }

    /** The blocks of a unit, each with sums of its own from {@code sumsAt} on. */
    private void pair(
            Direction d,
            int first,
            RecurrentBlocks blocks,
            float[] h,
            float[] gradH,
            Shared common,
            int sumsAt,
            int size,
            RecurrentGeometry g) {
        int end = Math.min(blocks.blocks(), first + blocks.ofUnit());
        int turned = blocks.inLanes(first, end);
        if (turned > 0) {
            int from = first * RecurrentKernels.ROWS;
            LaneBackward.Weights weights = common.lanes[d.number];
            lanes.run(d, from, turned, weights, h, gradH, common.sums, sumsAt, size, g);
        }
        for (int b = first + turned; b < end; b++) {
            block(d, b * RecurrentKernels.ROWS, h, gradH, common, sumsAt + (b - first) * size, g);
        }
    }

    private void block(
            Direction d, int from, float[] h, float[] gradH, Shared common, int sumsAt, RecurrentGeometry g) {
        int hidden = g.hidden();
        int rows = Math.min(g.batch() - from, RecurrentKernels.ROWS);
        int stretch = Math.min(g.time(), RecurrentKernels.stretch(g));
        Scratch scratch = SCRATCH.get();
        scratch.reserve(rows * hidden, rows * stretch * g.sums(), g.cell());
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
                cotangents.add(d, from, rows, first, count, h, scratch.ds, scratch.du, 0, common.sums, sumsAt, g);
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
}
