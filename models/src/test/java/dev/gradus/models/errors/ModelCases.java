package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.numbers;
import static dev.gradus.models.errors.Samples.series;
import static dev.gradus.models.errors.Samples.small;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detector;
import dev.gradus.models.Interval;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.Imputation;
import dev.gradus.models.series.Labels;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import dev.gradus.models.tadgan.Procedure;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.tadgan.TadGanConfig;
import dev.gradus.models.tadgan.TadGanTraining;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.View;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What goes wrong with series, detectors and their evaluation. */
final class ModelCases {
    private static final Path NOWHERE = Path.of("no-such-folder", "no-such-file.csv");
    private static final Path FOLDER = Path.of(".");
    private static final String TOO_SHORT =
            "the series has 6 samples after averaging, a window of 6 needs at" + " least 7; choose a smaller window";

    private final ErrorCases cases;

    private ModelCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        ModelCases table = new ModelCases(cases);
        table.values();
        table.timeSeries();
        table.files();
        table.times();
        table.preprocessing();
        table.windows();
        table.tadGan();
        table.tadGanTraining();
        table.tadGanSettings();
        table.detectors();
        table.evaluation();
    }

    private void values() {
        cases.argument(
                "Interval(long, long)", () -> new Interval(1, 0), "the interval ends at 1970-01-01T00:00:00Z, before");
        cases.argument(
                "Anomaly(long, long, double)", () -> new Anomaly(1, 0, 1), "the anomaly ends at 1970-01-01T00:00:00Z");
        cases.absent("Checkpoints(Path, int)", () -> new Checkpoints(null, 1), "checkpoints: the file is null");
        cases.absent("Checkpoints.in(Path)", () -> Checkpoints.in(null), "checkpoints: the file is null");
        cases.argument(
                "Checkpoints.every(int)",
                () -> Checkpoints.in(NOWHERE).every(0),
                "checkpoints: every must be at least 1 epoch, not 0");
        cases.harmless(
                "a record of what the library found out",
                "Description(String, int, Duration, int, long, View)",
                "Detection(Scoring, long[], List, double[], List)",
                "Detection.Channel(String, double[], double[])",
                "TrainingProgress(int, int, int, int, Map)",
                "WeightedConfusion(long, long, long, long)");
        cases.harmless(
                "any numbers have an answer", "Checkpoints.isDue(int, int)", "TrainingListener.resumed(int, int)");
    }

    private void timeSeries() {
        String of = "TimeSeries.of(long[], double[])";
        cases.series(of, () -> TimeSeries.of(new long[0], new double[0]), "a series needs at least one sample");
        cases.argument(of, () -> TimeSeries.of(new long[2], new double[1]), "2 times do not go with 1 value; give one");
        cases.absent(of, () -> TimeSeries.of(null, new double[1]), "the times are null");
        String millis = "TimeSeries.ofMillis(long[], double[])";
        cases.series(
                millis,
                () -> TimeSeries.ofMillis(new long[1], new double[] {1 / 0.0}),
                "the value at index 0 of column 'value' is infinite; a gap is NaN");
        cases.series(
                millis,
                () -> TimeSeries.ofMillis(new long[] {Long.MIN_VALUE}, new double[1]),
                "the time at index 0, -9223372036854775808, lies beyond the year 5000");
        cases.absent(millis, () -> TimeSeries.ofMillis(new long[1], null), "the values are null");
        cases.argument(
                "TimeSeries.ofMillis(long[], String[], double[][])",
                () -> TimeSeries.ofMillis(new long[2], new String[] {"a", "a"}, new double[2][2]),
                "two columns are named 'a'");
        cases.argument(
                "TimeSeries.ofMillis(long[], String[], double[][])",
                () -> TimeSeries.ofMillis(new long[2], new String[] {"a"}, new double[1][1]),
                "2 times do not go with 1 value of column 'a'");
        TimeSeries series = series(3);
        String columns = "there is no column 'cpu'; the series has [value]";
        cases.series("TimeSeries.column(String)", () -> series.column("cpu"), columns);
        cases.series("TimeSeries.values(String)", () -> series.values("cpu"), columns);
        cases.absent("TimeSeries.values(String)", () -> series.values(null), "the name of the column is null");
        cases.series("TimeSeries.columns(String[])", () -> series.columns("value", "cpu"), columns);
        cases.argument(
                "TimeSeries.columns(String[])", () -> series.columns(), "no column is named; the series has [value]");
        cases.series(
                "TimeSeries.column(int)",
                () -> series.column(1),
                "there is no column 1; the series has 1 column [value], counted from 0");
        cases.index("TimeSeries.time(int)", () -> series.time(3), "there is no row 3; the series has 3");
        cases.absent(
                "TimeSeries.withTimeFormat(TimeFormat)",
                () -> series.withTimeFormat(null),
                "the format of the times is null");
        cases.harmless("every moment can be written", "TimeSeries.format(long)", "TimeFormat.format(long)");
        cases.absent("Fingerprint.of(TimeSeries)", () -> Fingerprint.of(null), "the series is null");
    }

    private void files() {
        String missing = NOWHERE + ": there is no such file";
        cases.row("TimeSeries.readCsv(Path)", NoSuchFileException.class, () -> TimeSeries.readCsv(NOWHERE), missing);
        cases.row("Labels.readCsv(Path)", NoSuchFileException.class, () -> Labels.readCsv(NOWHERE), missing);
        cases.row(
                "TimeSeries.readCsv(Path, ZoneId)",
                MalformedDataException.class,
                () -> TimeSeries.readCsv(FOLDER, ZoneOffset.UTC),
                ".: is a directory, not a CSV file; name a file in it");
        cases.absent(
                "TimeSeries.readCsv(Path, ZoneId)",
                () -> TimeSeries.readCsv(FOLDER, null),
                "the zone of times without");
        cases.row(
                "Labels.readCsv(Path, String)",
                MalformedDataException.class,
                () -> Labels.readCsv(FOLDER, "signal"),
                ".: is a directory");
        cases.absent("Labels.readCsv(Path, String)", () -> Labels.readCsv(null, "signal"), "the file to read is null");
        cases.absent(
                "Labels.readCsv(Path, String, ZoneId)", () -> Labels.readCsv(FOLDER, "", null), "the zone of times");
        cases.absent("Labels.signalOf(Path)", () -> Labels.signalOf(null), "the file of the series is null");
    }

    private void times() {
        cases.argument(
                "TimeFormat.of(String, ZoneId)", () -> TimeFormat.of("soon", ZoneOffset.UTC), "'soon' is not a time");
        cases.absent(
                "TimeFormat.of(String, ZoneId)", () -> TimeFormat.of("1", null), "the zone of times without offset");
        cases.argument(
                "TimeFormat.parse(String)",
                () -> TimeFormat.epochSeconds().parse("1404172800000"),
                "'1404172800000' looks like milliseconds, but the times before it are in seconds");
        cases.absent(
                "TimeFormat.parse(String)", () -> TimeFormat.epochSeconds().parse(null), "the time to read is null");
    }

    private void preprocessing() {
        String mean = "Aggregation.mean(TimeSeries, long)";
        cases.argument(mean, () -> Aggregation.mean(series(3), 0), "the interval must be positive, not 0 ms");
        TimeSeries long0 = TimeSeries.ofMillis(new long[] {0, 100_000_000}, new double[2]);
        cases.series(
                mean, () -> Aggregation.mean(long0, 1), "an interval of 1 ms cuts the time from 0 to 100000000 into");
        cases.absent(mean, () -> Aggregation.mean(null, 1), "the series is null");
        double[] gaps = {Double.NaN};
        String none = "the series has no values, only gaps; take another";
        cases.series("Imputation.mean(double[])", () -> Imputation.mean(gaps), none);
        cases.series("Imputation.meanOf(double[])", () -> Imputation.meanOf(gaps), none);
        cases.absent("Imputation.fill(double[], double)", () -> Imputation.fill(null, 0), "the values are null");
        cases.argument(
                "MinMaxScaler(double, double, double, double)",
                () -> new MinMaxScaler(2, 1, 0, 1),
                "not a range of values: 2.0 to 1.0");
        cases.series(
                "MinMaxScaler.fit(double[])",
                () -> MinMaxScaler.fit(new double[0]),
                "there are no values to fit a scaler to");
        cases.argument(
                "MinMaxScaler.fit(double[], double, double)",
                () -> MinMaxScaler.fit(numbers(3), 1, 0),
                "not a range to scale to: 1.0 to 0.0");
        MinMaxScaler scaler = MinMaxScaler.fit(numbers(3));
        String gap = "the value at index 0 is NaN; fill gaps first";
        cases.argument("MinMaxScaler.transform(double[])", () -> scaler.transform(gaps), gap);
        cases.argument("MinMaxScaler.inverse(double[])", () -> scaler.inverse(gaps), gap);
        cases.absent("MinMaxScaler.isConstantLike(double[])", () -> scaler.isConstantLike(null), "the values are null");
    }

    private void windows() {
        String of = "Windows.of(double[], int)";
        cases.series(
                of,
                () -> Windows.of(numbers(5), 5),
                "windows of 5 samples need a series of at least 6, this one has 5");
        cases.argument(of, () -> Windows.of(numbers(5), 0), "a window needs at least one sample, not 0");
        cases.argument(
                of, () -> Windows.of(new double[] {1, Double.NaN}, 1), "the sample at index 1 is NaN; fill gaps");
        Windows windows = Windows.of(numbers(5), 3);
        String two = "there is no window 2; the series has 2, counted from 0";
        cases.index("Windows.row(int)", () -> windows.row(2), two);
        cases.index("Windows.target(int)", () -> windows.target(2), two);
        cases.index(
                "Windows.get(int, int)",
                () -> windows.get(0, -1),
                "there is no position -1; a window has 3, counted from 0");
        cases.index(
                "Windows.copyTo(int, float[], int)",
                () -> windows.copyTo(0, new float[4], 2),
                "a window of 3 samples at 2 does not fit into an array of 4");
    }

    private void tadGan() {
        TadGan model = small().build();
        cases.row(
                "TadGan.withWeights(SafeTensors, TimeSeries)",
                ModelFileException.class,
                () -> model.withWeights(SafeTensors.builder().build(), series(60)),
                "safetensors: ");
        cases.row(
                "TadGan.withWeights(Path, TimeSeries)",
                NoSuchFileException.class,
                () -> model.withWeights(NOWHERE, series(60)),
                NOWHERE + ": there is no such file");
        cases.absent(
                "TadGanConfig(int, int, int, int, double, double, int, int, int, double, int, double, double, Procedure, int,"
                        + " int, int, double, double, double, View, Duration, long, TadGanScore, FinderOptions)",
                () -> new TadGanConfig(
                        18,
                        1,
                        1,
                        1,
                        0,
                        0,
                        4,
                        1,
                        5,
                        0,
                        1,
                        0,
                        0,
                        Procedure.ORION,
                        1,
                        1,
                        1,
                        1,
                        1,
                        1,
                        View.DEFAULT,
                        null,
                        0,
                        null,
                        null),
                "tadgan: the score is null");
    }

    private void tadGanTraining() {
        TadGanConfig config = small().build().config();
        cases.absent(
                "TadGanTraining(TadGanConfig, Backend)",
                () -> new TadGanTraining(null, Backends.get()),
                "tadgan: the configuration is null");
        TadGanTraining training = new TadGanTraining(config, Backends.get());
        Tensor x = Tensor.zeros(Backends.get(), Shape.of(3, 6, 1));
        Tensor z = Tensor.zeros(Backends.get(), Shape.of(3, 2));
        cases.argument(
                "TadGanTraining.group(Tensor[])",
                () -> training.group(x, x),
                "tadgan: a group takes 1 batches, got 2; give one");
        cases.absent("TadGanTraining.group(Tensor[])", () -> training.group((Tensor) null), "tadgan: a batch is null");
        cases.row(
                "TadGanTraining.stepCriticX(Tensor, Tensor)",
                ShapeException.class,
                () -> training.stepCriticX(z, x),
                "reshape: ");
        cases.absent(
                "TadGanTraining.stepCriticX(Tensor, Tensor)",
                () -> training.stepCriticX(x, null),
                "tadgan: the batch of generated samples is null");
        cases.absent(
                "TadGanTraining.stepCriticZ(Tensor, Tensor)",
                () -> training.stepCriticZ(null, z),
                "tadgan: the batch of real samples is null");
    }

    private void setting(String setting, UnaryOperator<TadGan.Builder> wrong, String message) {
        cases.argument("TadGan.Builder." + setting, () -> wrong.apply(small()).build(), "tadgan: " + message);
    }

    private void tadGanSettings() {
        setting("window(int)", b -> b.window(7), "window must be even, not 7");
        setting("latent(int)", b -> b.latent(0), "latent must be at least 1, not 0");
        setting("encoderUnits(int)", b -> b.encoderUnits(0), "encoderUnits must be at least 1, not 0");
        setting("generatorUnits(int)", b -> b.generatorUnits(-1), "generatorUnits must be at least 1, not -1");
        setting(
                "generatorDropout(double)",
                b -> b.generatorDropout(1),
                "generatorDropout must be at least 0 and below 1");
        setting("recurrentDropout(double)", b -> b.recurrentDropout(-1), "recurrentDropout must be at least 0");
        setting("criticLayers(int)", b -> b.criticLayers(0), "criticLayers must be at least 1, not 0");
        setting("criticKernel(int)", b -> b.criticKernel(0), "criticKernel must be at least 1, not 0");
        setting("criticFilters(int)", b -> b.criticFilters(0), "criticFilters must be at least 1, not 0");
        setting(
                "criticDropout(double)",
                b -> b.criticDropout(Double.NaN),
                "criticDropout must be at least 0 and below 1");
        setting("latentCriticUnits(int)", b -> b.latentCriticUnits(0), "latentCriticUnits must be at least 1, not 0");
        setting("latentCriticDropout(double)", b -> b.latentCriticDropout(2), "latentCriticDropout must be at least 0");
        setting("negativeSlope(double)", b -> b.negativeSlope(-1), "negativeSlope must not be negative, got -1.0");
        setting("epochs(int)", b -> b.epochs(0), "epochs must be at least 1, not 0");
        setting("batch(int)", b -> b.batch(0), "batch must be at least 1, not 0");
        setting("criticIterations(int)", b -> b.criticIterations(0), "criticIterations must be at least 1, not 0");
        setting("learningRate(double)", b -> b.learningRate(0), "learningRate must be positive, not 0.0");
        setting("penaltyWeight(double)", b -> b.penaltyWeight(-1), "penaltyWeight must not be negative, got -1.0");
        setting("reconstructionWeight(double)", b -> b.reconstructionWeight(-1), "reconstructionWeight must not be");
        setting("interval(Duration)", b -> b.interval(Duration.ZERO), "interval must be at least a millisecond");
        cases.absent("TadGan.Builder.score(TadGanScore)", () -> small().score(null), "tadgan: the score is null");
        cases.absent("TadGan.Builder.finder(FinderOptions)", () -> small().finder(null), "tadgan: the options of the");
        cases.absent(
                "TadGan.Builder.procedure(Procedure)", () -> small().procedure(null), "tadgan: the procedure is null");
        cases.absent("TadGan.Builder.backend(Backend)", () -> small().backend(null), "tadgan: the backend is null");
        setting("columns(String[])", b -> b.columns("a", "a"), "columns: a column is named twice in [a, a]");
        setting("targets(String[])", b -> b.columns("a").targets("b"), "targets: 'b' is none of the columns [a]");
        setting(
                "domain(Domain)",
                b -> b.domain(Domain.laplace(100)),
                "a radius of 100.0 weighs the ends of a window of 6 samples more than");
        cases.harmless("every number is a seed", "TadGan.Builder.seed(long)");
        cases.harmless("yes or no", "TadGan.Builder.checkFinite(boolean)");
    }

    private void detectors() {
        Detector detector = small().build().fit(series(60));
        cases.series("Detector.detect(TimeSeries)", () -> detector.detect(series(6)), TOO_SHORT);
        cases.series(
                "Detector.detect(TimeSeries, Scoring)", () -> detector.detect(series(6), Scoring.FROZEN), TOO_SHORT);
        cases.absent("Detector.detect(TimeSeries)", () -> detector.detect(null), "the series is null");
        cases.absent(
                "Detector.detect(TimeSeries, Scoring)",
                () -> detector.detect(series(60), null),
                "the way of scoring is null");
        cases.absent(
                "Detector.trainOn(TimeSeries, WarmStart, TrainingListener)",
                () -> detector.trainOn(series(60), null, TrainingListener.none()),
                "warm start: how is null");
        cases.argument(
                "WarmStart(int, long, boolean)",
                () -> new WarmStart(0, 0, false),
                "warm start: epochs must be at least 1, not 0");
        cases.argument("WarmStart.of(int)", () -> WarmStart.of(-1), "warm start: epochs must be at least 1, not -1");
        cases.harmless("any seed will do", "WarmStart.withSeed(long)");
        cases.argument(
                "ScalerDrift(List)",
                () -> new ScalerDrift(List.of()),
                "drift: there are no channels; a detector has one");
        cases.absent(
                "ScalerDrift.Channel(String, double, double)",
                () -> new ScalerDrift.Channel(null, 0, 0),
                "drift: the name of a column is null");
        cases.argument(
                "ScalerDrift.of(List, TimeSeries)",
                () -> ScalerDrift.of(List.of(), series(10)),
                "drift: 0 columns were trained on, and the series has 1");
        cases.row(
                "Detector.load(byte[], String, Backend)",
                ModelFileException.class,
                () -> Detector.load(new byte[3], "bytes", Backends.get()),
                "bytes: ");
        cases.row(
                "Detector.load(Path)",
                NoSuchFileException.class,
                () -> Detector.load(NOWHERE),
                NOWHERE + ": there is no such file");
        cases.row(
                "Detector.load(Path, Backend)",
                ModelFileException.class,
                () -> Detector.load(FOLDER, dev.gradus.engine.backend.choice.Backends.get()),
                ".: is a folder; name a file in it");
    }

    private void evaluation() {
        List<Interval> one = List.of(new Interval(0, 1));
        List<Interval> none = Arrays.asList((Interval) null);
        cases.argument(
                "Confusion(int, int, int)", () -> new Confusion(-1, 0, 2), "counts must not be negative, got -1, 0");
        cases.absent("Confusion.plus(Confusion)", () -> Confusion.NONE.plus(null), "the counts to add are null");
        cases.absent("Confusion.sum(List)", () -> Confusion.sum(null), "the parts to add up are null");
        cases.absent("Evaluation.intervals(Collection)", () -> Evaluation.intervals(null), "the anomalies are null");
        cases.absent(
                "Evaluation.overlap(List, List)", () -> Evaluation.overlap(one, none), "an interval of the detected");
        cases.absent(
                "Evaluation.weighted(List, List)", () -> Evaluation.weighted(null, one), "the expected intervals are");
        cases.absent(
                "Evaluation.weighted(List, List, long, long)",
                () -> Evaluation.weighted(one, null, 0, 1),
                "the detected intervals are null");
        cases.argument(
                "Evaluation.flaggedShare(List, long, long)",
                () -> Evaluation.flaggedShare(one, 1, 0),
                "the interval ends at 1970-01-01T00:00:00Z, before it starts");
    }
}
