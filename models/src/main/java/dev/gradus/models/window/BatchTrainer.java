package dev.gradus.models.window;

import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Trainable;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The training of one network on windows: each epoch shuffles them, all but the last ones, which are kept for the validation, and takes
 * a step of Adam for each batch; the last batch may be smaller.
 */
public final class BatchTrainer implements Trainable {
    /** What is minimised: the mean over a batch. */
    @FunctionalInterface
    public interface Objective {
        /**
         * Of the windows {@code indices[from … to − 1]}.
         *
         * @param pass of training; or of inference, for the validation
         */
        Tensor loss(int[] indices, int from, int to, Pass pass);
    }

    /**
     * What is done.
     *
     * @param model        name of the model
     * @param loss         name of its loss
     * @param windows      how many there are
     * @param trained      how many of them, the first, are trained on
     * @param batch        windows in a step
     * @param learningRate of Adam, as Keras has it
     */
    public record Plan(String model, String loss, int windows, int trained, int batch, double learningRate) {}

    private final Plan plan;
    private final Layer network;
    private final Objective objective;
    private final Rng dropout;
    private final Map<String, Rng> generators;
    private final Map<String, String> settings;
    private final Optimizer optimizer;
    private final Pass pass;
    private final Order order;
    private final int[] kept;

    /**
     * Before the first step.
     *
     * @param shuffling  shuffles the windows
     * @param dropout    draws what is dropped
     * @param generators what else is random in the objective, by name
     * @param settings   what a saved training must agree in, by name
     */
    public BatchTrainer(
            Plan plan,
            Layer network,
            Objective objective,
            Rng shuffling,
            Rng dropout,
            Map<String, Rng> generators,
            Map<String, String> settings) {
        this.plan = plan;
        this.network = network;
        this.objective = objective;
        this.dropout = dropout;
        this.generators = Map.copyOf(generators);
        this.settings = settings;
        optimizer = Adam.keras(network.cells().parameters(), plan.learningRate());
        pass = Pass.training(dropout);
        order = new Order(plan.trained(), shuffling);
        kept = IntStream.range(plan.trained(), plan.windows()).toArray();
    }

    @Override
    public String name() {
        return plan.model();
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
        generators.forEach(builder::generator);
        order.addTo(builder);
        settings.forEach(builder::setting);
        return builder;
    }

    @Override
    public void requireRestored(SafeTensors content) throws ModelFileException {
        order.requirePermutation(content);
    }

    @Override
    public int begin() {
        order.shuffle();
        return (order.indices().length - 1) / plan.batch() + 1;
    }

    @Override
    public Map<String, Double> step(int index) {
        int[] indices = order.indices();
        int from = index * plan.batch();
        Tensor loss = objective.loss(indices, from, Math.min(indices.length, from + plan.batch()), pass);
        optimizer.minimize(loss);
        return Map.of(plan.loss(), loss.item());
    }

    /** The mean over the windows that were kept, however they are cut into batches. */
    @Override
    public OptionalDouble validationLoss() {
        if (kept.length == 0) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int from = 0; from < kept.length; from += plan.batch()) {
            int first = from;
            int end = Math.min(kept.length, from + plan.batch());
            sum += (end - first)
                    * Scope.within(() ->
                            objective.loss(kept, first, end, Pass.inference()).item());
        }
        return OptionalDouble.of(sum / kept.length);
    }

    @Override
    public String remedy() {
        return "lower the learning rate (" + plan.learningRate() + ")";
    }
}
