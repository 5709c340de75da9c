package dev.gradus.engine.optim;

import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;

/** The step that {@link Adam} and {@link AdamW} share. The state are the moments {@code m.i} and {@code v.i}. */
abstract sealed class AdamFamily extends Optimizer permits Adam, AdamW {
    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final double weightDecay;
    private final boolean epsilonOutside;
    private final List<Buffer> first;
    private final List<Buffer> second;

    /** @param epsilonOutside whether ε is added to the root before its bias is corrected, as in Keras */
    AdamFamily(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean epsilonOutside) {
        super(parameters, learningRate);
        this.beta1 = requireDecay("beta1", beta1);
        this.beta2 = requireDecay("beta2", beta2);
        this.epsilon = requireNotNegative("epsilon", epsilon);
        this.weightDecay = requireNotNegative("weight decay", weightDecay);
        this.epsilonOutside = epsilonOutside;
        this.first = moments("m");
        this.second = moments("v");
    }

    @Override
    protected final void update(Tensor[] gradients, double rate, long step) {
        double correction1 = 1 - StrictMath.pow(beta1, step);
        double root2 = Math.sqrt(1 - StrictMath.pow(beta2, step));
        AdamStep numbers = new AdamStep(
                rate / correction1 * (epsilonOutside ? root2 : 1),
                beta1,
                beta2,
                epsilon,
                epsilonOutside ? 1 : 1 / root2,
                1 - rate * weightDecay);
        for (int i = 0; i < gradients.length; i++) {
            Parameter p = parameters().get(i);
            p.storage()
                    .backend()
                    .adamStep(
                            p.storage(),
                            gradients[i].storage(),
                            first.get(i).storage(),
                            second.get(i).storage(),
                            numbers);
        }
    }
}
