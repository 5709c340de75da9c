package dev.gradus.engine.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.memory.StaleTensorException;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that goes on for long needs no more memory than one that has begun. */
class SteadyStateTest {
    private static final int STEPS = 10_000;

    static Stream<CpuBackend> backends() {
        return TestBackends.names().stream().map(name -> (CpuBackend) TestBackends.named(name, 1));
    }

    /** A training step with everything in it that a critic's step has. */
    private static final class Training {
        private final Rng rng = new Rng(1);
        private final Layer critic;
        private final Optimizer optimizer;
        private final Tensor real;
        private final Tensor fake;

        Training(Backend backend) {
            Init init = new Init(backend, rng.split());
            critic = Sequential.of(
                    new Dense(3, 5, init), Activations.leakyRelu(0.2), new Dropout(0.2), new Dense(5, 1, init));
            optimizer = new Adam(critic.cells().parameters(), 1e-3);
            real = rng.normal(backend, Shape.of(4, 3), 0, 1);
            fake = rng.normal(backend, Shape.of(4, 3), 1, 1);
        }

        /** @return the loss, which does not outlive the step */
        Tensor step() {
            return Scope.within(() -> {
                Pass pass = Pass.training(rng);
                Tensor loss = Losses.wassersteinCritic(critic.apply(real, pass), critic.apply(fake, pass))
                        .add(GradientPenalty.of(critic, real, fake, rng, 1, 10));
                optimizer.minimize(loss);
                return loss;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void tenThousandStepsTakeTheArraysOfTheFirst(CpuBackend backend) {
        Training training = new Training(backend);
        training.step();
        training.step();
        int arrays = backend.freeArrays();
        int storages = backend.freeStorages();
        assertTrue(arrays > 20 && storages > 20, arrays + " arrays, " + storages + " storages");
        for (int step = 0; step < STEPS; step++) {
            training.step();
            // Fewer, where the collector needed the memory.
            assertTrue(backend.freeArrays() <= arrays, "arrays after step " + step);
            assertTrue(backend.freeStorages() <= storages, "storages after step " + step);
        }
    }

    /** Storages serve again: what was made from an earlier life of one must be refused all the same. */
    @ParameterizedTest
    @MethodSource("backends")
    void aTensorOfAnEarlierStepIsRefusedWhenItsStorageServesAgain(CpuBackend backend) {
        Training training = new Training(backend);
        Tensor first = training.step();
        for (int round = 0; round < 3; round++) {
            int free = backend.freeStorages();
            Scope scope = Scope.open();
            try {
                for (int i = 0; i < free; i++) {
                    Tensor.full(backend, 7, Shape.SCALAR);
                }
                assertEquals(0, backend.freeStorages());
                String message =
                        assertThrows(StaleTensorException.class, first::item).getMessage();
                assertTrue(message.contains("scope has closed"), message);
                assertThrows(StaleTensorException.class, () -> first.add(first));
                assertThrows(StaleTensorException.class, () -> training.optimizer.minimize(first));
            } finally {
                scope.close();
            }
        }
    }
}
