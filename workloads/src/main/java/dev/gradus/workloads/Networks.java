package dev.gradus.workloads;

import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Works of a network of layers: a step of Adam down the squared error, and inference. Inputs are uniform in 0 … 1. */
final class Networks {
    private Networks() {}

    /** A training step of an autoencoder, which is to make its input again. */
    static Workload step(
            String name, String what, double flops, double rate, Shape shape, Function<Init, Layer> network) {
        return step(name, what, flops, rate, shape, network, x -> x);
    }

    /** @param aim what the network is to make of its input */
    static Workload step(
            String name,
            String what,
            double flops,
            double rate,
            Shape shape,
            Function<Init, Layer> network,
            UnaryOperator<Tensor> aim) {
        return Workload.model(name, what + ", a training step", flops, backend -> {
            Rng rng = new Rng(1);
            Layer made = network.apply(new Init(backend, rng.split()));
            Tensor x = rng.uniform(backend, shape, 0, 1);
            Tensor wanted = aim.apply(x);
            Optimizer adam = new Adam(made.cells().parameters(), rate);
            Pass pass = Pass.training(rng.split());
            return () -> Steps.minimize(adam, () -> Losses.mse(made.apply(x, pass), wanted));
        });
    }

    /** What a trained network makes of an input. */
    static Workload inference(String name, String what, double flops, Shape shape, Function<Init, Layer> network) {
        return Workload.model(name, what, flops, backend -> {
            Rng rng = new Rng(1);
            Layer made = network.apply(new Init(backend, rng.split()));
            Tensor x = rng.uniform(backend, shape, 0, 1);
            return () -> Steps.inference(made, x);
        });
    }
}
