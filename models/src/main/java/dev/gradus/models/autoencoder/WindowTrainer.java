package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.autoencoder.WindowAutoencoder.Config;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.WindowBatches;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The training of an autoencoder: each epoch shuffles the windows, all but those that are kept for the validation, and takes
 * a step of Adam down {@code mean (x − d(e(x̃)))²} for each batch, where x̃ is x or a corrupted copy of it; the last batch may
 * be smaller.
 */
final class WindowTrainer implements Trainable {
    private static final String LOSS = "reconstruction";

    private final Config config;
    private final Layer network;
    private final WindowBatches batches;
    private final Optimizer optimizer;
    private final Rng noise;
    private final Rng dropout;
    private final Pass pass;
    private final Order order;
    private final int[] kept;
    private final Map<String, String> data;

    /**
     * @param rng  the streams of the training are split from it
     * @param data what else than the settings a saved training must agree in, by name
     */
    WindowTrainer(
            Config config, Layer network, Backend backend, ChannelWindows windows, Rng rng, Map<String, String> data) {
        this.config = config;
        this.network = network;
        this.data = data;
        batches = new WindowBatches(windows, config.view().domain(), backend);
        optimizer = Adam.keras(network.cells().parameters(), config.training().learningRate());
        Rng shuffling = rng.split();
        noise = rng.split();
        dropout = rng.split();
        pass = Pass.training(dropout);
        int trained = config.training().trained(windows.count());
        order = new Order(trained, shuffling);
        kept = IntStream.range(trained, windows.count()).toArray();
    }

    @Override
    public String name() {
        return config.model();
    }

    @Override
    public Cells cells() {
        return network.cells();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        Checkpoint.Builder builder = Checkpoint.builder()
                .network("network", network)
                .optimizer("adam", optimizer)
                .generator("noise", noise)
                .generator("dropout", dropout);
        order.addTo(builder);
        data.forEach(builder::setting);
        AutoencoderFields.ofTraining(config).forEach(builder::setting);
        return builder;
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        order.requirePermutation(content);
    }

    @Override
    public int begin() {
        order.shuffle();
        return (order.indices().length - 1) / config.training().batch() + 1;
    }

    @Override
    public Map<String, Double> step(int index) {
        int[] indices = order.indices();
        int from = index * config.training().batch();
        int to = Math.min(indices.length, from + config.training().batch());
        Tensor x = batches.of(indices, from, to);
        Tensor seen = config.architecture().corruption().apply(x, noise);
        Tensor loss = Losses.mse(network.apply(seen, pass), targets(x));
        optimizer.minimize(loss);
        return Map.of(LOSS, loss.item());
    }

    private Tensor targets(Tensor x) {
        return config.view().channels().targets(x);
    }

    /** The mean over the windows that were kept, however they are cut into batches. */
    @Override
    public OptionalDouble validationLoss() {
        if (kept.length == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int from = 0; from < kept.length; from += config.training().batch()) {
            int first = from;
            int end = Math.min(kept.length, from + config.training().batch());
            sum += (end - from)
                    * Scope.within(() -> {
                        Tensor x = batches.of(kept, first, end);
                        return Losses.mse(network.apply(x, Pass.inference()), targets(x))
                                .item();
                    });
        }
        return OptionalDouble.of(sum / kept.length);
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.training().learningRate() + ")";
    }
}
