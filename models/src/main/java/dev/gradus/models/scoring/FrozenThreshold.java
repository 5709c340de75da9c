package dev.gradus.models.scoring;

import dev.gradus.models.Anomaly;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The threshold that a series teaches and another is judged by. The scores that it is learnt from are taken as one window
 * of an {@link AnomalyFinder} with the same options: their mean {@code μ}, their deviation {@code σ} and the threshold
 * {@code ε}, which is {@code μ + k·σ} or, where the options say so, a {@link DynamicThreshold}. In another series
 * <ol>
 *   <li>scores above {@code ε} are marked, together with their neighbours ({@link FinderOptions#padding}): each run of
 *       marks is an anomaly;
 *   <li>its severity is {@code (peak − ε)/(μ + σ)}.
 * </ol>
 * Nothing is pruned: {@link FinderOptions#minimumDrop} compares a peak with the others of its series, so that one alarm
 * could silence or let pass another. Here whether a step is reported depends on the scores within the padding, however
 * long the series and whatever else is in it; window and step of the options have no part in it either.
 *
 * <p>With {@link FinderOptions#inverse}, scores are taken from the greatest that was learnt from; with
 * {@link FinderOptions#lower}, they are also mirrored at {@code μ} and held against the threshold of the mirrored scores.
 * Where all scores that it is learnt from are equal, any that differs by more than rounding ({@link Scale}) stands out.
 *
 * @param options  what it was learnt by
 * @param scores   mean μ and deviation σ of the scores, inverted if the options say so
 * @param upper    the threshold ε
 * @param lower    the threshold of the mirrored scores {@code 2μ − score}
 * @param greatest the greatest score
 */
public record FrozenThreshold(FinderOptions options, Scale scores, double upper, double lower, double greatest) {
    public FrozenThreshold {
        Objects.requireNonNull(options, "the options of the finder are null");
        Objects.requireNonNull(scores, "the scale of the scores is null");
        requireFinite("upper threshold", upper);
        requireFinite("lower threshold", lower);
        requireFinite("greatest score", greatest);
    }

    private static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the " + what + " must be finite, not " + value);
        }
    }

    /**
     * Learns from scores.
     *
     * @param scores score of each step, {@code [L]}
     * @throws IllegalArgumentException if there is none, or one is NaN, infinite or beyond 1e100
     */
    public static FrozenThreshold learn(double[] scores, FinderOptions options) {
        Statistics.requireFinite(scores, "score");
        Objects.requireNonNull(options, "the options of the finder are null");
        double greatest = Statistics.max(scores);
        double[] judged = options.inverse() ? AnomalyFinder.minus(greatest, scores) : scores;
        Scale scale = Scale.of(judged);
        double[] mirrored = AnomalyFinder.minus(2 * scale.centre(), judged);
        return new FrozenThreshold(
                options,
                scale,
                threshold(judged, scale, options),
                threshold(mirrored, Scale.of(mirrored), options),
                greatest);
    }

    private static double threshold(double[] scores, Scale scale, FinderOptions options) {
        if (scale.deviation() == 0) {
            return scale.centre() + scale.rounding();
        }
        return options.threshold(scores, scale.centre(), scale.deviation());
    }

    /**
     * The anomalies in the order of time.
     *
     * @param scores score of each step, {@code [L]}, measured as those that the threshold was learnt from
     * @param times  time of each step, in milliseconds since 1970-01-01 UTC; may be longer than the scores
     * @throws IllegalArgumentException if there are fewer times than scores, or a score is NaN, infinite or beyond 1e100
     */
    public List<Anomaly> find(double[] scores, long[] times) {
        AnomalyFinder.requireTimes(scores, times);
        return AnomalyFinder.anomalies(segments(scores), times);
    }

    /** The anomalies in the order of time, by their indices. */
    public List<AnomalyFinder.Segment> segments(double[] scores) {
        Statistics.requireFinite(scores, "score");
        double[] judged = options.inverse() ? AnomalyFinder.minus(greatest, scores) : scores;
        List<AnomalyFinder.Segment> found = new ArrayList<>();
        addRuns(judged, upper, found);
        if (options.lower()) {
            addRuns(AnomalyFinder.minus(2 * this.scores.centre(), judged), lower, found);
        }
        return AnomalyFinder.merge(found);
    }

    /** The anomalies of scores that come one after the other. */
    public AnomalyStream stream() {
        return new AnomalyStream(this);
    }

    private void addRuns(double[] judged, double threshold, List<AnomalyFinder.Segment> found) {
        boolean[] marked = AnomalyFinder.marked(judged, threshold, options.padding());
        for (AnomalyFinder.Candidate run : AnomalyFinder.candidates(judged, marked, 0)) {
            found.add(new AnomalyFinder.Segment(run.first(), run.last(), (run.peak() - threshold) / unit()));
        }
    }

    /** {@code μ + σ}; where that is 0, the deviation, and where that is 0 too, 1. */
    double unit() {
        double unit = scores.centre() + scores.deviation();
        if (unit != 0) {
            return unit;
        }
        return scores.deviation() == 0 ? 1 : scores.deviation();
    }
}
