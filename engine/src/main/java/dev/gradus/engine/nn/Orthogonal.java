package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/**
 * Random orthonormal matrices: normally distributed vectors made orthonormal one after the other (Gram and Schmidt, each
 * projection taken twice, which is enough for orthogonality to rounding). It is the Q of a QR decomposition whose R has a
 * positive diagonal, and therefore uniformly distributed (Mezzadri, 2007).
 */
final class Orthogonal {
    private Orthogonal() {}

    static Tensor draw(Shape shape, double gain, Init init) {
        if (shape.rank() < 2) {
            throw new ShapeException(
                    "orthogonal: " + shape + " has fewer than two axes; take another initializer for a vector");
        }
        int rows = shape.dim(0);
        int columns = rows == 0 ? 0 : shape.size() / rows;
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++) {
            vectors[i] =
                    init.rng().normal(init.backend(), Shape.of(length), 0, 1).toArray();
            project(vectors, i);
            project(vectors, i);
            scale(vectors[i], 1 / Math.sqrt(dot(vectors[i], vectors[i])));
        }
        double[] values = new double[shape.size()];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < length; j++) {
                values[rows >= columns ? j * columns + i : i * columns + j] = gain * vectors[i][j];
            }
        }
        return Tensor.of(init.backend(), values, shape);
    }

    /** Takes from vector i its parts along the vectors before it. */
    private static void project(double[][] vectors, int i) {
        for (int k = 0; k < i; k++) {
            double along = dot(vectors[k], vectors[i]);
            for (int j = 0; j < vectors[i].length; j++) {
                vectors[i][j] -= along * vectors[k][j];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static void scale(double[] a, double factor) {
        for (int j = 0; j < a.length; j++) {
            a[j] *= factor;
        }
    }
}
