package dev.gradus.workloads;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.tensor.Tensor;
import java.util.function.Supplier;

/** What the works of models have in common: each in a scope of its own. */
final class Steps {
    private Steps() {}

    /** One step of an optimiser down a loss. */
    static double minimize(Optimizer optimizer, Supplier<Tensor> loss) {
        return Scope.within(() -> {
            Tensor value = loss.get();
            optimizer.minimize(value);
            return value.item();
        });
    }

    /** Forward, and backward from the sum of the results to all parameters. */
    static double forwardBackward(Layer network, Tensor x, Pass pass) {
        return Scope.within(() -> (double)
                Gradients.of(network.apply(x, pass).sum(), network.cells().parameters()).length);
    }

    /** Forward, without recording. */
    static double inference(Layer network, Tensor x) {
        return Scope.within(() -> first(network.apply(x, Pass.inference())));
    }

    /** The first number of a tensor. */
    static double first(Tensor x) {
        return x.get(new int[x.shape().rank()]);
    }
}
