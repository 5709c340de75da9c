package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.fleet.engine.FleetEngine;
import dev.gradus.models.fleet.engine.FleetOrder;
import dev.gradus.models.fleet.engine.FleetOutcome;
import dev.gradus.models.fleet.engine.FleetSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradus fleet}: a detector for each series, trained by Apache Spark. */
@Command(
        name = "fleet",
        description = {
            "Trains a detector on each of many series with Apache Spark, on this machine or on a cluster, and finds what is unusual"
                    + " in it.",
            "Writes detectors as Parquet files, anomalies and a report with a row for each series; a series that fails has its error"
                    + " there and stops no other. The same seed gives the same detectors, however the work was spread.",
            "The first start fetches Spark (about 270 MB) through Maven; where SPARK_HOME is set, that one is taken."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed, or a series did", "2:wrong usage"})
final class FleetCommand implements Callable<Integer> {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;

    /** {@code local}, {@code local[4]}, {@code local[4,2]}: threads of this machine. */
    private static final Pattern LOCAL = Pattern.compile("local(\\[(\\d+|\\*)(,\\d+)?\\])?");

    private static final Pattern SCHEME = Pattern.compile("\\w[\\w+.-]+:/.*");

    private final Supplier<Optional<FleetEngine>> engines;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR|FILE",
            required = true,
            description =
                    "A folder of CSV files as 'gradus detect' reads them, one for each series; or Parquet, a file or a folder"
                            + " of files, with a row for each time of each series.")
    private String data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description =
                    "Where report.csv, anomalies.csv and the folder detectors go; it is made, or empty. With a cluster, a place"
                            + " that all machines see.")
    private String out;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description =
                    "Who does the work: local[*] (all processors of this machine), local[N], spark://HOST:7077 and whatever else"
                            + " Spark knows. Default: local[*], or what spark-submit says.")
    private String master;

    @Option(
            names = "--series",
            paramLabel = "C",
            description = "Parquet: the column with the name of the series. Default: series.")
    private String series;

    @Option(
            names = "--time",
            paramLabel = "C",
            description =
                    "Parquet: the column with the time, a timestamp or milliseconds since 1970. Default: time. (Its values: --column"
                            + " or --columns. Default: value.)")
    private String time;

    @Mixin
    private final ZoneOption zone = new ZoneOption();

    @Mixin
    private final SeriesOptions options = new SeriesOptions();

    /** @param engines give the engine, where there is one */
    FleetCommand(Supplier<Optional<FleetEngine>> engines) {
        this.engines = engines;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Settings settings = options.settings(null, spec.commandLine().getParseResult());
        FleetSource source = source();
        requirePlace();
        FleetEngine engine = engines.get()
                .orElseThrow(() -> new FailureException(
                        "Apache Spark is not on the class path; start this with ./gradus fleet, which fetches it, or with"
                                + " spark-submit"));
        Backend computing = BackendOption.backend(null, 1);
        FleetConfig config = FleetConfig.of(ModelTrainer.model(settings, computing), settings.seed())
                .withLongest(longest(settings));
        FleetOutcome outcome = run(engine, new FleetOrder(config, source, out, master == null ? "" : master));
        PrintWriter print = spec.commandLine().getOut();
        summarise(print, outcome);
        double seconds = (System.nanoTime() - start) / 1e9;
        print.println(String.format(
                Locale.ROOT,
                "Settings   %s, window %d%s%s, master %s, at most %d points",
                settings.model().title(),
                settings.window(),
                Report.domain(settings.view().domain()),
                settings.model().isTrained() ? ", " + Report.training(settings, ", ") : "",
                outcome.master(),
                config.longest()));
        print.println(String.format(
                Locale.ROOT,
                "Time       %s, %.1f series per second",
                Report.wall(Math.round(seconds * 1e9)),
                (outcome.done() + outcome.failed()) / seconds));
        print.flush();
        return outcome.failed() == 0 ? EXIT_DONE : EXIT_FAILED;
    }

    private int longest(Settings settings) {
        Matcher local = LOCAL.matcher(master == null ? System.getProperty("spark.master", "local[*]") : master);
        if (!local.matches()) {
            return options.longestElsewhere();
        }
        String threads = local.group(2) == null ? "1" : local.group(2);
        int atOnce = threads.equals("*")
                ? Runtime.getRuntime().availableProcessors()
                : Math.max(1, Integer.parseInt(threads));
        return options.longest(settings, atOnce);
    }

    private FleetSource source() {
        ZoneId clock = zone.zone();
        Optional<Path> local = local(data);
        if (local.isPresent()) {
            Path path = local.get();
            require(Files.exists(path), "--data: there is no file or folder " + data + "; check its name");
            require(
                    Files.isDirectory(path) || !data.endsWith(".csv"),
                    "--data: " + data + " is one CSV file; name its folder, or see 'gradus detect'");
            if (Files.isDirectory(path) && !csv(path).isEmpty()) {
                require(
                        series == null && time == null,
                        "--series and --time are for Parquet; CSV files are one series each, and their columns of times are"
                                + " found by themselves");
                return new FleetSource.Files(path, options.column() == null ? "" : options.column(), clock);
            }
            require(
                    Files.isRegularFile(path) || holdsParquet(path),
                    "--data: " + data + " holds no file that ends in .csv and no Parquet; name a folder that does");
        }
        return new FleetSource.Table(
                data,
                series == null ? "series" : series,
                time == null ? "time" : time,
                options.columns().isEmpty() ? List.of("value") : options.columns(),
                clock);
    }

    private List<Path> csv(Path folder) {
        try {
            return FleetSeries.files(folder);
        } catch (IOException e) {
            throw new FailureException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    private boolean holdsParquet(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            throw new FailureException("cannot read " + data + ": " + e.getMessage(), e);
        }
    }

    /** Said before Spark starts, which takes seconds. */
    private void requirePlace() {
        Path place = local(out).orElse(null);
        if (place == null || Files.notExists(place)) {
            return;
        }
        String there =
                "--out: " + out + " is there already, with something in it; name another folder, or take it away";
        require(Files.isDirectory(place), there);
        try (Stream<Path> files = Files.list(place)) {
            require(files.findAny().isEmpty(), there);
        } catch (IOException e) {
            throw new FailureException("cannot read " + out + ": " + e.getMessage(), e);
        }
    }

    /** The path, unless it is one of another file system. */
    private static Optional<Path> local(String place) {
        return SCHEME.matcher(place).matches() ? Optional.empty() : Optional.of(Path.of(place));
    }

    private FleetOutcome run(FleetEngine engine, FleetOrder order) {
        PrintWriter err = spec.commandLine().getErr();
        FleetProgress progress = new FleetProgress(err, Terminal.isInteractive(), System::nanoTime);
        try (progress;
                Interruption interruption = Interruption.handledBy(() -> {
                    progress.close();
                    err.println("gradus: stopped; what is in " + out + " is not whole, take it away.");
                    err.flush();
                })) {
            FleetOutcome outcome = engine.run(order, progress);
            interruption.end(() -> {});
            return outcome;
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^(master|data|out): ", "--$1: "), e);
        } catch (IOException | IllegalStateException e) {
            throw new FailureException(e.getMessage(), e);
        }
    }

    private static void summarise(PrintWriter print, FleetOutcome outcome) {
        print.println("Series     " + (outcome.done() + outcome.failed()));
        print.println("Done       " + outcome.done() + ", with "
                + (outcome.anomalies() == 1 ? "1 anomaly" : outcome.anomalies() + " anomalies") + " in "
                + outcome.unusual() + " of them");
        print.println("Failed     " + outcome.failed() + (outcome.failed() == 0 ? "" : "; the report says why"));
        outcome.errors().forEach(error -> print.println("           " + error));
        print.println(String.format(
                Locale.ROOT,
                "Seconds    %.1f of training, %.1f of scoring, over all series",
                outcome.trainingSeconds(),
                outcome.scoringSeconds()));
        print.println();
        String title = "Files";
        for (String file : outcome.files()) {
            print.println(String.format(Locale.ROOT, "%-10s %s", title, file));
            title = "";
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }
}
