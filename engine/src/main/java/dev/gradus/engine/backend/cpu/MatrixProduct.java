package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.parallel.Workers;

/**
 * The float32 matrix product of the CPU backend: plain Java, the Vector API, or a BLAS. The result has the same bits
 * whatever the number of threads. An element of what plain Java and the Vector API compute also has the same bits however
 * the rows of A are split among calls; a BLAS does not promise that, so whoever splits does so by shape alone.
 */
interface MatrixProduct {
    /** The name of the implementation. */
    String name();

    /**
     * {@code C = op(A)·op(B)}, or {@code C += op(A)·op(B)}. Matrices are row-major stretches of larger arrays.
     *
     * @param m rows of C
     * @param n columns of C
     * @param k the common length; 0 gives zeros
     * @param a A {@code [m, k]} from {@code aAt} with {@code aStride} elements from row to row, {@code [k, m]} where transposed
     * @param b B {@code [k, n]}, or {@code [n, k]} where transposed
     * @param c C {@code [m, n]}, not overlapping A or B
     * @param accumulate whether to add to C
     * @param workers who may share the work, or {@code null} for the calling thread alone
     */
    void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] b,
            int bAt,
            int bStride,
            boolean transposeB,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers);

    /** An empty holder for a B that many products share. */
    default PackedRight packedRight() {
        return new UnpackedRight(this);
    }

    /** An empty holder for a B {@code [k, n]} that single rows are multiplied with; {@code null} for the same as any. */
    default PackedRight packedForRow(int n, int k) {
        return null;
    }

    /** Whether products with a packed B have the bits of {@link #multiply}. */
    default boolean roundsAlikePacked() {
        return true;
    }

    /** An empty holder for an A that many products share. */
    default PackedLeft packedLeft() {
        return new UnpackedLeft(this);
    }

    /** An empty holder for a matrix that multiplies rows in lanes, or {@code null} where there are no vectors. */
    default LaneProduct laneProduct() {
        return null;
    }

    /** The convolutions that go with this product; by default products with unfolded patches. */
    default Convolutions convolutions(Loops loops, Workers workers) {
        return new UnfoldedConvolutions(loops, this, workers);
    }
}
