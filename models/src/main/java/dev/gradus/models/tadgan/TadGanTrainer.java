package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.series.Windows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The adversarial training of TadGAN. With x a batch of windows, z ~ N(0, 1) a batch of codes and GP the gradient
 * penalty of Gulrajani et al. (2017), three losses are minimised in turn, each by the networks it names:
 * <pre>
 *   critic x            −mean Cx(x) + mean Cx(G(z)) + 10·GP(Cx; x, G(z))
 *   critic z            −mean Cz(z) + mean Cz(E(x)) + 10·GP(Cz; z, E(x))
 *   encoder-generator   −mean Cx(G(z)) − mean Cz(E(x)) + 10·MSE(x, G(E(x)))
 * </pre>
 * Each epoch shuffles the windows and cuts them into groups of {@code criticIterations} batches. In a group the two
 * critics learn from every batch, encoder and generator once, from the last batch and the last codes; windows that do not
 * fill a group wait for the next epoch. All networks run with dropout, except a critic inside of its penalty. This is the
 * schedule of Orion 0.7.1.
 */
final class TadGanTrainer {
    private final TadGanConfig config;
    private final TadGanNetworks networks;
    private final Backend backend;
    private final Windows windows;
    private final Rng shuffling;
    private final Rng codes;
    private final Rng interpolation;
    private final Pass pass;
    private final Optimizer criticX;
    private final Optimizer criticZ;
    private final Optimizer encoderGenerator;
    private final int batch;

    TadGanTrainer(TadGanConfig config, TadGanNetworks networks, Backend backend, Windows windows, Rng rng) {
        this.config = config;
        this.networks = networks;
        this.backend = backend;
        this.windows = windows;
        this.shuffling = rng.split();
        this.codes = rng.split();
        this.interpolation = rng.split();
        this.pass = Pass.training(rng.split());
        // A series too short for one full group is cut into a group of smaller batches.
        this.batch = Math.min(config.batch(), Math.max(1, windows.count() / config.criticIterations()));
        this.criticX = Adam.keras(networks.criticX().cells().parameters(), config.learningRate());
        this.criticZ = Adam.keras(networks.criticZ().cells().parameters(), config.learningRate());
        List<Parameter> both = new ArrayList<>(networks.encoder().cells().parameters());
        both.addAll(networks.generator().cells().parameters());
        this.encoderGenerator = Adam.keras(both, config.learningRate());
    }

    /** Trains the networks in place. */
    void train(TrainingListener listener) {
        int[] order = IntStream.range(0, windows.count()).toArray();
        int group = batch * config.criticIterations();
        int groups = Math.max(1, order.length / group);
        for (int epoch = 1; epoch <= config.epochs(); epoch++) {
            shuffling.shuffle(order);
            for (int i = 0; i < groups; i++) {
                int first = i * group;
                if (listener.cancelled()) {
                    throw new CancellationException(
                            "tadgan: training was cancelled in epoch " + epoch + " of " + config.epochs());
                }
                Map<String, Double> losses = Scope.within(() -> group(order, first));
                requireFinite(losses, epoch);
                listener.progress(new TrainingProgress(
                        epoch, config.epochs(), i + 1, groups, Collections.unmodifiableMap(losses)));
            }
        }
    }

    /** One group: the critics learn from every batch, encoder and generator from the last. */
    private Map<String, Double> group(int[] order, int first) {
        Map<String, Double> losses = new LinkedHashMap<>();
        for (int i = 0; i < config.criticIterations(); i++) {
            Tensor x = windows(order, first + i * batch);
            Tensor z = codes.normal(backend, Shape.of(batch, config.latent()), 0, 1);
            losses.put("critic x", step(criticX, () -> criticLoss(networks.criticX(), x, generated(z))));
            losses.put("critic z", step(criticZ, () -> criticLoss(networks.criticZ(), z, encoded(x))));
            if (i == config.criticIterations() - 1) {
                losses.put("encoder-generator", step(encoderGenerator, () -> encoderGeneratorLoss(x, z)));
            }
        }
        return losses;
    }

    private Tensor generated(Tensor z) {
        return constant(networks.generator(), z);
    }

    private Tensor encoded(Tensor x) {
        return constant(networks.encoder(), x);
    }

    /** What a network makes of x, as a constant; the memory that it took on the way is given back at once. */
    private Tensor constant(Layer network, Tensor x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(network.apply(x, pass.withoutGradient()));
        }
    }

    /** One step along the gradient of a loss, in a scope of its own; returns the loss. */
    private static double step(Optimizer optimizer, Supplier<Tensor> loss) {
        return Scope.within(() -> {
            Tensor value = loss.get();
            optimizer.minimize(value);
            return value.item();
        });
    }

    /** {@code −mean C(real) + mean C(fake) + 10·GP(C; real, fake)}. */
    private Tensor criticLoss(Layer critic, Tensor real, Tensor fake) {
        Tensor distance = Losses.wassersteinCritic(critic.apply(real, pass), critic.apply(fake, pass));
        Tensor penalty = GradientPenalty.of(critic, real, fake, interpolation, 1, config.penaltyWeight());
        return distance.add(penalty);
    }

    /** {@code −mean Cx(G(z)) − mean Cz(E(x)) + 10·MSE(x, G(E(x)))}; the critics are constants here. */
    private Tensor encoderGeneratorLoss(Tensor x, Tensor z) {
        Pass frozen = pass.withoutGradient();
        Tensor fake = networks.generator().apply(z, pass);
        Tensor code = networks.encoder().apply(x, pass);
        Tensor again = networks.generator().apply(code, pass);
        return Losses.wassersteinGenerator(networks.criticX().apply(fake, frozen))
                .add(Losses.wassersteinGenerator(networks.criticZ().apply(code, frozen)))
                .add(Losses.mse(again, x).mul(config.reconstructionWeight()));
    }

    /** The windows at {@code batch} places of the order; where it ends, from its start again. */
    private Tensor windows(int[] order, int first) {
        int length = windows.length();
        float[] values = new float[batch * length];
        for (int i = 0; i < batch; i++) {
            windows.copyTo(order[(first + i) % order.length], values, i * length);
        }
        return Tensor.wrap(Shape.of(batch, length, 1), backend.upload(values));
    }

    private void requireFinite(Map<String, Double> losses, int epoch) {
        losses.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new ArithmeticException("tadgan: the loss of " + name + " became " + value + " in epoch " + epoch
                        + "; lower the learning rate (" + config.learningRate() + ")");
            }
        });
    }
}
