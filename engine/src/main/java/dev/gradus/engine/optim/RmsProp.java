package dev.gradus.engine.optim;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;

/** RMSProp (Tieleman and Hinton, 2012): {@code s ← α·s + (1 − α)·g²}, {@code p ← p − rate·g/(√s + ε)}. */
public final class RmsProp extends Optimizer {
    private final double decay;
    private final double epsilon;
    private final List<Buffer> squares;

    /** With PyTorch's decay 0.99 and ε 1e-8. */
    public RmsProp(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, 0.99, 1e-8);
    }

    /**
     * With all numbers.
     *
     * @param decay α, in [0, 1)
     * @param epsilon ε, not negative
     */
    public RmsProp(List<Parameter> parameters, double learningRate, double decay, double epsilon) {
        super(parameters, learningRate);
        this.decay = requireDecay("decay", decay);
        this.epsilon = requireNotNegative("epsilon", epsilon);
        this.squares = moments("square");
    }

    @Override
    protected void update(Tensor[] gradients, double rate, long step) {
        for (int i = 0; i < gradients.length; i++) {
            Parameter p = parameters().get(i);
            Backend backend = p.storage().backend();
            backend.rmsPropStep(
                    p.storage(), gradients[i].storage(), squares.get(i).storage(), rate, decay, epsilon);
        }
    }
}
