package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.cpu.VectorOperands.Left;
import dev.gradus.engine.backend.cpu.VectorOperands.Right;

/** A whole B in panels, or one column as it is. */
final class VectorPackedRight implements PackedRight {
    private int n;
    private int k;
    private float[] panels = new float[0];
    private Right right = new Right(0, 0, panels);

    @Override
    public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
        this.n = n;
        this.k = k;
        int size = VectorPanels.size(n, k);
        if (panels.length < size) {
            panels = new float[size];
        }
        if (n == 1) {
            for (int p = 0; p < k; p++) {
                panels[p] = b[bAt + (transposeB ? p : p * bStride)];
            }
            return;
        }
        new VectorProduct.Packing(n, k, b, bAt, bStride, transposeB, panels)
                .run(0, VectorPanels.panels(n) * VectorPanels.blocks(k));
        right = new Right(n, k, panels);
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
        Left left = new Left(m, k, a, aAt, aStride, false);
        VectorProduct.chunk(left, right, 0, m, 0, n, c, cAt, cStride, accumulate);
    }
}
