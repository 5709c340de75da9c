package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * A WGAN with gradient penalty learns a mixture of eight Gaussians on a circle: everything between the random numbers and
 * the second derivative has to work for all modes to be found.
 */
class WassersteinGanTest {
    private static final int MODES = 8;
    private static final double RADIUS = 2;
    private static final double DEVIATION = 0.2;
    private static final int LATENT = 4;
    private static final int UNITS = 64;
    private static final int BATCH = 64;
    private static final int STEPS = 800;
    private static final int CRITIC_STEPS = 5;

    private final Backend backend = Backends.get();
    private final Rng rng = new Rng(2026);
    private final Init init = new Init(backend, rng.split());
    private final Pass pass = Pass.training(rng.split());
    private final Layer generator = network(LATENT, 2);
    private final Layer critic = network(2, 1);
    private final Optimizer generatorOptimizer = new Adam(generator.cells().parameters(), 1e-3, 0.5, 0.9);
    private final Optimizer criticOptimizer = new Adam(critic.cells().parameters(), 1e-3, 0.5, 0.9);

    private Layer network(int in, int out) {
        return Sequential.of(
                new Dense(in, UNITS, init),
                Activations.leakyRelu(0.2),
                new Dense(UNITS, UNITS, init),
                Activations.leakyRelu(0.2),
                new Dense(UNITS, out, init));
    }

    private static double[] mode(int k) {
        double angle = 2 * Math.PI * k / MODES;
        return new double[] {RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)};
    }

    private Tensor real() {
        double[] centres = new double[2 * BATCH];
        for (int i = 0; i < BATCH; i++) {
            System.arraycopy(mode(rng.nextInt(MODES)), 0, centres, 2 * i, 2);
        }
        Shape shape = Shape.of(BATCH, 2);
        return Tensor.of(backend, centres, shape).add(rng.normal(backend, shape, 0, DEVIATION));
    }

    private Tensor fake(int count, Pass how) {
        return generator.apply(rng.normal(backend, Shape.of(count, LATENT), 0, 1), how);
    }

    private void step() {
        for (int i = 0; i < CRITIC_STEPS; i++) {
            Tensor real = real();
            Tensor fake = fake(BATCH, pass.withoutGradient());
            Tensor distance = Losses.wassersteinCritic(critic.apply(real, pass), critic.apply(fake, pass));
            criticOptimizer.minimize(distance.add(GradientPenalty.of(critic, real, fake, rng, 1, 1)));
        }
        generatorOptimizer.minimize(
                Losses.wassersteinGenerator(critic.apply(fake(BATCH, pass), pass.withoutGradient())));
    }

    /** The share of samples within three deviations of each mode. */
    private double[] shares(int count) {
        double[] samples = fake(count, Pass.inference()).toArray();
        double[] shares = new double[MODES];
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < MODES; k++) {
                double[] centre = mode(k);
                double distance = Math.hypot(samples[2 * i] - centre[0], samples[2 * i + 1] - centre[1]);
                if (distance < 3 * DEVIATION) {
                    shares[k] += 1.0 / count;
                }
            }
        }
        return shares;
    }

    @Test
    void findsAllModes() {
        for (int i = 0; i < STEPS; i++) {
            Scope scope = Scope.open();
            step();
            scope.close();
        }
        double[] shares = shares(2000);
        for (double share : shares) {
            assertTrue(share >= 0.02, "shares of the modes " + Arrays.toString(shares));
        }
        double near = Arrays.stream(shares).sum();
        assertTrue(near > 0.6, "only " + near + " of the samples are near a mode");
    }
}
