package dev.gradus.engine.optim;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;

/** Gradient descent with momentum μ, as in PyTorch: {@code v ← μ·v + g}, {@code p ← p − rate·v}. */
public final class Sgd extends Optimizer {
    private final double momentum;
    private final List<Buffer> velocities;

    /** Without momentum. */
    public Sgd(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, 0);
    }

    /** With momentum in [0, 1). */
    public Sgd(List<Parameter> parameters, double learningRate, double momentum) {
        super(parameters, learningRate);
        this.momentum = requireDecay("momentum", momentum);
        this.velocities = moments("velocity");
    }

    @Override
    protected void update(Tensor[] gradients, double rate, long step) {
        for (int i = 0; i < gradients.length; i++) {
            Parameter p = parameters().get(i);
            Backend backend = p.storage().backend();
            backend.momentumStep(
                    p.storage(), gradients[i].storage(), velocities.get(i).storage(), rate, momentum);
        }
    }
}
