package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.fleet.Fleet;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetRow;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus fit-all}: a detector for each series of a folder. */
@Command(
        name = "fit-all",
        description = {
            "Trains a detector on each CSV file of a folder and finds what is unusual in it, several files at once.",
            "Writes detectors (for 'gradus detect --load'), anomalies and a report with a row for each file; a file that fails has its"
                    + " error there and stops no other. A run that was stopped or killed goes on where it was: start it again. The"
                    + " same seed gives the same detectors, whatever the number of jobs."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed, or a series did", "2:wrong usage"})
final class FitAllCommand implements Callable<Integer> {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;
    private static final RunProgress.Names NAMES = new RunProgress.Names("fit-all", "Training", "series");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            description = "A folder of CSV files as 'gradus detect' reads them; folders in it are not looked at.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "Where report.csv and the folders detectors, anomalies and scores go. Where DIR holds some already, only"
                            + " what is missing is done.")
    private Path out;

    @Mixin
    private final SeriesOptions options = new SeriesOptions();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Series that are worked on at once, each on one thread. Default: all processors.")
    private Integer jobs;

    @Option(names = "--scores", description = "Write the score of each point too.")
    private boolean scores;

    @Option(
            names = "--backend",
            paramLabel = "B",
            description =
                    "What computes: auto, vector, jblas, plain, reference or aparapi; see 'gradus info'. Default: auto.")
    private String backend;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Settings settings = settings();
        int atOnce = jobs == null ? Runtime.getRuntime().availableProcessors() : jobs;
        List<FleetSeries> series = series();
        Backend computing = BackendOption.backend(backend, 1);
        FleetConfig config = FleetConfig.of(ModelTrainer.model(settings, computing), settings.seed())
                .withScores(scores)
                .withLongest(options.longest(settings, atOnce));
        PrintWriter print = spec.commandLine().getOut();
        List<FleetRow> rows = run(new Fleet(config, computing, atOnce), series, atOnce, print);
        summarise(print, rows);
        print.println(String.format(
                Locale.ROOT,
                "Settings   %s, window %d%s%s, backend %s, %s, at most %d points",
                settings.model().title(),
                settings.window(),
                Report.domain(settings.view().domain()),
                settings.model().isTrained() ? ", " + Report.training(settings, ", ") : "",
                computing.name(),
                atOnce == 1 ? "1 job" : atOnce + " jobs",
                config.longest()));
        print.println("Time       " + Report.wall(System.nanoTime() - start));
        print.flush();
        return rows.stream().noneMatch(FleetRow::failed) ? EXIT_DONE : EXIT_FAILED;
    }

    private Settings settings() {
        require(jobs == null || jobs >= 1, "--jobs must be at least 1, not " + jobs);
        BackendOption.requireKnown(backend);
        return options.settings(backend, spec.commandLine().getParseResult());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    private List<FleetSeries> series() {
        try {
            List<FleetSeries> found = FleetSeries.folder(data, options.column());
            require(
                    !Files.exists(out) || Files.isDirectory(out) && !Files.isSameFile(out, data),
                    "--out: " + out + " is the folder of the series, or no folder; name another");
            return found;
        } catch (NoSuchFileException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    private List<FleetRow> run(Fleet fleet, List<FleetSeries> series, int atOnce, PrintWriter print) {
        PrintWriter err = spec.commandLine().getErr();
        Watching watching = new Watching(series.size(), atOnce, print, err);
        try (watching;
                Interruption interruption = Interruption.handledBy(() -> {
                    watching.close();
                    err.println(
                            "gradus: stopped; " + out + " keeps what is done: the same command goes on from there.");
                    err.flush();
                })) {
            List<FleetRow> rows = fleet.run(series, out, watching);
            interruption.end(() -> {});
            return rows;
        } catch (MalformedDataException e) {
            throw new UsageException("--out: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        } catch (IOException e) {
            throw new FailureException("cannot write the results: " + e.getMessage(), e);
        }
    }

    /** Shows how the work gets on. */
    private final class Watching implements Fleet.Listener, AutoCloseable {
        private final int all;
        private final int atOnce;
        private final PrintWriter print;
        private final PrintWriter err;
        private RunProgress<String> progress;

        Watching(int all, int atOnce, PrintWriter print, PrintWriter err) {
            this.all = all;
            this.atOnce = atOnce;
            this.print = print;
            this.err = err;
        }

        @Override
        public synchronized void begin(List<String> missing) {
            int done = all - missing.size();
            print.println("Series     " + all + (done == 0 ? "" : ", " + done + " of them in " + out + " already"));
            print.flush();
            progress = new RunProgress<>(err, NAMES, missing, one -> "", atOnce, Terminal.isInteractive());
        }

        @Override
        public void progress(String series, double share) {
            progress.progress(series, share);
        }

        @Override
        public void finished(FleetRow row) {
            double took = row.trainingSeconds() + row.scoringSeconds();
            String outcome = row.failed()
                    ? "failed: " + row.error()
                    : String.format(Locale.ROOT, "%s, %.1f s", anomalies(row.anomalies()), took);
            progress.finished(row.series(), took, outcome);
        }

        @Override
        public synchronized void close() {
            if (progress != null) {
                progress.close();
            }
        }
    }

    private static String anomalies(int count) {
        return count == 1 ? "1 anomaly" : count + " anomalies";
    }

    private void summarise(PrintWriter print, List<FleetRow> rows) {
        List<FleetRow> done = rows.stream().filter(row -> !row.failed()).toList();
        List<FleetRow> failed = rows.stream().filter(FleetRow::failed).toList();
        print.println(String.format(
                Locale.ROOT,
                "Done       %d, with %s in %d of them",
                done.size(),
                anomalies(done.stream().mapToInt(FleetRow::anomalies).sum()),
                done.stream().filter(row -> row.anomalies() > 0).count()));
        print.println("Failed     " + failed.size() + (failed.isEmpty() ? "" : "; the report says why"));
        print.println(String.format(
                Locale.ROOT,
                "Seconds    %.1f of training, %.1f of scoring, over all series",
                done.stream().mapToDouble(FleetRow::trainingSeconds).sum(),
                done.stream().mapToDouble(FleetRow::scoringSeconds).sum()));
        print.println();
        print.println("Files      " + out.resolve("report.csv"));
        print.println("           " + out.resolve("detectors") + ", " + out.resolve("anomalies")
                + (scores ? ", " + out.resolve("scores") : ""));
    }
}
