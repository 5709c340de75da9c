package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles for CPUs with 32 vector registers: 12 rows take 24 accumulators, two vectors of B and one number of A.
 *
 * <p>{@code tileRxV} computes {@code C = A·B} for a tile of C of R rows and V vectors, with A in a strip as {@link VectorPanels}
 * describes it: the number of row r and place p along k is {@code a[aAt + H·p + r]}, with H the height of the tallest tile. The
 * vectors of B are {@code bStep} apart. Each element is one chain of fused multiply-adds in the order of k, so its bits depend neither
 * on the tile nor on the vector width.
 *
 * <p>H is a constant and p the loop's variable, because that lets C2 check the indices once, before the loop. With strides that it
 * does not know, each of the twelve numbers costs an addition, a comparison and a branch, for two multiply-adds; where these share their
 * ports with the multiply-adds, as on Intel, or a second thread runs on the same core, the product loses up to half of its speed.
 *
 * <p>The accumulators are written out one by one because C2 boxes vectors that sit in arrays or are copied from one another.
 * A tile does nothing but store them in the end: with an addition to C there, JDK 17 boxes all of them as soon as vectors
 * of another width have been in use in the same JVM, because then their type is no longer known from the profile.
 */
final class WideTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int HEIGHT = VectorTiles.TALL;

    private WideTiles() {}

    static void tile12x2(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector y4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector y5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector y6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        FloatVector y7 = FloatVector.zero(SPECIES);
        FloatVector x8 = FloatVector.zero(SPECIES);
        FloatVector y8 = FloatVector.zero(SPECIES);
        FloatVector x9 = FloatVector.zero(SPECIES);
        FloatVector y9 = FloatVector.zero(SPECIES);
        FloatVector x10 = FloatVector.zero(SPECIES);
        FloatVector y10 = FloatVector.zero(SPECIES);
        FloatVector x11 = FloatVector.zero(SPECIES);
        FloatVector y11 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + aAt]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 1)]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 2)]);
            x2 = a2.fma(b0, x2);
            y2 = a2.fma(b1, y2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 3)]);
            x3 = a3.fma(b0, x3);
            y3 = a3.fma(b1, y3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 4)]);
            x4 = a4.fma(b0, x4);
            y4 = a4.fma(b1, y4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 5)]);
            x5 = a5.fma(b0, x5);
            y5 = a5.fma(b1, y5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 6)]);
            x6 = a6.fma(b0, x6);
            y6 = a6.fma(b1, y6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 7)]);
            x7 = a7.fma(b0, x7);
            y7 = a7.fma(b1, y7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 8)]);
            x8 = a8.fma(b0, x8);
            y8 = a8.fma(b1, y8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 9)]);
            x9 = a9.fma(b0, x9);
            y9 = a9.fma(b1, y9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 10)]);
            x10 = a10.fma(b0, x10);
            y10 = a10.fma(b1, y10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 11)]);
            x11 = a11.fma(b0, x11);
            y11 = a11.fma(b1, y11);
        }
        int to = cAt;
        x0.intoArray(c, to);
        y0.intoArray(c, to + LANES);
        to += cStride;
        x1.intoArray(c, to);
        y1.intoArray(c, to + LANES);
        to += cStride;
        x2.intoArray(c, to);
        y2.intoArray(c, to + LANES);
        to += cStride;
        x3.intoArray(c, to);
        y3.intoArray(c, to + LANES);
        to += cStride;
        x4.intoArray(c, to);
        y4.intoArray(c, to + LANES);
        to += cStride;
        x5.intoArray(c, to);
        y5.intoArray(c, to + LANES);
        to += cStride;
        x6.intoArray(c, to);
        y6.intoArray(c, to + LANES);
        to += cStride;
        x7.intoArray(c, to);
        y7.intoArray(c, to + LANES);
        to += cStride;
        x8.intoArray(c, to);
        y8.intoArray(c, to + LANES);
        to += cStride;
        x9.intoArray(c, to);
        y9.intoArray(c, to + LANES);
        to += cStride;
        x10.intoArray(c, to);
        y10.intoArray(c, to + LANES);
        to += cStride;
        x11.intoArray(c, to);
        y11.intoArray(c, to + LANES);
    }

    static void tile12x1(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        FloatVector x8 = FloatVector.zero(SPECIES);
        FloatVector x9 = FloatVector.zero(SPECIES);
        FloatVector x10 = FloatVector.zero(SPECIES);
        FloatVector x11 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + aAt]);
            x0 = a0.fma(b0, x0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 1)]);
            x1 = a1.fma(b0, x1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 2)]);
            x2 = a2.fma(b0, x2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 3)]);
            x3 = a3.fma(b0, x3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 4)]);
            x4 = a4.fma(b0, x4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 5)]);
            x5 = a5.fma(b0, x5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 6)]);
            x6 = a6.fma(b0, x6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 7)]);
            x7 = a7.fma(b0, x7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 8)]);
            x8 = a8.fma(b0, x8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 9)]);
            x9 = a9.fma(b0, x9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 10)]);
            x10 = a10.fma(b0, x10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 11)]);
            x11 = a11.fma(b0, x11);
        }
        int to = cAt;
        x0.intoArray(c, to);
        to += cStride;
        x1.intoArray(c, to);
        to += cStride;
        x2.intoArray(c, to);
        to += cStride;
        x3.intoArray(c, to);
        to += cStride;
        x4.intoArray(c, to);
        to += cStride;
        x5.intoArray(c, to);
        to += cStride;
        x6.intoArray(c, to);
        to += cStride;
        x7.intoArray(c, to);
        to += cStride;
        x8.intoArray(c, to);
        to += cStride;
        x9.intoArray(c, to);
        to += cStride;
        x10.intoArray(c, to);
        to += cStride;
        x11.intoArray(c, to);
    }

    static void tile8x2(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector y4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector y5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector y6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        FloatVector y7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + aAt]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 1)]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 2)]);
            x2 = a2.fma(b0, x2);
            y2 = a2.fma(b1, y2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 3)]);
            x3 = a3.fma(b0, x3);
            y3 = a3.fma(b1, y3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 4)]);
            x4 = a4.fma(b0, x4);
            y4 = a4.fma(b1, y4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 5)]);
            x5 = a5.fma(b0, x5);
            y5 = a5.fma(b1, y5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 6)]);
            x6 = a6.fma(b0, x6);
            y6 = a6.fma(b1, y6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 7)]);
            x7 = a7.fma(b0, x7);
            y7 = a7.fma(b1, y7);
        }
        int to = cAt;
        x0.intoArray(c, to);
        y0.intoArray(c, to + LANES);
        to += cStride;
        x1.intoArray(c, to);
        y1.intoArray(c, to + LANES);
        to += cStride;
        x2.intoArray(c, to);
        y2.intoArray(c, to + LANES);
        to += cStride;
        x3.intoArray(c, to);
        y3.intoArray(c, to + LANES);
        to += cStride;
        x4.intoArray(c, to);
        y4.intoArray(c, to + LANES);
        to += cStride;
        x5.intoArray(c, to);
        y5.intoArray(c, to + LANES);
        to += cStride;
        x6.intoArray(c, to);
        y6.intoArray(c, to + LANES);
        to += cStride;
        x7.intoArray(c, to);
        y7.intoArray(c, to + LANES);
    }

    static void tile8x1(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            int at = bAt + p * bStep;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + aAt]);
            x0 = a0.fma(b0, x0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 1)]);
            x1 = a1.fma(b0, x1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 2)]);
            x2 = a2.fma(b0, x2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 3)]);
            x3 = a3.fma(b0, x3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 4)]);
            x4 = a4.fma(b0, x4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 5)]);
            x5 = a5.fma(b0, x5);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 6)]);
            x6 = a6.fma(b0, x6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[HEIGHT * p + (aAt + 7)]);
            x7 = a7.fma(b0, x7);
        }
        int to = cAt;
        x0.intoArray(c, to);
        to += cStride;
        x1.intoArray(c, to);
        to += cStride;
        x2.intoArray(c, to);
        to += cStride;
        x3.intoArray(c, to);
        to += cStride;
        x4.intoArray(c, to);
        to += cStride;
        x5.intoArray(c, to);
        to += cStride;
        x6.intoArray(c, to);
        to += cStride;
        x7.intoArray(c, to);
    }
}
