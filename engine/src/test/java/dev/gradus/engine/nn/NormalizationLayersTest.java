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

    /** Recorded gradients come from the elementary definition, others from the kernel, with the leaky relu in it. */
    @Test
    void fusedAndElementaryGradientsAgree() {
        BatchNorm norm = new BatchNorm(3, INIT);
        Layer fused = Sequential.of(norm, Activations.leakyRelu(0.3));
        Rng rng = new Rng(5);
        Tensor x = rng.normal(BACKEND, Shape.of(4, 3, 2, 5), 1, 2).tracked();
        Tensor cotangent = rng.normal(BACKEND, x.shape(), 0, 1);
        Tensor[] inputs = {
            x,
            norm.cells().parameters().get(0).tracked(),
            norm.cells().parameters().get(1).tracked()
        };
        Tensor y = fused.apply(x, TRAINING);
        Tensor apart = norm.apply(x, TRAINING).leakyRelu(0.3);
        Differences.compare("value", apart.toArray(), y.toArray(), 1e-14);
        Tensor[] expected = Gradients.recorded(apart, cotangent, inputs);
        Tensor[] recorded = Gradients.recorded(y, cotangent, inputs);
        Tensor[] computed = Gradients.of(y, cotangent, inputs);
        for (int i = 0; i < inputs.length; i++) {
            Differences.compare("recorded " + i, expected[i].toArray(), recorded[i].toArray(), 1e-12);
            Differences.compare("computed " + i, expected[i].toArray(), computed[i].toArray(), 1e-12);
        }
    }

    @Test
    void aLeakyReluFollowsRunningStatisticsToo() {
        BatchNorm norm = new BatchNorm(2, INIT);
        Tensor y = Sequential.of(norm, Activations.relu()).apply(batch().sub(5), Pass.inference());
        assertArrayEquals(new double[] {0, 5, 0, 25}, y.toArray(), 2e-4);
    }
}
