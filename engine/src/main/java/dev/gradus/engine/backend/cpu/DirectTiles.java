package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tallest tiles with A where it lies: the number of row r and place p along k is {@code a[aAt + r·aRow + p·aStep]}. For products
 * with too few columns to pay for packing; each index is checked in each turn, see {@link WideTiles}.
 */
final class DirectTiles {
    private static final VectorSpecies<Float> SPECIES = VectorTiles.SPECIES;
    private static final int LANES = SPECIES.length();

    private DirectTiles() {}

    static void tile12x2(
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
        int row6 = row5 + aRow;
        int row7 = row6 + aRow;
        int row8 = row7 + aRow;
        int row9 = row8 + aRow;
        int row10 = row9 + aRow;
        int row11 = row10 + aRow;
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
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + row6]);
            x6 = a6.fma(b0, x6);
            y6 = a6.fma(b1, y6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + row7]);
            x7 = a7.fma(b0, x7);
            y7 = a7.fma(b1, y7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[ap + row8]);
            x8 = a8.fma(b0, x8);
            y8 = a8.fma(b1, y8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[ap + row9]);
            x9 = a9.fma(b0, x9);
            y9 = a9.fma(b1, y9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[ap + row10]);
            x10 = a10.fma(b0, x10);
            y10 = a10.fma(b1, y10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[ap + row11]);
            x11 = a11.fma(b0, x11);
            y11 = a11.fma(b1, y11);
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

    static void tile12x1(
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
        int row6 = row5 + aRow;
        int row7 = row6 + aRow;
        int row8 = row7 + aRow;
        int row9 = row8 + aRow;
        int row10 = row9 + aRow;
        int row11 = row10 + aRow;
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
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + row6]);
            x6 = a6.fma(b0, x6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + row7]);
            x7 = a7.fma(b0, x7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[ap + row8]);
            x8 = a8.fma(b0, x8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[ap + row9]);
            x9 = a9.fma(b0, x9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[ap + row10]);
            x10 = a10.fma(b0, x10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[ap + row11]);
            x11 = a11.fma(b0, x11);
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
}
