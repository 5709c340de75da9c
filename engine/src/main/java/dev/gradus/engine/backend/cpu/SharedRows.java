package dev.gradus.engine.backend.cpu;

/**
 * A matrix A that many products share as their left side, such as the weights of a convolution over a batch. It is filled
 * by one thread and may then be used by many; filling it again reuses its array. The products have the same bits as
 * {@link MatrixProduct#multiply}.
 */
interface SharedRows {
    /**
     * Takes op(A) {@code [m, k]}. What was packed before is forgotten.
     *
     * @param a A {@code [m, k]}, or {@code [k, m]} where transposed; it must not change while this is in use
     */
    void pack(int m, int k, float[] a, int aAt, int aStride, boolean transposeA);

    /** {@code C = op(A)·B} on the calling thread, with B {@code [k, n]} and C {@code [m, n]}. */
    void multiply(int n, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride);

    /** For a product that gains nothing from packing ahead: remembers where A is. */
    static SharedRows unpacked(MatrixProduct product) {
        return new SharedRows() {
            private int m;
            private int k;
            private float[] a;
            private int aAt;
            private int aStride;
            private boolean transposeA;

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
                product.multiply(
                        m, n, k, a, aAt, aStride, transposeA, b, bAt, bStride, false, c, cAt, cStride, false, null);
            }
        };
    }
}
