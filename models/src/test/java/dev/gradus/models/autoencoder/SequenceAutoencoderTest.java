package dev.gradus.models.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.autoencoder.SequenceAutoencoder.Objective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exercise of many tutorials: the sequence 0.1 … 0.9, 100 relu units, 300 epochs. */
class SequenceAutoencoderTest {
    private static final double[][][] NINE = {{{0.1}, {0.2}, {0.3}, {0.4}, {0.5}, {0.6}, {0.7}, {0.8}, {0.9}}};
    /** Ten runs of this exercise scatter by a third of their median; the median of twenty is steadier. */
    private static final int SEEDS = 20;
    /** What the published medians of the greatest deviation may be exceeded by. */
    private static final double MARGIN = 1.3;

    private static SequenceAutoencoder.Builder exercise(Objective objective, long seed) {
        return SequenceAutoencoder.builder()
                .objective(objective)
                .activation(Recurrent.Activation.RELU)
                .seed(seed);
    }

    private static double deviation(double[][] expected, double[][] actual, int skipped) {
        double greatest = 0;
        assertEquals(expected.length - skipped, actual.length);
        for (int t = 0; t < actual.length; t++) {
            greatest = Math.max(greatest, Math.abs(expected[t + skipped][0] - actual[t][0]));
        }
        return greatest;
    }

    private static double repeated(TrainedSequences trained) {
        return deviation(NINE[0], trained.reconstruct(NINE)[0], 0);
    }

    private static double predicted(TrainedSequences trained) {
        return deviation(NINE[0], trained.predict(NINE)[0], 1);
    }

    private static double median(LongToDoubleFunction deviation) {
        double[] sorted =
                LongStream.range(0, SEEDS).mapToDouble(deviation).sorted().toArray();
        return (sorted[SEEDS / 2 - 1] + sorted[SEEDS / 2]) / 2;
    }

    @Test
    void repeatsTheSequence() {
        double median = median(seed ->
                repeated(exercise(Objective.RECONSTRUCTION, seed).build().fit(NINE)));
        assertTrue(median <= 0.0069 * MARGIN, "median " + median);
    }

    @Test
    void predictsTheSequence() {
        double median = median(
                seed -> predicted(exercise(Objective.PREDICTION, seed).build().fit(NINE)));
        assertTrue(median <= 0.034 * MARGIN, "median " + median);
    }

    @Test
    void doesBothFromOneCode() {
        TrainedSequences[] trained = new TrainedSequences[SEEDS];
        Arrays.setAll(
                trained, seed -> exercise(Objective.COMPOSITE, seed).build().fit(NINE));
        double again = median(seed -> repeated(trained[(int) seed]));
        double next = median(seed -> predicted(trained[(int) seed]));
        assertTrue(again <= 0.0066 * MARGIN, "median " + again);
        assertTrue(next <= 0.034 * MARGIN, "median " + next);
    }

    /**
     * Whether a run that predicts has left a plateau at 0.01 after 1200 epochs is a matter of chance: of ten runs in PyTorch
     * that this was held against, three had, and their median was 0.011. Repeating has no such plateau.
     */
    @Test
    void getsBetterWithMoreEpochs() {
        double again = median(seed -> repeated(
                exercise(Objective.RECONSTRUCTION, seed).epochs(1200).build().fit(NINE)));
        assertTrue(again <= 0.0012 * MARGIN, "median " + again);
        double next = median(seed -> predicted(
                exercise(Objective.PREDICTION, seed).epochs(1200).build().fit(NINE)));
        assertTrue(next <= 0.011, "median " + next);
    }

    @Test
    void goesOnFromACheckpointToTheBit(@TempDir Path folder) throws Exception {
        double[][][] two = {NINE[0], {{1}, {3}, {2}, {4}, {2}, {5}, {1}, {2}, {3}}};
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        SequenceAutoencoder.Builder model =
                exercise(Objective.COMPOSITE, 4).units(6).batch(1).encoder(SequencePart.BIDIRECTIONAL_LSTM);
        model.epochs(2).build().fit(two, null, TrainingListener.none(), checkpoints);
        TrainedSequences resumed = model.epochs(5).build().fit(two, null, TrainingListener.none(), checkpoints);
        TrainedSequences straight = model.build().fit(two);
        assertArrayEquals(straight.reconstruct(two), resumed.reconstruct(two));
        assertArrayEquals(straight.predict(two), resumed.predict(two));
        assertArrayEquals(straight.encode(two), resumed.encode(two));
        assertEquals(12, straight.encode(two)[0].length);
    }
}
