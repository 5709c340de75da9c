package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentAsked;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.RecurrentGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;

/**
 * The backward pass of {@link RecurrentKernels} for blocks that ran as lanes in {@link LaneForward}, in the same order. The cotangents of the
 * sums are turned to rows for {@link WeightCotangents}, which sum over the rows.
 */
final class LaneBackward {
    private static final int ROWS = RecurrentKernels.ROWS;
    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread computes in, for two blocks. */
    private static final class Scratch {
        private final CellStep step = new CellStep();
        private float[] zeros = new float[0];
        private float[] gradH = new float[0];
        private float[] before = new float[0];
        private float[] mask = new float[0];
        private float[] dc = new float[0];
        private float[] toBefore = new float[0];
        private float[] dh = new float[0];
        private float[] ds = new float[0];
        private float[] du = new float[0];
        /** What a step says to the input of a GRU. */
        private float[] stepDx = new float[0];

        private float[] dx = new float[0];
        private float[] rowsDs = new float[0];
        private float[] rowsDu = new float[0];

        /** Arrays for twice so many numbers of a state, of what the sums say to h and perhaps to x, of the sums, and of x with padding. */
        void reserve(int size, int ofH, int ofSums, int ofX, int stretch, boolean gru) {
            gradH = gradH.length < 2 * stretch * size ? new float[2 * stretch * size] : gradH;
            if (dc.length < 2 * size) {
                zeros = new float[size];
                before = new float[2 * size];
                mask = new float[2 * size];
                dc = new float[2 * size];
                toBefore = new float[2 * size];
            }
            dh = dh.length < 2 * ofH ? new float[2 * ofH] : dh;
            stepDx = stepDx.length < 2 * ofX ? new float[2 * ofX] : stepDx;
            dx = dx.length < 2 * stretch * ofX ? new float[2 * stretch * ofX] : dx;
            if (ds.length < 2 * ofSums) {
                ds = new float[2 * ofSums];
                du = new float[2 * ofSums];
            }
            int ofRows = stretch * ofSums;
            rowsDs = rowsDs.length < 2 * ofRows ? new float[2 * ofRows] : rowsDs;
            rowsDu = gru && rowsDu.length < 2 * ofRows ? new float[2 * ofRows] : rowsDu;
        }

        void swap() {
            float[] other = dc;
            dc = toBefore;
            toBefore = other;
        }
    }

    /** The weights of one direction, transposed: W, and for an LSTM W_ih below it; for a GRU W_ih apart. */
    static final class Weights {
        private final LaneProduct recurrent;
        private final LaneProduct input;

        Weights(MatrixProduct product) {
            recurrent = product.laneProduct();
            input = product.laneProduct();
        }

        void pack(RecurrentKernels.Inputs in, RecurrentAsked asked, RecurrentGeometry g) {
            int n = g.sums();
            int hidden = g.hidden();
            int features = g.features();
            boolean together = g.cell().hasMemory() && asked.x();
            recurrent.reserve(hidden + (together ? features : 0), n, 0);
            recurrent.put(0, hidden, 0, n, in.weight(), 0, 1, hidden);
            if (together) {
                recurrent.put(hidden, features, 0, n, in.inputWeight(), 0, 1, features);
            } else if (asked.x()) {
                input.reserve(features, n, 0);
                input.put(0, features, 0, n, in.inputWeight(), 0, 1, features);
            }
        }
    }

    private final Loops loops;
    private final WeightCotangents cotangents;
    private final CellGates lstm;
    private final CellGates gru;

    LaneBackward(Loops loops, WeightCotangents cotangents) {
        this.loops = loops;
        this.cotangents = cotangents;
        lstm = loops.gates(RecurrentCell.LSTM);
        gru = loops.gates(RecurrentCell.GRU);
    }

    /**
     * All steps of one or two blocks.
     *
     * @param from the first row of the first block
     * @param blocks 1 or 2
     * @param sums where each block's cotangents of the weights are added, from {@code sumsAt} and {@code sumsAt + ofBlock} on
     */
    void run(
            RecurrentBackward.Direction d,
            int from,
            int blocks,
            Weights weights,
            float[] h,
            float[] gradH,
            float[] sums,
            int sumsAt,
            int ofBlock,
            RecurrentGeometry g) {
        int hidden = g.hidden();
        int size = ROWS * hidden;
        int n = g.sums();
        int ofSums = ROWS * n;
        int ofH = weights.recurrent.size();
        int ofX = d.asked().x() ? ROWS * (g.features() + 3) : 0;
        boolean memory = g.cell().hasMemory();
        boolean parameters = d.asked().parameters();
        int stretch = Math.min(g.time(), RecurrentKernels.stretch(g));
        Scratch scratch = SCRATCH.get();
        scratch.reserve(size, ofH, ofSums, ofX, stretch, !memory);
        begin(d, from, blocks, ofH, scratch, g);
        for (int end = g.time(); end > 0; ) {
            int first = (end - 1) / stretch * stretch;
            int count = end - first;
            int low = Math.min(g.place(d.number(), first), g.place(d.number(), end - 1));
            for (int b = 0; b < blocks && gradH != null; b++) {
                gradH(d, from + b * ROWS, low, count, gradH, scratch.gradH, b * stretch * size, g);
            }
            for (int k = end - 1; k >= first; k--) {
                int t = g.place(d.number(), k) - low;
                for (int b = 0; b < blocks; b++) {
                    places(d, from + b * ROWS, b, k, ofH, h, scratch, g);
                    if (gradH == null) {
                        scratch.step.gradH.set(scratch.zeros, 0, 0);
                    } else {
                        scratch.step.gradH.set(scratch.gradH, (b * stretch + t) * size, 0);
                    }
                    (memory ? lstm : gru).backward(scratch.step);
                    if (parameters) {
                        int to = b * stretch * ofSums + t * n;
                        LaneTurn.toRows(n, scratch.ds, b * ofSums, scratch.rowsDs, to, count * n);
                        if (!memory) {
                            LaneTurn.toRows(n, scratch.du, b * ofSums, scratch.rowsDu, to, count * n);
                        }
                    }
                }
                through(d, blocks, weights, ofH, ofSums, ofX, scratch, g);
                for (int b = 0; b < blocks && d.asked().x(); b++) {
                    float[] dx = memory ? scratch.dh : scratch.stepDx;
                    int at = memory ? b * ofH + size : b * ofX;
                    System.arraycopy(dx, at, scratch.dx, (b * stretch + t) * ofX, ROWS * g.features());
                }
            }
            for (int b = 0; b < blocks; b++) {
                int row = from + b * ROWS;
                if (d.asked().x()) {
                    int to = (row * g.time() + low) * g.features();
                    int stride = g.time() * g.features();
                    float[] x = d.gradients().x();
                    int at = b * stretch * ofX;
                    LaneTurn.toRows(count, g.features(), scratch.dx, at, ofX, x, to, stride, g.features());
                }
                if (parameters) {
                    int at = b * stretch * ofSums;
                    int into = sumsAt + b * ofBlock;
                    cotangents.add(d, row, ROWS, first, count, h, scratch.rowsDs, scratch.rowsDu, at, sums, into, g);
                }
            }
            end = first;
        }
        for (int b = 0; b < blocks; b++) {
            int to = (from + b * ROWS) * hidden;
            LaneTurn.toRows(hidden, scratch.dh, b * ofH, d.gradients().h0(), to, hidden);
            if (memory) {
                LaneTurn.toRows(hidden, scratch.dc, b * size, d.gradients().c0(), to, hidden);
            }
        }
    }

    /** What the loss says to h after the steps of a stretch, in the order of time. */
    private static void gradH(
            RecurrentBackward.Direction d,
            int from,
            int low,
            int count,
            float[] gradH,
            float[] lanes,
            int to,
            RecurrentGeometry g) {
        int hidden = g.hidden();
        int stride = g.directions() * hidden;
        int at = (from * g.time() + low) * stride + d.number() * hidden;
        LaneTurn.toLanes(count, hidden, gradH, at, g.time() * stride, stride, lanes, to, ROWS * hidden);
    }

    /** What is said to the last states, and what stays the same in all steps. */
    private static void begin(
            RecurrentBackward.Direction d, int from, int blocks, int ofH, Scratch scratch, RecurrentGeometry g) {
        int hidden = g.hidden();
        int size = ROWS * hidden;
        for (int b = 0; b < blocks; b++) {
            int row = (from + b * ROWS) * hidden;
            start(d.last().lastH(), row, hidden, scratch.dh, b * ofH);
            start(d.last().lastC(), row, hidden, scratch.dc, b * size);
            if (g.cell().hasMemory()) {
                LaneTurn.toLanes(hidden, d.in().c0(), row, hidden, scratch.before, b * size);
            }
            if (d.in().mask() != null) {
                LaneTurn.toLanes(hidden, d.in().mask(), row, hidden, scratch.mask, b * size);
            }
        }
    }

    private static void start(float[] last, int row, int hidden, float[] state, int at) {
        if (last == null) {
            Arrays.fill(state, at, at + ROWS * hidden, 0f);
        } else {
            LaneTurn.toLanes(hidden, last, row, hidden, state, at);
        }
    }

    /** What a step says to h before it, and to its input. */
    private void through(
            RecurrentBackward.Direction d,
            int blocks,
            Weights weights,
            int ofH,
            int ofSums,
            int ofX,
            Scratch scratch,
            RecurrentGeometry g) {
        int size = ROWS * g.hidden();
        boolean memory = g.cell().hasMemory();
        weights.recurrent.multiply(blocks, memory ? scratch.ds : scratch.du, 0, ofSums, scratch.dh, ofH);
        if (!memory && d.asked().x()) {
            weights.input.multiply(blocks, scratch.ds, 0, ofSums, scratch.stepDx, ofX);
        }
        for (int b = 0; b < blocks; b++) {
            if (d.in().mask() != null) {
                loops.binary(
                        Binary.MULTIPLY,
                        scratch.mask,
                        b * size,
                        1,
                        scratch.dh,
                        b * ofH,
                        1,
                        0,
                        scratch.dh,
                        b * ofH,
                        size);
            }
            if (!memory) {
                loops.combine(Reduction.SUM, scratch.dh, b * ofH, scratch.toBefore, b * size, size);
            }
        }
        scratch.swap();
    }

    /** Where a step reads and writes. */
    private static void places(
            RecurrentBackward.Direction d,
            int from,
            int b,
            int k,
            int ofH,
            float[] h,
            Scratch scratch,
            RecurrentGeometry g) {
        CellStep step = scratch.step;
        int hidden = g.hidden();
        int size = ROWS * hidden;
        step.rows = 1;
        step.hidden = size;
        step.relu = g.cell().relu();
        int place = LaneForward.place(from, k, g);
        step.gates.set(d.states().gates(), place * 4 * hidden, 0);
        step.dh.set(scratch.dh, b * ofH, 0);
        step.ds.set(scratch.ds, b * ROWS * g.sums(), 0);
        step.du.set(scratch.du, b * ROWS * g.sums(), 0);
        step.toBefore.set(scratch.toBefore, b * size, 0);
        if (!g.cell().hasMemory()) {
            CellStep.Rows before = step.before;
            RecurrentKernels.before(before, d.number(), from, k, d.in().h0(), h, g);
            LaneTurn.toLanes(hidden, before.array, before.at, before.stride, scratch.before, 0);
            before.set(scratch.before, 0, 0);
            return;
        }
        if (k == 0) {
            step.before.set(scratch.before, b * size, 0);
        } else {
            step.before.set(d.states().cells(), LaneForward.place(from, k - 1, g) * hidden, 0);
        }
        step.c.set(d.states().cells(), place * hidden, 0);
        step.dc.set(scratch.dc, b * size, 0);
    }
}
