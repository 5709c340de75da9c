package dev.gradus.models.dcgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.image.ImageBatches;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.WeightAverage;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The adversarial training of a DCGAN. With x a batch of images, z ~ N(0, 1) as many codes, σ the logistic function and means
 * over the batch, each step minimises two losses, each by the network that it names:
 * <pre>
 *   discriminator   −mean log σ(D(x)) − mean log(1 − σ(D(G(z))))
 *   generator       −mean log σ(D(G(z)))
 * </pre>
 * with the same generated images, and for the second the discriminator as the first left it. Both networks run in training
 * mode: with the statistics of the batch, and dropout. After each step the averages of the generator's weights take in the new
 * ones.
 */
final class DcganTrainer implements Trainable {
    static final String DISCRIMINATOR = "discriminator";
    static final String GENERATOR = "generator";

    private static final String AVERAGED = "averaged";

    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-7;

    private final DcganConfig config;
    private final Backend backend;
    private final DcganNetworks networks;
    private final DcganNetworks averaged;
    private final WeightAverage average;
    private final ImageBatches batches;
    private final Optimizer generator;
    private final Optimizer discriminator;
    private final Rng codes;
    private final Rng dropout;
    private final Pass pass;
    private final Map<String, String> data;

    /** @param data what else than the settings a saved training must agree in, by name */
    DcganTrainer(DcganConfig config, Backend backend, Images images, Map<String, String> data) {
        this.config = config;
        this.backend = backend;
        this.data = data;
        Rng rng = new Rng(config.seed());
        networks = DcganNetworks.of(config, new Init(backend, rng.split()));
        averaged = networks.withBlankGenerator(config, backend);
        average = new WeightAverage(
                networks.generator().cells(), averaged.generator().cells(), config.averaging());
        batches = new ImageBatches(images, config.batch(), rng.split(), backend, PixelScale.SYMMETRIC);
        codes = rng.split();
        dropout = rng.split();
        pass = Pass.training(dropout);
        generator = adam(networks.generator());
        discriminator = adam(networks.discriminator());
    }

    private Optimizer adam(Layer network) {
        return Adam.keras(network.cells().parameters(), config.learningRate(), config.beta1(), BETA2, EPSILON);
    }

    /** The discriminator, and a generator whose weights are averages over the steps: the one that is used afterwards. */
    DcganNetworks averaged() {
        return averaged;
    }

    @Override
    public String name() {
        return Dcgan.MODEL;
    }

    @Override
    public Cells cells() {
        Cells.Builder all = Cells.builder();
        networks.cells().byName().forEach(all::add);
        return all.add(AVERAGED, averaged.generator()).build();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        Checkpoint.Builder builder = batches.addTo(Checkpoint.builder())
                .network("networks", networks.cells())
                .network(AVERAGED, averaged.generator().cells())
                .optimizer("generator", generator)
                .optimizer("discriminator", discriminator)
                .generator("codes", codes)
                .generator("dropout", dropout);
        data.forEach(builder::setting);
        DcganFields.ofTraining(config).forEach(builder::setting);
        return builder;
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        batches.requireRestored(content);
    }

    @Override
    public int begin() {
        return batches.begin();
    }

    @Override
    public Map<String, Double> step(int index) {
        Tensor real = batches.batch(index);
        Tensor z = codes.normal(backend, Shape.of(batches.size(), config.noise()), 0, 1);
        Tensor fake = networks.generator().apply(z, pass);
        Tensor ones = Tensor.full(backend, 1, Shape.of(batches.size(), 1));
        Tensor zeros = Tensor.zeros(backend, ones.shape());
        Map<String, Double> losses = new LinkedHashMap<>();

        Tensor critical = Losses.bceWithLogits(networks.discriminator().apply(real, pass), ones)
                .add(Losses.bceWithLogits(networks.discriminator().apply(fake.detach(), pass), zeros));
        discriminator.minimize(critical);
        losses.put(DISCRIMINATOR, critical.item());

        Tensor creative = Losses.bceWithLogits(networks.discriminator().apply(fake, pass.withoutGradient()), ones);
        long step = generator.steps();
        generator.minimize(creative);
        average.update(step);
        losses.put(GENERATOR, creative.item());
        return losses;
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }
}
