package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;

/**
 * The forward pass of {@link RecurrentKernels} for full blocks, with the rows of a block as lanes (see {@link LaneProduct}): input,
 * state, sums and gates are {@code [numbers][16]}, so a block is to the gates one row of 16 times as many units. Rows are turned where
 * the input enters and h leaves. Two blocks may run together, to share what is read of the weights.
 */
final class LaneForward {
    private static final int ROWS = RecurrentKernels.ROWS;
    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in, for two blocks. */
    private static final class Scratch {
        private final CellStep step = new CellStep();
        private float[] x = new float[0];
        private float[] sums = new float[0];
        private float[] recurrent = new float[0];
        private float[] gates = new float[0];
        private float[] bias = new float[0];
        /** h before the stretch, and after each of its steps. */
        private float[] h = new float[0];

        private float[] c = new float[0];
        private float[] nextC = new float[0];
        private float[] mask = new float[0];
        private float[] masked = new float[0];

        /** Arrays for twice so many numbers of a stretch's input and of its h, of the sums and of a state. */
        void reserve(int ofInput, int ofH, int ofSums, int size) {
            x = x.length < 2 * ofInput ? new float[2 * ofInput] : x;
            h = h.length < 2 * ofH ? new float[2 * ofH] : h;
            if (sums.length < 2 * ofSums) {
                sums = new float[2 * ofSums];
                recurrent = new float[2 * ofSums];
                bias = new float[ofSums];
            }
            if (c.length < 2 * size) {
                gates = new float[4 * size];
                c = new float[2 * size];
                nextC = new float[2 * size];
                mask = new float[2 * size];
                masked = new float[2 * size];
            }
        }

        void swapC() {
            float[] other = c;
            c = nextC;
            nextC = other;
        }
    }

    /** The weights of one direction: {@code [W_ih | b]}, with b behind the first block along k, and W. */
    static final class Weights {
        private final LaneProduct input;
        private final LaneProduct recurrent;

        Weights(MatrixProduct product) {
            input = product.laneProduct();
            recurrent = product.laneProduct();
        }

        void pack(RecurrentKernels.Inputs in, RecurrentGeometry g) {
            int n = g.sums();
            int features = g.features();
            int before = beforeBias(g);
            input.reserve(n, features + 1, 1);
            input.put(0, n, 0, before, in.inputWeight(), 0, features, 1);
            input.put(0, n, before, 1, in.bias(), 0, 1, 1);
            input.put(0, n, before + 1, features - before, in.inputWeight(), before, features, 1);
            recurrent.reserve(n, g.hidden(), 0);
            recurrent.put(0, n, 0, g.hidden(), in.weight(), 0, g.hidden(), 1);
        }
    }

    private final Loops loops;
    private final CellGates lstm;
    private final CellGates gru;

    LaneForward(Loops loops) {
        this.loops = loops;
        lstm = loops.gates(RecurrentCell.LSTM);
        gru = loops.gates(RecurrentCell.GRU);
    }

    /** Numbers of the input before the one that stands for the bias: the sums are {@code (b + block₀) + …}. */
    private static int beforeBias(RecurrentGeometry g) {
        return Math.min(g.features(), VectorPanels.DEPTH);
    }

    /**
     * All steps of one or two blocks.
     *
     * @param from the first row of the first block
     * @param blocks 1 or 2
     */
    void run(
            int direction,
            int from,
            int blocks,
            Weights weights,
            RecurrentKernels.Inputs in,
            float[] h,
            RecurrentKernels.States states,
            RecurrentGeometry g) {
        int hidden = g.hidden();
        int size = ROWS * hidden;
        int sums = weights.recurrent.size();
        int ofStep = ROWS * (g.features() + 1);
        int stretch = Math.min(g.time(), RecurrentKernels.stretch(g));
        int input = stretch * ofStep;
        int ofH = (stretch + 1) * size;
        Scratch scratch = SCRATCH.get();
        scratch.reserve(input, ofH, sums, size);
        begin(from, blocks, stretch, in, scratch, g);
        for (int first = 0; first < g.time(); first += stretch) {
            int count = Math.min(stretch, g.time() - first);
            int low = Math.min(g.place(direction, first), g.place(direction, first + count - 1));
            for (int b = 0; b < blocks; b++) {
                input(from + b * ROWS, low, count, in.x(), scratch.x, b * input, g);
            }
            for (int k = first; k < first + count; k++) {
                int t = g.place(direction, k) - low;
                int before = (k - first) * size;
                weights.input.multiply(blocks, scratch.x, t * ofStep, input, scratch.sums, sums);
                if (in.mask() == null) {
                    weights.recurrent.multiply(blocks, scratch.h, before, ofH, scratch.recurrent, sums);
                } else {
                    mask(blocks, before, ofH, size, scratch);
                    weights.recurrent.multiply(blocks, scratch.masked, 0, size, scratch.recurrent, sums);
                }
                for (int b = 0; b < blocks; b++) {
                    places(from + b * ROWS, b, k, b * ofH + before, sums, states, scratch, g);
                    (g.cell().hasMemory() ? lstm : gru).forward(scratch.step);
                }
                scratch.swapC();
            }
            for (int b = 0; b < blocks; b++) {
                output(direction, from + b * ROWS, first, count, scratch.h, b * ofH, h, g);
            }
        }
        end(from, blocks, ofH, states, scratch, g);
    }

    /** Writes h of the steps of a stretch, and keeps the last one for the next stretch. */
    private static void output(
            int direction, int from, int first, int count, float[] lanes, int at, float[] h, RecurrentGeometry g) {
        int hidden = g.hidden();
        int size = ROWS * hidden;
        int stride = g.directions() * hidden;
        int step = g.reverse(direction) ? -stride : stride;
        int to = (from * g.time() + g.place(direction, first)) * stride + direction * hidden;
        LaneTurn.toRows(count, hidden, lanes, at + size, size, h, to, g.time() * stride, step);
        System.arraycopy(lanes, at + count * size, lanes, at, size);
    }

    /** Writes the last states. */
    private static void end(
            int from, int blocks, int ofH, RecurrentKernels.States states, Scratch scratch, RecurrentGeometry g) {
        int hidden = g.hidden();
        for (int b = 0; b < blocks; b++) {
            int row = from + b * ROWS;
            LaneTurn.toRows(hidden, scratch.h, b * ofH, states.lastH(), row * hidden, hidden);
            if (!g.cell().hasMemory()) {
                continue;
            }
            boolean saved = states.cells() != null && g.time() > 0;
            float[] c = saved ? states.cells() : scratch.c;
            int at = saved ? place(row, g.time() - 1, g) * hidden : b * ROWS * hidden;
            LaneTurn.toRows(hidden, c, at, states.lastC(), row * hidden, hidden);
        }
    }

    /** {@code mask ⊙ h}. */
    private void mask(int blocks, int at, int ofH, int size, Scratch scratch) {
        for (int b = 0; b < blocks; b++) {
            loops.binary(
                    Binary.MULTIPLY,
                    scratch.mask,
                    b * size,
                    1,
                    scratch.h,
                    b * ofH + at,
                    1,
                    0,
                    scratch.masked,
                    b * size,
                    size);
        }
    }

    /** The states before the first step, and what stays the same in all. */
    private static void begin(
            int from, int blocks, int stretch, RecurrentKernels.Inputs in, Scratch scratch, RecurrentGeometry g) {
        int hidden = g.hidden();
        int size = ROWS * hidden;
        int ofStep = ROWS * (g.features() + 1);
        for (int b = 0; b < blocks; b++) {
            int row = (from + b * ROWS) * hidden;
            LaneTurn.toLanes(hidden, in.h0(), row, hidden, scratch.h, b * (stretch + 1) * size);
            if (g.cell().hasMemory()) {
                LaneTurn.toLanes(hidden, in.c0(), row, hidden, scratch.c, b * size);
            }
            if (in.mask() != null) {
                LaneTurn.toLanes(hidden, in.mask(), row, hidden, scratch.mask, b * size);
            }
        }
        for (int k = 0; k < blocks * stretch; k++) {
            int one = k * ofStep + beforeBias(g) * ROWS;
            Arrays.fill(scratch.x, one, one + ROWS, 1f);
        }
        if (g.cell() == RecurrentCell.GRU) {
            for (int i = 0; i < g.sums(); i++) {
                Arrays.fill(scratch.bias, i * ROWS, (i + 1) * ROWS, in.recurrentBias()[i]);
            }
        }
    }

    /** What a block is given in the steps of a stretch, in the order of time: {@code [x | 1]}, with 1 behind the first block along k. */
    private static void input(int from, int low, int count, float[] x, float[] lanes, int to, RecurrentGeometry g) {
        int features = g.features();
        int stride = g.time() * features;
        int at = from * stride + low * features;
        int before = beforeBias(g);
        int ofStep = ROWS * (features + 1);
        LaneTurn.toLanes(count, before, x, at, stride, features, lanes, to, ofStep);
        if (before < features) {
            int rest = features - before;
            int behind = to + (before + 1) * ROWS;
            LaneTurn.toLanes(count, rest, x, at + before, stride, features, lanes, behind, ofStep);
        }
    }

    /** Where what a step of a block saves begins, in rows. */
    static int place(int from, int k, RecurrentGeometry g) {
        return from * g.time() + k * ROWS;
    }

    /** Where a step reads and writes. */
    private static void places(
            int from,
            int b,
            int k,
            int before,
            int sums,
            RecurrentKernels.States states,
            Scratch scratch,
            RecurrentGeometry g) {
        CellStep step = scratch.step;
        int hidden = g.hidden();
        int size = ROWS * hidden;
        step.rows = 1;
        step.hidden = size;
        step.relu = g.cell().relu();
        step.sums.set(scratch.sums, b * sums, 0);
        step.recurrent.set(scratch.recurrent, b * sums, 0);
        step.recurrentBias = scratch.bias;
        step.h.set(scratch.h, before + size, 0);
        if (states.gates() != null) {
            step.gates.set(states.gates(), place(from, k, g) * 4 * hidden, 0);
        } else {
            step.gates.set(scratch.gates, 0, 0);
        }
        if (!g.cell().hasMemory()) {
            step.before.set(scratch.h, before, 0);
        } else if (states.cells() == null) {
            step.before.set(scratch.c, b * size, 0);
            step.c.set(scratch.nextC, b * size, 0);
        } else {
            if (k == 0) {
                step.before.set(scratch.c, b * size, 0);
            } else {
                step.before.set(states.cells(), place(from, k - 1, g) * hidden, 0);
            }
            step.c.set(states.cells(), place(from, k, g) * hidden, 0);
        }
    }
}
