package dev.gradus.models.ensemble;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.WindowBatches;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The training of all members at once: each epoch shuffles the windows, all but the last ones, which are kept for the validation,
 * and takes a step of Adam for each batch; the last batch may be smaller. Adam treats each weight by itself, so no member has a
 * part in what another learns.
 */
final class EnsembleTrainer implements Trainable {
    private static final String LOSS = "loss";

    private final AutoConfig config;
    private final Ensemble network;
    private final WindowBatches batches;
    private final Optimizer optimizer;
    private final Rng dropout;
    private final Pass pass;
    private final Order order;
    private final int[] kept;
    private final Map<String, String> data;

    /**
     * @param rng  the streams of the training are split from it
     * @param data what else than the settings a saved training must agree in, by name
     */
    EnsembleTrainer(
            AutoConfig config,
            Ensemble network,
            Backend backend,
            ChannelWindows windows,
            Rng rng,
            Map<String, String> data) {
        this.config = config;
        this.network = network;
        this.data = data;
        batches = new WindowBatches(windows, Domain.TIME, backend);
        optimizer = Adam.keras(network.cells().parameters(), config.training().learningRate());
        Rng shuffling = rng.split();
        dropout = rng.split();
        pass = Pass.training(dropout);
        int trained = config.training().trained(windows.count());
        order = new Order(trained, shuffling);
        kept = IntStream.range(trained, windows.count()).toArray();
    }

    @Override
    public String name() {
        return Auto.MODEL;
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
                .generator("dropout", dropout);
        order.addTo(builder);
        data.forEach(builder::setting);
        AutoFields.ofTraining(config).forEach(builder::setting);
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
        Tensor loss = network.loss(batches.of(indices, from, to), pass);
        optimizer.minimize(loss);
        return Map.of(LOSS, loss.item());
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
            sum += (end - first)
                    * Scope.within(() -> network.loss(batches.of(kept, first, end), Pass.inference())
                            .item());
        }
        return OptionalDouble.of(sum / kept.length);
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.training().learningRate() + ")";
    }
}
