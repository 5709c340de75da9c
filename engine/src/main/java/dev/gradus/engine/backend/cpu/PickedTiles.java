package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link WideStripTiles}, with some of the steps of a strip only: step p takes the eight numbers of A from {@code a[aAt + order[p]]}.
 * For a product that knows which steps are zero.
 *
 * <p>There is none of three vectors: C2 checks the places of A in each turn, once for all eight, and JDK 17 has a register too few for that.
 */
final class PickedTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private PickedTiles() {}

    static void tile8x2(
            float[] c,
            int cAt,
            int cStride,
            int k,
            float[] a,
            int aAt,
            int[] steps,
            int[] order,
            float[] x,
            int x0,
            int x1) {
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
            int n = order[p] + aAt;
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            FloatVector b1 = FloatVector.fromArray(SPECIES, x, x1 + s);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[n]);
            d0 = a0.fma(b0, d0);
            e0 = a0.fma(b1, e0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[n + 1]);
            d1 = a1.fma(b0, d1);
            e1 = a1.fma(b1, e1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[n + 2]);
            d2 = a2.fma(b0, d2);
            e2 = a2.fma(b1, e2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[n + 3]);
            d3 = a3.fma(b0, d3);
            e3 = a3.fma(b1, e3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[n + 4]);
            d4 = a4.fma(b0, d4);
            e4 = a4.fma(b1, e4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[n + 5]);
            d5 = a5.fma(b0, d5);
            e5 = a5.fma(b1, e5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[n + 6]);
            d6 = a6.fma(b0, d6);
            e6 = a6.fma(b1, e6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[n + 7]);
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

    static void tile8x1(
            int k, float[] a, int aAt, float[] x, int x0, int[] steps, int[] order, float[] c, int cAt, int cStride) {
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
            int n = order[p] + aAt;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[n]);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[n + 1]);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[n + 2]);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[n + 3]);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[n + 4]);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[n + 5]);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[n + 6]);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[n + 7]);
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
