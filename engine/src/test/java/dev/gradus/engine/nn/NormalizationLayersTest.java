package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationLayersTest {
    private static final Backend BACKEND = ReferenceBackend.instance();
    private static final Init INIT = new Init(BACKEND, new Rng(2));
    private static final Pass TRAINING = Pass.training(new Rng(1));

    private static Tensor batch() {
        return Tensor.of(BACKEND, new double[] {1, 10, 3, 30}, Shape.of(2, 2));
    }

    @Test
    void passDecidesWhereStatisticsComeFrom() {
        BatchNorm norm = new BatchNorm(2, INIT);
        assertArrayEquals(
                new double[] {1, 10, 3, 30},
                norm.apply(batch(), Pass.inference()).toArray(),
                2e-4);
        Differences.compare(
                "batch",
                new double[] {-1, -1, 1, 1},
                norm.apply(batch(), TRAINING.with(Pass.Statistics.BATCH)).toArray(),
                1e-5);
        assertArrayEquals(new double[2], norm.runningMean().constant().toArray());
        norm.apply(batch(), TRAINING.withoutGradient());
        assertArrayEquals(new double[] {0.2, 2}, norm.runningMean().constant().toArray(), 1e-12);
        assertArrayEquals(
                new double[] {0.9 + 0.1 * 2, 0.9 + 0.1 * 200},
                norm.runningVariance().constant().toArray(),
                1e-12);
    }

    @Test
    void runningStatisticsMayMoveBetweenALossAndItsGradient() {
        BatchNorm norm = new BatchNorm(2, INIT);
        Tensor x = batch().tracked();
        Tensor before = norm.apply(x, Pass.penalty()).square().sum();
        double[] expected = Gradients.of(before, x)[0].toArray();
        norm.apply(batch(), TRAINING);
        assertArrayEquals(expected, Gradients.of(before, x)[0].toArray());
    }

    @Test
    void oneValueHasNoStatistics() {
        Tensor one = Tensor.zeros(BACKEND, Shape.of(1, 2));
        BatchNorm norm = new BatchNorm(2, INIT);
        String message = assertThrows(IllegalArgumentException.class, () -> norm.apply(one, TRAINING))
                .getMessage();
        assertTrue(message.startsWith("batch_norm: input [1, 2] has 1 value(s) for each channel"), message);
        assertEquals(Shape.of(1, 2), norm.apply(one, Pass.inference()).shape());
    }

    @Test
    void weightMayBeDrawn() {
        BatchNorm norm = new BatchNorm(2000, 1e-5, 0.1, INIT, Initializer.normal(1, 0.02));
        Tensor weight = norm.cells().parameters().get(0).constant();
        assertEquals(1, weight.mean().item(), 0.002);
        assertEquals(0.02, Math.sqrt(weight.sub(1).square().mean().item()), 0.002);
    }
}
