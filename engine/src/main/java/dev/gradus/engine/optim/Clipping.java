package dev.gradus.engine.optim;

import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/** Keeps gradients from being too large. */
@FunctionalInterface
public interface Clipping {
    /** The clipped gradients; the given ones do not change. */
    Tensor[] apply(Tensor... gradients);

    /** Leaves gradients as they are. */
    static Clipping none() {
        return gradients -> gradients;
    }

    /**
     * Scales all gradients by one factor, {@code min(1, maximum/(norm + 1e-6))} as in PyTorch, norm being that of all
     * gradients together.
     *
     * @throws NonFiniteException (when clipping) if the norm is not finite
     */
    static Clipping byNorm(double maximum) {
        requirePositive(maximum);
        return gradients -> {
            double norm = norm(gradients);
            if (!(norm < Double.POSITIVE_INFINITY)) {
                throw new NonFiniteException(
                        "clip",
                        norm,
                        "clip: the gradients' norm is " + norm
                                + "; run the step in Scope.checkingFinite() to find where it comes from");
            }
            double factor = maximum / (norm + 1e-6);
            Tensor[] clipped = gradients.clone();
            for (int i = 0; i < clipped.length && factor < 1; i++) {
                clipped[i] = gradients[i].mul(factor);
            }
            return clipped;
        };
    }

    /** Brings each number of each gradient to [−bound, bound]. */
    static Clipping byValue(double bound) {
        requirePositive(bound);
        return gradients -> {
            Tensor[] clipped = new Tensor[gradients.length];
            for (int i = 0; i < clipped.length; i++) {
                clipped[i] = gradients[i].atLeast(-bound).atMost(bound);
            }
            return clipped;
        };
    }

    /** {@code √ΣΣ g²} over all numbers of all gradients. */
    static double norm(Tensor... gradients) {
        double sum = 0;
        for (Tensor gradient : Objects.requireNonNull(gradients, "clip: the gradients are null")) {
            Objects.requireNonNull(gradient, "clip: a gradient is null");
            sum += gradient.square().sum().item();
        }
        return Math.sqrt(sum);
    }

    private static void requirePositive(double bound) {
        if (!(bound > 0)) {
            throw new IllegalArgumentException("clip: the bound must be positive, got " + bound);
        }
    }
}
