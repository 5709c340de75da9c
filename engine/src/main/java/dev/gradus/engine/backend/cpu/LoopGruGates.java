package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.LoopLstmGates.dense;
import static dev.gradus.engine.backend.cpu.LoopLstmGates.spread;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.PerThread;

/** The gates of a GRU as {@link Loops}, one after the other, over dense planes {@code [rows, hidden]}. */
final class LoopGruGates implements CellGates {
    private static final PerThread<Planes> PLANES = new PerThread<>(Planes::new);

    /** Planes of one thread. */
    private static final class Planes {
        private float[] r = new float[0];
        private float[] z = new float[0];
        private float[] n = new float[0];
        private float[] u = new float[0];
        private float[] before = new float[0];
        private float[] dh = new float[0];
        private float[] x = new float[0];

        Planes reserve(int size) {
            if (r.length < size) {
                r = new float[size];
                z = new float[size];
                n = new float[size];
                u = new float[size];
                before = new float[size];
                dh = new float[size];
                x = new float[size];
            }
            return this;
        }
    }

    private final Loops loops;

    LoopGruGates(Loops loops) {
        this.loops = loops;
    }

    @Override
    public void forward(CellStep step) {
        int rows = step.rows;
        int hidden = step.hidden;
        int size = rows * hidden;
        Planes p = PLANES.get().reserve(size);
        sigmoid(step, 0, p.r, p.x, size);
        sigmoid(step, 1, p.z, p.x, size);
        block(rows, hidden, step.sums, 2, p.n);
        recurrent(step, 2, p.u);
        loops.binary(Binary.MULTIPLY, p.r, 0, 1, p.u, 0, 1, 0, p.x, 0, size);
        loops.combine(Reduction.SUM, p.n, 0, p.x, 0, size);
        loops.unary(Unary.TANH, p.n, 0, 0, p.n, 0, size);
        dense(rows, hidden, step.before, p.before);
        loops.binary(Binary.SUBTRACT, p.before, 0, 1, p.n, 0, 1, 0, p.x, 0, size);
        loops.binary(Binary.MULTIPLY, p.z, 0, 1, p.x, 0, 1, 0, p.x, 0, size);
        loops.combine(Reduction.SUM, p.x, 0, p.n, 0, size);
        spread(rows, hidden, p.x, step.h);
        blocks(rows, hidden, step.gates, p.r, p.z, p.n);
        intoBlock(rows, hidden, p.u, step.gates, 3);
    }

    /** {@code σ(x) = tanh(x/2)/2 + ½} of one block of a + u. */
    private void sigmoid(CellStep step, int block, float[] out, float[] x, int size) {
        block(step.rows, step.hidden, step.sums, block, out);
        recurrent(step, block, x);
        loops.combine(Reduction.SUM, out, 0, x, 0, size);
        loops.unary(Unary.SCALE, out, 0, 0.5, out, 0, size);
        loops.unary(Unary.TANH, out, 0, 0, out, 0, size);
        loops.unary(Unary.SCALE, out, 0, 0.5, out, 0, size);
        loops.unary(Unary.SHIFT, out, 0, 0.5, out, 0, size);
    }

    /** One block of u, with its bias. */
    private void recurrent(CellStep step, int block, float[] plane) {
        int hidden = step.hidden;
        block(step.rows, hidden, step.recurrent, block, plane);
        for (int r = 0; r < step.rows; r++) {
            loops.combine(Reduction.SUM, plane, r * hidden, step.recurrentBias, block * hidden, hidden);
        }
    }

    @Override
    public void backward(CellStep step) {
        int rows = step.rows;
        int hidden = step.hidden;
        int size = rows * hidden;
        Planes p = PLANES.get().reserve(size);
        block(rows, hidden, step.gates, 0, p.r);
        block(rows, hidden, step.gates, 1, p.z);
        block(rows, hidden, step.gates, 2, p.n);
        block(rows, hidden, step.gates, 3, p.u);
        dense(rows, hidden, step.before, p.before);
        dense(rows, hidden, step.gradH, p.dh);
        dense(rows, hidden, step.dh, p.x);
        loops.combine(Reduction.SUM, p.dh, 0, p.x, 0, size);
        loops.binary(Binary.MULTIPLY, p.dh, 0, 1, p.z, 0, 1, 0, p.x, 0, size);
        spread(rows, hidden, p.x, step.toBefore);
        // dz in the place of h', then dn in that of dh, then dr in that of u.
        loops.binary(Binary.SUBTRACT, p.before, 0, 1, p.n, 0, 1, 0, p.before, 0, size);
        loops.binary(Binary.MULTIPLY, p.dh, 0, 1, p.before, 0, 1, 0, p.before, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, p.before, 0, 1, p.z, 0, 1, 0, p.before, 0, size);
        loops.binary(Binary.SUBTRACT, p.dh, 0, 1, p.x, 0, 1, 0, p.dh, 0, size);
        loops.binary(Binary.TANH_SLOPE, p.dh, 0, 1, p.n, 0, 1, 0, p.dh, 0, size);
        loops.binary(Binary.MULTIPLY, p.dh, 0, 1, p.u, 0, 1, 0, p.u, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, p.u, 0, 1, p.r, 0, 1, 0, p.u, 0, size);
        loops.binary(Binary.MULTIPLY, p.dh, 0, 1, p.r, 0, 1, 0, p.x, 0, size);
        blocks(rows, hidden, step.ds, p.u, p.before, p.dh);
        blocks(rows, hidden, step.du, p.u, p.before, p.x);
    }

    private static void block(int rows, int hidden, CellStep.Rows from, int block, float[] plane) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from.array, from.row(r) + block * hidden, plane, r * hidden, hidden);
        }
    }

    private static void intoBlock(int rows, int hidden, float[] plane, CellStep.Rows to, int block) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(plane, r * hidden, to.array, to.row(r) + block * hidden, hidden);
        }
    }

    private static void blocks(int rows, int hidden, CellStep.Rows to, float[] first, float[] second, float[] third) {
        intoBlock(rows, hidden, first, to, 0);
        intoBlock(rows, hidden, second, to, 1);
        intoBlock(rows, hidden, third, to, 2);
    }
}
