package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;

/** The forward pass of {@link RecurrentKernels}: of the blocks that do not run as lanes (see {@link LaneForward}), here. */
final class RecurrentForward {
    /** What {@link PackedRight#row} may write behind its result. */
    private static final int PADDING = 15;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in. */
    private static final class Scratch {
        private final CellStep step = new CellStep();
        private final CellStep.Rows given = new CellStep.Rows();
        private final InputSums sums = new InputSums();
        private float[] recurrent = new float[0];
        private float[] gates = new float[0];
        private float[] masked = new float[0];
        private float[] even = new float[0];
        private float[] odd = new float[0];

        /** Arrays for states of {@code size} numbers. */
        void reserve(int size) {
            if (masked.length < size) {
                recurrent = new float[4 * size + PADDING];
                gates = new float[4 * size];
                masked = new float[size];
                even = new float[size];
                odd = new float[size];
            }
        }
    }

    /** The weights of one direction, packed: for the input and for h. Neither where they are not packed yet. */
    static final class Weights {
        private PackedRight input;
        private PackedRight recurrent;

        /** None yet. */
        Weights() {}

        Weights(PackedRight input, PackedRight recurrent) {
            set(input, recurrent);
        }

        void set(PackedRight ofInput, PackedRight ofStates) {
            input = ofInput;
            recurrent = ofStates;
        }

        boolean isEmpty() {
            return recurrent == null;
        }
    }

    private final Loops loops;
    private final Workers workers;
    private final CellGates lstm;
    private final CellGates gru;
    private final LaneProduct inLanes;
    private final LaneForward lanes;
    private final PerThread<Weights[]> packed;
    private final PerThread<LaneForward.Weights[]> packedInLanes;

    RecurrentForward(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        inLanes = product.laneProduct();
        this.workers = workers;
        lstm = loops.gates(RecurrentCell.LSTM);
        gru = loops.gates(RecurrentCell.GRU);
        lanes = new LaneForward(loops);
        packedInLanes = new PerThread<>(
                () -> new LaneForward.Weights[] {new LaneForward.Weights(product), new LaneForward.Weights(product)});
        packed = new PerThread<>(() -> new Weights[] {
            new Weights(product.packedRight(), product.packedRight()),
            new Weights(product.packedRight(), product.packedRight())
        });
    }

    /** How a batch is cut. */
    RecurrentBlocks blocks(RecurrentGeometry g) {
        return RecurrentBlocks.of(g, inLanes, workers);
    }

    /**
     * @param given each direction's weights, empty where they are not packed yet
     * @param blocks as {@link #blocks} says
     */
    void run(
            RecurrentKernels.Inputs[] directions,
            Weights[] given,
            float[] h,
            RecurrentKernels.States[] states,
            RecurrentGeometry g,
            RecurrentBlocks blocks) {
        if (g.batch() == 0 || g.hidden() == 0) {
            return;
        }
        Weights[] own = packed.get();
        for (int d = 0; d < given.length && blocks.anyInRows(); d++) {
            if (given[d].isEmpty()) {
                RecurrentKernels.Inputs in = directions[d];
                own[d].input.pack(g.sums(), g.features(), in.inputWeight(), 0, g.features(), true);
                own[d].recurrent.pack(g.sums(), g.hidden(), in.weight(), 0, g.hidden(), true);
            }
        }
        LaneForward.Weights[] turned = blocks.inLanes() == 0 ? null : packedInLanes.get();
        if (turned != null) {
            workers.loop(directions.length, 1, (first, end) -> {
                for (int d = first; d < end; d++) {
                    turned[d].pack(directions[d], g);
                }
            });
        }
        int units = directions.length * blocks.units();
        if (workers.threads() == 1) {
            units(0, units, directions, given, own, turned, h, states, g, blocks);
            return;
        }
        workers.loop(units, 1, (first, end) -> units(first, end, directions, given, own, turned, h, states, g, blocks));
    }

    /** The units {@code first … end − 1}, those of one direction after those of the other. */
    private void units(
            int first,
            int end,
            RecurrentKernels.Inputs[] directions,
            Weights[] given,
            Weights[] own,
            LaneForward.Weights[] turned,
            float[] h,
            RecurrentKernels.States[] states,
            RecurrentGeometry g,
            RecurrentBlocks blocks) {
        int units = blocks.units();
        for (int unit = first; unit < end; unit++) {
            int d = unit / units;
            int block = blocks.first(unit % units);
            int stop = blocks.first(unit % units + 1);
            int count = blocks.inLanes(block, stop);
            if (count > 0) {
                lanes.run(d, block * RecurrentKernels.ROWS, count, turned[d], directions[d], h, states[d], g);
            }
            Weights weights = given[d].isEmpty() ? own[d] : given[d];
            for (int b = block + count; b < stop; b++) {
                int from = b * RecurrentKernels.ROWS;
                int rows = Math.min(g.batch() - from, RecurrentKernels.ROWS);
                block(d, from, rows, weights, directions[d], h, states[d], g);
            }
        }
    }

    private void block(
            int direction,
            int from,
            int rows,
            Weights weights,
            RecurrentKernels.Inputs in,
            float[] h,
            RecurrentKernels.States states,
            RecurrentGeometry g) {
        int stretch = Math.min(g.time(), RecurrentKernels.stretch(g));
        Scratch scratch = SCRATCH.get();
        scratch.reserve(rows * g.hidden());
        CellStep step = scratch.step;
        step.rows = rows;
        step.hidden = g.hidden();
        step.relu = g.cell().relu();
        for (int first = 0; first < g.time(); first += stretch) {
            int count = Math.min(stretch, g.time() - first);
            int low = Math.min(g.place(direction, first), g.place(direction, first + count - 1));
            scratch.sums.compute(from, rows, low, count, weights.input, in, g);
            for (int k = first; k < first + count; k++) {
                int t = g.place(direction, k);
                scratch.sums.place(t - low, step.sums, g.sums());
                places(direction, from, k, in, h, states, scratch, g);
                recur(weights.recurrent, from, in.mask(), step, scratch, k % 2 == 1);
                if (g.cell() == RecurrentCell.GRU) {
                    RecurrentKernels.before(step.before, direction, from, k, in.h0(), h, g);
                    step.recurrentBias = in.recurrentBias();
                    gru.forward(step);
                } else {
                    lstm.forward(step);
                }
            }
        }
        int last = g.time();
        RecurrentKernels.before(scratch.given, direction, from, last, in.h0(), h, g);
        copy(rows, g.hidden(), scratch.given, states.lastH(), from * g.hidden());
        if (g.cell().hasMemory()) {
            CellStep.Rows c = step.c;
            if (last == 0) {
                c.set(in.c0(), from * g.hidden(), g.hidden());
            }
            copy(rows, g.hidden(), c, states.lastC(), from * g.hidden());
        }
    }

    /** Where a step reads and writes, but its sums. */
    private static void places(
            int direction,
            int from,
            int k,
            RecurrentKernels.Inputs in,
            float[] h,
            RecurrentKernels.States states,
            Scratch scratch,
            RecurrentGeometry g) {
        CellStep step = scratch.step;
        int hidden = g.hidden();
        int stride = g.directions() * hidden;
        int place = from * g.time() + g.place(direction, k);
        step.h.set(h, place * stride + direction * hidden, g.time() * stride);
        step.recurrent.set(scratch.recurrent, 0, g.sums());
        RecurrentKernels.before(scratch.given, direction, from, k, in.h0(), h, g);
        if (states.gates() != null) {
            RecurrentKernels.saved(step.gates, states.gates(), from, step.rows, k, 4 * hidden, g);
        } else {
            step.gates.set(scratch.gates, 0, 4 * hidden);
        }
        if (!g.cell().hasMemory()) {
            return;
        }
        if (states.cells() != null) {
            RecurrentKernels.cellBefore(step.before, states.cells(), from, step.rows, k, in.c0(), g);
            RecurrentKernels.saved(step.c, states.cells(), from, step.rows, k, hidden, g);
        } else {
            float[] now = k % 2 == 0 ? scratch.even : scratch.odd;
            if (k == 0) {
                step.before.set(in.c0(), from * hidden, hidden);
            } else {
                step.before.set(k % 2 == 0 ? scratch.odd : scratch.even, 0, hidden);
            }
            step.c.set(now, 0, hidden);
        }
    }

    /** {@code (mask ⊙ h)·Wᵀ}, with h of the step before. */
    private void recur(PackedRight weight, int from, float[] mask, CellStep step, Scratch scratch, boolean odd) {
        CellStep.Rows out = step.recurrent;
        CellStep.Rows given = scratch.given;
        int hidden = step.hidden;
        if (mask != null) {
            for (int r = 0; r < step.rows; r++) {
                int at = (from + r) * hidden;
                loops.binary(
                        Binary.MULTIPLY,
                        mask,
                        at,
                        1,
                        given.array,
                        given.row(r),
                        1,
                        0,
                        scratch.masked,
                        r * hidden,
                        hidden);
            }
            given.set(scratch.masked, 0, hidden);
        }
        if (step.rows == 1) {
            weight.row(given.array, given.at, out.array, out.at, odd);
        } else {
            weight.multiply(step.rows, given.array, given.at, given.stride, out.array, out.at, out.stride, false);
        }
    }

    private static void copy(int rows, int length, CellStep.Rows from, float[] to, int at) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from.array, from.row(r), to, at + r * length, length);
        }
    }
}
