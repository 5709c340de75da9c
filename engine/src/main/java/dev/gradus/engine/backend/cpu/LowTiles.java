package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of four rows, two and one with A where it lies, see {@link DirectTiles}. */
final class LowTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();

    private LowTiles() {}

    static void tile4x2(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        int row1 = aRow;
        int row2 = row1 + aRow;
        int row3 = row2 + aRow;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + row1]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + row2]);
            x2 = a2.fma(b0, x2);
            y2 = a2.fma(b1, y2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + row3]);
            x3 = a3.fma(b0, x3);
            y3 = a3.fma(b1, y3);
            ap += aStep;
            bp += bStep;
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

    static void tile4x1(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        int row1 = aRow;
        int row2 = row1 + aRow;
        int row3 = row2 + aRow;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + row1]);
            x1 = a1.fma(b0, x1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + row2]);
            x2 = a2.fma(b0, x2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + row3]);
            x3 = a3.fma(b0, x3);
            ap += aStep;
            bp += bStep;
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

    static void tile2x2(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        int row1 = aRow;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + row1]);
            x1 = a1.fma(b0, x1);
            y1 = a1.fma(b1, y1);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
        y0.intoArray(c, at + LANES);
        at += cStride;
        x1.intoArray(c, at);
        y1.intoArray(c, at + LANES);
    }

    static void tile2x1(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        int row1 = aRow;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + row1]);
            x1 = a1.fma(b0, x1);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
        at += cStride;
        x1.intoArray(c, at);
    }

    /** As the others, with two panels of B side by side: one row alone has too few chains to fill the pipeline. */
    static void tile1x4(
            int k, float[] a, int aAt, int aStep, float[] b, int bAt, int bNext, int bStep, float[] c, int cAt) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        int bq = bNext;
        for (int p = 0; p < k; p++) {
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(FloatVector.fromArray(SPECIES, b, bp), x0);
            x1 = a0.fma(FloatVector.fromArray(SPECIES, b, bp + LANES), x1);
            x2 = a0.fma(FloatVector.fromArray(SPECIES, b, bq), x2);
            x3 = a0.fma(FloatVector.fromArray(SPECIES, b, bq + LANES), x3);
            ap += aStep;
            bp += bStep;
            bq += bStep;
        }
        x0.intoArray(c, cAt);
        x1.intoArray(c, cAt + LANES);
        x2.intoArray(c, cAt + 2 * LANES);
        x3.intoArray(c, cAt + 3 * LANES);
    }

    static void tile1x2(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            y0 = a0.fma(b1, y0);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
        y0.intoArray(c, at + LANES);
    }

    static void tile1x1(
            int k,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride) {
        FloatVector x0 = FloatVector.zero(SPECIES);
        int ap = aAt;
        int bp = bAt;
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
            x0 = a0.fma(b0, x0);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
    }
}
