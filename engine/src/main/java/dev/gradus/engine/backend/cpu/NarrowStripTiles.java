package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link WideStripTiles}, for CPUs with 16 vector registers, and for the last rows on any. */
final class NarrowStripTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private NarrowStripTiles() {}

    static void tile4x3(
            int k,
            float[] a,
            int aAt,
            float[] x,
            int x0,
            int x1,
            int x2,
            int[] steps,
            float[] c,
            int cAt,
            int cStride) {
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
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + p * 4 + 0]);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + p * 4 + 1]);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + p * 4 + 2]);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + p * 4 + 3]);
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            d0 = a0.fma(b0, d0);
            d1 = a1.fma(b0, d1);
            d2 = a2.fma(b0, d2);
            d3 = a3.fma(b0, d3);
            FloatVector b1 = FloatVector.fromArray(SPECIES, x, x1 + s);
            e0 = a0.fma(b1, e0);
            e1 = a1.fma(b1, e1);
            e2 = a2.fma(b1, e2);
            e3 = a3.fma(b1, e3);
            FloatVector b2 = FloatVector.fromArray(SPECIES, x, x2 + s);
            f0 = a0.fma(b2, f0);
            f1 = a1.fma(b2, f1);
            f2 = a2.fma(b2, f2);
            f3 = a3.fma(b2, f3);
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
    }

    static void tile1x6(
            int k,
            float[] a,
            int aAt,
            float[] x,
            int x0,
            int x1,
            int x2,
            int x3,
            int x4,
            int x5,
            int[] steps,
            float[] c,
            int cAt,
            int cStride) {
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector e0 = FloatVector.zero(SPECIES);
        FloatVector f0 = FloatVector.zero(SPECIES);
        FloatVector g0 = FloatVector.zero(SPECIES);
        FloatVector h0 = FloatVector.zero(SPECIES);
        FloatVector i0 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt + p * 1 + 0]);
            FloatVector b0 = FloatVector.fromArray(SPECIES, x, x0 + s);
            d0 = a0.fma(b0, d0);
            FloatVector b1 = FloatVector.fromArray(SPECIES, x, x1 + s);
            e0 = a0.fma(b1, e0);
            FloatVector b2 = FloatVector.fromArray(SPECIES, x, x2 + s);
            f0 = a0.fma(b2, f0);
            FloatVector b3 = FloatVector.fromArray(SPECIES, x, x3 + s);
            g0 = a0.fma(b3, g0);
            FloatVector b4 = FloatVector.fromArray(SPECIES, x, x4 + s);
            h0 = a0.fma(b4, h0);
            FloatVector b5 = FloatVector.fromArray(SPECIES, x, x5 + s);
            i0 = a0.fma(b5, i0);
        }
        int at = cAt;
        d0.intoArray(c, at);
        e0.intoArray(c, at + LANES);
        f0.intoArray(c, at + 2 * LANES);
        g0.intoArray(c, at + 3 * LANES);
        h0.intoArray(c, at + 4 * LANES);
        i0.intoArray(c, at + 5 * LANES);
    }
}
