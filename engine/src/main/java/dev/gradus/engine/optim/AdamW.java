package dev.gradus.engine.optim;

import dev.gradus.engine.tensor.Parameter;
import java.util.List;

/**
 * Adam with decoupled weight decay λ (Loshchilov and Hutter, 2019), as in PyTorch: {@code p ← (1 − rate·λ)·p}, then a step
 * of {@link Adam}.
 */
public final class AdamW extends AdamFamily {
    /** With β₁ 0.9, β₂ 0.999 and ε 1e-8. */
    public AdamW(List<Parameter> parameters, double learningRate, double weightDecay) {
        this(parameters, learningRate, 0.9, 0.999, 1e-8, weightDecay);
    }

    /** With all numbers: decays in [0, 1), ε and λ not negative. */
    public AdamW(
            List<Parameter> parameters,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay) {
        super(parameters, learningRate, beta1, beta2, epsilon, weightDecay, false);
    }
}
