package dev.gradus.engine.backend.cpu;

/**
 * A matrix B made ready for many products with it, such as the weights of a recurrence. It is filled by one thread and
 * may then be used by many; filling it again reuses its array. In plain Java and on the Vector API the products have the
 * same bits as {@link MatrixProduct#multiply}.
 */
interface PackedRight extends PackedParameter {
    /**
     * Takes op(B) {@code [k, n]}. What was packed before is forgotten.
     *
     * @param n columns of op(B)
     * @param k rows of op(B)
     * @param b B {@code [k, n]}, or {@code [n, k]} where transposed; it must not change while this is in use
     */
    void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB);

    /** Takes the transpose of a parameter. */
    @Override
    default void pack(float[] weight, int rows, int columns) {
        pack(rows, columns, weight, 0, columns, true);
    }

    /** {@code C = A·op(B)} or {@code C += A·op(B)} on the calling thread, with A {@code [m, k]} and C {@code [m, n]}. */
    void multiply(int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate);

    /**
     * {@code C = A·op(B)} for a single row, as the steps of a recurrence need it one after the other.
     *
     * @param c where C begins at {@code cAt}; followed by 15 elements that may be written, too
     * @param back whether columns are taken from the last to the first: what the step before read last is then read first, as long
     *     as the nearest cache holds it. Decides no bit.
     */
    default void row(float[] a, int aAt, float[] c, int cAt, boolean back) {
        multiply(1, a, aAt, 0, c, cAt, 0, false);
    }
}
