package dev.gradus.cli;

import dev.gradus.cli.plot.AnomalyPlot;
import dev.gradus.cli.plot.Fonts;
import dev.gradus.cli.plot.LossPlot;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.WarmStart;
import dev.gradus.models.fleet.DetectionCsv;
import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.training.LossHistory;
import dev.gradus.models.window.Channels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus detect}: trains on a series, prints what is unusual in it and leaves a CSV file and a picture. */
@Command(
        name = "detect",
        description = {
            "Trains a model on a time series and finds what is unusual in it.",
            "Prints the anomalies, writes them as a CSV file with the columns start, end and severity, and draws them."
                    + " The same seed gives the same files."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class DetectCommand implements Callable<Integer> {
    private static final int EXIT_DONE = 0;
    private static final int EXIT_FAILED = 1;

    private final Function<Settings, Trainer> trainers;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A CSV file: a column of times (seconds or milliseconds since 1970, or dates) and columns of"
                    + " numbers. Without it, a built-in series with known anomalies is looked at.")
    private Path file;

    @Option(names = "--column", paramLabel = "C", description = "The column of values, where there are several.")
    private String column;

    @Option(
            names = "--model",
            paramLabel = "M",
            defaultValue = "tadgan",
            description = "What is trained: tadgan, lstm-ae (an LSTM autoencoder), dense-ae (a dense one), aer,"
                    + " lstm-regressor; or matrix-profile, which is not trained.")
    private String model;

    @Option(
            names = "--interval",
            paramLabel = "S",
            description = "Average the series over bins of so many seconds. Default: its own spacing.")
    private Long interval;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Bins in a window: for tadgan even, 18 or more. Default: 100, for lstm-regressor 250.")
    private Integer asked;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "35", description = "Passes over the series.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Where everything random starts.")
    private long seed;

    @Mixin
    private final BackendOption computing = new BackendOption();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Known anomalies, a CSV file of rows 'start,end' or 'signal,start,end' (the signal is FILE's"
                    + " name without extension): prints how well they were found.")
    private Path labels;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "anomalies.csv",
            description = "Where the anomalies go.")
    private Path out;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            defaultValue = "anomalies.png",
            description = "Where the picture goes, as PNG.")
    private Path plot;

    @Option(names = "--losses", paramLabel = "FILE", description = "Where the curves of the losses go, as PNG.")
    private Path curves;

    @Option(names = "--history", paramLabel = "FILE", description = "Where the losses go, as CSV.")
    private Path history;

    @Mixin
    private final ViewOptions view = new ViewOptions();

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final DetectorOptions detector = new DetectorOptions();

    /** @param trainers make a trainer of settings, or refuse them */
    DetectCommand(Function<Settings, Trainer> trainers) {
        this.trainers = trainers;
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        requireNumbers();
        Settings settings = settings();
        LoadedDetector loaded = null;
        if (detector.load() != null) {
            loaded = new LoadedDetector(detector.load(), settings);
            settings = loaded.settings();
        }
        Input input = input(settings.view().channels());
        if (detector.trainOn() != null) {
            Input more = Input.read(detector.trainOn(), column, settings.view().channels(), null);
            loaded.trainOn(detector.trainOn(), more.series(), new WarmStart(epochs, seed, detector.refitScaler()));
            settings = loaded.settings();
        }
        Trainer trainer = loaded == null ? trainers.apply(settings) : loaded;
        Bins bins = bins(input.series(), settings);
        requirePlaces();
        boolean drawing = fontsOrWarning();

        Report report = new Report(spec.commandLine().getOut());
        report.begin(input, bins.count(), bins.milliseconds());
        if (detector.load() != null) {
            report.loaded(detector.load(), detector.trainOn(), loaded.drift(input));
        }
        Written written = written(input, settings, trainer, bins, drawing);
        Detection found = written.found();
        report.scored(found.scoring());
        report.found(input, found.anomalies());
        if (input.labels() != null) {
            report.compared(input, found.anomalies());
        }
        report.end(written.files(), settings, trainer.backend(), System.nanoTime() - start);
        return drawing || !isGiven("--plot") ? EXIT_DONE : EXIT_FAILED;
    }

    /** What was found, and the files that hold it. */
    private record Written(Detection found, List<Path> files) {}

    /** Trains, detects and writes; where the JVM is stopped meanwhile, nothing is left. */
    private Written written(Input input, Settings settings, Trainer trainer, Bins bins, boolean drawing) {
        Outputs outputs = new Outputs();
        PrintWriter err = spec.commandLine().getErr();
        Progress progress = Progress.on(err);
        try (Interruption interruption = Interruption.handledBy(() -> {
            outputs.discard();
            progress.close();
            err.println("gradus: stopped; " + training.leftBehind());
            err.flush();
        })) {
            Detector made;
            Detection found;
            LossHistory losses = new LossHistory(progress);
            try (progress) {
                made = trainer.train(input.series(), losses);
                found = detector.examine(made, input.series());
            }
            if (detector.save() != null) {
                outputs.stage(detector.save(), made::save);
            }
            if (history != null) {
                outputs.stage(history, losses.csv());
            }
            if (curves != null && drawing && !losses.losses().isEmpty()) {
                String how = subtitle(settings, trainer, bins, Scoring.TRANSDUCTIVE);
                outputs.stage(curves, LossPlot.png(input.name() + ", losses", how, losses.losses()));
            }
            outputs.stage(out, DetectionCsv.anomalies(input.series().timeFormat(), found.anomalies()));
            if (drawing) {
                AnomalyPlot.Content content = new AnomalyPlot.Content(
                        input.name(),
                        subtitle(settings, trainer, bins, found.scoring()),
                        found.times(),
                        found.channels(),
                        found.scores(),
                        found.anomalies(),
                        input.labels(),
                        input.series().timeFormat());
                outputs.stage(plot, new AnomalyPlot(content).png());
            }
            interruption.end(outputs::commit);
            List<Path> files = Stream.of(out, plot, detector.save(), curves, history)
                    .filter(outputs::has)
                    .toList();
            return new Written(found, files);
        } catch (IOException e) {
            throw new FailureException("cannot write the results: " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new FailureException(e.getMessage(), e);
        } catch (UnsuitableSeriesException e) {
            throw new UsageException(input.name() + ": " + e.getMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new FailureException(Errors.MEMORY, e);
        } finally {
            outputs.close();
        }
    }

    private void requireNumbers() {
        require(epochs >= 1, "--epochs must be at least 1, not " + epochs);
        require(
                SeriesModels.named(model).isPresent(),
                "--model: there is no model '" + model + "'; choose one of " + SeriesModels.names());
        require(window() >= 1, "--window must be at least " + model().leastWindow() + ", not " + window());
        require(
                interval == null || interval >= 1 && interval <= Integer.MAX_VALUE,
                "--interval must be a positive number of seconds, at most " + Integer.MAX_VALUE + ", not " + interval);
        computing.require();
        require(column == null || !view.namesColumns(), "--column and --columns exclude each other; name all in one");
        detector.require(model(), spec.commandLine().getParseResult());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    private Input input(Channels channels) {
        if (file != null) {
            return Input.read(file, column, channels, labels);
        }
        require(
                channels.isOnly() || channels.columns().equals(List.of("value")),
                (view.namesColumns() ? "--columns" : "--load")
                        + ": the built-in series has the column 'value' alone, not " + channels.columns());
        require(labels == null, "--labels needs a FILE; the built-in series has its own");
        require(
                column == null || column.equals("value"),
                "--column: the built-in series has no column '" + column + "'; leave it out");
        return Input.builtIn();
    }

    private SeriesModels model() {
        return SeriesModels.named(model).orElseThrow();
    }

    private int window() {
        return asked == null ? model().defaultWindow() : asked;
    }

    private Settings settings() {
        Duration bins = interval == null ? null : Duration.ofSeconds(interval);
        return new Settings(
                model(),
                view.view(),
                window(),
                model().isTrained() ? epochs : 0,
                seed,
                bins,
                computing.name(),
                computing.threads(),
                training.checkpoint(),
                training.checkFinite(),
                detector.variant());
    }

    /** How a series is cut: the number of bins and the length of each. */
    private record Bins(int count, long milliseconds) {}

    /** Also checks that there is something in the bins, and enough of them. */
    private Bins bins(TimeSeries series, Settings settings) {
        String what = file == null ? BuiltInSeries.NAME : file.toString();
        try {
            long bin = settings.interval() == null
                    ? series.interval()
                    : settings.interval().toMillis();
            TimeSeries binned = Aggregation.mean(series, bin);
            for (String name : binned.names()) {
                Imputation.meanOf(binned.values(name));
            }
            int count = binned.length();
            if (detector.load() != null) {
                require(
                        count > settings.window(),
                        what + " has " + count + " bins of " + Report.duration(bin) + ", too few for the detector in "
                                + detector.load() + ", which needs " + (settings.window() + 1L)
                                + "; take a longer series");
                return new Bins(count, bin);
            }
            require(
                    count > model().leastWindow(),
                    what + " has " + count + " bins of " + Report.duration(bin) + ", too few for the least window of "
                            + model().leastWindow() + "; take a longer series"
                            + (interval == null ? "" : " or a shorter --interval"));
            require(
                    count > window(),
                    "--window " + window() + " is too large for " + what + ", which has " + count + " bins of "
                            + Report.duration(bin) + "; choose a smaller one (" + model().windows() + ", below " + count
                            + ")" + (interval == null ? "" : " or a shorter --interval"));
            return new Bins(count, bin);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UsageException(what + ": " + e.getMessage(), e);
        }
    }

    private void requirePlaces() {
        Outputs.requireWritable(out, "--out");
        Outputs.requireWritable(plot, "--plot");
        if (curves != null) {
            Outputs.requireWritable(curves, "--losses");
        }
        if (history != null) {
            Outputs.requireWritable(history, "--history");
        }
        training.requirePlace();
        detector.requirePlace();
        new Places()
                .writes("--out", out)
                .writes("--plot", plot)
                .writes("--losses", curves)
                .writes("--history", history)
                .writes("--checkpoint", training.checkpoint())
                .writes("--save", detector.save())
                .reads(file)
                .reads(labels)
                .reads(detector.load())
                .reads(detector.trainOn())
                .requireDistinct();
    }

    /** Whether a picture can be drawn; said before the training, which may take long. */
    private boolean fontsOrWarning() {
        return Fonts.problem()
                .map(problem -> {
                    PrintWriter err = spec.commandLine().getErr();
                    err.println("gradus: " + problem);
                    err.flush();
                    return false;
                })
                .orElse(true);
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private static String subtitle(Settings settings, Trainer trainer, Bins bins, Scoring scoring) {
        String how = Stream.of(
                        settings.model().title(),
                        "window " + settings.window()
                                + Report.domain(settings.view().domain()),
                        Report.training(settings, " \u00b7 "),
                        "bins of " + Report.duration(bins.milliseconds()),
                        "backend " + trainer.backend())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" \u00b7 "));
        return scoring == Scoring.FROZEN ? how + " \u00b7 frozen scoring" : how;
    }
}
