package dev.gradus.models.errors;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.evaluation.Benchmark;
import dev.gradus.models.evaluation.BenchmarkFolder;
import dev.gradus.models.evaluation.BenchmarkSummary;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Pipeline;
import dev.gradus.models.evaluation.Pipelines;
import dev.gradus.models.evaluation.PublishedFigures;
import dev.gradus.models.evaluation.PublishedSettings;
import dev.gradus.models.evaluation.ResultsFile;
import dev.gradus.models.evaluation.Signal;
import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import dev.gradus.models.evaluation.VolumeUnderSurface;
import dev.gradus.models.scoring.Combination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** What goes wrong with benchmarks. */
final class EvaluationCases {
    static final Pipeline PIPELINE = Pipelines.named("matrix-profile");
    static final Signal SIGNAL = new Signal("a", "b", Path.of("no-such-folder", "b.csv"));
    static final Trial TRIAL = new Trial(PIPELINE, SIGNAL, 0);

    private EvaluationCases() {}

    /** A folder with a dataset {@code a} of one signal {@code b}, which is no series. */
    static BenchmarkFolder folder(Path folder) {
        try {
            Path root = Files.createDirectories(folder.resolve("benchmark"));
            Files.writeString(root.resolve(BenchmarkFolder.LABELS), "signal,start,end\nb,1,2\n");
            Files.writeString(Files.createDirectories(root.resolve("a")).resolve("b.csv"), "time,value\n");
            return BenchmarkFolder.open(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ResultsFile results(Path folder) {
        try {
            return ResultsFile.open(folder.resolve("results.csv"), ZoneOffset.UTC, "plain");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TrialResult result() {
        return new TrialResult("a", "b", "matrix-profile", 0, Confusion.NONE, 0, 0, 0, 0, "");
    }

    static void addTo(ErrorCases cases) {
        cases.argument(
                "VolumeUnderSurface.pr(double[], boolean[])",
                () -> VolumeUnderSurface.pr(new double[2], new boolean[3]),
                "vus: 2 scores do not go with 3 labels");
        cases.argument(
                "VolumeUnderSurface.pr(double[], boolean[], int)",
                () -> VolumeUnderSurface.pr(new double[2], new boolean[2], -1),
                "vus: the buffer must not be negative: -1");
        cases.argument(
                "VolumeUnderSurface.pr(double[], boolean[], int)",
                () -> VolumeUnderSurface.pr(new double[2], new boolean[2], Integer.MAX_VALUE),
                "vus: the buffer must be at most 100 for 2 scores, not 2147483647");
        cases.absent("Signal(String, String, Path)", () -> new Signal(null, "b", Path.of("c")), "signal: the dataset");
        cases.row(
                "BenchmarkFolder.open(Path)",
                NoSuchFileException.class,
                () -> BenchmarkFolder.open(Path.of("no-such-folder")),
                "no-such-folder: there is no such folder");
        cases.absent("BenchmarkFolder.open(Path)", () -> BenchmarkFolder.open(null), "benchmark: the folder is null");
        cases.harmless(
                "tested in BenchmarkTest",
                "BenchmarkFolder.signals(Collection, Collection)",
                "BenchmarkFolder.labels(Signal, ZoneId)",
                "ResultsFile.open(Path, ZoneId, String)",
                "ResultsFile.has(Trial)",
                "ResultsFile.append(TrialResult)",
                "ResultsFile.of(List)",
                "Benchmark.run(List, ResultsFile, Listener)");
        cases.absent(
                "Benchmark(BenchmarkFolder, ZoneId, Backend, int)",
                () -> new Benchmark(null, ZoneOffset.UTC, Backends.get(), 1),
                "benchmark: the folder is null");
        cases.harmless(
                "what the library found out, or does nothing",
                "Benchmark.Listener.progress(Trial, double)",
                "Benchmark.Listener.finished(Outcome)",
                "Benchmark.Outcome(Trial, TrialResult, TimeSeries, List, Detection)");
        cases.absent(
                "PublishedSettings(Duration, Combination, Combination)",
                () -> new PublishedSettings(null, Combination.SUM, null),
                "published settings: the combination of AER is null");
        cases.absent("PublishedSettings.of(String)", () -> PublishedSettings.of(null), "published settings: the data");
        cases.absent(
                "PublishedSettings.isPart(Signal)",
                () -> PublishedSettings.isPart(null),
                "published settings: the sig");
        cases.absent(
                "PublishedFigures(int, Confusion, double)",
                () -> new PublishedFigures(1, null, 1),
                "published figures: the counts are null");
        cases.harmless("of what has none, nothing is given", "PublishedFigures.of(String, String)");
        cases.argument(
                "Pipeline(String, boolean, Models)",
                () -> new Pipeline("A B", true, PIPELINE.models()),
                "pipeline: the name 'A B' must be made of small letters");
        cases.argument(
                "Pipelines.named(String)",
                () -> Pipelines.named("x"),
                "there is no pipeline 'x'; choose some of tadgan");
        cases.absent("Trial(Pipeline, Signal, long)", () -> new Trial(null, SIGNAL, 1), "trial: the pipeline is null");
        cases.absent(
                "Trial.all(Collection, Collection, Collection)",
                () -> Trial.all(List.of(), List.of(), null),
                "trial: the seeds are null");
        cases.absent(
                "TrialResult(String, String, String, long, Confusion, double, double, double, double, String)",
                () -> new TrialResult("a", "b", "c", 0, Confusion.NONE, 0, 0, 0, 0, null),
                "trial result: the error is null");
        cases.absent(
                "BenchmarkSummary(String, String, int, int, int, Confusion, double, double, double, double, double, Optional)",
                () -> new BenchmarkSummary("a", "b", 1, 1, 0, null, 0, 0, 0, 0, 0, Optional.empty()),
                "summary: the counts are null");
        cases.absent("BenchmarkSummary.of(List)", () -> BenchmarkSummary.of(null), "summary: the results are null");
    }
}
