package dev.gradus.models.ganomaly;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.image.ImageBatches;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.WeightAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The training of a GANomaly. With x a batch, {@code z = e(x)}, {@code x̂ = d(z)}, {@code ẑ = E(x̂)}, f the features of the
 * discriminator and h what it makes of them, a step takes one of the discriminator and one of the generator down
 * <pre>
 *   discriminator   ½·(BCE(h(f(x)), 1) + BCE(h(f(x̂)), 0)) + λ·Σ w²                    over f, h
 *   generator       w₁·adv + w₂·mean |x − x̂| + w₃·mean (z − ẑ)² + λ·Σ w²               over e, d and E
 *   adv             mean (f(x) − mean over the batch of f(x̂))²    for {@link GanomalyVariant#POOLED_64}
 *                   mean (f(x) − f(x̂))²                           for {@link GanomalyVariant#ORIGINAL_32}
 * </pre>
 * where x̂ is a constant to the discriminator, f to the generator, and w are the kernels of convolutions.
 *
 * <p>The batch's mean in the first form of {@code adv} is the article's {@code E f(G(x))}. As {@code mean (fᵢ − m)² = var f +
 * (mean f − m)²} for each feature, its gradient is that of the squared distance of the batches' mean features (Salimans et al.,
 * 2016): the deviation of single images from the mean adds a constant.
 *
 * <p>E is trained with the generator. In the Keras program it is called from within a layer for the losses, which does not
 * register it with the optimiser, so that it stays as it was drawn; there z is compared with another use of e for the score.
 */
final class GanomalyTrainer implements Trainable {
    static final String NAME = "ganomaly";

    private static final double BETA2 = 0.999;

    private final GanomalyConfig config;
    private final Backend backend;
    private final ImageBatches batches;
    private final GanomalyNetworks networks;
    private final GanomalyNetworks averaged;
    private final WeightAverage average;
    private final int stepsInPass;
    private final Layer features;
    private final Layer head;
    private final Optimizer generator;
    private final Optimizer discriminator;
    private final List<Parameter> generatorKernels;
    private final List<Parameter> discriminatorKernels;
    private final Map<String, String> data;
    // There is no dropout: what is drawn for it would not be.
    private final Pass pass = new Pass(null, Pass.Statistics.BATCH_AND_UPDATE, true);

    /**
     * Before the first step.
     *
     * @param images of the size of the configuration, at least two
     * @param data   what else than the settings a saved training must agree in, by name
     */
    GanomalyTrainer(GanomalyConfig config, Backend backend, Images images, Map<String, String> data) {
        this.config = config;
        this.backend = backend;
        this.data = data;
        Rng rng = new Rng(config.seed());
        Init init = new Init(backend, rng.split());
        networks = GanomalyNetworks.of(config, init);
        features = config.variant().plan(config).features(init);
        head = config.variant().plan(config).head(init);
        averaged = GanomalyNetworks.blank(config, backend);
        average = new WeightAverage(networks.cells(), averaged.cells(), config.averaging());
        List<Parameter> both = new ArrayList<>(features.cells().parameters());
        both.addAll(head.cells().parameters());
        generator = adam(networks.cells().parameters());
        discriminator = adam(both);
        generatorKernels = kernels(networks.cells().parameters());
        discriminatorKernels = kernels(both);
        batches = new ImageBatches(images, config.batch(), rng.split(), backend, PixelScale.SYMMETRIC);
        stepsInPass = images.count() / batches.size();
    }

    private Optimizer adam(List<Parameter> parameters) {
        return config.variant() == GanomalyVariant.POOLED_64
                ? Adam.keras(parameters, config.learningRate(), config.beta1(), BETA2, 1e-7)
                : new Adam(parameters, config.learningRate(), config.beta1(), BETA2);
    }

    private static List<Parameter> kernels(List<Parameter> parameters) {
        return parameters.stream().filter(p -> p.shape().rank() == 4).toList();
    }

    /** The networks whose weights are averages over the steps: those that score. */
    GanomalyNetworks averaged() {
        return averaged;
    }

    /** The networks as they are being trained. */
    GanomalyNetworks networks() {
        return networks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Cells cells() {
        Cells.Builder all = Cells.builder();
        networks.cells().byName().forEach(all::add);
        averaged.cells().byName().forEach((name, cell) -> all.add("averaged." + name, cell));
        return all.add("features", features).add("head", head).build();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        Checkpoint.Builder builder = Checkpoint.builder()
                .network("networks", networks.cells())
                .network("averaged", averaged.cells())
                .network("features", features)
                .network("head", head)
                .optimizer("generator", generator)
                .optimizer("discriminator", discriminator);
        batches.addTo(builder);
        data.forEach(builder::setting);
        GanomalyFormat.ofTraining(config).forEach(builder::setting);
        return builder;
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        batches.requireRestored(content);
    }

    /** Passes over the images that so many steps take; an incomplete batch is left out of a pass, the last pass may be short. */
    int epochs() {
        return (config.iterations() - 1) / stepsInPass + 1;
    }

    @Override
    public int begin() {
        return (int) Math.min(batches.begin(), config.iterations() - generator.steps());
    }

    @Override
    public Map<String, Double> step(int index) {
        Tensor x = batches.batch(index);
        GanomalyNetworks.Seen seen = networks.see(x, pass);
        Map<String, Double> losses = new LinkedHashMap<>();
        if (config.variant() == GanomalyVariant.POOLED_64) {
            discriminatorStep(x, seen.again().detach(), losses);
            generatorStep(x, seen, losses);
        } else {
            generatorStep(x, seen, losses);
            discriminatorStep(x, seen.again().detach(), losses);
        }
        return losses;
    }

    private void generatorStep(Tensor x, GanomalyNetworks.Seen seen, Map<String, Double> losses) {
        Tensor adversarial = adversarial(x, seen.again());
        Tensor contextual = Losses.mae(seen.again(), x);
        Tensor encoder = Losses.mse(seen.codeAgain(), seen.code());
        Tensor loss = adversarial
                .mul(config.adversarialWeight())
                .add(contextual.mul(config.contextualWeight()))
                .add(encoder.mul(config.encoderWeight()));
        long step = generator.steps();
        generator.minimize(penalised(loss, generatorKernels));
        average.update(step);
        losses.put("adversarial", adversarial.item());
        losses.put("contextual", contextual.item());
        losses.put("encoder", encoder.item());
    }

    private void discriminatorStep(Tensor x, Tensor again, Map<String, Double> losses) {
        losses.put("discriminator", Scope.within(() -> {
            Tensor loss = discriminatorLoss(x, again);
            discriminator.minimize(penalised(loss, discriminatorKernels));
            return loss.item();
        }));
    }

    private Tensor discriminatorLoss(Tensor x, Tensor fake) {
        Pass judging = pass.with(Pass.Statistics.BATCH);
        Tensor real = head.apply(features.apply(x, judging), judging);
        Tensor made = head.apply(features.apply(fake, judging), judging);
        return Losses.bceWithLogits(real, Tensor.full(backend, 1, real.shape()))
                .add(Losses.bceWithLogits(made, Tensor.zeros(backend, made.shape())))
                .mul(0.5);
    }

    /** Features with the statistics of each batch, as the discriminator saw them; nothing of it changes. */
    private Tensor adversarial(Tensor x, Tensor again) {
        Pass frozen = new Pass(null, Pass.Statistics.BATCH, false);
        Tensor real = features.apply(x, frozen);
        Tensor made = features.apply(again, frozen);
        if (config.variant() == GanomalyVariant.POOLED_64) {
            made = made.mean(true, 0);
        }
        return real.sub(made).square().mean();
    }

    private Tensor penalised(Tensor loss, List<Parameter> kernels) {
        if (config.kernelPenalty() == 0) {
            return loss;
        }
        Tensor sum = loss;
        for (Parameter kernel : kernels) {
            sum = sum.add(kernel.tracked().square().sum().mul(config.kernelPenalty()));
        }
        return sum;
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }
}
