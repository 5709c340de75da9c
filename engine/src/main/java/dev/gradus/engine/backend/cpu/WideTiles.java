package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles for CPUs with 32 vector registers: 12 rows take 24 accumulators, two vectors of B and one number of A.
 *
 * <p>{@code tileRxV} adds {@code A·B} to a tile of C of R rows and V vectors. A comes as k groups of R numbers, one group
 * {@code aStep} after the other; B as k groups of V vectors, packed. Each element of the product is one chain of fused
 * multiply-adds in the order of k, added to C once, so its bits depend neither on the tile nor on the vector width. The
 * accumulators are written out one by one because C2 boxes vectors that sit in arrays or are copied from one another.
 */
final class WideTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private WideTiles() {}

    static void tile12x2(int k, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector d8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector d9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector d10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        FloatVector d11 = FloatVector.zero(SPECIES);
        int ap = aAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + 2 * p * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + 2 * p * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c0 = a0.fma(b0, c0);
            d0 = a0.fma(b1, d0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
            c1 = a1.fma(b0, c1);
            d1 = a1.fma(b1, d1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
            c2 = a2.fma(b0, c2);
            d2 = a2.fma(b1, d2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
            c3 = a3.fma(b0, c3);
            d3 = a3.fma(b1, d3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
            c4 = a4.fma(b0, c4);
            d4 = a4.fma(b1, d4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
            c5 = a5.fma(b0, c5);
            d5 = a5.fma(b1, d5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
            c6 = a6.fma(b0, c6);
            d6 = a6.fma(b1, d6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
            c7 = a7.fma(b0, c7);
            d7 = a7.fma(b1, d7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[ap + 8]);
            c8 = a8.fma(b0, c8);
            d8 = a8.fma(b1, d8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[ap + 9]);
            c9 = a9.fma(b0, c9);
            d9 = a9.fma(b1, d9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[ap + 10]);
            c10 = a10.fma(b0, c10);
            d10 = a10.fma(b1, d10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[ap + 11]);
            c11 = a11.fma(b0, c11);
            d11 = a11.fma(b1, d11);
            ap += aStep;
        }
        int at = cAt;
        FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d0).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c1).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d1).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c2).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d2).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c3).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d3).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c4).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d4).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c5).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d5).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c6).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d6).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c7).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d7).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c8).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d8).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c9).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d9).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c10).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d10).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c11).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d11).intoArray(c, at + LANES);
    }

    static void tile12x1(int k, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        int ap = aAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c0 = a0.fma(b0, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
            c1 = a1.fma(b0, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
            c2 = a2.fma(b0, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
            c3 = a3.fma(b0, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
            c4 = a4.fma(b0, c4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
            c5 = a5.fma(b0, c5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
            c6 = a6.fma(b0, c6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
            c7 = a7.fma(b0, c7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[ap + 8]);
            c8 = a8.fma(b0, c8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[ap + 9]);
            c9 = a9.fma(b0, c9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[ap + 10]);
            c10 = a10.fma(b0, c10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[ap + 11]);
            c11 = a11.fma(b0, c11);
            ap += aStep;
        }
        int at = cAt;
        FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c1).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c2).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c3).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c4).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c5).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c6).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c7).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c8).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c9).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c10).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c11).intoArray(c, at);
    }

    static void tile8x2(int k, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector d6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector d7 = FloatVector.zero(SPECIES);
        int ap = aAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + 2 * p * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bAt + 2 * p * LANES + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c0 = a0.fma(b0, c0);
            d0 = a0.fma(b1, d0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
            c1 = a1.fma(b0, c1);
            d1 = a1.fma(b1, d1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
            c2 = a2.fma(b0, c2);
            d2 = a2.fma(b1, d2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
            c3 = a3.fma(b0, c3);
            d3 = a3.fma(b1, d3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
            c4 = a4.fma(b0, c4);
            d4 = a4.fma(b1, d4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
            c5 = a5.fma(b0, c5);
            d5 = a5.fma(b1, d5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
            c6 = a6.fma(b0, c6);
            d6 = a6.fma(b1, d6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
            c7 = a7.fma(b0, c7);
            d7 = a7.fma(b1, d7);
            ap += aStep;
        }
        int at = cAt;
        FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d0).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c1).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d1).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c2).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d2).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c3).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d3).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c4).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d4).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c5).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d5).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c6).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d6).intoArray(c, at + LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c7).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d7).intoArray(c, at + LANES);
    }

    static void tile8x1(int k, float[] a, int aAt, int aStep, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        int ap = aAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bAt + p * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            c0 = a0.fma(b0, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
            c1 = a1.fma(b0, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
            c2 = a2.fma(b0, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
            c3 = a3.fma(b0, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
            c4 = a4.fma(b0, c4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
            c5 = a5.fma(b0, c5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
            c6 = a6.fma(b0, c6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
            c7 = a7.fma(b0, c7);
            ap += aStep;
        }
        int at = cAt;
        FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c1).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c2).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c3).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c4).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c5).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c6).intoArray(c, at);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c7).intoArray(c, at);
    }
}
