package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link VectorLanes}: {@code out = W·x}, where the sixteen rows of a block of the batch are the lanes of vectors and
 * numbers of W multiply them. Number p of the lanes is at {@code x[xAt + 16·p]}, and W lies in a strip: row r and place p along k
 * at {@code w[wAt + 12·p + r]}. {@code tileRxV} has R rows of W and V vectors of lanes; the second is {@code xGap} behind
 * the first, its results {@code outGap} behind those of the first: another block of the batch, or, where vectors have eight lanes, the other
 * half of the same.
 *
 * <p>Each element is one chain of fused multiply-adds in the order of k, as in {@link WideTiles}, and written as there for the same
 * reasons. Both strides are constants: C2 checks all indices before the loop. Two vectors need 14 loads for 24 multiply-adds,
 * one needs 13 for 12, and a CPU starts as many of the one as of the other in a cycle.
 */
final class LaneTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int ROWS = RecurrentKernels.ROWS;
    /** Rows of W in a strip. */
    static final int HEIGHT = 12;

    private LaneTiles() {}

    static void tile12x2(int k, float[] w, int wAt, float[] x, int xAt, int xGap, float[] out, int to, int outGap) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector t2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector t3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector t4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector t5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector t6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector t7 = FloatVector.zero(SPECIES);
        FloatVector s8 = FloatVector.zero(SPECIES);
        FloatVector t8 = FloatVector.zero(SPECIES);
        FloatVector s9 = FloatVector.zero(SPECIES);
        FloatVector t9 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector t10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        FloatVector t11 = FloatVector.zero(SPECIES);
        int second = xAt + xGap;
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, ROWS * p + second);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            t0 = w0.fma(x1, t0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            t1 = w1.fma(x1, t1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            t2 = w2.fma(x1, t2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            t3 = w3.fma(x1, t3);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 4)]);
            s4 = w4.fma(x0, s4);
            t4 = w4.fma(x1, t4);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 5)]);
            s5 = w5.fma(x0, s5);
            t5 = w5.fma(x1, t5);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 6)]);
            s6 = w6.fma(x0, s6);
            t6 = w6.fma(x1, t6);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 7)]);
            s7 = w7.fma(x0, s7);
            t7 = w7.fma(x1, t7);
            FloatVector w8 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 8)]);
            s8 = w8.fma(x0, s8);
            t8 = w8.fma(x1, t8);
            FloatVector w9 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 9)]);
            s9 = w9.fma(x0, s9);
            t9 = w9.fma(x1, t9);
            FloatVector w10 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 10)]);
            s10 = w10.fma(x0, s10);
            t10 = w10.fma(x1, t10);
            FloatVector w11 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 11)]);
            s11 = w11.fma(x0, s11);
            t11 = w11.fma(x1, t11);
        }
        int other = to + outGap;
        s0.intoArray(out, to);
        t0.intoArray(out, other);
        s1.intoArray(out, to + ROWS);
        t1.intoArray(out, other + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        t2.intoArray(out, other + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        t3.intoArray(out, other + 3 * ROWS);
        s4.intoArray(out, to + 4 * ROWS);
        t4.intoArray(out, other + 4 * ROWS);
        s5.intoArray(out, to + 5 * ROWS);
        t5.intoArray(out, other + 5 * ROWS);
        s6.intoArray(out, to + 6 * ROWS);
        t6.intoArray(out, other + 6 * ROWS);
        s7.intoArray(out, to + 7 * ROWS);
        t7.intoArray(out, other + 7 * ROWS);
        s8.intoArray(out, to + 8 * ROWS);
        t8.intoArray(out, other + 8 * ROWS);
        s9.intoArray(out, to + 9 * ROWS);
        t9.intoArray(out, other + 9 * ROWS);
        s10.intoArray(out, to + 10 * ROWS);
        t10.intoArray(out, other + 10 * ROWS);
        s11.intoArray(out, to + 11 * ROWS);
        t11.intoArray(out, other + 11 * ROWS);
    }

    static void tile8x2(int k, float[] w, int wAt, float[] x, int xAt, int xGap, float[] out, int to, int outGap) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector t2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector t3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector t4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector t5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector t6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector t7 = FloatVector.zero(SPECIES);
        int second = xAt + xGap;
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, ROWS * p + second);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            t0 = w0.fma(x1, t0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            t1 = w1.fma(x1, t1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            t2 = w2.fma(x1, t2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            t3 = w3.fma(x1, t3);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 4)]);
            s4 = w4.fma(x0, s4);
            t4 = w4.fma(x1, t4);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 5)]);
            s5 = w5.fma(x0, s5);
            t5 = w5.fma(x1, t5);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 6)]);
            s6 = w6.fma(x0, s6);
            t6 = w6.fma(x1, t6);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 7)]);
            s7 = w7.fma(x0, s7);
            t7 = w7.fma(x1, t7);
        }
        int other = to + outGap;
        s0.intoArray(out, to);
        t0.intoArray(out, other);
        s1.intoArray(out, to + ROWS);
        t1.intoArray(out, other + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        t2.intoArray(out, other + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        t3.intoArray(out, other + 3 * ROWS);
        s4.intoArray(out, to + 4 * ROWS);
        t4.intoArray(out, other + 4 * ROWS);
        s5.intoArray(out, to + 5 * ROWS);
        t5.intoArray(out, other + 5 * ROWS);
        s6.intoArray(out, to + 6 * ROWS);
        t6.intoArray(out, other + 6 * ROWS);
        s7.intoArray(out, to + 7 * ROWS);
        t7.intoArray(out, other + 7 * ROWS);
    }

    static void tile6x2(int k, float[] w, int wAt, float[] x, int xAt, int xGap, float[] out, int to, int outGap) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector t2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector t3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector t4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector t5 = FloatVector.zero(SPECIES);
        int second = xAt + xGap;
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, ROWS * p + second);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            t0 = w0.fma(x1, t0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            t1 = w1.fma(x1, t1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            t2 = w2.fma(x1, t2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            t3 = w3.fma(x1, t3);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 4)]);
            s4 = w4.fma(x0, s4);
            t4 = w4.fma(x1, t4);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 5)]);
            s5 = w5.fma(x0, s5);
            t5 = w5.fma(x1, t5);
        }
        int other = to + outGap;
        s0.intoArray(out, to);
        t0.intoArray(out, other);
        s1.intoArray(out, to + ROWS);
        t1.intoArray(out, other + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        t2.intoArray(out, other + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        t3.intoArray(out, other + 3 * ROWS);
        s4.intoArray(out, to + 4 * ROWS);
        t4.intoArray(out, other + 4 * ROWS);
        s5.intoArray(out, to + 5 * ROWS);
        t5.intoArray(out, other + 5 * ROWS);
    }

    static void tile4x2(int k, float[] w, int wAt, float[] x, int xAt, int xGap, float[] out, int to, int outGap) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector t0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector t1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector t2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector t3 = FloatVector.zero(SPECIES);
        int second = xAt + xGap;
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, ROWS * p + second);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            t0 = w0.fma(x1, t0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            t1 = w1.fma(x1, t1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            t2 = w2.fma(x1, t2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            t3 = w3.fma(x1, t3);
        }
        int other = to + outGap;
        s0.intoArray(out, to);
        t0.intoArray(out, other);
        s1.intoArray(out, to + ROWS);
        t1.intoArray(out, other + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        t2.intoArray(out, other + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        t3.intoArray(out, other + 3 * ROWS);
    }

    static void tile12x1(int k, float[] w, int wAt, float[] x, int xAt, float[] out, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector s8 = FloatVector.zero(SPECIES);
        FloatVector s9 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 4)]);
            s4 = w4.fma(x0, s4);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 5)]);
            s5 = w5.fma(x0, s5);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 6)]);
            s6 = w6.fma(x0, s6);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 7)]);
            s7 = w7.fma(x0, s7);
            FloatVector w8 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 8)]);
            s8 = w8.fma(x0, s8);
            FloatVector w9 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 9)]);
            s9 = w9.fma(x0, s9);
            FloatVector w10 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 10)]);
            s10 = w10.fma(x0, s10);
            FloatVector w11 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 11)]);
            s11 = w11.fma(x0, s11);
        }
        s0.intoArray(out, to);
        s1.intoArray(out, to + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        s4.intoArray(out, to + 4 * ROWS);
        s5.intoArray(out, to + 5 * ROWS);
        s6.intoArray(out, to + 6 * ROWS);
        s7.intoArray(out, to + 7 * ROWS);
        s8.intoArray(out, to + 8 * ROWS);
        s9.intoArray(out, to + 9 * ROWS);
        s10.intoArray(out, to + 10 * ROWS);
        s11.intoArray(out, to + 11 * ROWS);
    }

    static void tile8x1(int k, float[] w, int wAt, float[] x, int xAt, float[] out, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 4)]);
            s4 = w4.fma(x0, s4);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 5)]);
            s5 = w5.fma(x0, s5);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 6)]);
            s6 = w6.fma(x0, s6);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 7)]);
            s7 = w7.fma(x0, s7);
        }
        s0.intoArray(out, to);
        s1.intoArray(out, to + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
        s4.intoArray(out, to + 4 * ROWS);
        s5.intoArray(out, to + 5 * ROWS);
        s6.intoArray(out, to + 6 * ROWS);
        s7.intoArray(out, to + 7 * ROWS);
    }

    static void tile4x1(int k, float[] w, int wAt, float[] x, int xAt, float[] out, int to) {
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, ROWS * p + xAt);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + wAt]);
            s0 = w0.fma(x0, s0);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 1)]);
            s1 = w1.fma(x0, s1);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 2)]);
            s2 = w2.fma(x0, s2);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[HEIGHT * p + (wAt + 3)]);
            s3 = w3.fma(x0, s3);
        }
        s0.intoArray(out, to);
        s1.intoArray(out, to + ROWS);
        s2.intoArray(out, to + 2 * ROWS);
        s3.intoArray(out, to + 3 * ROWS);
    }
}
