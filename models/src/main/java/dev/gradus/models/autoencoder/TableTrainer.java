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
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.autoencoder.TableAutoencoder.Config;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** The training of an autoencoder of rows: steps of Adam down {@code mean (x − d(e(x̃)))²} of scaled rows x. */
final class TableTrainer implements Trainable {
    private final Config config;
    private final Layer network;
    private final Backend backend;
    private final TableScaler scaler;
    private final double[] rows;
    private final Optimizer optimizer;
    private final Order order;
    private final int[] kept;
    private final Rng noise;
    private final Rng dropout;
    private final Pass pass;

    /** @param rows scaled, row-major {@code [rows, columns]} */
    TableTrainer(Config config, Layer network, Backend backend, TableScaler scaler, double[] rows, Rng rng) {
        this.config = config;
        this.network = network;
        this.backend = backend;
        this.scaler = scaler;
        this.rows = rows;
        optimizer = Adam.keras(network.cells().parameters(), config.learningRate());
        int count = rows.length / scaler.columns();
        int trained = Math.max(1, (int) ((1 - config.validation()) * count));
        order = new Order(trained, rng.split());
        kept = IntStream.range(trained, count).toArray();
        noise = rng.split();
        dropout = rng.split();
        pass = Pass.training(dropout);
    }

    @Override
    public String name() {
        return Config.MODEL;
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
                .generator("dropout", dropout)
                .setting("units", config.units())
                .setting("tied", config.tied())
                .setting("dropout", config.dropout())
                .setting("corruption", config.corruption())
                .setting("batch", config.batch())
                .setting("learningRate", config.learningRate())
                .setting("validation", config.validation())
                .setting("seed", config.seed())
                .setting("backend", backend.name())
                .setting("rows", rows.length / scaler.columns() + " of hash " + Arrays.hashCode(rows))
                .setting("columns", scaler.scalers());
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
        return (order.indices().length - 1) / config.batch() + 1;
    }

    @Override
    public Map<String, Double> step(int index) {
        int[] indices = order.indices();
        int from = index * config.batch();
        Tensor x = tensor(indices, from, (int) Math.min(indices.length, (long) from + config.batch()));
        Tensor seen = config.corruption().apply(x, noise);
        Tensor loss = Losses.mse(network.apply(seen, pass), x);
        optimizer.minimize(loss);
        return Map.of("reconstruction", loss.item());
    }

    @Override
    public OptionalDouble validationLoss() {
        if (kept.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Scope.within(() -> {
            Tensor x = tensor(kept, 0, kept.length);
            return Losses.mse(network.apply(x, Pass.inference()), x).item();
        }));
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + config.learningRate() + ")";
    }

    TrainedTable trained() {
        return new TrainedTable(network, backend, scaler);
    }

    private Tensor tensor(int[] indices, int from, int to) {
        int columns = scaler.columns();
        double[] batch = new double[(to - from) * columns];
        for (int i = from; i < to; i++) {
            System.arraycopy(rows, indices[i] * columns, batch, (i - from) * columns, columns);
        }
        return Tensor.of(backend, batch, Shape.of(to - from, columns));
    }
}
