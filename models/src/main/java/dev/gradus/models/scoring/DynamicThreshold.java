package dev.gradus.models.scoring;

import java.util.function.DoubleUnaryOperator;

/**
 * The threshold {@code ε = μ + z·σ} whose {@code z} best separates a few high errors from the rest (Hundman et al.,
 * <em>Detecting Spacecraft Anomalies Using LSTMs and Nonparametric Dynamic Thresholding</em>, 2018). With {@code A}
 * errors above {@code ε} in {@code Q} runs, and {@code Δμ}, {@code Δσ} what mean and deviation lose without them, it
 * minimises
 * <pre>
 *   cost(z) = −(Δμ/μ + Δσ/σ) / (A + Q²),    ∞ where nothing lies above
 * </pre>
 * by a Nelder–Mead search on the line from each integer {@code z} of a range. The cost is a step function, so the
 * starts matter; the first of equal minima wins.
 */
public final class DynamicThreshold {
    private static final double TOLERANCE = 1e-4;
    private static final int LIMIT = 200;

    private final double[] errors;
    private final double mean;
    private final double deviation;

    private DynamicThreshold(double[] errors) {
        this.errors = errors;
        this.mean = Statistics.mean(errors);
        this.deviation = Statistics.deviation(errors, mean);
    }

    /**
     * The threshold; the mean where all errors are equal.
     *
     * @param errors {@code [length]}, not negative
     * @param from   first start of the search, inclusive
     * @param to     last start of the search, exclusive
     */
    public static double of(double[] errors, int from, int to) {
        if (from < 0 || from >= to) {
            throw new IllegalArgumentException("not a range of starts: " + from + " to " + to);
        }
        Statistics.requireFinite(errors, "error");
        DynamicThreshold threshold = new DynamicThreshold(errors);
        if (threshold.deviation == 0) {
            return threshold.mean;
        }
        // Of N values none lies more than √(N − 1) deviations above the mean, and a search from where nothing lies
        // above
        // looks no more than 5 % below its start: starts beyond twice that find nothing.
        int end = (int) Math.min(to, 2 * Math.sqrt(errors.length) + 2);
        double best = from;
        double least = Double.POSITIVE_INFINITY;
        for (int start = from; start < end; start++) {
            Vertex found = minimise(threshold::cost, start);
            if (found.cost < least) {
                best = found.z;
                least = found.cost;
            }
        }
        return threshold.mean + best * threshold.deviation;
    }

    private double cost(double z) {
        double epsilon = mean + z * deviation;
        int below = 0;
        int above = 0;
        int runs = 0;
        double sum = 0;
        boolean inRun = false;
        for (double error : errors) {
            boolean high = error > epsilon;
            if (high) {
                above++;
                runs += inRun ? 0 : 1;
            } else {
                below++;
                sum += error;
            }
            inRun = high;
        }
        if (above == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double gain = 0;
        if (below > 0) {
            double rest = sum / below;
            double squares = 0;
            for (double error : errors) {
                squares += error > epsilon ? 0 : (error - rest) * (error - rest);
            }
            gain = (mean - rest) / mean + (deviation - Math.sqrt(squares / below)) / deviation;
        }
        return -gain / (above + (double) runs * runs);
    }

    /** A place on the line and what it costs. */
    private record Vertex(double z, double cost) {
        static Vertex at(DoubleUnaryOperator cost, double z) {
            return new Vertex(z, cost.applyAsDouble(z));
        }
    }

    /**
     * Nelder and Mead's simplex search in one dimension, where the simplex is two points: reflection 1, expansion 2,
     * contraction ½, shrinking ½; ends when both the points and their costs are within 1e-4, or after 200 evaluations.
     */
    private static Vertex minimise(DoubleUnaryOperator cost, double start) {
        Vertex best = Vertex.at(cost, start);
        Vertex worst = Vertex.at(cost, start == 0 ? 0.00025 : start * 1.05);
        int evaluations = 2;
        for (int iteration = 1; ; iteration++) {
            if (worst.cost < best.cost) {
                Vertex swapped = best;
                best = worst;
                worst = swapped;
            }
            // Two infinite costs differ by NaN, which is not within the tolerance: the search goes on.
            boolean together = Math.abs(worst.z - best.z) <= TOLERANCE && Math.abs(worst.cost - best.cost) <= TOLERANCE;
            if (together || evaluations >= LIMIT || iteration >= LIMIT) {
                return best;
            }
            Vertex reflected = Vertex.at(cost, 2 * best.z - worst.z);
            if (reflected.cost < best.cost) {
                Vertex expanded = Vertex.at(cost, 3 * best.z - 2 * worst.z);
                worst = expanded.cost < reflected.cost ? expanded : reflected;
                evaluations += 2;
                continue;
            }
            boolean outside = reflected.cost < worst.cost;
            Vertex contracted = Vertex.at(cost, outside ? 1.5 * best.z - 0.5 * worst.z : 0.5 * best.z + 0.5 * worst.z);
            evaluations += 2;
            if (outside ? contracted.cost <= reflected.cost : contracted.cost < worst.cost) {
                worst = contracted;
            } else {
                worst = Vertex.at(cost, best.z + 0.5 * (worst.z - best.z));
                evaluations++;
            }
        }
    }
}
