package dev.gradus.engine.backend.cpu;

/** A {@link PackedRight} for products that gain nothing from packing ahead: it remembers where B is. */
final class UnpackedRight implements PackedRight {
    private final MatrixProduct product;
    private int n;
    private int k;
    private float[] b;
    private int bAt;
    private int bStride;
    private boolean transposeB;

    UnpackedRight(MatrixProduct product) {
        this.product = product;
    }

    @Override
    public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
        this.n = n;
        this.k = k;
        this.b = b;
        this.bAt = bAt;
        this.bStride = bStride;
        this.transposeB = transposeB;
    }

    @Override
    public void multiply(int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
        product.multiply(
                m, n, k, a, aAt, aStride, false, b, bAt, bStride, transposeB, c, cAt, cStride, accumulate, null);
    }
}
