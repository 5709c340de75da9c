package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The tiles of 6 and 4 rows, which need no more than 16 vector registers; see {@link WideTiles}. */
final class NarrowTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();

    private NarrowTiles() {}

    static void tile6x2(
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
        int row4 = row3 + aRow;
        int row5 = row4 + aRow;
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
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + row4]);
            x4 = a4.fma(b0, x4);
            y4 = a4.fma(b1, y4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + row5]);
            x5 = a5.fma(b0, x5);
            y5 = a5.fma(b1, y5);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
        y0.intoArray(c, at + LANES);
        at += cStride;
        x1.intoArray(c, at);
        y1.intoArray(c, at + LANES);
        at += cStride;
        x2.intoArray(c, at);
        y2.intoArray(c, at + LANES);
        at += cStride;
        x3.intoArray(c, at);
        y3.intoArray(c, at + LANES);
        at += cStride;
        x4.intoArray(c, at);
        y4.intoArray(c, at + LANES);
        at += cStride;
        x5.intoArray(c, at);
        y5.intoArray(c, at + LANES);
    }

    static void tile6x1(
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
        int row4 = row3 + aRow;
        int row5 = row4 + aRow;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
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
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + row4]);
            x4 = a4.fma(b0, x4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + row5]);
            x5 = a5.fma(b0, x5);
            ap += aStep;
            bp += bStep;
        }
        int at = cAt;
        x0.intoArray(c, at);
        at += cStride;
        x1.intoArray(c, at);
        at += cStride;
        x2.intoArray(c, at);
        at += cStride;
        x3.intoArray(c, at);
        at += cStride;
        x4.intoArray(c, at);
        at += cStride;
        x5.intoArray(c, at);
    }

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
        int at = cAt;
        x0.intoArray(c, at);
        y0.intoArray(c, at + LANES);
        at += cStride;
        x1.intoArray(c, at);
        y1.intoArray(c, at + LANES);
        at += cStride;
        x2.intoArray(c, at);
        y2.intoArray(c, at + LANES);
        at += cStride;
        x3.intoArray(c, at);
        y3.intoArray(c, at + LANES);
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
        int at = cAt;
        x0.intoArray(c, at);
        at += cStride;
        x1.intoArray(c, at);
        at += cStride;
        x2.intoArray(c, at);
        at += cStride;
        x3.intoArray(c, at);
    }
}
