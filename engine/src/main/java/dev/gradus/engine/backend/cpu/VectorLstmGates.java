package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.PlainMath.*;

import dev.gradus.engine.memory.PerThread;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gates on the Vector API, in sweeps over a row. Here the rational tanh of {@link PlainMath} runs on fused
 * multiply-adds. The last vector of a row reaches back to end with the row, so some elements are computed twice, never
 * one by one; the results therefore never overwrite the arguments. What is rare (relu, rows shorter than the longest vector)
 * goes through the loops.
 *
 * <p>Why it is written as it is: C2 unrolls the Vector API by inlining hundreds of bytecodes for each operation. Within one
 * compilation it stops inlining our own methods at 18 000 nodes, and delays that of the API's at 8000 bytecodes (some 45
 * operations); where either happens, the vectors at hand are boxed. It inlines hot methods of up to 325 bytecodes into
 * their callers, which adds up. So a sweep calls nothing but the API, is shorter than 45 operations and, by handling two
 * vectors at a time or by having many arguments, longer than 325 bytecodes: it is always compiled by itself.
 */
final class VectorLstmGates implements CellGates {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;
    /** The longest vector there is: what goes through the loops must not depend on the vectors of this machine. */
    private static final int LEAST = 16;

    private static final PerThread<Row> CELL = new PerThread<>(Row::new);

    /** One row of cotangents of c. */
    private static final class Row {
        private float[] numbers = new float[0];

        float[] reserve(int length) {
            if (numbers.length < length) {
                numbers = new float[length];
            }
            return numbers;
        }
    }

    private final CellGates loops;

    VectorLstmGates(Loops loops) {
        this.loops = new LoopLstmGates(loops);
    }

    @Override
    public void forward(CellStep step) {
        int hidden = step.hidden;
        if (step.relu || hidden < LEAST) {
            loops.forward(step);
            return;
        }
        float[] s = step.sums.array;
        float[] u = step.recurrent.array;
        float[] gates = step.gates.array;
        for (int r = 0; r < step.rows; r++) {
            int from = step.sums.row(r);
            int and = step.recurrent.row(r);
            int to = step.gates.row(r);
            activate(s, from, u, and, gates, to, 2 * hidden, 0.5f, 0.5f);
            activate(s, from + 2 * hidden, u, and + 2 * hidden, gates, to + 2 * hidden, hidden, 1f, 0f);
            activate(s, from + 3 * hidden, u, and + 3 * hidden, gates, to + 3 * hidden, hidden, 0.5f, 0.5f);
            cell(
                    hidden,
                    gates,
                    to,
                    step.before.array,
                    step.before.row(r),
                    step.c.array,
                    step.c.row(r),
                    step.h.array,
                    step.h.row(r));
        }
    }

    /** {@code out = tanh((x + y)·scale)·scale + shift}: tanh with 1 and 0, σ with ½ and ½. */
    private static void activate(
            float[] x, int xAt, float[] y, int yAt, float[] out, int outAt, int length, float scale, float shift) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector high = FloatVector.broadcast(S, TANH_MAX);
        FloatVector low = FloatVector.broadcast(S, -TANH_MAX);
        FloatVector p1 = FloatVector.broadcast(S, P1);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector q1 = FloatVector.broadcast(S, Q1);
        FloatVector q2 = FloatVector.broadcast(S, Q2);
        FloatVector q3 = FloatVector.broadcast(S, Q3);
        FloatVector q4 = FloatVector.broadcast(S, Q4);
        FloatVector scales = FloatVector.broadcast(S, scale);
        FloatVector shifts = FloatVector.broadcast(S, shift);
        int last = length - LANES;
        for (int j = 0; j < length; j += 2 * LANES) {
            int k = Math.min(j, last);
            FloatVector u = FloatVector.fromArray(S, x, xAt + k).add(FloatVector.fromArray(S, y, yAt + k));
            FloatVector uX = u.mul(scales).min(high).max(low);
            FloatVector uZ = uX.mul(uX);
            FloatVector uP = uZ.fma(p4, p3).fma(uZ, p2).fma(uZ, p1).fma(uZ, one);
            FloatVector uQ = uZ.fma(q4, q3).fma(uZ, q2).fma(uZ, q1).fma(uZ, one);
            uX.mul(uP).div(uQ).fma(scales, shifts).intoArray(out, outAt + k);
            int m = Math.min(j + LANES, last);
            FloatVector v = FloatVector.fromArray(S, x, xAt + m).add(FloatVector.fromArray(S, y, yAt + m));
            FloatVector vX = v.mul(scales).min(high).max(low);
            FloatVector vZ = vX.mul(vX);
            FloatVector vP = vZ.fma(p4, p3).fma(vZ, p2).fma(vZ, p1).fma(vZ, one);
            FloatVector vQ = vZ.fma(q4, q3).fma(vZ, q2).fma(vZ, q1).fma(vZ, one);
            vX.mul(vP).div(vQ).fma(scales, shifts).intoArray(out, outAt + m);
        }
    }

    /** {@code c = f⊙c' + i⊙g}, {@code h = o⊙tanh(c)} for one row. */
    private static void cell(
            int hidden, float[] gates, int at, float[] before, int beforeAt, float[] c, int cAt, float[] h, int hAt) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector high = FloatVector.broadcast(S, TANH_MAX);
        FloatVector low = FloatVector.broadcast(S, -TANH_MAX);
        FloatVector p1 = FloatVector.broadcast(S, P1);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector q1 = FloatVector.broadcast(S, Q1);
        FloatVector q2 = FloatVector.broadcast(S, Q2);
        FloatVector q3 = FloatVector.broadcast(S, Q3);
        FloatVector q4 = FloatVector.broadcast(S, Q4);
        int last = hidden - LANES;
        for (int j = 0; j < hidden; j += LANES) {
            int k = Math.min(j, last);
            FloatVector f = FloatVector.fromArray(S, gates, at + hidden + k);
            FloatVector kept = f.mul(FloatVector.fromArray(S, before, beforeAt + k));
            FloatVector g = FloatVector.fromArray(S, gates, at + 2 * hidden + k);
            FloatVector sum = FloatVector.fromArray(S, gates, at + k).fma(g, kept);
            sum.intoArray(c, cAt + k);
            FloatVector x = sum.min(high).max(low);
            FloatVector z = x.mul(x);
            FloatVector p = z.fma(p4, p3).fma(z, p2).fma(z, p1).fma(z, one);
            FloatVector q = z.fma(q4, q3).fma(z, q2).fma(z, q1).fma(z, one);
            FloatVector a = x.mul(p).div(q);
            FloatVector.fromArray(S, gates, at + 3 * hidden + k).mul(a).intoArray(h, hAt + k);
        }
    }

    @Override
    public void backward(CellStep step) {
        int hidden = step.hidden;
        if (step.relu || hidden < LEAST) {
            loops.backward(step);
            return;
        }
        float[] toC = CELL.get().reserve(hidden);
        float[] gates = step.gates.array;
        float[] ds = step.ds.array;
        for (int r = 0; r < step.rows; r++) {
            int gate = step.gates.row(r);
            int to = step.ds.row(r);
            throughOutput(
                    hidden,
                    gates,
                    gate + 3 * hidden,
                    step.c.array,
                    step.c.row(r),
                    step.gradH.array,
                    step.gradH.row(r),
                    step.dh.array,
                    step.dh.row(r),
                    step.dc.array,
                    step.dc.row(r),
                    ds,
                    to + 3 * hidden,
                    toC);
            throughCell(
                    hidden,
                    gates,
                    gate,
                    step.before.array,
                    step.before.row(r),
                    toC,
                    ds,
                    to,
                    step.toBefore.array,
                    step.toBefore.row(r));
        }
    }

    /** For one row the cotangent of the output gate's sum, and that of c. */
    private static void throughOutput(
            int hidden,
            float[] o,
            int oAt,
            float[] c,
            int cAt,
            float[] gradH,
            int gradHAt,
            float[] dh,
            int dhAt,
            float[] dc,
            int dcAt,
            float[] ds,
            int dsAt,
            float[] toC) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector high = FloatVector.broadcast(S, TANH_MAX);
        FloatVector low = FloatVector.broadcast(S, -TANH_MAX);
        FloatVector p1 = FloatVector.broadcast(S, P1);
        FloatVector p2 = FloatVector.broadcast(S, P2);
        FloatVector p3 = FloatVector.broadcast(S, P3);
        FloatVector p4 = FloatVector.broadcast(S, P4);
        FloatVector q1 = FloatVector.broadcast(S, Q1);
        FloatVector q2 = FloatVector.broadcast(S, Q2);
        FloatVector q3 = FloatVector.broadcast(S, Q3);
        FloatVector q4 = FloatVector.broadcast(S, Q4);
        int last = hidden - LANES;
        for (int j = 0; j < hidden; j += LANES) {
            int k = Math.min(j, last);
            FloatVector x = FloatVector.fromArray(S, c, cAt + k).min(high).max(low);
            FloatVector z = x.mul(x);
            FloatVector p = z.fma(p4, p3).fma(z, p2).fma(z, p1).fma(z, one);
            FloatVector q = z.fma(q4, q3).fma(z, q2).fma(z, q1).fma(z, one);
            FloatVector a = x.mul(p).div(q);
            FloatVector toH = FloatVector.fromArray(S, gradH, gradHAt + k).add(FloatVector.fromArray(S, dh, dhAt + k));
            FloatVector gate = FloatVector.fromArray(S, o, oAt + k);
            toH.mul(a).mul(gate.mul(one.sub(gate))).intoArray(ds, dsAt + k);
            FloatVector through = toH.mul(gate).mul(one.sub(a.mul(a)));
            through.add(FloatVector.fromArray(S, dc, dcAt + k)).intoArray(toC, k);
        }
    }

    /** For one row the cotangents of the other sums, and that of c'. */
    private static void throughCell(
            int hidden,
            float[] gates,
            int gate,
            float[] before,
            int beforeAt,
            float[] toC,
            float[] ds,
            int dsAt,
            float[] toBefore,
            int toBeforeAt) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int last = hidden - LANES;
        for (int j = 0; j < hidden; j += LANES) {
            int k = Math.min(j, last);
            FloatVector dc = FloatVector.fromArray(S, toC, k);
            FloatVector i = FloatVector.fromArray(S, gates, gate + k);
            FloatVector g = FloatVector.fromArray(S, gates, gate + 2 * hidden + k);
            dc.mul(g).mul(i.mul(one.sub(i))).intoArray(ds, dsAt + k);
            dc.mul(i).mul(one.sub(g.mul(g))).intoArray(ds, dsAt + 2 * hidden + k);
            FloatVector f = FloatVector.fromArray(S, gates, gate + hidden + k);
            FloatVector kept = dc.mul(FloatVector.fromArray(S, before, beforeAt + k));
            kept.mul(f.mul(one.sub(f))).intoArray(ds, dsAt + hidden + k);
            dc.mul(f).intoArray(toBefore, toBeforeAt + k);
        }
    }
}
