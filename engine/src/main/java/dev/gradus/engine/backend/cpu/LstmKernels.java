package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The LSTM over a whole sequence, and its derivative: see {@link Backend#lstm} for the mathematics. The batch is cut in
 * blocks of rows, and a block of one direction runs through all of its steps on one thread, because the steps depend on
 * each other and the rows do not. The weights are packed once per sequence and shared by all blocks; what a step
 * computes stays in a scratch array of its block's size, so that only what is asked for travels to memory.
 */
final class LstmKernels {
    /** Rows of a block: full tiles at any vector width, and enough blocks for a few threads at batch 64. */
    private static final int ROWS = 16;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one direction reads, as {@link dev.gradus.engine.backend.LstmInputs} names it. */
    record Inputs(float[] x, float[] inputWeight, float[] weight, float[] bias, float[] h0, float[] c0, float[] mask) {}

    /** Where one direction's cells and gates go; both are {@code null} where no derivative will be asked for. */
    record Results(float[] lastC, float[] cells, float[] gates) {}

    /** One block's sums and states: {@code [rows, 4·hidden]} and {@code [rows, hidden]}. */
    private static final class Scratch {
        private float[] sums = new float[0];
        private float[] gates = new float[0];
        private float[] h = new float[0];
        private float[] now = new float[0];
        private float[] next = new float[0];
        private float[] biases = new float[0];

        Scratch reserve(int size) {
            if (h.length < size) {
                sums = new float[4 * size];
                gates = new float[4 * size];
                h = new float[size];
                now = new float[size];
                next = new float[size];
            }
            return this;
        }

        /** Zeros that blocks add the cotangents of their biases to, {@code [blocks, 4·hidden]}. */
        float[] biases(int size) {
            if (biases.length < size) {
                biases = new float[size];
            }
            Arrays.fill(biases, 0, size, 0f);
            return biases;
        }

        /** What was next is now. */
        void swap() {
            float[] other = now;
            now = next;
            next = other;
        }
    }

    /** The weights of one direction, packed. */
    private static final class Weights {
        private final PackedRight input;
        private final PackedRight recurrent;

        Weights(MatrixProduct product) {
            input = product.packedRight();
            recurrent = product.packedRight();
        }
    }

    private final Loops loops;
    private final Workers workers;
    private final LstmGates pointwise;
    private final PerThread<Weights[]> packed;

    LstmKernels(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        this.workers = workers;
        pointwise = loops.lstmGates();
        packed = new PerThread<>(() -> new Weights[] {new Weights(product), new Weights(product)});
    }

    /** Fills h {@code [batch, time, directions·hidden]} and the results of each direction. */
    void forward(Inputs[] directions, float[] h, Results[] results, LstmGeometry g) {
        int hidden = g.hidden();
        if (g.batch() == 0 || hidden == 0) {
            return;
        }
        Weights[] weights = packed.get();
        for (int d = 0; d < directions.length; d++) {
            Inputs in = directions[d];
            weights[d].input.pack(4 * hidden, g.features(), in.inputWeight, 0, g.features(), true);
            weights[d].recurrent.pack(4 * hidden, hidden, in.weight, 0, hidden, true);
        }
        int blocks = (g.batch() - 1) / ROWS + 1;
        workers.loop(directions.length * blocks, 1, (first, end) -> {
            for (int unit = first; unit < end; unit++) {
                int d = unit / blocks;
                int from = unit % blocks * ROWS;
                int to = Math.min(g.batch(), from + ROWS);
                forward(d, from, to, weights[d], directions[d], h, results[d], g);
            }
        });
    }

    private void forward(
            int direction, int from, int to, Weights weights, Inputs in, float[] h, Results out, LstmGeometry g) {
        int rows = to - from;
        int hidden = g.hidden();
        int features = g.features();
        int stride = g.directions() * hidden;
        boolean saving = out.gates != null;
        Scratch scratch = SCRATCH.get().reserve(rows * hidden);
        System.arraycopy(in.c0, from * hidden, scratch.now, 0, rows * hidden);
        for (int step = 0; step < g.time(); step++) {
            int t = g.reverse(direction) ? g.time() - 1 - step : step;
            int place = from * g.time() + t;
            int hAt = place * stride + direction * hidden;
            // Where the step before left its h: in the result, or, for the first step, in h0.
            float[] hBefore = step == 0 ? in.h0 : h;
            int before = step == 0 ? from * hidden : hAt + (g.reverse(direction) ? stride : -stride);
            int beforeStride = step == 0 ? hidden : g.time() * stride;
            if (in.mask != null) {
                for (int r = 0; r < rows; r++) {
                    int at = before + r * beforeStride;
                    times(in.mask, (from + r) * hidden, hBefore, at, scratch.h, r * hidden, hidden);
                }
                hBefore = scratch.h;
                before = 0;
                beforeStride = hidden;
            }
            for (int r = 0; r < rows; r++) {
                System.arraycopy(in.bias, 0, scratch.sums, 4 * r * hidden, 4 * hidden);
            }
            weights.input.multiply(
                    rows, in.x, place * features, g.time() * features, scratch.sums, 0, 4 * hidden, true);
            weights.recurrent.multiply(rows, hBefore, before, beforeStride, scratch.sums, 0, 4 * hidden, true);
            pointwise.forward(
                    rows,
                    hidden,
                    g.relu(),
                    scratch.sums,
                    scratch.now,
                    scratch.next,
                    h,
                    hAt,
                    g.time() * stride,
                    saving ? out.gates : scratch.gates,
                    saving ? 4 * place * hidden : 0,
                    4 * hidden * (saving ? g.time() : 1));
            scratch.swap();
            if (saving) {
                for (int r = 0; r < rows; r++) {
                    int at = (place + r * g.time()) * hidden;
                    System.arraycopy(scratch.now, r * hidden, out.cells, at, hidden);
                }
            }
        }
        System.arraycopy(scratch.now, 0, out.lastC, from * hidden, rows * hidden);
    }

    /**
     * Fills, for one direction, ds {@code [batch, time, 4·hidden]}, gradBias {@code [4·hidden]}, gradH0 and gradC0
     * {@code [batch, hidden]}.
     *
     * @param gradC cotangent of the last c, or {@code null}
     */
    void backward(
            int direction,
            Inputs in,
            float[] cells,
            float[] gates,
            float[] gradH,
            float[] gradC,
            float[] ds,
            float[] gradBias,
            float[] gradH0,
            float[] gradC0,
            LstmGeometry g) {
        int hidden = g.hidden();
        Arrays.fill(gradBias, 0, 4 * hidden, 0f);
        if (g.batch() == 0 || hidden == 0) {
            return;
        }
        PackedRight recurrent = packed.get()[direction].recurrent;
        recurrent.pack(hidden, 4 * hidden, in.weight, 0, hidden, false);
        int blocks = (g.batch() - 1) / ROWS + 1;
        float[] biases = SCRATCH.get().biases(blocks * 4 * hidden);
        workers.loop(g.batch(), ROWS, (from, to) -> {
            Scratch scratch = SCRATCH.get().reserve((to - from) * hidden);
            int size = (to - from) * hidden;
            if (gradC == null) {
                Arrays.fill(scratch.now, 0, size, 0f);
            } else {
                System.arraycopy(gradC, from * hidden, scratch.now, 0, size);
            }
            backward(direction, from, to, recurrent, in, cells, gates, gradH, ds, biases, scratch, g);
            System.arraycopy(scratch.h, 0, gradH0, from * hidden, size);
            System.arraycopy(scratch.now, 0, gradC0, from * hidden, size);
        });
        for (int block = 0; block < blocks; block++) {
            loops.combine(Reduction.SUM, gradBias, 0, biases, 4 * block * hidden, 4 * hidden);
        }
    }

    private void backward(
            int direction,
            int from,
            int to,
            PackedRight recurrent,
            Inputs in,
            float[] cells,
            float[] gates,
            float[] gradH,
            float[] ds,
            float[] biases,
            Scratch scratch,
            LstmGeometry g) {
        int rows = to - from;
        int hidden = g.hidden();
        int time = g.time();
        int stride = g.directions() * hidden;
        Arrays.fill(scratch.h, 0, rows * hidden, 0f);
        for (int step = time - 1; step >= 0; step--) {
            int t = g.reverse(direction) ? time - 1 - step : step;
            int place = from * time + t;
            boolean first = step == 0;
            int before = first ? from * hidden : (place + (g.reverse(direction) ? 1 : -1)) * hidden;
            pointwise.backward(
                    rows,
                    hidden,
                    g.relu(),
                    gates,
                    ds,
                    4 * place * hidden,
                    4 * time * hidden,
                    first ? in.c0 : cells,
                    before,
                    first ? hidden : time * hidden,
                    cells,
                    place * hidden,
                    time * hidden,
                    gradH,
                    place * stride + direction * hidden,
                    time * stride,
                    scratch.h,
                    scratch.now,
                    scratch.next);
            scratch.swap();
            for (int r = 0; r < rows; r++) {
                int at = 4 * (place + r * time) * hidden;
                loops.combine(Reduction.SUM, biases, 4 * (from / ROWS) * hidden, ds, at, 4 * hidden);
            }
            recurrent.multiply(rows, ds, 4 * place * hidden, 4 * time * hidden, scratch.h, 0, hidden, false);
            if (in.mask != null) {
                times(in.mask, from * hidden, scratch.h, 0, scratch.h, 0, rows * hidden);
            }
        }
    }

    private void times(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int length) {
        loops.binary(Binary.MULTIPLY, x, xAt, 1, y, yAt, 1, 0, out, outAt, length);
    }
}
