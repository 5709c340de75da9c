package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;

/** The inner loops on the Vector API: whole vectors, then the elements that are left, one by one. */
final class VectorLoops implements Loops {
    private static final int LANES = VectorMath.LANES;

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public void unary(Unary f, float[] x, int xAt, double a, float[] out, int outAt, int length) {
        if (f == Unary.POWER) {
            Power.apply(x, xAt, a, out, outAt, length);
            return;
        }
        float constant = (float) a;
        int full = length / LANES * LANES;
        VectorUnary.apply(f, x, xAt, constant, out, outAt, full);
        for (int i = full; i < length; i++) {
            out[outAt + i] = Elements.unary(f, x[xAt + i], constant);
        }
    }

    @Override
    public void binary(
            Binary f,
            float[] x,
            int xAt,
            int strideX,
            float[] y,
            int yAt,
            int strideY,
            double a,
            float[] out,
            int outAt,
            int length) {
        float constant = (float) a;
        int full = length / LANES * LANES;
        VectorBinary.apply(f, x, xAt, strideX, y, yAt, strideY, constant, out, outAt, full);
        for (int i = full; i < length; i++) {
            out[outAt + i] = Elements.binary(f, x[xAt + i * strideX], y[yAt + i * strideY], constant);
        }
    }

    @Override
    public float reduce(Reduction f, float[] x, int at, int length) {
        if (length <= LaneSums.LANES) {
            return LaneSums.shortStretch(f, x, at, length);
        }
        return f == Reduction.SUM ? VectorReductions.sum(x, at, length) : VectorReductions.max(x, at, length);
    }

    @Override
    public void reduceRows(Reduction f, float[] x, int at, int rows, int length, float[] out, int outAt) {
        if (f == Reduction.SUM && length > LaneSums.LANES && length <= LaneSums.BLOCK) {
            VectorReductions.sumRows(x, at, rows, length, out, outAt);
        } else {
            Loops.super.reduceRows(f, x, at, rows, length, out, outAt);
        }
    }

    @Override
    public void combine(Reduction f, float[] into, int intoAt, float[] x, int xAt, int length) {
        int full = length / LANES * LANES;
        if (f == Reduction.SUM) {
            VectorReductions.add(into, intoAt, x, xAt, full);
            for (int i = full; i < length; i++) {
                into[intoAt + i] += x[xAt + i];
            }
        } else {
            VectorReductions.greater(into, intoAt, x, xAt, full);
            for (int i = full; i < length; i++) {
                into[intoAt + i] = Math.max(into[intoAt + i], x[xAt + i]);
            }
        }
    }

    @Override
    public void draw(Bernoulli b, float[] out, int from, int to) {
        int full = VectorBernoulli.FITS ? from + (to - from) / 16 * 16 : from;
        if (full > from) {
            VectorBernoulli.draw(b, out, from, full);
        }
        b.draw(out, full, to);
    }

    @Override
    public void dropout(Bernoulli b, float[] x, float[] out, int from, int to) {
        int full = VectorBernoulli.FITS ? from + (to - from) / 16 * 16 : from;
        if (full > from) {
            VectorBernoulli.times(b, x, out, from, full);
        }
        b.times(x, out, full, to);
    }

    @Override
    public NormalizationLoops normalization() {
        return new VectorNormalization();
    }

    @Override
    public CellGates gates(RecurrentCell cell) {
        return cell == RecurrentCell.GRU ? new VectorGruGates(this) : new VectorLstmGates(this);
    }
}
