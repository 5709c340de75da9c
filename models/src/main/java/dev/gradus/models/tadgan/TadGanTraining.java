package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The adversarial training of TadGAN, step by step. With x a batch of windows {@code [batch, T, C]}, y the channels of it that are
 * reconstructed {@code [batch, T, K]} (of one channel, y is x), z ~ N(0, 1) a batch of
 * codes {@code [batch, L]} and GP the gradient penalty of Gulrajani et al. (2017), three losses are minimised in turn, each
 * by the networks it names:
 * <pre>
 *   critic x            −mean Cx(y) + mean Cx(G(z)) + 10·GP(Cx; y, G(z))
 *   critic z            −mean Cz(z) + mean Cz(E(x)) + 10·GP(Cz; z, E(x))
 *   encoder-generator   −mean Cx(G(z)) − mean Cz(E(x)) + 10·MSE(y, G(E(x)))
 * </pre>
 * A group is {@code criticIterations} batches: the two critics learn from each, encoder and generator once, from the last
 * batch and the last codes. All networks run with dropout, except a critic inside of its penalty. This is the schedule of
 * Orion 0.7.1, and what {@link TadGan#fit} does with the batches of a series; here anyone may bring batches of their own.
 *
 * <p>{@link Procedure#FOUR_PHASES} has four losses, each minimised by an optimiser of its own:
 * <pre>
 *   critic x     mean Cx(G(z)) − mean Cx(y) + √Σ∇²
 *   critic z     mean Cz(E(x)) − mean Cz(z) + √Σ∇²
 *   encoder      MSE(y, G(E(x))) + mean Cx(y) − mean Cx(G(z))
 *   generator    MSE(y, G(E(x))) + mean Cz(E(x)) − mean Cz(z)
 * </pre>
 * where ∇ is the gradient of the critic's mean over random points between real and fake samples with respect to all of these
 * points together: it aims at 0, not at 1. The implementations that it is known from detach the penalty, so that it changes
 * nothing; here it is differentiated. The last two terms of the encoder's loss do not depend on the encoder, and those of the
 * generator's not on the generator: no step of theirs is influenced by them, and both learn from the reconstruction alone. The
 * terms are in the losses that are reported, and are not differentiated.
 *
 * <p>A training changes its networks: it belongs to one thread.
 */
public final class TadGanTraining {
    private static final String CRITIC_X = "critic x";
    private static final String CRITIC_Z = "critic z";
    private static final String ENCODER_GENERATOR = "encoder-generator";
    private static final String ENCODER = "encoder";
    private static final String GENERATOR = "generator";

    private final TadGanConfig config;
    private final Backend backend;
    private final TadGanState state;
    private final TadGanNetworks networks;
    private final Pass pass;

    /** Before its first step, with networks and generators drawn from the configuration's seed. */
    public TadGanTraining(TadGanConfig config, Backend backend) {
        this(
                Objects.requireNonNull(config, "tadgan: the configuration is null"),
                Objects.requireNonNull(backend, "tadgan: the backend is null"),
                new TadGanState(config, backend, 1, Map.of()));
    }

    /** Goes on from a state, which it changes. */
    TadGanTraining(TadGanConfig config, Backend backend, TadGanState state) {
        this.config = config;
        this.backend = backend;
        this.state = state;
        this.networks = state.networks();
        this.pass = Pass.training(state.dropout());
    }

    /** E, {@code [batch, T, C] → [batch, L]}. */
    public Layer encoder() {
        return networks.encoder();
    }

    /** G, {@code [batch, L] → [batch, T, K]}. */
    public Layer generator() {
        return networks.generator();
    }

    /** Cx, {@code [batch, T, K] → [batch, 1]}. */
    public Layer criticX() {
        return networks.criticX();
    }

    /** Cz, {@code [batch, L] → [batch, 1]}. */
    public Layer criticZ() {
        return networks.criticZ();
    }

    /** How the networks run in a step: dropout from the training's own generator, parameters tracked. */
    public Pass pass() {
        return pass;
    }

    /**
     * One group: a step of each critic for every batch, then one of encoder and generator.
     *
     * @param batches one for each of the {@code criticIterations}, {@code [batch, T, C]}
     * @return the last loss of each of the three, by name
     */
    public Map<String, Double> group(Tensor... batches) {
        Objects.requireNonNull(batches, "tadgan: the batches are null");
        if (batches.length != config.criticIterations()) {
            throw new IllegalArgumentException("tadgan: a group takes " + config.criticIterations() + " batches, got "
                    + batches.length + "; give one for each of the criticIterations");
        }
        for (Tensor batch : batches) {
            Objects.requireNonNull(batch, "tadgan: a batch is null");
        }
        return Scope.within(() -> group(i -> batches[i]));
    }

    /** One group of the batches with the numbers 0, 1, …, each made when its turn comes. */
    Map<String, Double> group(IntFunction<Tensor> batches) {
        Map<String, Double> losses = new LinkedHashMap<>();
        for (int i = 0; i < config.criticIterations(); i++) {
            Tensor x = batches.apply(i);
            Tensor z = codes(x);
            losses.put(
                    CRITIC_X,
                    step(CRITIC_X, state.criticX(), () -> criticLoss(networks.criticX(), targets(x), generated(z))));
            losses.put(CRITIC_Z, step(CRITIC_Z, state.criticZ(), () -> criticLoss(networks.criticZ(), z, encoded(x))));
            if (i == config.criticIterations() - 1) {
                losses.put(
                        ENCODER_GENERATOR,
                        step(ENCODER_GENERATOR, state.encoderGenerator(), () -> encoderGeneratorLoss(x, z)));
            }
        }
        return losses;
    }

    /** The first phases of {@link Procedure#FOUR_PHASES}: a step of each critic. */
    Map<String, Double> criticPhases(Tensor x) {
        Tensor z = codes(x);
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put(
                CRITIC_X,
                step(CRITIC_X, state.criticX(), () -> flatCriticLoss(networks.criticX(), targets(x), generated(z))));
        losses.put(CRITIC_Z, step(CRITIC_Z, state.criticZ(), () -> flatCriticLoss(networks.criticZ(), z, encoded(x))));
        return losses;
    }

    /** The last phases of {@link Procedure#FOUR_PHASES}: a step of the encoder, then one of the generator. */
    Map<String, Double> makerPhases(Tensor x) {
        Tensor z = codes(x);
        Map<String, Double> losses = new LinkedHashMap<>();
        losses.put(
                ENCODER,
                step(
                        ENCODER,
                        state.encoder(),
                        () -> reconstructionLoss(x).add(distance(networks.criticX(), generated(z), targets(x)))));
        losses.put(
                GENERATOR,
                step(
                        GENERATOR,
                        state.generator(),
                        () -> reconstructionLoss(x).add(distance(networks.criticZ(), z, encoded(x)))));
        return losses;
    }

    private Tensor targets(Tensor x) {
        return config.view().channels().targets(x);
    }

    private Tensor codes(Tensor x) {
        return state.codes().normal(backend, Shape.of(x.dim(0), config.latent()), 0, 1);
    }

    /** {@code mean C(fake) − mean C(real) + √Σ∇²}, the penalty without dropout. */
    private Tensor flatCriticLoss(Layer critic, Tensor real, Tensor fake) {
        Tensor distance = Losses.wassersteinCritic(critic.apply(real, pass), critic.apply(fake, pass));
        Tensor between = GradientPenalty.interpolate(real, fake, state.interpolation());
        Tensor norms = GradientPenalty.inputNorms(u -> critic.apply(u, Pass.penalty()), between);
        // The norm over the whole batch of the gradient of the mean, from the norms of the samples.
        Tensor squared = norms.square().sum();
        Tensor flat = squared.detach().equal(Tensor.zeros(backend, Shape.SCALAR));
        return distance.add(squared.add(flat).sqrt().sub(flat).mul(1.0 / real.dim(0)));
    }

    /** {@code MSE(y, G(E(x)))}. */
    private Tensor reconstructionLoss(Tensor x) {
        return Losses.mse(networks.generator().apply(networks.encoder().apply(x, pass), pass), targets(x));
    }

    /** {@code mean C(second) − mean C(first)}, a constant. */
    private Tensor distance(Layer critic, Tensor first, Tensor second) {
        Pass frozen = pass.withoutGradient();
        return critic.apply(second, frozen)
                .mean()
                .sub(critic.apply(first, frozen).mean());
    }

    /**
     * One step of the critic of windows.
     *
     * @param real windows {@code [batch, T, K]}
     * @param fake generated ones, as many
     * @return the loss before the step
     */
    public double stepCriticX(Tensor real, Tensor fake) {
        return criticStep(CRITIC_X, networks.criticX(), state.criticX(), real, fake);
    }

    /**
     * One step of the critic of codes.
     *
     * @param real codes {@code [batch, L]}
     * @param fake encoded ones, as many
     * @return the loss before the step
     */
    public double stepCriticZ(Tensor real, Tensor fake) {
        return criticStep(CRITIC_Z, networks.criticZ(), state.criticZ(), real, fake);
    }

    private double criticStep(String name, Layer critic, Optimizer optimizer, Tensor real, Tensor fake) {
        Objects.requireNonNull(real, "tadgan: the batch of real samples is null");
        Objects.requireNonNull(fake, "tadgan: the batch of generated samples is null");
        return step(name, optimizer, () -> criticLoss(critic, real, fake));
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
    private double step(String name, Optimizer optimizer, Supplier<Tensor> loss) {
        try {
            return Scope.within(() -> {
                Tensor value = loss.get();
                optimizer.minimize(value);
                return value.item();
            });
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

    /** {@code −mean Cx(G(z)) − mean Cz(E(x)) + 10·MSE(y, G(E(x)))}; the critics are constants here. */
    private Tensor encoderGeneratorLoss(Tensor x, Tensor z) {
        Pass frozen = pass.withoutGradient();
        Tensor fake = networks.generator().apply(z, pass);
        Tensor code = networks.encoder().apply(x, pass);
        Tensor again = networks.generator().apply(code, pass);
        return Losses.wassersteinGenerator(networks.criticX().apply(fake, frozen))
                .add(Losses.wassersteinGenerator(networks.criticZ().apply(code, frozen)))
                .add(Losses.mse(again, targets(x)).mul(config.reconstructionWeight()));
    }

    /** What to do where a loss diverges. */
    String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }
}
