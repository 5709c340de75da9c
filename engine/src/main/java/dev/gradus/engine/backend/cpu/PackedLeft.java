package dev.gradus.engine.backend.cpu;

/**
 * A matrix A made ready for many products with it, such as the weights of a convolution over a batch. It is filled by one
 * thread and may then be used by many; filling it again reuses its array. The products have the same bits as
 * {@link MatrixProduct#multiply}.
 */
interface PackedLeft {
    /**
     * Takes op(A) {@code [m, k]}. What was packed before is forgotten.
     *
     * @param m rows of op(A)
     * @param k columns of op(A)
     * @param a A {@code [m, k]}, or {@code [k, m]} where transposed; it must not change while this is in use
     */
    void pack(int m, int k, float[] a, int aAt, int aStride, boolean transposeA);

    /** {@code C = op(A)·B} on the calling thread, with B {@code [k, n]} and C {@code [m, n]}. */
    void multiply(int n, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride);
}
