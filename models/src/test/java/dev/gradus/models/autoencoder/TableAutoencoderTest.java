package dev.gradus.models.autoencoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.Threshold;
import dev.gradus.models.training.EarlyStopping;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableAutoencoderTest {
    /** Five columns that two hidden numbers determine; some rows do not keep to it. */
    private static double[][] rows(int count, int... odd) {
        Rng rng = new Rng(11);
        double[][] rows = new double[count][];
        for (int r = 0; r < count; r++) {
            double a = rng.nextDouble();
            double b = rng.nextDouble();
            rows[r] = new double[] {100 * a, 50 - 20 * b, 1000 * (a + b), 3 * a - b, 7 * a * b};
        }
        for (int r : odd) {
            rows[r][2] = rows[r][2] > 1000 ? 0 : 2000;
        }
        return rows;
    }

    private static TableAutoencoder.Builder small() {
        return TableAutoencoder.builder().units(32, 16, 2, 16, 32).epochs(400).seed(1);
    }

    @Test
    void findsTheRowsThatDoNotKeepToTheRule() {
        double[][] rows = rows(300, 17, 120, 250);
        double[] errors = small().build().fit(rows).errors(rows);
        for (Threshold.Rule rule : List.of(
                Threshold.quantile(0.99),
                Threshold.deviations(4),
                Threshold.given(errors[sortedIndex(errors, 4)]),
                Threshold.found(FinderOptions.defaults()))) {
            int[] above = rule.learn(errors).above(errors);
            assertArrayEquals(new int[] {17, 120, 250}, above, () -> Arrays.toString(above));
        }
    }

    /** The index of the n-th greatest. */
    private static int sortedIndex(double[] errors, int n) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        double value = sorted[sorted.length - n];
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] == value) {
                return i;
            }
        }
        throw new AssertionError();
    }

    @Test
    void measuresErrorsInTheUnitsOfTheColumns() {
        double[][] rows = rows(60);
        TrainedTable trained = small().epochs(20).build().fit(rows);
        double[][] again = trained.reconstruct(rows);
        double[] all = trained.errors(rows);
        double[] last = trained.errors(rows, -1);
        assertArrayEquals(last, trained.errors(rows, 4));
        for (int r = 0; r < rows.length; r++) {
            double sum = 0;
            for (int c = 0; c < 5; c++) {
                sum += Math.abs(rows[r][c] - again[r][c]);
            }
            assertEquals(sum / 5, all[r], 1e-9);
            assertEquals(Math.abs(rows[r][4] - again[r][4]), last[r], 1e-9);
        }
    }

    @Test
    void theExerciseOfFiveColumnsIsLearnt() {
        double[][] rows = rows(200);
        TrainedTable trained = TableAutoencoder.builder().epochs(150).build().fit(rows);
        double mean = Arrays.stream(trained.errors(rows, -1)).average().orElseThrow();
        assertTrue(mean < 0.05 * 7, "mean absolute error " + mean);
    }

    @Test
    void tiedWeightsAreHalfAsManyAndLearnFromBothUses() {
        Layer free = DenseStack.of(5, List.of(8, 3, 8), 5, 0, false, new Init(Backends.get(), new Rng(1)));
        Layer tied = DenseStack.of(5, List.of(8, 3, 8), 5, 0, true, new Init(Backends.get(), new Rng(1)));
        long biases = 8 + 3 + 8 + 5;
        assertEquals(
                (free.cells().parameterCount() - biases) / 2 + biases,
                tied.cells().parameterCount());

        // The same function with every matrix written out gives the two parts of the gradient.
        Layer copy = DenseStack.of(5, List.of(8, 3, 8), 5, 0, false, new Init(Backends.get(), new Rng(1)));
        Parameter first = parameter(copy, "0.weight");
        Parameter last = parameter(copy, "6.weight");
        first.set(parameter(tied, "0.weight").constant());
        parameter(copy, "2.weight").set(parameter(tied, "2.weight").constant());
        parameter(copy, "4.weight").set(parameter(tied, "2.weight").constant().transpose());
        last.set(parameter(tied, "0.weight").constant().transpose());
        Tensor x = new Rng(5).uniform(Backends.get(), Shape.of(7, 5), 0, 1);
        Tensor[] parts = gradients(copy, x, first, last);
        Tensor whole = gradients(tied, x, parameter(tied, "0.weight"))[0];
        assertArrayEquals(parts[0].add(parts[1].transpose()).toArray(), whole.toArray(), 1e-5);
        double[] second = parts[1].toArray();
        assertTrue(Arrays.stream(second).anyMatch(g -> g != 0), "the decoder's use has no part in it");
    }

    private static Tensor[] gradients(Layer network, Tensor x, Parameter... of) {
        return Gradients.of(network.apply(x, Pass.training(new Rng(1))).square().sum(), List.of(of));
    }

    private static Parameter parameter(Layer network, String name) {
        return (Parameter) network.cells().byName().get(name);
    }

    @Test
    void corruptionChangesTheInputOnly() {
        Tensor x = new Rng(5).uniform(Backends.get(), Shape.of(40, 50), 0.5, 1);
        double[] masked = new Corruption(0.25, 0).apply(x, new Rng(2)).toArray();
        double[] clean = x.toArray();
        int zeros = 0;
        for (int i = 0; i < clean.length; i++) {
            if (masked[i] == 0) {
                zeros++;
            } else {
                assertEquals(clean[i], masked[i], 1e-6);
            }
        }
        assertEquals(0.25, zeros / 2000.0, 0.03);
        double[] noisy = new Corruption(0, 0.1).apply(x, new Rng(2)).sub(x).toArray();
        assertEquals(
                0.1, Math.sqrt(Arrays.stream(noisy).map(v -> v * v).average().orElseThrow()), 0.01);
    }

    @Test
    void goesOnFromACheckpointToTheBit(@TempDir Path folder) throws Exception {
        double[][] rows = rows(50);
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("training.safetensors"));
        TableAutoencoder.Builder model = TableAutoencoder.builder()
                .units(9, 4)
                .dropout(0.1)
                .masking(0.1)
                .noise(0.02)
                .batch(16)
                .validation(0.2)
                .earlyStopping(EarlyStopping.patience(3))
                .seed(3);
        model.epochs(4).build().fit(rows, TrainingListener.none(), checkpoints);
        TrainedTable resumed = model.epochs(30).build().fit(rows, TrainingListener.none(), checkpoints);
        assertArrayEquals(model.epochs(30).build().fit(rows).errors(rows), resumed.errors(rows));
    }
}
