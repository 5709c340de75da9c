package dev.gradus.models.evaluation;

/**
 * How long detection and truth agreed and how long they did not, in milliseconds.
 *
 * @param trueNegatives  time rightly not flagged
 * @param falsePositives time flagged in vain
 * @param falseNegatives anomalous time not flagged
 * @param truePositives  anomalous time flagged
 */
public record WeightedConfusion(long trueNegatives, long falsePositives, long falseNegatives, long truePositives) {
    /** {@code tp/(tp + fp)}; NaN on 0/0. */
    public double precision() {
        return (double) truePositives / (truePositives + falsePositives);
    }

    /** {@code tp/(tp + fn)}; NaN on 0/0. */
    public double recall() {
        return (double) truePositives / (truePositives + falseNegatives);
    }

    /** {@code 2tp/(2tp + fp + fn)}; NaN if {@code tp} is 0. */
    public double f1() {
        return truePositives == 0
                ? Double.NaN
                : 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
    }

    /** Share of the time judged right, {@code (tp + tn)/all}; NaN if there was no time. */
    public double accuracy() {
        long right = truePositives + trueNegatives;
        return (double) right / (right + falsePositives + falseNegatives);
    }
}
