package dev.gradus.models.evaluation;

import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How well scores tell known anomalies from the rest whatever the threshold, and however exactly the labels were set: VUS-PR, the
 * volume under the surface of precision and recall (Paparrizos et al., <em>Volume Under the Surface: A New Accuracy Evaluation
 * Measure for Time-Series Anomaly Detection</em>, PVLDB 15(11), 2022).
 *
 * <p>A buffer of ℓ steps widens every known anomaly by ℓ/2 on both sides, where the label falls off: a step whose distance to the
 * anomaly is δ has the label {@code w = √(1 − δ/ℓ)}, one inside has 1, every other 0; where buffers meet, labels are added, up to
 * 1. A range is a run of steps with a label. With {@code p[t]} whether step t scores as high as the threshold,
 * <pre>
 *   TP = Σ w[t]·p[t],   P = ½·Σ (w₀[t] + w[t]),   E = share of the ranges with a step that scores as high
 *   precision = TP / Σ p[t],   recall = E·min(TP/P, 1)
 * </pre>
 * where w₀ are the labels without a buffer. The area for ℓ is that under the straight lines between all thresholds that occur,
 * from recall 0 at precision 1; VUS-PR is the mean of the areas for ℓ = 0 … L. 1 is perfect; scores that know nothing come to
 * about the share of steps with a label, so compare values of the same series only.
 */
public final class VolumeUnderSurface {
    /** The greatest buffer where none is named: the window of the published pipelines. */
    public static final int BUFFER = 100;

    private final double[] scores;
    private final boolean[] labels;
    /** Steps from the highest score to the lowest. */
    private final int[] order;

    private VolumeUnderSurface(double[] scores, boolean... labels) {
        this.scores = scores;
        this.labels = labels;
        this.order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * VUS-PR with buffers up to {@link #BUFFER}.
     *
     * @see #pr(double[], boolean[], int)
     */
    public static double pr(double[] scores, boolean[] labels) {
        return pr(scores, labels, BUFFER);
    }

    /**
     * VUS-PR.
     *
     * @param scores   how unusual each step is, {@code [n]}
     * @param labels   whether a step belongs to a known anomaly, {@code [n]}
     * @param greatest buffer, L, in steps; at most as many as there are steps, or {@link #BUFFER} if that is more
     * @return 0 to 1; NaN if no step has a label, or all have one
     * @throws IllegalArgumentException if the lengths differ, there is no step, a score is NaN, or the buffer is
     *     negative or larger than that
     */
    public static double pr(double[] scores, boolean[] labels, int greatest) {
        Objects.requireNonNull(scores, "vus: the scores are null");
        Objects.requireNonNull(labels, "vus: the labels are null");
        if (scores.length != labels.length || scores.length == 0) {
            throw new IllegalArgumentException(
                    "vus: " + scores.length + " scores do not go with " + labels.length + " labels; give one for each");
        }
        if (greatest < 0) {
            throw new IllegalArgumentException("vus: the buffer must not be negative: " + greatest);
        }
        int most = Math.max(scores.length, BUFFER);
        if (greatest > most) {
            throw new IllegalArgumentException(
                    "vus: the buffer must be at most " + most + " for " + scores.length + " scores, not " + greatest);
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("vus: the score of step " + i + " is NaN");
            }
        }
        long known = IntStream.range(0, labels.length).filter(i -> labels[i]).count();
        if (known == 0 || known == labels.length) {
            return Double.NaN;
        }
        VolumeUnderSurface surface = new VolumeUnderSurface(scores, labels);
        double sum = 0;
        for (int buffer = 0; buffer <= greatest; buffer++) {
            sum += surface.area(buffer);
        }
        return sum / (greatest + 1);
    }

    private double area(int buffer) {
        double[] weights = weights(buffer);
        int[] ranges = ranges(weights);
        int count = IntStream.of(ranges).max().orElseThrow() + 1;
        double positive = 0;
        for (int i = 0; i < weights.length; i++) {
            positive += (weights[i] + (labels[i] ? 1 : 0)) / 2;
        }
        boolean[] seen = new boolean[count];
        int existing = 0;
        double found = 0;
        double recall = 0;
        double precision = 1;
        double area = 0;
        for (int i = 0; i < order.length; ) {
            double score = scores[order[i]];
            for (; i < order.length && scores[order[i]] == score; i++) {
                int step = order[i];
                found += weights[step];
                if (ranges[step] >= 0 && !seen[ranges[step]]) {
                    seen[ranges[step]] = true;
                    existing++;
                }
            }
            double nextRecall = Math.min(found / positive, 1) * existing / count;
            double nextPrecision = found / i;
            area += (nextRecall - recall) * (nextPrecision + precision) / 2;
            recall = nextRecall;
            precision = nextPrecision;
        }
        return area;
    }

    /** The labels with a buffer around each known anomaly. */
    private double[] weights(int buffer) {
        int n = labels.length;
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            if (!labels[i]) {
                continue;
            }
            weights[i] = 1;
            boolean first = i == 0 || !labels[i - 1];
            boolean last = i == n - 1 || !labels[i + 1];
            for (int delta = 1; delta <= buffer / 2; delta++) {
                double label = Math.sqrt(1 - (double) delta / buffer);
                if (first && i - delta >= 0) {
                    weights[i - delta] += label;
                }
                if (last && i + delta < n) {
                    weights[i + delta] += label;
                }
            }
        }
        for (int i = 0; i < n; i++) {
            weights[i] = labels[i] ? 1 : Math.min(weights[i], 1);
        }
        return weights;
    }

    /** The number of the range that each step is in, −1 for none. */
    private static int[] ranges(double... weights) {
        int[] ranges = new int[weights.length];
        int range = -1;
        for (int i = 0; i < weights.length; i++) {
            range += weights[i] > 0 && (i == 0 || weights[i - 1] == 0) ? 1 : 0;
            ranges[i] = weights[i] > 0 ? range : -1;
        }
        return ranges;
    }
}
