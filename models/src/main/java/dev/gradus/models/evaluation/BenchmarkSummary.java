package dev.gradus.models.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The results of a pipeline on a dataset, taken together as the published benchmark does: counts are summed over signals, and over
 * seeds where there are several, and precision, recall and F1 are those of the sums.
 *
 * @param pipeline  its name
 * @param dataset   its name
 * @param signals   how many there are
 * @param seeds     how many there are
 * @param failed    trials that failed
 * @param counts    summed over all trials
 * @param lowest    F1 of the seed with the lowest, 0 where it hit nothing
 * @param highest   F1 of the seed with the highest
 * @param flagged   share of the time that was reported, the mean over the trials that did not fail
 * @param vusPr     the mean over the trials that have one
 * @param seconds   that a trial took, fitting and detecting, the mean over those that did not fail
 * @param published what was published of this pipeline on this dataset, if anything was
 */
public record BenchmarkSummary(
        String pipeline,
        String dataset,
        int signals,
        int seeds,
        int failed,
        Confusion counts,
        double lowest,
        double highest,
        double flagged,
        double vusPr,
        double seconds,
        Optional<PublishedFigures> published) {
    /** Checks that all is there. */
    public BenchmarkSummary {
        Objects.requireNonNull(pipeline, "summary: the pipeline is null");
        Objects.requireNonNull(dataset, "summary: the dataset is null");
        Objects.requireNonNull(counts, "summary: the counts are null");
        Objects.requireNonNull(published, "summary: the published figures are null; Optional.empty() is none");
    }

    /** Whether the published figures are of as many signals. */
    public boolean isComparable() {
        return published.isPresent() && published.get().signals() == signals;
    }

    /** A summary for each pipeline and dataset, in the order in which the results have them. */
    public static List<BenchmarkSummary> of(List<TrialResult> results) {
        Objects.requireNonNull(results, "summary: the results are null");
        Map<List<String>, List<TrialResult>> groups = new LinkedHashMap<>();
        for (TrialResult result : results) {
            Objects.requireNonNull(result, "summary: a result is null");
            groups.computeIfAbsent(List.of(result.pipeline(), result.dataset()), key -> new ArrayList<>())
                    .add(result);
        }
        return groups.entrySet().stream()
                .map(group -> of(group.getKey().get(0), group.getKey().get(1), group.getValue()))
                .toList();
    }

    private static BenchmarkSummary of(String pipeline, String dataset, List<TrialResult> results) {
        Map<Long, Confusion> bySeed = new TreeMap<>();
        for (TrialResult result : results) {
            bySeed.merge(result.seed(), result.counts(), Confusion::plus);
        }
        return new BenchmarkSummary(
                pipeline,
                dataset,
                (int) results.stream().map(TrialResult::signal).distinct().count(),
                bySeed.size(),
                (int) results.stream().filter(TrialResult::failed).count(),
                Confusion.sum(List.copyOf(bySeed.values())),
                bySeed.values().stream().mapToDouble(BenchmarkSummary::f1).min().orElse(Double.NaN),
                bySeed.values().stream().mapToDouble(BenchmarkSummary::f1).max().orElse(Double.NaN),
                mean(results, TrialResult::flagged),
                mean(results, TrialResult::vusPr),
                mean(results, r -> r.trainingSeconds() + r.scoringSeconds()),
                PublishedFigures.of(pipeline, dataset));
    }

    /** A seed that hit nothing is the lowest there is. */
    private static double f1(Confusion counts) {
        return counts.truePositives() == 0 ? 0 : counts.f1();
    }

    private static double mean(List<TrialResult> results, ToDoubleFunction<TrialResult> figure) {
        return results.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
