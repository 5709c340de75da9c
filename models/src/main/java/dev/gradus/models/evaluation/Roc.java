package dev.gradus.models.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How well scores tell positive examples (anomalies) from negative ones, whatever the threshold: the receiver operating
 * characteristic, which is the share of positives above a threshold over the share of negatives above it, for every threshold.
 */
public final class Roc {
    /**
     * A place on the curve.
     *
     * @param threshold         examples with scores from here on count as found; infinite at the curve's start, where none does
     * @param falsePositiveRate share of the negatives that are found
     * @param truePositiveRate  share of the positives that are found
     */
    public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

    private final List<Point> points;
    private final double area;

    private Roc(List<Point> points, double area) {
        this.points = List.copyOf(points);
        this.area = area;
    }

    /**
     * Of scores.
     *
     * @param scores   {@code [n]}, higher for what is more likely positive; infinite ones are scores as any other
     * @param positive {@code [n]}, of which there must be some of each kind
     */
    public static Roc of(double[] scores, boolean[] positive) {
        requireScores(scores, positive);
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = IntStream.of(order).filter(i -> positive[i]).count();
        long negatives = scores.length - positives;
        if (positives == 0 || negatives == 0) {
            throw new IllegalArgumentException("roc: there are " + positives + " positive and " + negatives
                    + " negative examples; the curve needs some of each");
        }
        List<Point> points = new ArrayList<>();
        points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
        long above = 0;
        long found = 0;
        // Twice the pairs of which the positive has the higher score: whole numbers, so the area is exact.
        long doubledPairs = 0;
        for (int i = 0; i < order.length; ) {
            double score = scores[order[i]];
            long tiedPositives = 0;
            long tiedNegatives = 0;
            for (; i < order.length && scores[order[i]] == score; i++) {
                if (positive[order[i]]) {
                    tiedPositives++;
                } else {
                    tiedNegatives++;
                }
            }
            doubledPairs += tiedNegatives * (2 * found + tiedPositives);
            found += tiedPositives;
            above += tiedNegatives;
            points.add(new Point(score, (double) above / negatives, (double) found / positives));
        }
        return new Roc(points, doubledPairs / (2.0 * positives * negatives));
    }

    private static void requireScores(double[] scores, boolean[] positive) {
        Objects.requireNonNull(scores, "roc: the scores are null");
        Objects.requireNonNull(positive, "roc: what is positive is null");
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(
                    "roc: " + scores.length + " scores do not go with " + positive.length + " examples");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("roc: the score of example " + i + " is NaN");
            }
        }
    }

    /**
     * The area under the curve, AUROC: the share of all pairs of a positive and a negative example in which the positive has the
     * higher score, a tie counting half. 0.5 is guessing, 1 is perfect.
     */
    public double area() {
        return area;
    }

    /** The curve from (0, 0) to (1, 1), one place for each score that occurs, between which it is straight. */
    public List<Point> points() {
        return points;
    }
}
