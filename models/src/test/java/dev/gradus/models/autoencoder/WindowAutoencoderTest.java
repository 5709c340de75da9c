package dev.gradus.models.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.SeriesModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WindowAutoencoderTest {
    private static final int WINDOW = 12;
    private static final long MINUTE = 60_000;

    /** A model with so many epochs, in a form that a failed test can name. */
    record Kind(String name, IntFunction<SeriesModel> model) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        Stream<Kind> parts = Arrays.stream(SequencePart.values())
                .flatMap(encoder -> Arrays.stream(SequencePart.values())
                        .map(decoder -> new Kind(
                                encoder + "-" + decoder,
                                epochs -> lstm(epochs)
                                        .encoder(encoder)
                                        .decoder(decoder)
                                        .build())));
        Stream<Kind> others = Stream.of(
                new Kind(
                        "relu",
                        epochs -> lstm(epochs)
                                .activation(Recurrent.Activation.RELU)
                                .build()),
                new Kind(
                        "denoising",
                        epochs -> dense(epochs).masking(0.2).noise(0.1).build()),
                new Kind("tied", epochs -> dense(epochs).tied(true).build()),
                new Kind("deep", epochs -> dense(epochs).units(9, 7, 4).build()));
        return Stream.concat(parts, others);
    }

    private static LstmAutoencoder.Builder lstm(int epochs) {
        return LstmAutoencoder.builder().window(WINDOW).units(5).epochs(epochs).finder(finder());
    }

    private static DenseAutoencoder.Builder dense(int epochs) {
        return DenseAutoencoder.builder()
                .window(WINDOW)
                .units(8, 4, 8)
                .epochs(epochs)
                .finder(finder());
    }

    private static FinderOptions finder() {
        return FinderOptions.builder().padding(3).build();
    }

    /** A wave with noise, and a jump of 30 at the places from 200 to 205. */
    private static TimeSeries wave(int length, boolean jumps) {
        Rng noise = new Rng(3);
        long[] times = IntStream.range(0, length).mapToLong(i -> i * MINUTE).toArray();
        double[] values = IntStream.range(0, length)
                .mapToDouble(i -> 50
                        + 10 * StrictMath.sin(i / 5.0)
                        + noise.nextDouble()
                        + (jumps && i >= 200 && i < 206 ? 30 : 0))
                .toArray();
        return TimeSeries.ofMillis(times, values);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTheSameAfterSavingAndLoading(Kind kind, @TempDir Path folder) throws IOException {
        TimeSeries series = wave(120, false);
        Detector detector = kind.model.apply(2).fit(series);
        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        Detector again = Detector.load(file);
        assertEquals(detector.description(), again.description());
        for (Scoring scoring : Scoring.values()) {
            assertSame(detector.examine(series, scoring), again.examine(series, scoring));
        }
        Path second = folder.resolve("second.safetensors");
        again.save(second);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(second));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void goesOnFromACheckpointToTheBit(Kind kind, @TempDir Path folder) throws IOException {
        TimeSeries series = wave(90, false);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        kind.model.apply(1).fit(series, TrainingListener.none(), checkpoints);
        Detector resumed = kind.model.apply(3).fit(series, TrainingListener.none(), checkpoints);
        assertSame(kind.model.apply(3).fit(series).examine(series), resumed.examine(series));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void saysHowManyNumbersItsParametersHold(Kind kind) {
        WindowAutoencoder.Config config = ((WindowAutoencoder) kind.model.apply(1)).config();
        Layer network = config.network(new Init(Backends.get(), new Rng(1)));
        assertEquals(network.cells().parameterCount(), config.architecture().parameterCount(config.extents()));
        for (int time : new int[] {WINDOW, WINDOW - 1}) {
            for (int channels : new int[] {1, 3}) {
                WindowAutoencoder.Extents extents = new WindowAutoencoder.Extents(time, channels, channels);
                Layer odd = config.architecture().network(extents, new Init(Backends.get(), new Rng(1)));
                Tensor x = Tensor.zeros(Backends.get(), Shape.of(2, time, channels));
                assertEquals(x.shape(), odd.apply(x, Pass.inference()).shape());
                assertEquals(odd.cells().parameterCount(), config.architecture().parameterCount(extents));
            }
        }
    }

    @Test
    void findsWhatItCannotRepeat() {
        TimeSeries series = wave(600, true);
        for (SeriesModel model : List.of(
                dense(60).dropout(0).build(), lstm(60).learningRate(0.01).build())) {
            List<Anomaly> found = model.fit(series).detect(series);
            assertEquals(1, found.size(), found::toString);
            assertTrue(found.get(0).start() <= 202 * MINUTE && found.get(0).end() >= 202 * MINUTE, found::toString);
        }
    }

    private static void assertSame(Detection expected, Detection actual) {
        assertArrayEquals(expected.reconstruction(), actual.reconstruction());
        assertArrayEquals(expected.scores(), actual.scores());
        assertEquals(expected.anomalies(), actual.anomalies());
    }
}
