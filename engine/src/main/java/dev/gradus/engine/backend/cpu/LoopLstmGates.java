package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;
import dev.gradus.engine.memory.PerThread;

/**
 * The gates as {@link Loops}, one after the other. The rows are first gathered to dense planes {@code [rows, hidden]},
 * one for each gate, so that each loop is one long stretch:
 *
 * <pre>{@code
 * s  [row 0: i f g o] [row 1: i f g o] …     planes  i i … | f f … | o o … | g g …
 * }</pre>
 */
final class LoopLstmGates implements CellGates {
    private static final PerThread<Planes> PLANES = new PerThread<>(Planes::new);

    /** Planes of one thread: the gates in the order i, f, o, g, and what else a step needs, each in its own array. */
    private static final class Planes {
        private float[] gates = new float[0];
        private float[] recurrent = new float[0];
        private float[] before = new float[0];
        private float[] c = new float[0];
        private float[] dh = new float[0];
        private float[] dc = new float[0];
        private float[] x = new float[0];
        private float[] y = new float[0];

        Planes reserve(int size) {
            if (c.length < size) {
                gates = new float[4 * size];
                recurrent = new float[4 * size];
                before = new float[size];
                c = new float[size];
                dh = new float[size];
                dc = new float[size];
                x = new float[size];
                y = new float[size];
            }
            return this;
        }
    }

    private final Loops loops;

    LoopLstmGates(Loops loops) {
        this.loops = loops;
    }

    @Override
    public void forward(CellStep step) {
        int rows = step.rows;
        int hidden = step.hidden;
        boolean relu = step.relu;
        int size = rows * hidden;
        Planes planes = PLANES.get().reserve(size);
        float[] p = planes.gates;
        gather(rows, hidden, step.sums, p, size);
        gather(rows, hidden, step.recurrent, planes.recurrent, size);
        loops.combine(Reduction.SUM, p, 0, planes.recurrent, 0, 4 * size);
        dense(rows, hidden, step.before, planes.before);
        // σ(s) = tanh(s/2)/2 + 1/2
        loops.unary(Unary.SCALE, p, 0, 0.5, p, 0, 3 * size);
        loops.unary(Unary.TANH, p, 0, 0, p, 0, 3 * size);
        loops.unary(Unary.SCALE, p, 0, 0.5, p, 0, 3 * size);
        loops.unary(Unary.SHIFT, p, 0, 0.5, p, 0, 3 * size);
        activate(relu, p, 3 * size, p, 3 * size, size);
        times(p, size, planes.before, 0, planes.x, 0, size);
        times(p, 0, p, 3 * size, planes.y, 0, size);
        loops.binary(Binary.ADD, planes.x, 0, 1, planes.y, 0, 1, 0, planes.c, 0, size);
        spread(rows, hidden, planes.c, step.c);
        activate(relu, planes.c, 0, planes.x, 0, size);
        times(p, 2 * size, planes.x, 0, planes.y, 0, size);
        spread(rows, hidden, planes.y, step.h);
        scatter(rows, hidden, p, size, step.gates);
    }

    @Override
    public void backward(CellStep step) {
        int rows = step.rows;
        int hidden = step.hidden;
        boolean relu = step.relu;
        int size = rows * hidden;
        Planes planes = PLANES.get().reserve(size);
        float[] p = planes.gates;
        float[] dc = planes.dc;
        gather(rows, hidden, step.gates, p, size);
        dense(rows, hidden, step.before, planes.before);
        dense(rows, hidden, step.c, planes.c);
        dense(rows, hidden, step.gradH, planes.dh);
        dense(rows, hidden, step.dh, planes.x);
        loops.combine(Reduction.SUM, planes.dh, 0, planes.x, 0, size);
        activate(relu, planes.c, 0, planes.x, 0, size);
        times(planes.dh, 0, p, 2 * size, planes.y, 0, size);
        slope(relu, planes.y, 0, relu ? planes.c : planes.x, 0, dc, 0, size);
        dense(rows, hidden, step.dc, planes.y);
        loops.combine(Reduction.SUM, dc, 0, planes.y, 0, size);
        // In this order no gate is overwritten before its last use.
        times(planes.dh, 0, planes.x, 0, planes.x, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, 2 * size, 1, 0, p, 2 * size, size);
        times(dc, 0, p, 3 * size, planes.x, 0, size);
        times(dc, 0, p, 0, planes.y, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, 0, 1, 0, p, 0, size);
        slope(relu, planes.y, 0, p, 3 * size, p, 3 * size, size);
        times(dc, 0, planes.before, 0, planes.x, 0, size);
        times(dc, 0, p, size, dc, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, size, 1, 0, p, size, size);
        scatter(rows, hidden, p, size, step.ds);
        spread(rows, hidden, dc, step.toBefore);
    }

    private void activate(boolean relu, float[] x, int xAt, float[] out, int outAt, int length) {
        loops.unary(relu ? Unary.LEAKY_RELU : Unary.TANH, x, xAt, 0, out, outAt, length);
    }

    private void slope(boolean relu, float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int length) {
        loops.binary(relu ? Binary.SLOPE : Binary.TANH_SLOPE, x, xAt, 1, y, yAt, 1, 0, out, outAt, length);
    }

    private void times(float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int length) {
        loops.binary(Binary.MULTIPLY, x, xAt, 1, y, yAt, 1, 0, out, outAt, length);
    }

    /** Copies rows to a dense plane. */
    static void dense(int rows, int hidden, CellStep.Rows from, float[] plane) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from.array, from.row(r), plane, r * hidden, hidden);
        }
    }

    /** Copies a dense plane to rows. */
    static void spread(int rows, int hidden, float[] plane, CellStep.Rows to) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(plane, r * hidden, to.array, to.row(r), hidden);
        }
    }

    private static void gather(int rows, int hidden, CellStep.Rows s, float[] planes, int size) {
        for (int r = 0; r < rows; r++) {
            int from = s.row(r);
            int to = r * hidden;
            System.arraycopy(s.array, from, planes, to, hidden);
            System.arraycopy(s.array, from + hidden, planes, to + size, hidden);
            System.arraycopy(s.array, from + 2 * hidden, planes, to + 3 * size, hidden);
            System.arraycopy(s.array, from + 3 * hidden, planes, to + 2 * size, hidden);
        }
    }

    private static void scatter(int rows, int hidden, float[] planes, int size, CellStep.Rows s) {
        for (int r = 0; r < rows; r++) {
            int to = s.row(r);
            int from = r * hidden;
            System.arraycopy(planes, from, s.array, to, hidden);
            System.arraycopy(planes, from + size, s.array, to + hidden, hidden);
            System.arraycopy(planes, from + 3 * size, s.array, to + 2 * hidden, hidden);
            System.arraycopy(planes, from + 2 * size, s.array, to + 3 * hidden, hidden);
        }
    }
}
