package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of 6 and 4 rows, which need no more than 16 vector registers; A is in a strip, see {@link WideTiles}. */
final class NarrowTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int HEIGHT = VectorTiles.TALL;

    private NarrowTiles() {}

    static void tile6x2(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
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
    }

    static void tile6x1(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
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
    }

    static void tile4x2(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
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
    }

    static void tile4x1(int k, float[] a, int aAt, float[] b, int bAt, int bStep, float[] c, int cAt, int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
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
        }
        int to = cAt;
        x0.intoArray(c, to);
        to += cStride;
        x1.intoArray(c, to);
        to += cStride;
        x2.intoArray(c, to);
        to += cStride;
        x3.intoArray(c, to);
    }
}
