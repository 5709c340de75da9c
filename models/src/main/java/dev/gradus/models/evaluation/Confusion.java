package dev.gradus.models.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * How many intervals were found and how many were not. There is no count of true negatives: what was rightly not
 * flagged does not come in pieces.
 *
 * @param truePositives  known anomalies that were hit
 * @param falsePositives detections that hit no known anomaly
 * @param falseNegatives known anomalies that were missed
 */
public record Confusion(int truePositives, int falsePositives, int falseNegatives) {
    /** Nothing known and nothing found. */
    public static final Confusion NONE = new Confusion(0, 0, 0);

    public Confusion {
        if (truePositives < 0 || falsePositives < 0 || falseNegatives < 0) {
            throw new IllegalArgumentException("counts must not be negative, got " + truePositives + ", "
                    + falsePositives + " and " + falseNegatives);
        }
    }

    /** The counts of several series together: precision, recall and F1 of a data set are those of its sum. */
    public static Confusion sum(List<Confusion> parts) {
        for (Confusion part : Objects.requireNonNull(parts, "the parts to add up are null")) {
            Objects.requireNonNull(part, "a part to add up is null");
        }
        return parts.stream().reduce(NONE, Confusion::plus);
    }

    public Confusion plus(Confusion other) {
        Objects.requireNonNull(other, "the counts to add are null");
        return new Confusion(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives);
    }

    /** {@code tp/(tp + fp)}; NaN if nothing was detected. */
    public double precision() {
        return (double) truePositives / (truePositives + falsePositives);
    }

    /** {@code tp/(tp + fn)}; NaN if nothing was there to detect. */
    public double recall() {
        return (double) truePositives / (truePositives + falseNegatives);
    }

    /**
     * {@code 2tp/(2tp + fp + fn)}, the harmonic mean of precision and recall; NaN if nothing was hit, where it is 0/0.
     */
    public double f1() {
        return truePositives == 0
                ? Double.NaN
                : 2.0 * truePositives / (2.0 * truePositives + falsePositives + falseNegatives);
    }
}
