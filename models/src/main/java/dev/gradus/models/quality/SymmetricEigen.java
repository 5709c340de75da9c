package dev.gradus.models.quality;

/**
 * Eigenvalues and eigenvectors of a real symmetric matrix, A = V·diag(λ)·Vᵀ, by Jacobi's method (1846; Golub and Van Loan,
 * Matrix Computations, 8.5): rotations in the plane of two axes, each of which makes the element between them 0, sweep after
 * sweep over all pairs, until nothing is left beside the diagonal. It takes some 10 sweeps of 2n³ operations each and finds small
 * eigenvalues as precisely as large ones can be.
 *
 * @param values  λ, in the order in which they come out, {@code [n]}
 * @param vectors V, an eigenvector in each column, {@code [n][n]}
 */
record SymmetricEigen(double[] values, double[][] vectors) {
    private static final int MOST_SWEEPS = 60;

    /**
     * Of a symmetric matrix; only the upper triangle is looked at.
     *
     * @param matrix {@code [n][n]}, left as it is
     * @throws ArithmeticException if it holds NaN or infinity
     */
    static SymmetricEigen of(double[][] matrix) {
        int n = matrix.length;
        double[][] a = new double[n][];
        double[][] v = new double[n][n];
        double size = 0;
        for (int i = 0; i < n; i++) {
            a[i] = matrix[i].clone();
            v[i][i] = 1;
            for (int j = i; j < n; j++) {
                size = Math.max(size, Math.abs(a[i][j]));
            }
            if (!(size < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("eigenvalues: row " + i + " of the matrix is not finite");
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && beside(a) > size * 1e-17; sweep++) {
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, v, p, q);
                }
            }
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return new SymmetricEigen(values, v);
    }

    /** The greatest element beside the diagonal. */
    private static double beside(double[][] a) {
        double greatest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                greatest = Math.max(greatest, Math.abs(a[i][j]));
            }
        }
        return greatest;
    }

    /** Turns the plane of p and q, p &lt; q, so that a[p][q] becomes 0; only the upper triangle of a is kept up to date. */
    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double apq = a[p][q];
        if (apq == 0) {
            return;
        }
        // tan of the smaller angle with cot(2·angle) = (a[q][q] − a[p][p]) / (2·a[p][q]); hypot keeps the square finite
        double cot = (a[q][q] - a[p][p]) / (2 * apq);
        double tan = Math.copySign(1, cot) / (Math.abs(cot) + StrictMath.hypot(1, cot));
        double cos = 1 / Math.sqrt(1 + tan * tan);
        double sin = tan * cos;
        a[p][p] -= tan * apq;
        a[q][q] += tan * apq;
        a[p][q] = 0;
        for (int i = 0; i < p; i++) {
            turn(a[i], p, a[i], q, cos, sin);
        }
        for (int i = p + 1; i < q; i++) {
            turn(a[p], i, a[i], q, cos, sin);
        }
        for (int i = q + 1; i < a.length; i++) {
            turn(a[p], i, a[q], i, cos, sin);
        }
        for (double[] row : v) {
            turn(row, p, row, q, cos, sin);
        }
    }

    private static void turn(double[] first, int i, double[] second, int j, double cos, double sin) {
        double x = first[i];
        double y = second[j];
        first[i] = cos * x - sin * y;
        second[j] = sin * x + cos * y;
    }

    /** The symmetric square root, V·diag(√λ)·Vᵀ; an eigenvalue below 0, which is one by rounding, counts as 0. */
    double[][] squareRoot() {
        int n = values.length;
        double[][] root = new double[n][n];
        for (int k = 0; k < n; k++) {
            double square = Math.sqrt(Math.max(0, values[k]));
            for (int i = 0; i < n; i++) {
                double scaled = square * vectors[i][k];
                for (int j = 0; j < n; j++) {
                    root[i][j] += scaled * vectors[j][k];
                }
            }
        }
        return root;
    }
}
