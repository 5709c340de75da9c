package dev.gradus.models.quality;

import java.util.Objects;

/**
 * The Fréchet distance of two sets of features, each taken for a normal distribution with its mean μ and its covariance C (Dowson
 * and Landau, 1982; Heusel et al., 2017, for generated images):
 * <pre>
 *   d² = ‖μ₁ − μ₂‖² + tr(C₁ + C₂ − 2·(C₁·C₂)^½)
 * </pre>
 * The trace of the root is {@code tr (C₁^½·C₂·C₁^½)^½}, whose matrices are symmetric. What is computed, and called the distance as
 * the field does, is d². A set of few samples seems farther from any other than it is, so only distances of as many samples
 * compare.
 */
public final class FrechetDistance {
    private FrechetDistance() {}

    /**
     * The distance of two sets, 0 or more.
     *
     * @param first  a feature vector in each row, {@code [n][features]}, at least 2
     * @param second likewise, {@code [m][features]}
     */
    public static double between(double[][] first, double[][] second) {
        requireFeatures("first", first);
        requireFeatures("second", second);
        if (first[0].length != second[0].length) {
            throw new IllegalArgumentException("fr\u00e9chet distance: the first set has " + first[0].length
                    + " features, the second " + second[0].length + "; they must be the same");
        }
        return between(mean(first), covariance(first), mean(second), covariance(second));
    }

    /** The distance of two normal distributions. */
    static double between(double[] mean1, double[][] covariance1, double[] mean2, double[][] covariance2) {
        int n = mean1.length;
        double[][] root = SymmetricEigen.of(covariance1).squareRoot();
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double apart = mean1[i] - mean2[i];
            distance += apart * apart + covariance1[i][i] + covariance2[i][i];
        }
        for (double value :
                SymmetricEigen.of(product(product(root, covariance2), root)).values()) {
            distance -= 2 * Math.sqrt(Math.max(0, value));
        }
        return Math.max(0, distance);
    }

    private static void requireFeatures(String which, double[][] features) {
        Objects.requireNonNull(features, () -> "fr\u00e9chet distance: the " + which + " set is null");
        if (features.length < 2) {
            throw new IllegalArgumentException("fr\u00e9chet distance: the " + which + " set has " + features.length
                    + " samples, a covariance needs at least 2");
        }
        for (int i = 0; i < features.length; i++) {
            double[] row = features[i];
            if (row == null || row.length == 0 || row.length != features[0].length) {
                throw new IllegalArgumentException("fr\u00e9chet distance: sample " + i + " of the " + which
                        + " set has not as many features as the others, or none");
            }
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("fr\u00e9chet distance: sample " + i + " of the " + which
                            + " set holds " + value + ", must be finite");
                }
            }
        }
    }

    static double[] mean(double[][] samples) {
        double[] mean = new double[samples[0].length];
        for (double[] sample : samples) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += sample[j] / samples.length;
            }
        }
        return mean;
    }

    /** Divided by the number of samples less one. */
    static double[][] covariance(double[][] samples) {
        double[] mean = mean(samples);
        double[][] covariance = new double[mean.length][mean.length];
        for (double[] sample : samples) {
            for (int i = 0; i < mean.length; i++) {
                double apart = (sample[i] - mean[i]) / (samples.length - 1);
                for (int j = 0; j < mean.length; j++) {
                    covariance[i][j] += apart * (sample[j] - mean[j]);
                }
            }
        }
        return covariance;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}
