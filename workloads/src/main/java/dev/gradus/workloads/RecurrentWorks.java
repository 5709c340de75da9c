package dev.gradus.workloads;

import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Recurrent layers over a whole sequence, forward, and forward and backward to their parameters; batch 64. */
final class RecurrentWorks {
    private static final int BATCH = 64;

    private RecurrentWorks() {}

    static List<Workload> all() {
        return Stream.of(
                        works(
                                "lstm",
                                "LSTM 1\u2192100, 100 steps",
                                Flops.lstm(BATCH, 100, 1, 100),
                                Flops.product(BATCH * 100, 1, 400),
                                Shape.of(BATCH, 100, 1),
                                init -> new Lstm(1, 100, init)),
                        works(
                                "lstm-both",
                                "bidirectional LSTM 128\u21922\u00b764, 100 steps",
                                2 * Flops.lstm(BATCH, 100, 128, 64),
                                2 * Flops.product(BATCH * 100, 128, 256),
                                Shape.of(BATCH, 100, 128),
                                init -> Bidirectional.lstm(128, 64, init)),
                        works(
                                "lstm-256",
                                "LSTM 64\u2192256, 50 steps",
                                Flops.lstm(BATCH, 50, 64, 256),
                                Flops.product(BATCH * 50, 64, 1024),
                                Shape.of(BATCH, 50, 64),
                                init -> new Lstm(64, 256, init)),
                        works(
                                "gru",
                                "GRU 1\u2192100, 100 steps",
                                Flops.gru(BATCH, 100, 1, 100),
                                Flops.product(BATCH * 100, 1, 300),
                                Shape.of(BATCH, 100, 1),
                                init -> new Gru(1, 100, init)))
                .flatMap(Function.identity())
                .toList();
    }

    /**
     * @param flops of the forward pass
     * @param input the gradient of the input, which is nobody's
     */
    private static Stream<Workload> works(
            String name, String what, double flops, double input, Shape shape, Function<Init, Layer> layer) {
        String described = what + ", batch " + BATCH;
        return Stream.of(
                Workload.model(name, described + ", forward", flops, backend -> {
                    Rng rng = new Rng(1);
                    Layer made = layer.apply(new Init(backend, rng.split()));
                    Tensor x = rng.uniform(backend, shape, -1, 1);
                    return () -> Steps.inference(made, x);
                }),
                Workload.model(name + "-fb", described + ", forward and backward", 3 * flops - input, backend -> {
                    Rng rng = new Rng(1);
                    Layer made = layer.apply(new Init(backend, rng.split()));
                    Tensor x = rng.uniform(backend, shape, -1, 1);
                    Pass pass = Pass.training(rng.split());
                    return () -> Steps.forwardBackward(made, x, pass);
                }));
    }
}
