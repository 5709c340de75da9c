package dev.gradus.engine.backend;

/**
 * The sizes of a (batched) matrix product {@code C[b] = op(A[b])·op(B[b])}, where {@code op} transposes if asked. All
 * matrices are row-major and dense: A is stored {@code [m, k]}, or {@code [k, m]} where transposed; B {@code [k, n]} or
 * {@code [n, k]}; C {@code [m, n]}.
 *
 * @param batch the number of products; 0 is allowed
 * @param m rows of C
 * @param n columns of C
 * @param k the common length; 0 gives zeros
 * @param transposeA whether A is stored transposed
 * @param transposeB whether B is stored transposed
 * @param sharedA whether all products use the one matrix A
 * @param sharedB whether all products use the one matrix B
 */
public record ProductGeometry(
        int batch, int m, int n, int k, boolean transposeA, boolean transposeB, boolean sharedA, boolean sharedB) {}
