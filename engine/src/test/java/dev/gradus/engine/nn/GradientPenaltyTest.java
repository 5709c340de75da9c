package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GradientPenaltyTest {
    private static final Backend BACKEND = ReferenceBackend.instance();
    private static final Init INIT = new Init(BACKEND, new Rng(2));

    private static Tensor random(long seed, int... dims) {
        return new Rng(seed).normal(BACKEND, Shape.of(dims), 0, 1);
    }

    @Test
    void aLinearCriticHasTheNormOfItsWeight() {
        Dense critic = new Dense(2, 1, INIT);
        critic.weight().set(Tensor.of(BACKEND, new double[] {3, 4}, Shape.of(1, 2)));
        Tensor penalty = GradientPenalty.of(critic, random(1, 7, 2), random(2, 7, 2), new Rng(3));
        assertEquals(10 * 16, penalty.item(), 1e-9);
        // d (‖w‖ − 1)² / dw = 2(‖w‖ − 1)·w/‖w‖
        Tensor[] gradient = Gradients.of(penalty, critic.cells().parameters());
        assertArrayEquals(new double[] {10 * 8 * 0.6, 10 * 8 * 0.8}, gradient[0].toArray(), 1e-9);
        assertArrayEquals(new double[] {0}, gradient[1].toArray());
        assertEquals(2 * 9, GradientPenalty.at(critic, random(1, 7, 2), 2, 2).item(), 1e-9);
    }

    @Test
    void normsAreTakenSampleBySampleOverAllOtherAxes() {
        Tensor u = random(5, 3, 2, 4);
        // C(u) = Σ u²/2 has the gradient u.
        double[] norms = GradientPenalty.inputNorms(x -> x.square().sum(1, 2).mul(0.5), u)
                .toArray();
        double[] numbers = u.toArray();
        for (int i = 0; i < 3; i++) {
            double sum = 0;
            for (int j = 0; j < 8; j++) {
                sum += numbers[8 * i + j] * numbers[8 * i + j];
            }
            assertEquals(Math.sqrt(sum), norms[i], 1e-12);
        }
    }

    @Test
    void aFlatCriticGivesNoNaN() {
        Dense critic = new Dense(2, 1, INIT, Initializer.zeros(), true);
        List<Parameter> parameters = critic.cells().parameters();
        Tensor penalty = GradientPenalty.at(critic, random(1, 5, 2), 1, 10);
        assertEquals(10, penalty.item());
        assertArrayEquals(new double[2], Gradients.of(penalty, parameters)[0].toArray());
        // relu without a positive unit anywhere: flat in the input as well
        Layer dead = Sequential.of(
                new Dense(2, 3, INIT, Initializer.zeros(), Initializer.constant(-1)),
                Activations.relu(),
                new Dense(3, 1, INIT));
        Tensor second = GradientPenalty.at(dead, random(1, 5, 2), 1, 1);
        for (Tensor gradient : Gradients.of(second, dead.cells().parameters())) {
            for (double g : gradient.toArray()) {
                assertEquals(0, g);
            }
        }
    }

    @Test
    void interpolatesWithOneAlphaForEachSample() {
        Tensor real = Tensor.full(BACKEND, 1, Shape.of(200, 3, 2)).tracked();
        Tensor fake = Tensor.zeros(BACKEND, Shape.of(200, 3, 2));
        Tensor u = GradientPenalty.interpolate(real, fake, new Rng(1));
        double[] values = u.toArray();
        double sum = 0;
        for (int i = 0; i < 200; i++) {
            sum += values[6 * i];
            for (int j = 1; j < 6; j++) {
                assertEquals(values[6 * i], values[6 * i + j]);
            }
            assertTrue(values[6 * i] >= 0 && values[6 * i] < 1);
        }
        assertEquals(0.5, sum / 200, 0.1);
        assertFalse(u.isTracked());
    }

    @Test
    void theCriticRunsWithoutDropout() {
        Layer critic = Sequential.of(new Dense(2, 8, INIT), new Dropout(0.9), new Dense(8, 1, INIT));
        Tensor u = random(1, 5, 2);
        assertEquals(
                GradientPenalty.at(critic, u, 1, 1).item(),
                GradientPenalty.at(critic, u, 1, 1).item());
    }

    @Test
    void refusesSamplesThatDiffer() {
        Dense critic = new Dense(2, 1, INIT);
        assertEquals(
                "gradient_penalty: real [7, 2] and fake [6, 2] differ in shape; give as many generated samples as real"
                        + " ones",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GradientPenalty.of(critic, random(1, 7, 2), random(2, 6, 2), new Rng(3)))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> GradientPenalty.of(critic, random(1, 7), random(2, 7), new Rng(3)));
        assertThrows(IllegalArgumentException.class, () -> GradientPenalty.at(critic, random(1, 7, 2), Double.NaN, 1));
    }

    /**
     * The gradient of a piecewise-linear critic is linear in its weights: recording it records one product and one slope for
     * each layer, and nothing for the slopes' own derivatives, which are zero.
     */
    @Test
    void aPiecewiseLinearCriticRecordsNoSecondDerivative() {
        Layer critic = Sequential.of(
                new Dense(4, 8, INIT),
                Activations.leakyRelu(0.2),
                new Dense(8, 8, INIT),
                Activations.relu(),
                new Dense(8, 1, INIT));
        Tensor u = random(1, 5, 4).tracked();
        Tensor value = critic.apply(u, Pass.penalty()).sum();
        Map<String, Integer> before = recorded(value);
        Tensor gradient = Gradients.recorded(value, u)[0];
        Map<String, Integer> behind = recorded(gradient);
        assertEquals(Map.of("matmul", 3, "slope", 2), behind, "what the gradient depends on, of " + before);
        // The second backward pass: nothing leads from the penalty to the weights but these.
        List<Parameter> parameters = critic.cells().parameters();
        Tensor penalty = gradient.square().sum(1).sqrt().sub(1).square().mean();
        Tensor[] found = Gradients.of(penalty, parameters);
        assertArrayEquals(new double[8], found[1].toArray(), "a bias does not change the slope");
    }

    /** How often each operation stands behind a tensor. */
    private static Map<String, Integer> recorded(Tensor y) {
        Map<String, Integer> counts = new TreeMap<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> open = new ArrayDeque<>();
        open.add(y.node());
        while (!open.isEmpty()) {
            Node node = open.remove();
            if (node.operation() != null && seen.add(node)) {
                counts.merge(node.operation().name(), 1, Integer::sum);
                for (int i = 0; i < node.inputCount(); i++) {
                    if (node.input(i).isTracked()) {
                        open.add(node.input(i).node());
                    }
                }
            }
        }
        return counts;
    }
}
