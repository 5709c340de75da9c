package dev.gradus.engine.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** As {@link WideGatherTiles}, for CPUs with 16 vector registers, and for the last rows and columns on any. */
final class NarrowGatherTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private NarrowGatherTiles() {}

    static void tile6x2(
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
    }

    static void tile6x1(
            int k, float[] x, int[] rows, int rowAt, int[] steps, float[] b, int bAt, float[] c, int cAt, int cStride) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
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
    }
}
