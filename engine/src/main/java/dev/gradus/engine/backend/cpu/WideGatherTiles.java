package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link GatheredProduct} for CPUs with 32 vector registers.
 *
 * <p>{@code tileRxV} adds {@code G·B} to a tile of C of R rows and V vectors, where {@code G[r, p] = x[rows[rowAt + r] +
 * steps[p]]} and B comes as k groups of V vectors. Few rows by many vectors suit it: a number of G costs an addition and a
 * range check, which then serve four multiply-adds. As in {@link WideTiles}, an element of the product is one chain of fused
 * multiply-adds, and the accumulators are written out one by one because C2 boxes vectors that sit in arrays.
 */
final class WideGatherTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private WideGatherTiles() {}

    static void tile6x4(
            int k, float[] x, int[] rows, int rowAt, int[] steps, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector e0 = FloatVector.zero(SPECIES);
        FloatVector f0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector e1 = FloatVector.zero(SPECIES);
        FloatVector f1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector e2 = FloatVector.zero(SPECIES);
        FloatVector f2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector e3 = FloatVector.zero(SPECIES);
        FloatVector f3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector e4 = FloatVector.zero(SPECIES);
        FloatVector f4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        FloatVector e5 = FloatVector.zero(SPECIES);
        FloatVector f5 = FloatVector.zero(SPECIES);
        int r0 = rows[rowAt];
        int r1 = rows[rowAt + 1];
        int r2 = rows[rowAt + 2];
        int r3 = rows[rowAt + 3];
        int r4 = rows[rowAt + 4];
        int r5 = rows[rowAt + 5];
        int at = bAt;
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, at + 3 * LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[r0 + s]);
            c0 = a0.fma(b0, c0);
            d0 = a0.fma(b1, d0);
            e0 = a0.fma(b2, e0);
            f0 = a0.fma(b3, f0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[r1 + s]);
            c1 = a1.fma(b0, c1);
            d1 = a1.fma(b1, d1);
            e1 = a1.fma(b2, e1);
            f1 = a1.fma(b3, f1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[r2 + s]);
            c2 = a2.fma(b0, c2);
            d2 = a2.fma(b1, d2);
            e2 = a2.fma(b2, e2);
            f2 = a2.fma(b3, f2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[r3 + s]);
            c3 = a3.fma(b0, c3);
            d3 = a3.fma(b1, d3);
            e3 = a3.fma(b2, e3);
            f3 = a3.fma(b3, f3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[r4 + s]);
            c4 = a4.fma(b0, c4);
            d4 = a4.fma(b1, d4);
            e4 = a4.fma(b2, e4);
            f4 = a4.fma(b3, f4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[r5 + s]);
            c5 = a5.fma(b0, c5);
            d5 = a5.fma(b1, d5);
            e5 = a5.fma(b2, e5);
            f5 = a5.fma(b3, f5);
            at += 4 * LANES;
        }
        at = cAt;
        FloatVector.fromArray(SPECIES, c, at).add(c0).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d0).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e0).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f0).intoArray(c, at + 3 * LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c1).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d1).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e1).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f1).intoArray(c, at + 3 * LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c2).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d2).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e2).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f2).intoArray(c, at + 3 * LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c3).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d3).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e3).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f3).intoArray(c, at + 3 * LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c4).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d4).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e4).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f4).intoArray(c, at + 3 * LANES);
        at += cStride;
        FloatVector.fromArray(SPECIES, c, at).add(c5).intoArray(c, at);
        FloatVector.fromArray(SPECIES, c, at + LANES).add(d5).intoArray(c, at + LANES);
        FloatVector.fromArray(SPECIES, c, at + 2 * LANES).add(e5).intoArray(c, at + 2 * LANES);
        FloatVector.fromArray(SPECIES, c, at + 3 * LANES).add(f5).intoArray(c, at + 3 * LANES);
    }

    static void tile12x2(
            int k, float[] x, int[] rows, int rowAt, int[] steps, float[] b, int bAt, float[] c, int cAt, int cStride) {
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
        int r0 = rows[rowAt];
        int r1 = rows[rowAt + 1];
        int r2 = rows[rowAt + 2];
        int r3 = rows[rowAt + 3];
        int r4 = rows[rowAt + 4];
        int r5 = rows[rowAt + 5];
        int r6 = rows[rowAt + 6];
        int r7 = rows[rowAt + 7];
        int r8 = rows[rowAt + 8];
        int r9 = rows[rowAt + 9];
        int r10 = rows[rowAt + 10];
        int r11 = rows[rowAt + 11];
        int at = bAt;
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[r0 + s]);
            c0 = a0.fma(b0, c0);
            d0 = a0.fma(b1, d0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[r1 + s]);
            c1 = a1.fma(b0, c1);
            d1 = a1.fma(b1, d1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[r2 + s]);
            c2 = a2.fma(b0, c2);
            d2 = a2.fma(b1, d2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[r3 + s]);
            c3 = a3.fma(b0, c3);
            d3 = a3.fma(b1, d3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[r4 + s]);
            c4 = a4.fma(b0, c4);
            d4 = a4.fma(b1, d4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[r5 + s]);
            c5 = a5.fma(b0, c5);
            d5 = a5.fma(b1, d5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[r6 + s]);
            c6 = a6.fma(b0, c6);
            d6 = a6.fma(b1, d6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[r7 + s]);
            c7 = a7.fma(b0, c7);
            d7 = a7.fma(b1, d7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, x[r8 + s]);
            c8 = a8.fma(b0, c8);
            d8 = a8.fma(b1, d8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, x[r9 + s]);
            c9 = a9.fma(b0, c9);
            d9 = a9.fma(b1, d9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, x[r10 + s]);
            c10 = a10.fma(b0, c10);
            d10 = a10.fma(b1, d10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, x[r11 + s]);
            c11 = a11.fma(b0, c11);
            d11 = a11.fma(b1, d11);
            at += 2 * LANES;
        }
        at = cAt;
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

    static void tile12x1(
            int k, float[] x, int[] rows, int rowAt, int[] steps, float[] b, int bAt, float[] c, int cAt, int cStride) {
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
        int r0 = rows[rowAt];
        int r1 = rows[rowAt + 1];
        int r2 = rows[rowAt + 2];
        int r3 = rows[rowAt + 3];
        int r4 = rows[rowAt + 4];
        int r5 = rows[rowAt + 5];
        int r6 = rows[rowAt + 6];
        int r7 = rows[rowAt + 7];
        int r8 = rows[rowAt + 8];
        int r9 = rows[rowAt + 9];
        int r10 = rows[rowAt + 10];
        int r11 = rows[rowAt + 11];
        int at = bAt;
        for (int p = 0; p < k; p++) {
            int s = steps[p];
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector a0 = FloatVector.broadcast(SPECIES, x[r0 + s]);
            c0 = a0.fma(b0, c0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, x[r1 + s]);
            c1 = a1.fma(b0, c1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, x[r2 + s]);
            c2 = a2.fma(b0, c2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, x[r3 + s]);
            c3 = a3.fma(b0, c3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, x[r4 + s]);
            c4 = a4.fma(b0, c4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, x[r5 + s]);
            c5 = a5.fma(b0, c5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, x[r6 + s]);
            c6 = a6.fma(b0, c6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, x[r7 + s]);
            c7 = a7.fma(b0, c7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, x[r8 + s]);
            c8 = a8.fma(b0, c8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, x[r9 + s]);
            c9 = a9.fma(b0, c9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, x[r10 + s]);
            c10 = a10.fma(b0, c10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, x[r11 + s]);
            c11 = a11.fma(b0, c11);
            at += LANES;
        }
        at = cAt;
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
}
