package dev.gradus.engine.io;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.AdamW;
import dev.gradus.engine.optim.Clipping;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.RmsProp;
import dev.gradus.engine.optim.Schedule;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A training of seconds with everything that must be carried on: an LSTM, dropout of three sorts, running statistics, an
 * order that is shuffled again and again, an optimiser with a schedule and clipping. Run as a program, it goes on with a
 * saved one.
 */
final class SmallTraining {
    /** By name: every optimiser, each with another schedule. */
    static final Map<String, Function<List<Parameter>, Optimizer>> OPTIMIZERS = optimizers();

    private static final int EXAMPLES = 22;
    private static final int BATCH = 8;

    final Checkpoint checkpoint;
    final Layer network;
    final Optimizer optimizer;
    final Rng shuffling;
    final Rng dropout;
    final int[] order = new int[EXAMPLES];
    private final Backend backend;
    private final Tensor x;
    private final Tensor y;

    /** One that starts, or that is to be loaded; the seed is that of the first weights and of the generators. */
    SmallTraining(Backend backend, String optimizer, long seed) {
        Rng rng = new Rng(seed);
        Rng data = new Rng(99);
        Init init = new Init(backend, rng.split());
        this.backend = backend;
        this.network = Sequential.of(
                Bidirectional.lstm(2, 4, 0.2, 0.3, init).lastStates(),
                new BatchNorm(8, init),
                Activations.leakyRelu(0.2),
                new Dropout(0.3),
                new Dense(8, 1, init));
        this.optimizer = OPTIMIZERS.get(optimizer).apply(network.cells().parameters());
        this.shuffling = rng.split();
        this.dropout = rng.split();
        this.x = data.uniform(backend, Shape.of(EXAMPLES, 5, 2), -1, 1);
        this.y = x.sum(1).sum(1).reshape(EXAMPLES, 1);
        Arrays.setAll(order, i -> i);
        this.checkpoint = Checkpoint.builder()
                .network("network", network)
                .optimizer("optimizer", this.optimizer)
                .generator("shuffling", shuffling)
                .generator("dropout", dropout)
                .array("order", order)
                .setting("batch", BATCH)
                .setting("optimizer", optimizer)
                .build();
    }

    private static Map<String, Function<List<Parameter>, Optimizer>> optimizers() {
        Map<String, Function<List<Parameter>, Optimizer>> all = new LinkedHashMap<>();
        all.put("momentum", p -> new Sgd(p, 0.02, 0.9).schedule(Schedule.steps(0.02, 7, 0.5)));
        all.put("rmsprop", p -> new RmsProp(p, 0.01).schedule(Schedule.exponential(0.01, 0.97)));
        all.put(
                "adam",
                p -> new Adam(p, 0.01).schedule(Schedule.cosine(0.01, 0.001, 25).afterWarmUp(12)));
        all.put("keras", p -> Adam.keras(p, 0.01).clip(Clipping.byValue(0.1)));
        all.put("adamw", p -> new AdamW(p, 0.01, 0.1).clip(Clipping.byNorm(0.5)));
        return all;
    }

    /** Trains until so many epochs are complete. */
    SmallTraining trainTo(int epochs) {
        while (checkpoint.epoch() < epochs) {
            shuffling.shuffle(order);
            double loss = 0;
            for (int first = 0; first + BATCH <= EXAMPLES; first += BATCH) {
                int[] batch = Arrays.copyOfRange(order, first, first + BATCH);
                loss += Scope.within(() -> step(batch));
            }
            checkpoint.completeEpoch(Map.of("loss", loss, "last rate", optimizer.learningRate()));
        }
        return this;
    }

    private double step(int[] batch) {
        Tensor[] inputs = new Tensor[batch.length];
        Tensor[] targets = new Tensor[batch.length];
        for (int i = 0; i < batch.length; i++) {
            inputs[i] = x.slice(0, batch[i], batch[i] + 1);
            targets[i] = y.slice(0, batch[i], batch[i] + 1);
        }
        Tensor loss =
                Losses.mse(network.apply(Tensor.concat(0, inputs), Pass.training(dropout)), Tensor.concat(0, targets));
        optimizer.minimize(loss);
        return loss.item();
    }

    /** The name of a file in a folder. */
    static Path file(Path folder, String backend, String optimizer, int epochs) {
        return folder.resolve(backend + "-" + optimizer + "-" + epochs + ".safetensors");
    }

    /**
     * Goes on with every training of a folder from epoch 5 to 10.
     *
     * @param args the folder, then the names of backends
     */
    public static void main(String[] args) throws IOException {
        for (String backend : Arrays.asList(args).subList(1, args.length)) {
            for (String name : OPTIMIZERS.keySet()) {
                SmallTraining training = new SmallTraining(TestBackends.named(backend, 2), name, 8);
                training.checkpoint.load(file(Path.of(args[0]), backend, name, 5));
                training.trainTo(10).checkpoint.save(file(Path.of(args[0]), backend, name, 10));
            }
        }
    }
}
