package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link StripProduct} for CPUs with 32 vector registers.
 *
 * <p>{@code tileRxV} computes R rows and V vectors of {@code A·G}: A is a strip {@code [k][R]}, and vector v of row p of G is
 * {@code x[xv + steps[p] …]}. An element of the product is one chain of fused multiply-adds along p. The numbers of A lie at
 * constant distances from the loop variable, so C2 checks their range once, before the loop: read through a table, each of
 * them would cost an addition and a check, which compete with the multiply-adds. The accumulators are written out one by one
 * because C2 boxes vectors that sit in arrays.
 *
 * <p>With 24 accumulators the order of everything else matters, for JDK 17 and 25 alike. The three vectors come first: numbers of A
 * that stand before the check of a vector's index are all loaded there, and eight of them make one register too many, so that an
 * accumulator goes to the stack and back in each turn, at times at a quarter of the speed. And the arguments that the loop
 * does not need come first: behind the others they drive the address of x into a vector register (JDK 25).
 */
final class WideStripTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private WideStripTiles() {}

    static void tile8x3(
            float[] c,
            int cAt,
            int cStride,
            int k,
            float[] a,
            int aAt,
            int[] steps,
            float[] x,
            int x0,
            int x1,
            int x2) {
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector e0 = FloatVector.zero(SPECIES);
        FloatVector f0 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector e1 = FloatVector.zero(SPECIES);
        FloatVector f1 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector e2 = FloatVector.zero(SPECIES);
        FloatVector f2 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector e3 = FloatVector.zero(SPECIES);
        FloatVector f3 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector e4 = FloatVector.zero(SPECIES);
        FloatVector f4 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector e5 = FloatVector.zero(SPECIES);
        FloatVector f5 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector e6 = FloatVector.zero(SPECIES);
        FloatVector f6 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        FloatVector e7 = FloatVector.zero(SPECIES);
        FloatVector f7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            FloatVector b1 = FloatVector.fromArray(SPECIES, x, x1 + s);
            FloatVector b2 = FloatVector.fromArray(SPECIES, x, x2 + s);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[8 * p + aAt]);
            d0 = a0.fma(b0, d0);
            e0 = a0.fma(b1, e0);
            f0 = a0.fma(b2, f0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 1)]);
            d1 = a1.fma(b0, d1);
            e1 = a1.fma(b1, e1);
            f1 = a1.fma(b2, f1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 2)]);
            d2 = a2.fma(b0, d2);
            e2 = a2.fma(b1, e2);
            f2 = a2.fma(b2, f2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 3)]);
            d3 = a3.fma(b0, d3);
            e3 = a3.fma(b1, e3);
            f3 = a3.fma(b2, f3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 4)]);
            d4 = a4.fma(b0, d4);
            e4 = a4.fma(b1, e4);
            f4 = a4.fma(b2, f4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 5)]);
            d5 = a5.fma(b0, d5);
            e5 = a5.fma(b1, e5);
            f5 = a5.fma(b2, f5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 6)]);
            d6 = a6.fma(b0, d6);
            e6 = a6.fma(b1, e6);
            f6 = a6.fma(b2, f6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 7)]);
            d7 = a7.fma(b0, d7);
            e7 = a7.fma(b1, e7);
            f7 = a7.fma(b2, f7);
        }
        int at = cAt;
        d0.intoArray(c, at);
        e0.intoArray(c, at + LANES);
        f0.intoArray(c, at + 2 * LANES);
        at += cStride;
        d1.intoArray(c, at);
        e1.intoArray(c, at + LANES);
        f1.intoArray(c, at + 2 * LANES);
        at += cStride;
        d2.intoArray(c, at);
        e2.intoArray(c, at + LANES);
        f2.intoArray(c, at + 2 * LANES);
        at += cStride;
        d3.intoArray(c, at);
        e3.intoArray(c, at + LANES);
        f3.intoArray(c, at + 2 * LANES);
        at += cStride;
        d4.intoArray(c, at);
        e4.intoArray(c, at + LANES);
        f4.intoArray(c, at + 2 * LANES);
        at += cStride;
        d5.intoArray(c, at);
        e5.intoArray(c, at + LANES);
        f5.intoArray(c, at + 2 * LANES);
        at += cStride;
        d6.intoArray(c, at);
        e6.intoArray(c, at + LANES);
        f6.intoArray(c, at + 2 * LANES);
        at += cStride;
        d7.intoArray(c, at);
        e7.intoArray(c, at + LANES);
        f7.intoArray(c, at + 2 * LANES);
    }

    static void tile8x2(
            float[] c, int cAt, int cStride, int k, float[] a, int aAt, int[] steps, float[] x, int x0, int x1) {
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector e0 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector e1 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector e2 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector e3 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector e4 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector e5 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector e6 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        FloatVector e7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            FloatVector b1 = FloatVector.fromArray(SPECIES, x, x1 + s);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[8 * p + aAt]);
            d0 = a0.fma(b0, d0);
            e0 = a0.fma(b1, e0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 1)]);
            d1 = a1.fma(b0, d1);
            e1 = a1.fma(b1, e1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 2)]);
            d2 = a2.fma(b0, d2);
            e2 = a2.fma(b1, e2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 3)]);
            d3 = a3.fma(b0, d3);
            e3 = a3.fma(b1, e3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 4)]);
            d4 = a4.fma(b0, d4);
            e4 = a4.fma(b1, e4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 5)]);
            d5 = a5.fma(b0, d5);
            e5 = a5.fma(b1, e5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 6)]);
            d6 = a6.fma(b0, d6);
            e6 = a6.fma(b1, e6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[8 * p + (aAt + 7)]);
            d7 = a7.fma(b0, d7);
            e7 = a7.fma(b1, e7);
        }
        int at = cAt;
        d0.intoArray(c, at);
        e0.intoArray(c, at + LANES);
        at += cStride;
        d1.intoArray(c, at);
        e1.intoArray(c, at + LANES);
        at += cStride;
        d2.intoArray(c, at);
        e2.intoArray(c, at + LANES);
        at += cStride;
        d3.intoArray(c, at);
        e3.intoArray(c, at + LANES);
        at += cStride;
        d4.intoArray(c, at);
        e4.intoArray(c, at + LANES);
        at += cStride;
        d5.intoArray(c, at);
        e5.intoArray(c, at + LANES);
        at += cStride;
        d6.intoArray(c, at);
        e6.intoArray(c, at + LANES);
        at += cStride;
        d7.intoArray(c, at);
        e7.intoArray(c, at + LANES);
    }

    static void tile8x1(int k, float[] a, int aAt, float[] x, int x0, int[] steps, float[] c, int cAt, int cStride) {
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 0]);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 1]);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 2]);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 3]);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 4]);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 5]);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 6]);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + p * 8 + 7]);
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            d0 = a0.fma(b0, d0);
            d1 = a1.fma(b0, d1);
            d2 = a2.fma(b0, d2);
            d3 = a3.fma(b0, d3);
            d4 = a4.fma(b0, d4);
            d5 = a5.fma(b0, d5);
            d6 = a6.fma(b0, d6);
            d7 = a7.fma(b0, d7);
        }
        int at = cAt;
        d0.intoArray(c, at);
        at += cStride;
        d1.intoArray(c, at);
        at += cStride;
        d2.intoArray(c, at);
        at += cStride;
        d3.intoArray(c, at);
        at += cStride;
        d4.intoArray(c, at);
        at += cStride;
        d5.intoArray(c, at);
        at += cStride;
        d6.intoArray(c, at);
        at += cStride;
        d7.intoArray(c, at);
    }
}
