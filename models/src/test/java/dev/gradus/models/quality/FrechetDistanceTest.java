package dev.gradus.models.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
    private static double[][] random(int rows, int columns, long seed) {
        double[] numbers = new Rng(seed)
                .normal(Backends.get(), Shape.of(rows, columns), 0, 1)
                .toArray();
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = Arrays.copyOfRange(numbers, i * columns, (i + 1) * columns);
        }
        return matrix;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static void assertClose(double[][] expected, double[][] actual, double tolerance) {
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected[0].length; j++) {
                assertEquals(expected[i][j], actual[i][j], tolerance, i + ", " + j);
            }
        }
    }

    private static double[][] diagonal(double... values) {
        double[][] matrix = new double[values.length][values.length];
        for (int i = 0; i < values.length; i++) {
            matrix[i][i] = values[i];
        }
        return matrix;
    }

    @Test
    void eigenvaluesOfSmallMatricesAreKnown() {
        double[] values = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}}).values();
        Arrays.sort(values);
        assertEquals(1, values[0], 1e-15);
        assertEquals(3, values[1], 1e-15);
        // −2 on the diagonal, 1 beside it: −2 + 2·cos(k·π/(n + 1))
        int n = 20;
        double[][] second = new double[n][n];
        for (int i = 0; i < n; i++) {
            second[i][i] = -2;
            if (i > 0) {
                second[i][i - 1] = 1;
                second[i - 1][i] = 1;
            }
        }
        double[] found = SymmetricEigen.of(second).values();
        Arrays.sort(found);
        for (int k = 1; k <= n; k++) {
            assertEquals(-2 + 2 * StrictMath.cos((n + 1 - k) * Math.PI / (n + 1)), found[k - 1], 1e-13);
        }
    }

    @Test
    void aMatrixIsMadeOfItsEigenvectors() {
        double[][] b = random(40, 40, 1);
        double[][] a = times(b, transposed(b));
        SymmetricEigen eigen = SymmetricEigen.of(a);
        double[][] v = eigen.vectors();
        assertClose(diagonal(filled(40, 1)), times(transposed(v), v), 1e-13);
        assertClose(a, times(times(v, diagonal(eigen.values())), transposed(v)), 1e-11);
        double[][] root = eigen.squareRoot();
        assertClose(a, times(root, root), 1e-11);
    }

    private static double[] filled(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void rootsOfMatricesWithoutFullRankExist() {
        double[][] b = random(30, 5, 2);
        double[][] a = times(b, transposed(b));
        double[][] root = SymmetricEigen.of(a).squareRoot();
        assertClose(a, times(root, root), 1e-10);
        assertClose(new double[4][4], SymmetricEigen.of(new double[4][4]).squareRoot(), 0);
        assertThrows(ArithmeticException.class, () -> SymmetricEigen.of(new double[][] {{1, Double.NaN}, {0, 1}}));
    }

    @Test
    void distancesOfNormalDistributionsAreKnown() {
        // Where covariances are diagonal: Σ (μ₁ − μ₂)² + (σ₁ − σ₂)²
        assertEquals(
                9 + 16 + 1 + 4,
                FrechetDistance.between(new double[] {0, 1}, diagonal(1, 9), new double[] {3, 5}, diagonal(4, 25)),
                1e-12);
        // A rotation of both leaves it as it is.
        double[][] v = SymmetricEigen.of(times(random(3, 3, 3), transposed(random(3, 3, 3))))
                .vectors();
        double[][] first = times(times(v, diagonal(1, 4, 9)), transposed(v));
        double[][] second = times(times(v, diagonal(16, 1, 25)), transposed(v));
        assertEquals(9 + 1 + 4, FrechetDistance.between(new double[3], first, new double[3], second), 1e-11);
        // Covariances that do not commute: [[1, 0], [0, 4]] and [[2, 1], [1, 2]]; the product has trace 10 and
        // determinant 12.
        double trace = StrictMath.sqrt(10 + 2 * StrictMath.sqrt(12));
        assertEquals(
                5 + 4 - 2 * trace,
                FrechetDistance.between(new double[2], diagonal(1, 4), new double[2], new double[][] {{2, 1}, {1, 2}}),
                1e-12);
    }

    @Test
    void theDistanceOfSamplesComesNearThatOfTheirDistributions() {
        double[][] a = random(20_000, 4, 5);
        double[][] b = random(20_000, 4, 6);
        assertEquals(0, FrechetDistance.between(a, a), 1e-9);
        assertTrue(FrechetDistance.between(a, b) < 0.01);
        for (double[] row : b) {
            row[0] = 3 * row[0] + 1;
            row[2] -= 2;
        }
        assertEquals(1 + 4 + 4, FrechetDistance.between(a, b), 0.15);
        assertEquals(FrechetDistance.between(a, b), FrechetDistance.between(b, a), 1e-9);
    }
}
