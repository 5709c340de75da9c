package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.cpu.VectorOperands.Left;

/** A whole A in strips; for a B of one column, where A is. */
final class VectorPackedLeft implements PackedLeft {
    private float[] strips = new float[0];
    private Left left = new Left(0, 0, strips, 0, 0, false, strips);

    @Override
    public void pack(int m, int k, float[] a, int aAt, int aStride, boolean transposeA) {
        int size = VectorPanels.stripSize(m, k);
        if (strips.length < size) {
            strips = new float[size];
        }
        left = new Left(m, k, a, aAt, aStride, transposeA, strips);
        VectorPanels.packA(left, 0, m, strips);
    }

    @Override
    public void multiply(int n, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
        if (VectorProduct.isEmpty(left.m(), n, left.k(), c, cAt, cStride, false)) {
            return;
        }
        if (n == 1) {
            VectorProduct.column(
                    left.m(),
                    left.k(),
                    left.a(),
                    left.at(),
                    left.stride(),
                    left.transposed(),
                    b,
                    bAt,
                    bStride,
                    c,
                    cAt,
                    cStride,
                    false,
                    null);
            return;
        }
        VectorProduct.piece(left, n, b, bAt, bStride, false, c, cAt, cStride, false, null);
    }
}
