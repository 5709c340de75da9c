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
final class LoopLstmGates implements LstmGates {
    private static final PerThread<Planes> PLANES = new PerThread<>(Planes::new);

    /** Planes of one thread: the gates in the order i, f, o, g, and what else a step needs, each in its own array. */
    private static final class Planes {
        private float[] gates = new float[0];
        private float[] before = new float[0];
        private float[] c = new float[0];
        private float[] dh = new float[0];
        private float[] x = new float[0];
        private float[] y = new float[0];

        Planes reserve(int size) {
            if (c.length < size) {
                gates = new float[4 * size];
                before = new float[size];
                c = new float[size];
                dh = new float[size];
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
    public void forward(
            int rows,
            int hidden,
            boolean relu,
            float[] s,
            float[] before,
            float[] c,
            float[] h,
            int hAt,
            int hStride,
            float[] gates,
            int gatesAt,
            int gatesStride) {
        int size = rows * hidden;
        Planes planes = PLANES.get().reserve(size);
        float[] p = planes.gates;
        gather(rows, hidden, s, 0, 4 * hidden, p, size);
        // σ(s) = tanh(s/2)/2 + 1/2
        loops.unary(Unary.SCALE, p, 0, 0.5, p, 0, 3 * size);
        loops.unary(Unary.TANH, p, 0, 0, p, 0, 3 * size);
        loops.unary(Unary.SCALE, p, 0, 0.5, p, 0, 3 * size);
        loops.unary(Unary.SHIFT, p, 0, 0.5, p, 0, 3 * size);
        activate(relu, p, 3 * size, p, 3 * size, size);
        times(p, size, before, 0, planes.x, 0, size);
        times(p, 0, p, 3 * size, planes.y, 0, size);
        loops.binary(Binary.ADD, planes.x, 0, 1, planes.y, 0, 1, 0, c, 0, size);
        activate(relu, c, 0, planes.x, 0, size);
        times(p, 2 * size, planes.x, 0, planes.y, 0, size);
        rows(rows, hidden, planes.y, 0, hidden, h, hAt, hStride);
        scatter(rows, hidden, p, size, gates, gatesAt, gatesStride);
    }

    @Override
    public void backward(
            int rows,
            int hidden,
            boolean relu,
            float[] gates,
            float[] ds,
            int gatesAt,
            int gatesStride,
            float[] before,
            int beforeAt,
            int beforeStride,
            float[] c,
            int cAt,
            int cStride,
            float[] gradH,
            int gradHAt,
            int gradHStride,
            float[] dh,
            float[] dcAfter,
            float[] dcBefore) {
        int size = rows * hidden;
        Planes planes = PLANES.get().reserve(size);
        float[] p = planes.gates;
        gather(rows, hidden, gates, gatesAt, gatesStride, p, size);
        rows(rows, hidden, before, beforeAt, beforeStride, planes.before, 0, hidden);
        rows(rows, hidden, c, cAt, cStride, planes.c, 0, hidden);
        rows(rows, hidden, gradH, gradHAt, gradHStride, planes.dh, 0, hidden);
        loops.combine(Reduction.SUM, planes.dh, 0, dh, 0, size);
        activate(relu, planes.c, 0, planes.x, 0, size);
        times(planes.dh, 0, p, 2 * size, planes.y, 0, size);
        slope(relu, planes.y, 0, relu ? planes.c : planes.x, 0, dcBefore, 0, size);
        loops.combine(Reduction.SUM, dcBefore, 0, dcAfter, 0, size);
        // In this order no gate is overwritten before its last use.
        times(planes.dh, 0, planes.x, 0, planes.x, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, 2 * size, 1, 0, p, 2 * size, size);
        times(dcBefore, 0, p, 3 * size, planes.x, 0, size);
        times(dcBefore, 0, p, 0, planes.y, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, 0, 1, 0, p, 0, size);
        slope(relu, planes.y, 0, p, 3 * size, p, 3 * size, size);
        times(dcBefore, 0, planes.before, 0, planes.x, 0, size);
        times(dcBefore, 0, p, size, dcBefore, 0, size);
        loops.binary(Binary.SIGMOID_SLOPE, planes.x, 0, 1, p, size, 1, 0, p, size, size);
        scatter(rows, hidden, p, size, ds, gatesAt, gatesStride);
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

    private static void rows(
            int rows, int hidden, float[] from, int fromAt, int fromStride, float[] to, int toAt, int toStride) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(from, fromAt + r * fromStride, to, toAt + r * toStride, hidden);
        }
    }

    private static void gather(int rows, int hidden, float[] s, int at, int stride, float[] planes, int size) {
        for (int r = 0; r < rows; r++) {
            int from = at + r * stride;
            int to = r * hidden;
            System.arraycopy(s, from, planes, to, hidden);
            System.arraycopy(s, from + hidden, planes, to + size, hidden);
            System.arraycopy(s, from + 2 * hidden, planes, to + 3 * size, hidden);
            System.arraycopy(s, from + 3 * hidden, planes, to + 2 * size, hidden);
        }
    }

    private static void scatter(int rows, int hidden, float[] planes, int size, float[] s, int at, int stride) {
        for (int r = 0; r < rows; r++) {
            int to = at + r * stride;
            int from = r * hidden;
            System.arraycopy(planes, from, s, to, hidden);
            System.arraycopy(planes, from + size, s, to + hidden, hidden);
            System.arraycopy(planes, from + 3 * size, s, to + 2 * hidden, hidden);
            System.arraycopy(planes, from + 2 * size, s, to + 3 * hidden, hidden);
        }
    }
}
