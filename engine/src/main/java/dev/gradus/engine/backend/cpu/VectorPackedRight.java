package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.cpu.VectorOperands.Left;
import dev.gradus.engine.backend.cpu.VectorOperands.Right;

/**
 * A whole B in panels, or one column as it is.
 *
 * <p>Where a vector straddles two lines of the cache, both are read for it, and what is bounded by reading, as a single row times a B
 * beyond the nearest cache is, takes half as long again. Java does not say where an array begins within a line, so
 * {@link #settle} finds by the clock from which element on the panels are read fastest.
 */
final class VectorPackedRight implements PackedRight {
    private static final int LANES = VectorPanels.LANES;
    /** Numbers of B that the nearest cache does not hold beside others. */
    private static final int LARGE = 1 << 13;
    /** Numbers from which on the second cache does not hold B either, and its lines take longer than their straddling. */
    private static final int FAR = 1 << 18;
    /** How often each beginning is timed; the least time counts. */
    private static final int ROUNDS = 5;

    private int n;
    private int k;
    private float[] panels = new float[0];
    /** Where the panels begin. */
    private int start;

    private Right right = new Right(0, 0, panels, 0);

    @Override
    public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
        this.n = n;
        this.k = k;
        int size = VectorPanels.size(n, k) + LANES;
        if (panels.length < size) {
            panels = new float[size];
            start = 0;
        }
        if (n == 1) {
            for (int p = 0; p < k; p++) {
                panels[p] = b[bAt + (transposeB ? p : p * bStride)];
            }
            return;
        }
        new VectorProduct.Packing(n, k, b, bAt, bStride, transposeB, panels, start)
                .run(0, VectorPanels.panels(n) * VectorPanels.blocks(k));
        right = new Right(n, k, panels, start);
    }

    @Override
    public void multiply(int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
        if (VectorProduct.isEmpty(m, n, k, c, cAt, cStride, accumulate)) {
            return;
        }
        if (n == 1) {
            VectorProduct.dots(0, m, k, a, aAt, aStride, panels, 0, c, cAt, cStride, accumulate);
            return;
        }
        Left left = VectorProduct.left(m, k, a, aAt, aStride, false);
        VectorProduct.chunk(left, right, 0, m, 0, n, c, cAt, cStride, accumulate);
    }

    private boolean isRow() {
        return n > 1 && k > 0 && k <= VectorPanels.DEPTH;
    }

    @Override
    public void row(float[] a, int aAt, float[] c, int cAt, boolean back) {
        if (isRow()) {
            RowTiles.multiply(vectors(), k, a, aAt, panels, start, c, cAt, back);
        } else {
            multiply(1, a, aAt, k, c, cAt, n, false);
        }
    }

    private int vectors() {
        return (n + LANES - 1) / LANES;
    }

    @Override
    public void settle() {
        int size = VectorPanels.size(n, k);
        if (!isRow() || size < LARGE || size > FAR) {
            return;
        }
        float[] row = new float[k];
        float[] out = new float[VectorPanels.padded(n)];
        // Half a vector further on, vectors straddle if they do not here.
        long here = time(start, row, out);
        if (here < time((start + LANES / 2) % LANES, row, out) * 0.9) {
            return;
        }
        int best = start;
        for (int at = 0; at < LANES; at++) {
            long there = time(at, row, out);
            if (there < here * 0.95) {
                best = at;
                here = there;
            }
        }
        System.arraycopy(panels, start, panels, best, size);
        start = best;
        right = new Right(n, k, panels, start);
    }

    /** Nanoseconds of a row, if the panels began there; which numbers are read does not matter. */
    private long time(int at, float[] row, float[] out) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            RowTiles.multiply(vectors(), k, row, 0, panels, at, out, 0, i % 2 == 1);
            least = Math.min(least, System.nanoTime() - begin);
        }
        return least;
    }
}
