package dev.gradus.models.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.window.SeriesModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegressionModelTest {
    private static final int WINDOW = 12;
    private static final long MINUTE = 60_000;
    private static final int JUMP = 200;

    /** A model with so many epochs, on a backend with so many threads, in a form that a failed test can name. */
    private record Kind(String name, Maker maker) {
        interface Maker {
            SeriesModel of(int epochs, int threads);
        }

        SeriesModel model(int epochs) {
            return maker.of(epochs, 2);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind(
                        "aer",
                        (epochs, threads) ->
                                small(Aer.builder(), epochs, threads).units(4).build()),
                new Kind(
                        "aer, reconstruction and regression added",
                        (epochs, threads) -> small(Aer.builder(), epochs, threads)
                                .units(4)
                                .score(AerScore.builder()
                                        .combination(Combination.SUM)
                                        .build())
                                .build()),
                new Kind(
                        "lstm-regressor",
                        (epochs, threads) -> small(LstmRegressor.builder(), epochs, threads)
                                .units(5)
                                .build()));
    }

    private static <B extends RegressionBuilder<B>> B small(B builder, int epochs, int threads) {
        return builder.window(WINDOW)
                .epochs(epochs)
                .learningRate(0.005)
                .backend(Backends.named("plain", Workers.of(threads)))
                .finder(FinderOptions.builder().padding(3).build());
    }

    private static TimeSeries wave(int length, boolean jumps) {
        Random noise = new Random(3);
        double[] values = new double[length];
        Arrays.setAll(
                values, i -> Math.sin(i / 3.0) + 0.05 * noise.nextGaussian() + (jumps && i / 4 == JUMP / 4 ? 4 : 0));
        return TimeSeries.ofMillis(
                LongStream.range(0, length).map(i -> i * MINUTE).toArray(), values);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aJumpIsFound(Kind kind) {
        TimeSeries series = wave(400, true);
        Detection found = kind.model(12).fit(series).examine(series);
        assertEquals(Scoring.TRANSDUCTIVE, found.scoring());
        assertEquals(1, found.anomalies().size(), found.anomalies().toString());
        Anomaly anomaly = found.anomalies().get(0);
        assertTrue(anomaly.start() <= JUMP * MINUTE && JUMP * MINUTE <= anomaly.end(), anomaly.toString());
        assertTrue(anomaly.end() - anomaly.start() < 50 * MINUTE, anomaly.toString());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theBitsDependOnTheSeedAlone(Kind kind) {
        TimeSeries series = wave(200, true);
        double[] one = kind.maker.of(2, 1).fit(series).examine(series).scores();
        assertArrayEquals(one, kind.maker.of(2, 3).fit(series).examine(series).scores());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSavedDetectorIsTheSame(Kind kind, @TempDir Path folder) throws IOException {
        TimeSeries series = wave(300, true);
        TimeSeries other = wave(150, false);
        Detector detector = kind.model(2).fit(series);
        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        Detector loaded = Detector.load(file, Backends.named("plain", Workers.of(1)));
        assertEquals(detector.description(), loaded.description());
        for (Scoring scoring : Scoring.values()) {
            for (TimeSeries each : List.of(series, other)) {
                Detection expected = detector.examine(each, scoring);
                Detection actual = loaded.examine(each, scoring);
                assertArrayEquals(expected.scores(), actual.scores());
                assertEquals(expected.anomalies(), actual.anomalies());
            }
        }
        Path again = folder.resolve("again.safetensors");
        loaded.save(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void frozenScoresOfTheTrainingSeriesAreItsOwn(Kind kind) {
        TimeSeries series = wave(300, true);
        Detector detector = kind.model(2).fit(series);
        assertArrayEquals(
                detector.examine(series, Scoring.TRANSDUCTIVE).scores(),
                detector.examine(series, Scoring.FROZEN).scores());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aTrainingGoesOnFromItsCheckpoint(Kind kind, @TempDir Path folder) throws IOException {
        TimeSeries series = wave(200, true);
        double[] expected = kind.model(3).fit(series).examine(series).scores();
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoint"));
        kind.model(2).fit(series, TrainingListener.none(), checkpoints);
        Detector resumed = kind.model(3).fit(series, TrainingListener.none(), checkpoints);
        assertArrayEquals(expected, resumed.examine(series).scores());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aConstantSeriesHasNoAnomalies(Kind kind) {
        TimeSeries series = TimeSeries.ofMillis(
                LongStream.range(0, 100).map(i -> i * MINUTE).toArray(), new double[100]);
        Detector detector = kind.model(1).fit(series);
        for (Scoring scoring : Scoring.values()) {
            assertEquals(List.of(), detector.detect(series, scoring));
        }
    }

    @Test
    void aTrainingThatDoesNotGetBetterEnds() {
        int[] epochs = new int[1];
        small(Aer.builder(), 20, 1)
                .units(2)
                .earlyStopping(new EarlyStopping(3, 1e6, false))
                .build()
                .fit(wave(100, false), new TrainingListener() {
                    @Override
                    public void progress(TrainingProgress progress) {}

                    @Override
                    public void epoch(int epoch, int of, Map<String, double[]> losses) {
                        epochs[0] = epoch;
                        assertEquals(epoch, losses.get("validation").length);
                    }
                });
        assertEquals(4, epochs[0], "the first epoch is the best, and three more are endured");
    }

    @Test
    void thePublishedSettingsHaveThePublishedWeights() {
        assertEquals(29_581, weights(Aer.builder().build().config()));
        assertEquals(77_841, weights(LstmRegressor.builder().build().config()));
        assertEquals(100, Aer.builder().build().training().window());
        assertEquals(250, LstmRegressor.builder().build().training().window());
    }

    private static long weights(RegressionModel.Config<?> config) {
        long there = config.layer(new Init(Backends.get(), new Rng(1))).cells().parameterCount();
        assertEquals(there, config.network().parameterCount());
        return there;
    }

    @Test
    void theLossOfAerWeighsEndsAndInside() {
        AerNetwork aer = new AerNetwork(3, AerScore.builder().build());
        double[] samples = new Random(1).doubles(20).toArray();
        Windows windows = Windows.of(samples, 5);
        Layer network = aer.layer(5, new Init(Backends.get(), new Rng(2)));
        Batch batch = Batch.of(windows, new int[] {4, 9}, 0, 2, Backends.get());
        float[] made = network.apply(batch.windows(), Pass.inference()).toFloats();
        double expected = 0;
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < 5; t++) {
                double error = made[b * 5 + t] - samples[(b == 0 ? 4 : 9) + t];
                expected += error * error * (t == 0 || t == 4 ? 0.25 / 2 : 0.5 / 6);
            }
        }
        assertEquals(expected, aer.loss(network, batch, Pass.inference()).item(), 1e-6);
    }

    /** What is at the ends of a window takes no part in what is made of it. */
    @Test
    void aerSeesTheInsideAlone() {
        AerNetwork aer = new AerNetwork(3, AerScore.builder().build());
        Layer network = aer.layer(5, new Init(Backends.get(), new Rng(2)));
        double[] one = {7, 1, 2, 3, 7, 0};
        double[] two = {-4, 1, 2, 3, 9, 0};
        assertArrayEquals(
                Batch.made("aer", network, Windows.of(one, 5), 5, Backends.get()),
                Batch.made("aer", network, Windows.of(two, 5), 5, Backends.get()));
    }

    @Test
    void aForecastIsScoredWhereItIsOf() {
        TimeSeries series = wave(300, true);
        Detection found = small(LstmRegressor.builder(), 3, 1)
                .units(5)
                .portion(0)
                .build()
                .fit(series)
                .examine(series);
        assertEquals(300, found.scores().length);
        assertEquals(300, found.reconstruction().length);
        double low = Arrays.stream(found.values()).min().orElseThrow();
        double high = Arrays.stream(found.values()).max().orElseThrow();
        for (int i = 0; i < 300; i++) {
            double error = Math.abs(found.values()[i] - found.reconstruction()[i]) * 2 / (high - low);
            assertEquals(i < WINDOW ? 0 : error, found.scores()[i], 1e-9, "step " + i);
        }
    }

    @Test
    void aFileOfALargerNetworkIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("detector.safetensors");
        small(LstmRegressor.builder(), 1, 1)
                .units(3)
                .build()
                .fit(wave(60, false))
                .save(file);
        SafeTensors content = SafeTensors.read(file);
        SafeTensors.Builder changed = SafeTensors.builder();
        content.metadata().forEach((key, value) -> {
            if (!key.equals("gradus.sha256")) {
                changed.metadata(key, key.equals("lstm-regressor.units") ? "1000000" : value);
            }
        });
        for (String name : content.names()) {
            changed.floats(name, content.shape(name), content.floats(name));
        }
        changed.build().write(file);
        String message = assertThrows(ModelFileException.class, () -> Detector.load(file))
                .getMessage();
        assertTrue(message.contains("lstm-regressor.units"), message);
    }
}
