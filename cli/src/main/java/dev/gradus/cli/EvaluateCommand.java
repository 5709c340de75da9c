package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.evaluation.Benchmark;
import dev.gradus.models.evaluation.BenchmarkFolder;
import dev.gradus.models.evaluation.BenchmarkSummary;
import dev.gradus.models.evaluation.Pipeline;
import dev.gradus.models.evaluation.Pipelines;
import dev.gradus.models.evaluation.ResultsFile;
import dev.gradus.models.evaluation.Signal;
import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus evaluate}: runs pipelines over folders of labelled series, and counts what they find. */
@Command(
        name = "evaluate",
        description = {
            "Runs pipelines over folders of labelled series, laid out as the Numenta Anomaly Benchmark is, and counts what they"
                    + " find.",
            "Writes a row for each signal and seed, a page of pictures, and prints a summary beside the published figures. A run that"
                    + " was stopped or killed goes on where it was: start it again."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed, or a signal did", "2:wrong usage"})
final class EvaluateCommand implements Callable<Integer> {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final RunProgress.Names NAMES = new RunProgress.Names("evaluate", "Evaluating", "trials");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description =
                    "A folder with labels.csv (rows 'signal,start,end') and, for each dataset, a folder of CSV files, one for"
                            + " each signal.")
    private Path data;

    @Option(
            names = "--pipeline",
            paramLabel = "P",
            required = true,
            split = ",",
            description = "Which ones, separated by commas: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private List<String> pipelines;

    @Option(
            names = "--datasets",
            paramLabel = "D",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "Which folders. Default: all.")
    private List<String> datasets = List.of();

    @Option(
            names = "--signals",
            paramLabel = "S",
            split = ",",
            showDefaultValue = Visibility.NEVER,
            description = "Which signals. Default: all that the published results are of.")
    private List<String> signals = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            split = ",",
            defaultValue = "0",
            description = "Where everything random starts; each is a run of its own.")
    private List<Long> seeds;

    @Option(names = "--jobs", paramLabel = "N", defaultValue = "1", description = "Signals that are worked on at once.")
    private int jobs;

    @Mixin
    private final ZoneOption zone = new ZoneOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "results.csv",
            description = "Where the results go, as CSV. Where FILE holds some already, only what is missing is run.")
    private Path out;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Where the page of pictures goes, as HTML. Default: beside the results.")
    private Path page;

    @Mixin
    private final BackendOption computing = new BackendOption();

    /** For the help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Pipelines.all().stream().map(Pipeline::name).toList());
        }
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        require(jobs >= 1, "--jobs must be at least 1, not " + jobs);
        require(seeds.size() == new LinkedHashSet<>(seeds).size(), "--seeds: a seed is named twice in " + seeds);
        computing.require();
        List<Pipeline> chosen = chosen();
        ZoneId clock = zone.zone();
        BenchmarkFolder folder = folder();
        List<Signal> looked = looked(folder);
        List<Trial> trials = Trial.all(chosen, looked, seeds);
        Path pictures = page == null ? beside(out) : page;
        new Places().writes("--out", out).writes("--page", pictures).requireDistinct();
        require(!Outputs.isSpecial(out), "--out: " + out + " is a device or a pipe; name a file");
        require(!Outputs.isSpecial(pictures), "--page: " + pictures + " is a device or a pipe; name a file");
        Outputs.requireWritable(out, "--out");
        Outputs.requireWritable(pictures, "--page");
        Backend backend = computing.shared(jobs);
        PrintWriter print = spec.commandLine().getOut();
        try (ResultsFile results = ResultsFile.open(out, clock, backend.name())) {
            EvaluationPage drawn = EvaluationPage.open(pictures);
            int done = results.of(trials).size();
            print.println(String.format(
                    Locale.ROOT,
                    "Trials     %d on %d signals%s",
                    trials.size(),
                    looked.size(),
                    done == 0 ? "" : ", " + done + " of them in " + out + " already"));
            print.flush();
            run(new Benchmark(folder, clock, backend, jobs), trials, results, drawn);
            List<BenchmarkSummary> summaries = BenchmarkSummary.of(results.of(trials));
            String table = EvaluationTable.text(summaries);
            drawn.summarise(table);
            print.println();
            print.print(table);
            print.println();
            print.println("Files      " + out);
            print.println("           " + pictures);
            print.println("Settings   zone " + clock + ", backend " + backend.name() + ", " + jobs
                    + (jobs == 1 ? " job" : " jobs"));
            print.println("Time       " + Report.wall(System.nanoTime() - start));
            print.flush();
            return summaries.stream().allMatch(s -> s.failed() == 0) ? EXIT_DONE : EXIT_FAILED;
        } catch (MalformedDataException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new FailureException("cannot write the page: " + e.getCause().getMessage(), e);
        } catch (IOException e) {
            throw new FailureException(e.getMessage(), e);
        }
    }

    private void run(Benchmark benchmark, List<Trial> trials, ResultsFile results, EvaluationPage drawn)
            throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        List<Trial> missing =
                trials.stream().filter(trial -> !results.has(trial)).toList();
        RunProgress<Trial> progress = new RunProgress<>(
                err, NAMES, missing, trial -> trial.pipeline().name(), jobs, Terminal.isInteractive());
        try (progress;
                Interruption interruption = Interruption.handledBy(() -> {
                    progress.close();
                    err.println(
                            "gradus: stopped; " + out + " keeps what is done: the same command goes on from there.");
                    err.flush();
                })) {
            benchmark.run(trials, results, new Benchmark.Listener() {
                @Override
                public void progress(Trial trial, double share) {
                    progress.progress(trial, share);
                }

                @Override
                public void finished(Benchmark.Outcome outcome) {
                    try {
                        drawn.add(outcome);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    TrialResult result = outcome.result();
                    double took = result.trainingSeconds() + result.scoringSeconds();
                    progress.finished(outcome.trial(), took, words(result, took));
                }
            });
            interruption.end(() -> {});
        }
    }

    private static String words(TrialResult result, double took) {
        return result.failed()
                ? "failed: " + result.error()
                : String.format(
                        Locale.ROOT,
                        "%d found, %d missed, %d false, %.1f s",
                        result.counts().truePositives(),
                        result.counts().falseNegatives(),
                        result.counts().falsePositives(),
                        took);
    }

    private List<Pipeline> chosen() {
        try {
            return pipelines.stream().distinct().map(Pipelines::named).toList();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--pipeline: " + e.getMessage(), e);
        }
    }

    private BenchmarkFolder folder() {
        try {
            return BenchmarkFolder.open(data);
        } catch (NoSuchFileException e) {
            throw new UsageException("--data: " + e.getMessage(), e);
        } catch (MalformedDataException e) {
            throw new UsageException("--data: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    private List<Signal> looked(BenchmarkFolder folder) {
        try {
            return folder.signals(datasets, signals);
        } catch (IllegalArgumentException e) {
            String option = e.getMessage().startsWith("there is no dataset") ? "--datasets: " : "--signals: ";
            throw new UsageException(option + e.getMessage(), e);
        }
    }

    /** The same name with another extension. */
    private static Path beside(Path file) {
        String name = file.getFileName().toString();
        String base = name.endsWith(".csv") ? name.substring(0, name.length() - 4) : name;
        return file.resolveSibling(base + ".html");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }
}
