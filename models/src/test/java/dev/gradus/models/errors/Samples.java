package dev.gradus.models.errors;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Interval;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.WarmStart;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.autoencoder.SequenceAutoencoder;
import dev.gradus.models.autoencoder.SequenceAutoencoder.Objective;
import dev.gradus.models.autoencoder.SequencePart;
import dev.gradus.models.autoencoder.TableAutoencoder;
import dev.gradus.models.autoencoder.TrainedSequences;
import dev.gradus.models.autoencoder.TrainedTable;
import dev.gradus.models.autoencoder.WindowBuilder;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.dcgan.AnoGan;
import dev.gradus.models.dcgan.AnoGanDetector;
import dev.gradus.models.dcgan.Dcgan;
import dev.gradus.models.dcgan.DcganConfig;
import dev.gradus.models.dcgan.DcganGenerator;
import dev.gradus.models.dcgan.Snapshots;
import dev.gradus.models.ensemble.Auto;
import dev.gradus.models.evaluation.Benchmark;
import dev.gradus.models.evaluation.BenchmarkFolder;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Pipeline;
import dev.gradus.models.evaluation.ResultsFile;
import dev.gradus.models.evaluation.Signal;
import dev.gradus.models.evaluation.Trial;
import dev.gradus.models.evaluation.TrialResult;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.fleet.Fleet;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetRow;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.fleet.SeriesReport;
import dev.gradus.models.fleet.SeriesWork;
import dev.gradus.models.ganomaly.Ganomaly;
import dev.gradus.models.ganomaly.GanomalyDetector;
import dev.gradus.models.ganomaly.GanomalyScore;
import dev.gradus.models.ganomaly.GanomalyVariant;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.ImageBatches;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.quality.ImageClassifier;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.regression.RegressionBuilder;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.AnomalyStream;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.Scale;
import dev.gradus.models.scoring.StreamMemory;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.scoring.TadGanStatistics;
import dev.gradus.models.scoring.Threshold;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.SampleLines;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import dev.gradus.models.tadgan.Procedure;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.tadgan.TadGanConfig;
import dev.gradus.models.tadgan.TadGanTraining;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.training.LossHistory;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.Training;
import dev.gradus.models.training.WeightAverage;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import dev.gradus.models.window.View;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;

/** Arguments of every type that the models' entry points take: fitting ones, odd ones and absurd ones. */
final class Samples {
    /** One sequence of nine steps. */
    static final double[][][] NINE = {{{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}}};

    private final Map<Class<?>, List<Object>> byType = new LinkedHashMap<>();

    /** @param folder takes the files that are written */
    Samples(Path folder) {
        add(int.class, Integer.MIN_VALUE, -1, 0, 1, 2, 5, 18, Integer.MAX_VALUE);
        add(long.class, Long.MIN_VALUE, -1L, 0L, 1L, 60_000L, Long.MAX_VALUE);
        add(
                double.class,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                -1.0,
                0.0,
                0.5,
                1.0,
                2.0,
                1e300,
                Double.POSITIVE_INFINITY);
        add(boolean.class, true, false);
        add(String.class, null, "", "value", "2024-01-01", "signal");
        add(
                double[].class,
                null,
                new double[0],
                new double[] {1},
                new double[] {1, Double.NaN},
                numbers(5),
                numbers(6));
        add(double[].class, numbers(10), numbers(24), new double[] {1e308, -1e308, 1});
        add(float[].class, null, new float[0], new float[] {1, 2, 3, 4, 5, 6}, new float[] {Float.NaN, 1});
        add(
                long[].class,
                null,
                new long[0],
                new long[] {5},
                LongStream.range(0, 24).toArray(),
                new long[] {3, Long.MIN_VALUE});
        add(Path.class, null, folder, folder.resolve("new"), folder.resolve("no/such"), Path.of("/"));
        add(ZoneId.class, null, ZoneOffset.UTC);
        add(
                Duration.class,
                null,
                Duration.ZERO,
                Duration.ofMinutes(-1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(Long.MAX_VALUE));
        add(Backend.class, null, Backends.get());
        add(Layer.class, null, new Flatten());
        add(Scoring.class, null, Scoring.FROZEN, Scoring.TRANSDUCTIVE);
        add(Map.class, null, Map.of(), Map.of("critic x", 1.0));
        add(View.class, null, View.DEFAULT, new View(Channels.of(List.of("value", "signal")), Domain.SPECTRUM));
        add(Domain.class, null, Domain.TIME, Domain.SPECTRUM, Domain.laplace(1.1));
        add(String[].class, null, new String[0], new String[] {"value"}, new String[] {null, "a"});
        add(TimeFormat.class, null, TimeFormat.epochSeconds(), TimeFormat.of("2024-01-01", ZoneOffset.UTC));
        addSeries();
        addScoring();
        addModels(folder);
    }

    private void addSeries() {
        add(TimeSeries.class, null, series(1), series(10), series(60), TimeSeries.ofMillis(new long[9], new double[9]));
        double[] gaps = new double[30];
        Arrays.fill(gaps, Double.NaN);
        add(TimeSeries.class, TimeSeries.ofMillis(LongStream.range(0, 30).toArray(), gaps));
        add(Windows.class, null, Windows.of(numbers(10), 5), Windows.of(numbers(2), 1));
        add(Windows[].class, null, new Windows[0], new Windows[] {Windows.of(numbers(10), 5), null});
        add(MinMaxScaler.class, MinMaxScaler.fit(numbers(4)), new MinMaxScaler(1, 1, 0, 1));
        Interval interval = new Interval(0, 60_000);
        add(List.class, null, List.of(), List.of(interval), List.of(interval, interval), Arrays.asList((Interval)
                null));
        add(Collection.class, null, List.of(), List.of(new Anomaly(0, 1, 2)), Arrays.asList((Anomaly) null));
        add(Confusion.class, null, Confusion.NONE, new Confusion(1, 2, 3));
    }

    private void addScoring() {
        add(ErrorMeasure.class, (Object) null);
        add(ErrorMeasure.class, (Object[]) ErrorMeasure.values());
        add(Combination.class, (Object) null);
        add(Combination.class, (Object[]) Combination.values());
        add(Reconstruction.class, null, Reconstruction.of(numbers(25), 5, 5), Reconstruction.of(numbers(1), 1, 1));
        Reconstruction five = Reconstruction.of(numbers(25), 5, 5);
        add(Reconstruction[].class, null, new Reconstruction[0], new Reconstruction[] {five, null});
        add(Windows[].class, (Object) new Windows[] {Windows.of(numbers(10), 5)});
        add(Reconstruction[].class, (Object) new Reconstruction[] {five});
        FinderOptions options = FinderOptions.defaults();
        add(
                FinderOptions.class,
                null,
                options,
                FinderOptions.builder().fixedThreshold(4).lower(true).build());
        add(FinderOptions.Builder.class, FinderOptions.builder());
        add(AnomalyFinder.class, AnomalyFinder.withDefaults());
        add(FrozenThreshold.class, FrozenThreshold.learn(numbers(24), options));
        add(Scale.class, null, new Scale(0, 1));
        add(TadGanScore.class, null, TadGanScore.builder().build());
        add(TadGanScore.Builder.class, TadGanScore.builder());
        add(AerScore.class, AerScore.builder().build());
        add(AerScore.Builder.class, AerScore.builder());
        Scale scale = new Scale(0, 1);
        add(TadGanStatistics.class, null, new TadGanStatistics(1, 1, scale, scale));
    }

    private void addModels(Path folder) {
        add(Procedure.class, null, Procedure.ORION);
        add(TadGan.Builder.class, small());
        add(TadGan.class, small().build());
        add(TadGanTraining.class, new TadGanTraining(small().build().config(), Backends.get()));
        add(TadGanConfig.class, null, small().build().config());
        Tensor x = Tensor.zeros(Backends.get(), Shape.of(3, 6, 1));
        Tensor z = Tensor.zeros(Backends.get(), Shape.of(3, 2));
        add(Tensor.class, null, x, z, Tensor.scalar(1));
        add(Tensor[].class, null, new Tensor[0], new Tensor[] {x}, new Tensor[] {z}, new Tensor[] {null});
        add(Detector.class, small().build().fit(series(60)));
        add(WarmStart.class, null, WarmStart.of(1), WarmStart.of(1).withScalerRefitted());
        add(ScalerDrift.class, (Object) null);
        add(TrainingListener.class, null, TrainingListener.none());
        add(Checkpoints.class, null, Checkpoints.in(folder.resolve("checkpoint")));
        add(SeriesModel.class, small().build());
        addAutoencoders();
        addGanomaly();
        addImages();
        add(RegressionBuilder.class, Aer.builder());
        add(Aer.Builder.class, Aer.builder());
        add(LstmRegressor.Builder.class, LstmRegressor.builder());
        add(AerStatistics.class, null, RegressionCases.statistics());
        add(AerStatistics.Range.class, null, new AerStatistics.Range(0, 1));
        add(WindowTraining.class, WindowTraining.DEFAULT);
        add(MatrixProfile.Builder.class, MatrixProfile.builder());
        add(Auto.Builder.class, Auto.builder());
        add(Auto.class, Auto.builder().build());
        add(MatrixProfile.class, MatrixProfile.builder().build());
        add(FieldWriter.class, null, new FieldWriter());
        add(OnlineDetector.class, OnlineCases.online());
        add(AnomalyStream.class, FrozenThreshold.learn(numbers(24), FinderOptions.defaults()).stream());
        add(StreamMemory.class, (Object) null);
        add(OnlineUpdate.class, OnlineCases.online().finish());
        add(SampleLines.class, new SampleLines(ZoneOffset.UTC, List.of()));
        addBenchmarks(folder);
        add(FleetConfig.class, null, FleetCases.config());
        add(SeriesWork.class, new SeriesWork(FleetCases.config()));
        add(SeriesReport.class, (Object) null);
        add(Fleet.class, new Fleet(FleetCases.config(), Backends.get(), 1));
        add(Fleet.Listener.class, null, Fleet.Listener.none());
        add(FleetRow.class, (Object) null);
        add(FleetSeries.class, (Object) null);
        add(SafeTensors.class, null, SafeTensors.builder().build());
    }

    private void addBenchmarks(Path folder) {
        add(Signal.class, null, EvaluationCases.SIGNAL);
        add(Pipeline.class, null, EvaluationCases.PIPELINE);
        add(Pipeline.Models.class, null, EvaluationCases.PIPELINE.models());
        add(Trial.class, null, EvaluationCases.TRIAL);
        add(TrialResult.class, null, EvaluationCases.result());
        BenchmarkFolder data = EvaluationCases.folder(folder);
        add(BenchmarkFolder.class, null, data);
        add(ResultsFile.class, EvaluationCases.results(folder));
        add(Benchmark.class, new Benchmark(data, ZoneOffset.UTC, Backends.get(), 1));
        add(Benchmark.Listener.class, null, Benchmark.Listener.none());
        add(Benchmark.Outcome.class, (Object) null);
        add(Detection.class, (Object) null);
        add(Optional.class, null, Optional.empty());
    }

    private void addGanomaly() {
        Images digits = DrawnDigits.of(4, 1);
        add(Images.class, null, digits, digits.range(0, 1), digits.resized(9, 7));
        add(boolean[].class, null, new boolean[0], new boolean[5], new boolean[] {true, false, false, true, false});
        add(Cells.class, null, Cells.none());
        add(WeightAverage.class, new WeightAverage(Cells.none(), Cells.none(), 0.5));
        add(Threshold.Rule.class, null, Threshold.quantile(0.5));
        add(GanomalyVariant.class, (Object) null);
        add(GanomalyVariant.class, (Object[]) GanomalyVariant.values());
        add(GanomalyScore.class, (Object) null);
        add(GanomalyScore.class, (Object[]) GanomalyScore.values());
        add(Ganomaly.Builder.class, GanomalyCases.small());
        add(Ganomaly.class, GanomalyCases.small().build());
        add(GanomalyDetector.class, GanomalyCases.small().build().fit(digits));
    }

    private void addImages() {
        Images digits = DrawnDigits.of(4, 1);
        add(byte[].class, null, new byte[0], new byte[10], new byte[784]);
        add(IntPredicate.class, null, (IntPredicate) label -> label > 2);
        add(PixelScale.class, null, PixelScale.UNIT);
        add(Snapshots.Taker.class, null, (Snapshots.Taker) (epoch, images) -> {});
        add(Snapshots.class, null, new Snapshots(1, 1, (epoch, images) -> {}));
        add(ImageBatches.class, new ImageBatches(digits, 2, new Rng(1), Backends.get(), PixelScale.UNIT));
        add(ImageClassifier.class, null, ImageClassifier.train(digits, 1, 1, TrainingListener.none()));
        add(Dcgan.Builder.class, null, ImageCases.small());
        add(Dcgan.class, ImageCases.small().build());
        add(DcganConfig.class, null, ImageCases.small().build().config());
        add(DcganGenerator.class, ImageCases.small().build().fit(digits));
        AnoGan anoGan = AnoGan.builder().dcgan(ImageCases.small()).steps(1).build();
        AnoGanDetector detector = anoGan.fit(digits);
        add(AnoGan.Builder.class, AnoGan.builder());
        add(AnoGan.class, anoGan);
        add(AnoGanDetector.class, detector);
        add(ImageDetector.class, detector);
    }

    private void addAutoencoders() {
        add(Threshold.class, new Threshold(1));
        add(EarlyStopping.class, null, EarlyStopping.patience(2));
        add(Rng.class, null, new Rng(1));
        add(Order.class, new Order(3, new Rng(1)));
        add(Checkpoint.Builder.class, null, Checkpoint.builder());
        add(Trainable.class, (Object) null);
        add(Training.class, (Object) null);
        add(LossHistory.class, new LossHistory());
        add(TrainingProgress.class, null, new TrainingProgress(1, 1, 1, 1, Map.of()));
        add(Preprocessing.class, Preprocessing.fit(series(20), null));
        add(Preprocessing.Prepared.class, Preprocessing.fit(series(20), null).prepare(series(20)));
        add(SequencePart.class, (Object) null);
        add(SequencePart.class, (Object[]) SequencePart.values());
        add(Recurrent.Activation.class, (Object) null);
        add(Recurrent.Activation.class, (Object[]) Recurrent.Activation.values());
        add(Objective.class, (Object) null);
        add(Objective.class, (Object[]) Objective.values());
        add(int[].class, null, new int[0], new int[] {3}, new int[] {2, 0}, new int[] {2, 1, 2});
        add(double[][].class, null, new double[0][], rows(4), new double[][] {{1, 2}, null}, new double[][] {
            {1, Double.NaN, 2}
        });
        add(
                double[][][].class,
                null,
                new double[0][][],
                NINE,
                new double[][][] {{{1}, {2}}, {{1}, null}},
                new double[][][] {null});
        add(WindowBuilder.class, DenseAutoencoder.builder());
        add(DenseAutoencoder.Builder.class, DenseAutoencoder.builder());
        add(LstmAutoencoder.Builder.class, LstmAutoencoder.builder());
        add(SequenceAutoencoder.Builder.class, SequenceAutoencoder.builder());
        add(TableAutoencoder.Builder.class, TableAutoencoder.builder());
        SequenceAutoencoder sequences = SequenceAutoencoder.builder()
                .objective(Objective.COMPOSITE)
                .units(2)
                .epochs(1)
                .build();
        add(SequenceAutoencoder.class, sequences);
        add(TrainedSequences.class, sequences.fit(NINE));
        TableAutoencoder table = TableAutoencoder.builder().units(2).epochs(1).build();
        add(TableAutoencoder.class, table);
        add(TrainedTable.class, table.fit(rows(4)));
    }

    /** Rows of three columns. */
    static double[][] rows(int count) {
        double[][] rows = new double[count][];
        Arrays.setAll(rows, r -> new double[] {r, r * r, 5 - r});
        return rows;
    }

    static TadGan.Builder small() {
        return TadGan.builder()
                .window(6)
                .criticLayers(2)
                .criticKernel(3)
                .latent(2)
                .encoderUnits(2)
                .generatorUnits(2)
                .criticFilters(2)
                .batch(16)
                .criticIterations(1)
                .epochs(1);
    }

    static TimeSeries series(int length) {
        return TimeSeries.ofMillis(
                LongStream.range(0, length).map(i -> i * 60_000).toArray(), numbers(length));
    }

    static double[] numbers(int count) {
        double[] values = new double[count];
        Arrays.setAll(values, i -> i % 7 * 0.25);
        return values;
    }

    private void add(Class<?> type, Object... values) {
        byType.computeIfAbsent(type, t -> new ArrayList<>()).addAll(Arrays.asList(values));
    }

    /** One of the samples of a type. */
    Object draw(Class<?> type, Random random) {
        List<Object> all = byType.get(type);
        if (all == null) {
            throw new AssertionError("no sample of " + type);
        }
        return all.get(random.nextInt(all.size()));
    }
}
