package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.autoencoder.SequenceAutoencoder.Config;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The training of a sequence autoencoder: with e the encoder, r and p the decoders, x a batch of sequences and y what follows
 * it, a step of Adam down {@code mean (x − r(e(x)))² + mean (y − p(e(x)))²}, or the part of it that was asked for.
 */
final class SequenceTrainer implements Trainable {
    private final Config config;
    private final SequenceNetworks networks;
    private final Backend backend;
    private final Sequences x;
    private final Sequences y;
    private final Optimizer optimizer;
    private final Order order;
    private final Pass pass;

    /** @param y what is predicted, or {@code null} */
    SequenceTrainer(Config config, SequenceNetworks networks, Backend backend, Sequences x, Sequences y, Rng rng) {
        this.config = config;
        this.networks = networks;
        this.backend = backend;
        this.x = x;
        this.y = y;
        optimizer = Adam.keras(networks.cells().parameters(), config.learningRate());
        order = new Order(x.count(), rng.split());
        pass = Pass.training(rng.split());
    }

    @Override
    public String name() {
        return Config.MODEL;
    }

    @Override
    public Cells cells() {
        return networks.cells();
    }

    @Override
    public Checkpoint.Builder checkpoint() {
        Checkpoint.Builder builder = Checkpoint.builder()
                .network("network", networks.cells())
                .optimizer("adam", optimizer)
                .setting("objective", config.objective())
                .setting("encoder", config.encoder())
                .setting("decoder", config.decoder())
                .setting("units", config.units())
                .setting("activation", config.activation())
                .setting("batch", config.batch())
                .setting("learningRate", config.learningRate())
                .setting("seed", config.seed())
                .setting("backend", backend.name())
                .setting("sequences", x + " " + Arrays.hashCode(x.values()))
                .setting("following", y == null ? "none" : y + " " + Arrays.hashCode(y.values()));
        order.addTo(builder);
        return builder;
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        order.requirePermutation(content);
    }

    @Override
    public int begin() {
        order.shuffle();
        return (x.count() - 1) / config.batch() + 1;
    }

    @Override
    public Map<String, Double> step(int index) {
        int from = index * config.batch();
        int to = Math.min(x.count(), from + config.batch());
        Tensor read = x.tensor(backend, order.indices(), from, to);
        Tensor code = networks.encoder().apply(read, pass);
        Map<String, Tensor> losses = new LinkedHashMap<>();
        if (networks.reconstructor() != null) {
            losses.put("reconstruction", Losses.mse(networks.reconstructor().apply(code, pass), read));
        }
        if (networks.predictor() != null) {
            Tensor next = y.tensor(backend, order.indices(), from, to);
            losses.put("prediction", Losses.mse(networks.predictor().apply(code, pass), next));
        }
        optimizer.minimize(losses.values().stream().reduce(Tensor::add).orElseThrow());
        Map<String, Double> values = new LinkedHashMap<>();
        losses.forEach((name, loss) -> values.put(name, loss.item()));
        return values;
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }

    TrainedSequences trained() {
        return new TrainedSequences(networks, backend, x.time(), x.features());
    }
}
