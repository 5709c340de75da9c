package dev.gradus.cli;

import dev.gradus.models.evaluation.BenchmarkSummary;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.PublishedFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What {@code gradus evaluate} prints at its end: a line for each pipeline and dataset, beside what was published. */
final class EvaluationTable {
    private static final String ROW = "%-15s %-22s %7s %5s %4s %4s %4s  %5s %-13s %7s %6s %9s   %-9s %9s%n";

    private EvaluationTable() {}

    static String text(List<BenchmarkSummary> summaries) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                        Locale.ROOT,
                        ROW,
                        "pipeline",
                        "dataset",
                        "signals",
                        "seeds",
                        "tp",
                        "fp",
                        "fn",
                        "F1",
                        "of the seeds",
                        "flagged",
                        "VUS-PR",
                        "s/signal",
                        "published",
                        "s/signal")
                .replaceAll(" +(?=\\R)", ""));
        Map<String, List<BenchmarkSummary>> byPipeline = new LinkedHashMap<>();
        for (BenchmarkSummary summary : summaries) {
            byPipeline
                    .computeIfAbsent(summary.pipeline(), key -> new ArrayList<>())
                    .add(summary);
            text.append(line(summary));
        }
        byPipeline.forEach((pipeline, all) -> text.append(mean(pipeline, all)));
        int failed = summaries.stream().mapToInt(BenchmarkSummary::failed).sum();
        if (failed > 0) {
            text.append(String.format("%n%d failed; the results say why.%n", failed));
        }
        if (summaries.stream().anyMatch(s -> s.published().isPresent() && !s.isComparable())) {
            text.append(String.format("%n(n): published for n signals, not for those that were run.%n"));
        }
        return text.toString();
    }

    private static String line(BenchmarkSummary s) {
        Confusion c = s.counts();
        return String.format(
                        Locale.ROOT,
                        ROW,
                        s.pipeline(),
                        s.dataset(),
                        s.signals(),
                        s.seeds(),
                        c.truePositives(),
                        c.falsePositives(),
                        c.falseNegatives(),
                        figure(f1(c)),
                        s.seeds() == 1 ? "" : figure(s.lowest()) + " - " + figure(s.highest()),
                        Double.isNaN(s.flagged()) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * s.flagged()),
                        figure(s.vusPr()),
                        seconds(s.seconds()),
                        s.published()
                                .map(p -> figure(f1(p.counts())) + (s.isComparable() ? "" : " (" + p.signals() + ")"))
                                .orElse(""),
                        s.published().map(p -> seconds(p.seconds())).orElse(""))
                .replaceAll(" +(?=\\R)", "");
    }

    /** The unweighted mean over several datasets. */
    private static String mean(String pipeline, List<BenchmarkSummary> all) {
        if (all.size() < 2) {
            return "";
        }
        boolean comparable = all.stream().allMatch(BenchmarkSummary::isComparable);
        double published = mean(
                all,
                s -> s.published()
                        .map(PublishedFigures::counts)
                        .map(EvaluationTable::f1)
                        .orElse(0.0));
        return String.format(
                        Locale.ROOT,
                        ROW,
                        pipeline,
                        "mean of " + all.size(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        figure(mean(all, s -> f1(s.counts()))),
                        "",
                        "",
                        "",
                        "",
                        comparable ? figure(published) : "",
                        "")
                .replaceAll(" +(?=\\R)", "");
    }

    private static double mean(List<BenchmarkSummary> all, Function<BenchmarkSummary, Double> figure) {
        return all.stream().mapToDouble(figure::apply).average().orElse(Double.NaN);
    }

    /** Where nothing was hit, 0. */
    private static double f1(Confusion counts) {
        return counts.truePositives() == 0 ? 0 : counts.f1();
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String seconds(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }
}
