package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.series.Windows;
import dev.gradus.models.training.Trainable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

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
final class TadGanTrainer implements Trainable {
    private static final String CRITIC_X = "critic x";
    private static final String CRITIC_Z = "critic z";
    private static final String ENCODER_GENERATOR = "encoder-generator";

    private final TadGanConfig config;
    private final Backend backend;
    private final Windows windows;
    private final TadGanState state;
    private final TadGanNetworks networks;
    private final Pass pass;
    private final int batch;

    TadGanTrainer(TadGanConfig config, Backend backend, Windows windows, TadGanState state) {
        this.config = config;
        this.backend = backend;
        this.windows = windows;
        this.state = state;
        this.networks = state.networks();
        this.pass = Pass.training(state.dropout());
        // A series too short for one full group is cut into a group of smaller batches.
        this.batch = Math.min(config.batch(), Math.max(1, windows.count() / config.criticIterations()));
    }

    @Override
    public String name() {
        return TadGanFormat.MODEL;
    }

    @Override
    public Cells cells() {
        return networks.cells();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        return state.checkpoint();
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        state.order().requirePermutation(content);
    }

    @Override
    public int begin() {
        state.order().shuffle();
        return Math.max(1, windows.count() / (batch * config.criticIterations()));
    }

    /** A step of the training is a group. */
    @Override
    public Map<String, Double> step(int index) {
        return group(state.order().indices(), index * batch * config.criticIterations());
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }

    /** One group: the critics learn from every batch, encoder and generator from the last. */
    private Map<String, Double> group(int[] order, int first) {
        Map<String, Double> losses = new LinkedHashMap<>();
        for (int i = 0; i < config.criticIterations(); i++) {
            Tensor x = windows(order, first + i * batch);
            Tensor z = state.codes().normal(backend, Shape.of(batch, config.latent()), 0, 1);
            step(losses, CRITIC_X, state.criticX(), () -> criticLoss(networks.criticX(), x, generated(z)));
            step(losses, CRITIC_Z, state.criticZ(), () -> criticLoss(networks.criticZ(), z, encoded(x)));
            if (i == config.criticIterations() - 1) {
                step(losses, ENCODER_GENERATOR, state.encoderGenerator(), () -> encoderGeneratorLoss(x, z));
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

    /** One step along the gradient of a loss, in a scope of its own; notes the loss. */
    private void step(Map<String, Double> losses, String name, Optimizer optimizer, Supplier<Tensor> loss) {
        try {
            losses.put(name, Scope.within(() -> {
                Tensor value = loss.get();
                optimizer.minimize(value);
                return value.item();
            }));
        } catch (NonFiniteException e) {
            throw e.during("met by " + name);
        }
    }

    /** {@code −mean C(real) + mean C(fake) + 10·GP(C; real, fake)}. */
    private Tensor criticLoss(Layer critic, Tensor real, Tensor fake) {
        Tensor distance = Losses.wassersteinCritic(critic.apply(real, pass), critic.apply(fake, pass));
        Tensor penalty = GradientPenalty.of(critic, real, fake, state.interpolation(), 1, config.penaltyWeight());
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
}
