package dev.gradus.engine.optim;

import dev.gradus.engine.tensor.Parameter;
import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): {@code m ← β₁m + (1 − β₁)g}, {@code v ← β₂v + (1 − β₂)g²},
 * {@code p ← p − rate/(1 − β₁ᵗ) · m/(√(v/(1 − β₂ᵗ)) + ε)}, as in the paper's algorithm and in PyTorch.
 *
 * <p>{@link #keras} puts ε elsewhere: {@code p ← p − rate·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m/(√v + ε)}. The same ε then counts for
 * more in the first steps.
 */
public final class Adam extends AdamFamily {
    /** With β₁ 0.9, β₂ 0.999 and ε 1e-8. */
    public Adam(List<Parameter> parameters, double learningRate) {
        this(parameters, learningRate, 0.9, 0.999);
    }

    /** With these decays, both in [0, 1), and ε 1e-8. */
    public Adam(List<Parameter> parameters, double learningRate, double beta1, double beta2) {
        this(parameters, learningRate, beta1, beta2, 1e-8);
    }

    /** With these decays, both in [0, 1), and this ε, not negative. */
    public Adam(List<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon) {
        this(parameters, learningRate, beta1, beta2, epsilon, false);
    }

    private Adam(List<Parameter> parameters, double rate, double beta1, double beta2, double epsilon, boolean outside) {
        super(parameters, rate, beta1, beta2, epsilon, 0, outside);
    }

    /** As Keras has it: β₁ 0.9, β₂ 0.999, ε 1e-7, added after the uncorrected root. */
    public static Adam keras(List<Parameter> parameters, double learningRate) {
        return keras(parameters, learningRate, 0.9, 0.999, 1e-7);
    }

    /** As Keras has it, with these decays and this ε. */
    public static Adam keras(
            List<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon) {
        return new Adam(parameters, learningRate, beta1, beta2, epsilon, true);
    }
}
