package dev.gradus.engine.backend.cpu;

/** A {@link PackedLeft} for products that gain nothing from packing ahead: it remembers where A is. */
final class UnpackedLeft implements PackedLeft {
    private final MatrixProduct product;
    private int m;
    private int k;
    private float[] a;
    private int aAt;
    private int aStride;
    private boolean transposeA;

    UnpackedLeft(MatrixProduct product) {
        this.product = product;
    }

    @Override
    public void pack(int m, int k, float[] a, int aAt, int aStride, boolean transposeA) {
        this.m = m;
        this.k = k;
        this.a = a;
        this.aAt = aAt;
        this.aStride = aStride;
        this.transposeA = transposeA;
    }

    @Override
    public void multiply(int n, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
        product.multiply(m, n, k, a, aAt, aStride, transposeA, b, bAt, bStride, false, c, cAt, cStride, false, null);
    }
}
