package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Unary;

/**
 * The inner loops of the CPU backend over stretches of {@code float[]}, in plain Java or on the Vector API. Both give
 * the same bits: the same polynomials, no fused multiply-add, sums over 16 virtual lanes and a fixed tree. They run on
 * the calling thread; {@link CpuBackend} splits the work.
 */
interface Loops {
    /** The name of the implementation, {@code plain} or {@code vector}. */
    String name();

    /** {@code out[i] = f(x[i], a)}; x and out may be the same stretch. */
    void unary(Unary f, float[] x, int xAt, double a, float[] out, int outAt, int length);

    /** {@code out[i] = f(x[i·strideX], y[i·strideY], a)} with strides 0 or 1; out may be x's or y's stretch. */
    void binary(
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
            int length);

    /** The sum or the maximum of a stretch, in a fixed order. */
    float reduce(Reduction f, float[] x, int at, int length);

    /** {@code out[r]}: the sum or the maximum of row r of {@code rows} rows that lie one behind the other. */
    default void reduceRows(Reduction f, float[] x, int at, int rows, int length, float[] out, int outAt) {
        for (int row = 0; row < rows; row++) {
            out[outAt + row] = reduce(f, x, at + row * length, length);
        }
    }

    /** {@code into[i] = into[i] + x[i]}, or the greater of the two. */
    void combine(Reduction f, float[] into, int intoAt, float[] x, int xAt, int length);

    /** Draws the elements {@code from … to − 1}. */
    default void draw(Bernoulli b, float[] out, int from, int to) {
        b.draw(out, from, to);
    }

    /** {@code out[i] = x[i]} times what is drawn at i, for the elements {@code from … to − 1}. */
    default void dropout(Bernoulli b, float[] x, float[] out, int from, int to) {
        b.times(x, out, from, to);
    }

    /** The loops of a normalisation. */
    default NormalizationLoops normalization() {
        return new PlainNormalization();
    }

    /** The gates of a recurrence in these loops. */
    default CellGates gates(RecurrentCell cell) {
        return cell == RecurrentCell.GRU ? new LoopGruGates(this) : new LoopLstmGates(this);
    }
}
