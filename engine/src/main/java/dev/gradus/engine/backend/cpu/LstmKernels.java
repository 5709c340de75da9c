package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.LstmGeometry;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The LSTM over a whole sequence, and its derivative: see {@link Backend#lstm} for the mathematics. The batch is cut in
 * blocks of rows, and a block runs through all of its steps on one thread, because the steps depend on each other and
 * the rows do not. The recurrent weights are packed once per sequence and shared by all blocks.
 */
final class LstmKernels {
    /** Rows of a block: full tiles at any vector width, and enough blocks for a few threads at batch 64. */
    private static final int ROWS = 16;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** The state of one block {@code [rows, hidden]}: h after the mask going forward, dh and dc going back. */
    private static final class Scratch {
        private float[] h = new float[0];
        private float[] c = new float[0];

        Scratch reserve(int size) {
            if (h.length < size) {
                h = new float[size];
                c = new float[size];
            }
            return this;
        }
    }

    private final Loops loops;
    private final Workers workers;
    private final LstmGates pointwise;
    private final PerThread<PackedMatrix> packed;

    LstmKernels(Loops loops, MatrixProduct product, Workers workers) {
        this.loops = loops;
        this.workers = workers;
        pointwise = new LoopLstmGates(loops);
        packed = new PerThread<>(product::packed);
    }

    /** Fills h, c {@code [batch, time, hidden]} and gates {@code [batch, time, 4·hidden]}. */
    void forward(
            float[] input,
            float[] weight,
            float[] h0,
            float[] c0,
            float[] mask,
            float[] h,
            float[] c,
            float[] gates,
            LstmGeometry g) {
        int hidden = g.hidden();
        if (g.batch() == 0 || g.time() == 0 || hidden == 0) {
            return;
        }
        PackedMatrix recurrent = packed.get();
        recurrent.pack(4 * hidden, hidden, weight, 0, hidden, true);
        workers.loop(g.batch(), ROWS, (from, to) -> forward(from, to, input, recurrent, h0, c0, mask, h, c, gates, g));
    }

    private void forward(
            int from,
            int to,
            float[] input,
            PackedMatrix recurrent,
            float[] h0,
            float[] c0,
            float[] mask,
            float[] h,
            float[] c,
            float[] gates,
            LstmGeometry g) {
        int rows = to - from;
        int hidden = g.hidden();
        int stride = g.time() * hidden;
        float[] masked = mask == null ? null : SCRATCH.get().reserve(rows * hidden).h;
        for (int step = 0; step < g.time(); step++) {
            int t = g.reverse() ? g.time() - 1 - step : step;
            int at = (from * g.time() + t) * hidden;
            // Where the step before left its h and c: in the results, or, for the first step, in h0 and c0.
            boolean first = step == 0;
            int before = first ? from * hidden : at + (g.reverse() ? hidden : -hidden);
            int beforeStride = first ? hidden : stride;
            float[] hBefore = first ? h0 : h;
            for (int r = 0; r < rows; r++) {
                System.arraycopy(input, 4 * (at + r * stride), gates, 4 * (at + r * stride), 4 * hidden);
            }
            if (mask == null) {
                recurrent.multiply(rows, hBefore, before, beforeStride, gates, 4 * at, 4 * stride, true);
            } else {
                for (int r = 0; r < rows; r++) {
                    int hAt = before + r * beforeStride;
                    times(mask, (from + r) * hidden, hBefore, hAt, masked, r * hidden, hidden);
                }
                recurrent.multiply(rows, masked, 0, hidden, gates, 4 * at, 4 * stride, true);
            }
            pointwise.forward(
                    rows,
                    hidden,
                    g.relu(),
                    gates,
                    4 * at,
                    4 * stride,
                    first ? c0 : c,
                    before,
                    beforeStride,
                    c,
                    h,
                    at,
                    stride);
        }
    }

    /** Fills gradInput {@code [batch, time, 4·hidden]}, gradH0 and gradC0 {@code [batch, hidden]}. */
    void backward(
            float[] weight,
            float[] c0,
            float[] mask,
            float[] cells,
            float[] gates,
            float[] gradH,
            float[] gradC,
            float[] gradInput,
            float[] gradH0,
            float[] gradC0,
            LstmGeometry g) {
        int hidden = g.hidden();
        if (g.batch() == 0 || hidden == 0) {
            return;
        }
        PackedMatrix recurrent = packed.get();
        recurrent.pack(hidden, 4 * hidden, weight, 0, hidden, false);
        workers.loop(g.batch(), ROWS, (from, to) -> {
            Scratch scratch = SCRATCH.get().reserve((to - from) * hidden);
            backward(from, to, recurrent, c0, mask, cells, gates, gradH, gradC, gradInput, scratch.h, scratch.c, g);
            System.arraycopy(scratch.h, 0, gradH0, from * hidden, (to - from) * hidden);
            System.arraycopy(scratch.c, 0, gradC0, from * hidden, (to - from) * hidden);
        });
    }

    private void backward(
            int from,
            int to,
            PackedMatrix recurrent,
            float[] c0,
            float[] mask,
            float[] cells,
            float[] gates,
            float[] gradH,
            float[] gradC,
            float[] gradInput,
            float[] dh,
            float[] dc,
            LstmGeometry g) {
        int rows = to - from;
        int hidden = g.hidden();
        int stride = g.time() * hidden;
        Arrays.fill(dh, 0, rows * hidden, 0f);
        Arrays.fill(dc, 0, rows * hidden, 0f);
        for (int step = g.time() - 1; step >= 0; step--) {
            int t = g.reverse() ? g.time() - 1 - step : step;
            int at = (from * g.time() + t) * hidden;
            boolean first = step == 0;
            int before = first ? from * hidden : at + (g.reverse() ? hidden : -hidden);
            pointwise.backward(
                    rows,
                    hidden,
                    g.relu(),
                    gates,
                    gradInput,
                    4 * at,
                    4 * stride,
                    first ? c0 : cells,
                    before,
                    first ? hidden : stride,
                    cells,
                    gradH,
                    gradC,
                    at,
                    stride,
                    dh,
                    dc);
            recurrent.multiply(rows, gradInput, 4 * at, 4 * stride, dh, 0, hidden, false);
            if (mask != null) {
                times(mask, from * hidden, dh, 0, dh, 0, rows * hidden);
            }
        }
    }

    private void times(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int length) {
        loops.binary(Binary.MULTIPLY, x, xAt, 1, y, yAt, 1, 0, out, outAt, length);
    }
}
