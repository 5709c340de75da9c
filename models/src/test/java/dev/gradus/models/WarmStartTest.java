package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.tadgan.Procedure;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.training.LossHistory;
import dev.gradus.models.window.SeriesModel;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmStartTest {
    private static final TrainingListener NOBODY = TrainingListener.none();

    /** A wave with noise, from a level on. */
    private static TimeSeries wave(int length, double level, long seed) {
        Rng noise = new Rng(seed);
        long[] times = new long[length];
        double[] values = new double[length];
        Arrays.setAll(times, i -> i * 60L);
        Arrays.setAll(values, i -> level + StrictMath.sin(i / 3.0) + 0.1 * noise.nextDouble());
        return TimeSeries.of(times, values);
    }

    private static final TimeSeries OLD = wave(120, 0, 1);
    private static final TimeSeries NEW = wave(100, 0.5, 2);

    /** One of each kind, by its learning rate. */
    static Stream<DoubleFunction<SeriesModel>> models() {
        return Stream.of(
                rate -> gan().learningRate(rate).build(),
                rate -> gan().learningRate(rate)
                        .procedure(Procedure.FOUR_PHASES)
                        .build(),
                rate -> LstmAutoencoder.builder()
                        .window(8)
                        .units(3)
                        .epochs(2)
                        .learningRate(rate)
                        .seed(5)
                        .build(),
                rate -> DenseAutoencoder.builder()
                        .window(8)
                        .units(4, 2, 4)
                        .epochs(2)
                        .learningRate(rate)
                        .seed(5)
                        .build(),
                rate -> Aer.builder()
                        .window(8)
                        .units(3)
                        .epochs(2)
                        .learningRate(rate)
                        .seed(5)
                        .build(),
                rate -> LstmRegressor.builder()
                        .window(8)
                        .units(3)
                        .epochs(2)
                        .learningRate(rate)
                        .seed(5)
                        .build());
    }

    private static TadGan.Builder gan() {
        return TadGan.builder()
                .window(6)
                .criticLayers(2)
                .criticKernel(3)
                .latent(2)
                .encoderUnits(2)
                .generatorUnits(2)
                .criticFilters(2)
                .batch(16)
                .criticIterations(2)
                .epochs(2)
                .seed(5);
    }

    private static SafeTensors content(Detector detector) throws ModelFileException {
        return SafeTensors.read(detector.toBytes(), "detector");
    }

    /** Steps that are too small to change a weight leave those of the detector, not the first ones of the new seed. */
    @ParameterizedTest
    @MethodSource("models")
    void theWeightsBeginAsTheyWere(DoubleFunction<SeriesModel> model) throws ModelFileException {
        Detector detector = model.apply(1e-30).fit(OLD);
        SafeTensors before = content(detector);
        SafeTensors after = content(detector.trainOn(NEW, WarmStart.of(1).withSeed(9), NOBODY));
        SafeTensors fresh = content(model.apply(1e-30).withSeed(9).fit(NEW));
        assertEquals(before.names(), after.names());
        int different = 0;
        for (String name : before.names()) {
            assertArrayEquals(before.floats(name), after.floats(name), 1e-20f, name);
            different += Arrays.equals(before.floats(name), fresh.floats(name)) ? 0 : 1;
        }
        assertTrue(different > 3, "the first weights are those of the seed: " + different);
    }

    @ParameterizedTest
    @MethodSource("models")
    void trainedOnTheSameWayItIsTheSame(DoubleFunction<SeriesModel> model) throws ModelFileException {
        Detector detector = model.apply(0.001).fit(OLD);
        byte[] before = detector.toBytes();
        WarmStart how = WarmStart.of(3).withSeed(4);
        Detector on = detector.trainOn(NEW, how, NOBODY);
        assertArrayEquals(before, detector.toBytes(), "the detector itself does not change");
        assertArrayEquals(on.toBytes(), detector.trainOn(NEW, how, NOBODY).toBytes());
        Detector loaded = Detector.load(before, "before", Backends.get());
        assertArrayEquals(on.toBytes(), loaded.trainOn(NEW, how, NOBODY).toBytes(), "from a file, too");
        assertFalse(Arrays.equals(
                on.toBytes(), detector.trainOn(NEW, how.withSeed(6), NOBODY).toBytes()));

        Description description = on.description();
        assertEquals(3, description.epochs());
        assertEquals(4, description.seed());
        assertEquals(detector.description().interval(), description.interval());
        SafeTensors old = content(detector);
        SafeTensors kept = content(on);
        SafeTensors refitted = content(detector.trainOn(NEW, how.withScalerRefitted(), NOBODY));
        for (String key : new String[] {"training.minimum", "training.maximum", "training.fill"}) {
            assertEquals(old.metadata(key), kept.metadata(key));
            assertNotEquals(old.metadata(key), refitted.metadata(key));
        }
        assertEquals(Fingerprint.of(NEW), kept.metadata("training.fingerprint"));
        for (String name : old.names()) {
            // The last bias of a critic cancels in its loss.
            assertTrue(
                    !name.contains("weight") || !Arrays.equals(old.floats(name), kept.floats(name)),
                    name + " has learnt nothing");
        }
    }

    @Test
    void trainingGoesOnWhereItWas() {
        SeriesModel model = DenseAutoencoder.builder()
                .window(8)
                .units(6, 3, 6)
                .dropout(0)
                .epochs(30)
                .learningRate(0.01)
                .build();
        LossHistory first = new LossHistory();
        Detector detector = model.fit(OLD, first);
        LossHistory second = new LossHistory();
        detector.trainOn(OLD, WarmStart.of(2), second);
        double[] before = first.losses().get("reconstruction");
        double[] after = second.losses().get("reconstruction");
        assertEquals(2, after.length);
        assertTrue(
                after[0] < 1.5 * before[before.length - 1] && after[0] < before[0] / 3,
                after[0] + " after " + before[0]);
    }

    @Test
    void scoresGoWithTheScalerThatItWasTrainedOnWith() {
        Detector detector = DenseAutoencoder.builder()
                .window(8)
                .units(4, 2, 4)
                .epochs(2)
                .build()
                .fit(OLD);
        Detector kept = detector.trainOn(NEW, WarmStart.of(1), NOBODY);
        assertEquals(Scoring.FROZEN, kept.examine(NEW).scoring());
        assertEquals(
                Scoring.TRANSDUCTIVE, kept.examine(NEW, Scoring.TRANSDUCTIVE).scoring());
        Detector refitted = detector.trainOn(NEW, WarmStart.of(1).withScalerRefitted(), NOBODY);
        assertEquals(Scoring.TRANSDUCTIVE, refitted.examine(NEW).scoring());
        assertEquals(Scoring.FROZEN, refitted.examine(OLD).scoring());
        Detector same = detector.trainOn(OLD, WarmStart.of(1), NOBODY);
        assertEquals(Scoring.TRANSDUCTIVE, same.examine(OLD).scoring());

        TimeSeries far = wave(100, 40, 3);
        assertTrue(detector.drift(far).isDetected());
        assertTrue(detector.trainOn(far, WarmStart.of(1), NOBODY).drift(far).isDetected());
        assertFalse(detector.trainOn(far, WarmStart.of(1).withScalerRefitted(), NOBODY)
                .drift(far)
                .isDetected());
    }

    @Test
    void whatCannotBeTrainedOnWithIsRefused() {
        Detector detector =
                DenseAutoencoder.builder().window(8).units(2).epochs(1).build().fit(OLD);
        assertThrows(UnsuitableSeriesException.class, () -> detector.trainOn(wave(8, 0, 1), WarmStart.of(1), NOBODY));
        TrainingListener impatient = new TrainingListener() {
            @Override
            public void progress(TrainingProgress progress) {
                throw new AssertionError("gives up before the first step");
            }

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThrows(CancellationException.class, () -> detector.trainOn(NEW, WarmStart.of(1), impatient));
    }
}
