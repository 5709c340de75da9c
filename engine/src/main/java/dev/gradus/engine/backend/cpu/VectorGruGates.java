package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.PlainMath.*;

import dev.gradus.engine.backend.Reduction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The gates of a GRU on the Vector API, in sweeps over a row; written as {@link VectorLstmGates} is, for the same reasons. */
final class VectorGruGates implements CellGates {
    private static final VectorSpecies<Float> S = VectorMath.SPECIES;
    private static final int LANES = VectorMath.LANES;
    /** The longest vector there is: what goes through the loops must not depend on the vectors of this machine. */
    private static final int LEAST = 16;

    private final Loops basic;
    private final CellGates loops;

    VectorGruGates(Loops loops) {
        this.basic = loops;
        this.loops = new LoopGruGates(loops);
    }

    @Override
    public void forward(CellStep step) {
        int hidden = step.hidden;
        if (hidden < LEAST) {
            loops.forward(step);
            return;
        }
        float[] a = step.sums.array;
        float[] u = step.recurrent.array;
        float[] gates = step.gates.array;
        for (int r = 0; r < step.rows; r++) {
            int aAt = step.sums.row(r);
            int uAt = step.recurrent.row(r);
            int to = step.gates.row(r);
            basic.combine(Reduction.SUM, u, uAt, step.recurrentBias, 0, 3 * hidden);
            sigmoid(2 * hidden, a, aAt, u, uAt, gates, to);
            System.arraycopy(u, uAt + 2 * hidden, gates, to + 3 * hidden, hidden);
            candidate(
                    hidden,
                    a,
                    aAt + 2 * hidden,
                    gates,
                    to,
                    step.before.array,
                    step.before.row(r),
                    step.h.array,
                    step.h.row(r));
        }
    }

    /** {@code out = σ(x + y)}. */
    private static void sigmoid(int length, float[] x, int xAt, float[] y, int yAt, float[] out, int outAt) {
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
        FloatVector half = FloatVector.broadcast(S, 0.5f);
        int last = length - LANES;
        for (int j = 0; j < length; j += 2 * LANES) {
            int k = Math.min(j, last);
            FloatVector s = FloatVector.fromArray(S, x, xAt + k).add(FloatVector.fromArray(S, y, yAt + k));
            FloatVector v = s.mul(half).min(high).max(low);
            FloatVector z = v.mul(v);
            FloatVector p = z.fma(p4, p3).fma(z, p2).fma(z, p1).fma(z, one);
            FloatVector q = z.fma(q4, q3).fma(z, q2).fma(z, q1).fma(z, one);
            v.mul(p).div(q).fma(half, half).intoArray(out, outAt + k);
            int m = Math.min(j + LANES, last);
            s = FloatVector.fromArray(S, x, xAt + m).add(FloatVector.fromArray(S, y, yAt + m));
            v = s.mul(half).min(high).max(low);
            z = v.mul(v);
            p = z.fma(p4, p3).fma(z, p2).fma(z, p1).fma(z, one);
            q = z.fma(q4, q3).fma(z, q2).fma(z, q1).fma(z, one);
            v.mul(p).div(q).fma(half, half).intoArray(out, outAt + m);
        }
    }

    /** {@code n = tanh(a + r⊙u)}, {@code h = n + z⊙(h' − n)} for one row; gates hold r, z and u, and take n. */
    private static void candidate(
            int hidden, float[] a, int aAt, float[] gates, int at, float[] before, int beforeAt, float[] h, int hAt) {
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
            FloatVector r = FloatVector.fromArray(S, gates, at + k);
            FloatVector u = FloatVector.fromArray(S, gates, at + 3 * hidden + k);
            FloatVector v = r.fma(u, FloatVector.fromArray(S, a, aAt + k));
            FloatVector x = v.min(high).max(low);
            FloatVector square = x.mul(x);
            FloatVector p = square.fma(p4, p3).fma(square, p2).fma(square, p1).fma(square, one);
            FloatVector q = square.fma(q4, q3).fma(square, q2).fma(square, q1).fma(square, one);
            FloatVector n = x.mul(p).div(q);
            n.intoArray(gates, at + 2 * hidden + k);
            FloatVector z = FloatVector.fromArray(S, gates, at + hidden + k);
            z.fma(FloatVector.fromArray(S, before, beforeAt + k).sub(n), n).intoArray(h, hAt + k);
        }
    }

    @Override
    public void backward(CellStep step) {
        int hidden = step.hidden;
        if (hidden < LEAST) {
            loops.backward(step);
            return;
        }
        for (int r = 0; r < step.rows; r++) {
            slopes(
                    hidden,
                    step.gates.array,
                    step.gates.row(r),
                    step.before.array,
                    step.before.row(r),
                    step.gradH.array,
                    step.gradH.row(r),
                    step.dh.array,
                    step.dh.row(r),
                    step.ds.array,
                    step.ds.row(r),
                    step.du.array,
                    step.du.row(r),
                    step.toBefore.array,
                    step.toBefore.row(r));
        }
    }

    /** The derivative for one row. */
    private static void slopes(
            int hidden,
            float[] gates,
            int gate,
            float[] before,
            int beforeAt,
            float[] gradH,
            int gradHAt,
            float[] dh,
            int dhAt,
            float[] ds,
            int dsAt,
            float[] du,
            int duAt,
            float[] toBefore,
            int toBeforeAt) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int last = hidden - LANES;
        for (int j = 0; j < hidden; j += LANES) {
            int k = Math.min(j, last);
            FloatVector d = FloatVector.fromArray(S, gradH, gradHAt + k).add(FloatVector.fromArray(S, dh, dhAt + k));
            FloatVector z = FloatVector.fromArray(S, gates, gate + hidden + k);
            FloatVector kept = d.mul(z);
            kept.intoArray(toBefore, toBeforeAt + k);
            FloatVector n = FloatVector.fromArray(S, gates, gate + 2 * hidden + k);
            FloatVector toZ =
                    d.mul(FloatVector.fromArray(S, before, beforeAt + k).sub(n));
            FloatVector sumZ = toZ.mul(z.mul(one.sub(z)));
            sumZ.intoArray(ds, dsAt + hidden + k);
            sumZ.intoArray(du, duAt + hidden + k);
            FloatVector sumN = d.sub(kept).mul(one.sub(n.mul(n)));
            sumN.intoArray(ds, dsAt + 2 * hidden + k);
            FloatVector r = FloatVector.fromArray(S, gates, gate + k);
            sumN.mul(r).intoArray(du, duAt + 2 * hidden + k);
            FloatVector toR = sumN.mul(FloatVector.fromArray(S, gates, gate + 3 * hidden + k));
            FloatVector sumR = toR.mul(r.mul(one.sub(r)));
            sumR.intoArray(ds, dsAt + k);
            sumR.intoArray(du, duAt + k);
        }
    }
}
