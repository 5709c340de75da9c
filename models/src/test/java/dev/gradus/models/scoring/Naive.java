package dev.gradus.models.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The definitions, written as plainly and as slowly as they read, for comparison with the fast code. */
final class Naive {
    private Naive() {}

    /** All values for each step, the newest window first. */
    static List<double[]> byStep(double[] windows, int n, int length) {
        List<double[]> steps = new ArrayList<>();
        for (int t = 0; t < n + length - 1; t++) {
            List<Double> values = new ArrayList<>();
            for (int window = Math.min(t, n - 1); window >= 0 && t - window < length; window--) {
                values.add(windows[window * length + t - window]);
            }
            steps.add(values.stream().mapToDouble(Double::doubleValue).toArray());
        }
        return steps;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int m = sorted.length;
        return m % 2 == 1 ? sorted[m / 2] : (sorted[m / 2 - 1] + sorted[m / 2]) / 2;
    }

    static double[] centredMean(double[] values, int size) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            int count = 0;
            int reach = (size - 1) / 2;
            for (int k = i + reach - size + 1; k <= i + reach; k++) {
                if (k >= 0 && k < values.length) {
                    sum += values[k];
                    count++;
                }
            }
            result[i] = sum / count;
        }
        return result;
    }

    static double mode(double[] values) {
        int m = values.length;
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance =
                Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (m - 1);
        if (m == 1 || variance == 0) {
            return median(values);
        }
        double bandwidth = Math.sqrt(variance) * Math.pow(m, -0.2);
        double best = Double.NEGATIVE_INFINITY;
        double mode = Double.NaN;
        for (double v : values) {
            double density = Arrays.stream(values)
                    .map(u -> Math.exp(-0.5 * Math.pow((v - u) / bandwidth, 2)))
                    .sum();
            if (density > best + 1e-9) {
                best = density;
                mode = v;
            }
        }
        return mode;
    }

    /** The full table of least sums. */
    static double warping(double[] a, double[] b) {
        double[][] least = new double[a.length + 1][b.length + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.POSITIVE_INFINITY);
        }
        least[0][0] = 0;
        for (int i = 1; i <= a.length; i++) {
            for (int j = 1; j <= b.length; j++) {
                double before = Math.min(least[i - 1][j - 1], Math.min(least[i - 1][j], least[i][j - 1]));
                least[i][j] = Math.pow(a[i - 1] - b[j - 1], 2) + before;
            }
        }
        return Math.sqrt(least[a.length][b.length]);
    }

    static double[] random(Random random, int length) {
        return random.doubles(length, -1, 1).toArray();
    }
}
