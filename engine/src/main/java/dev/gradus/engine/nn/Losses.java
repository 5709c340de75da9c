package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/** Losses: each a scalar, the mean over all elements (or over the samples, for {@link #crossEntropy}). */
public final class Losses {
    private Losses() {}

    /** Mean squared error, {@code mean (x − t)²}. */
    public static Tensor mse(Tensor x, Tensor target) {
        return difference("mse", x, target).square().mean();
    }

    /** Mean absolute error, {@code mean |x − t|}; the derivative at 0 is 0. */
    public static Tensor mae(Tensor x, Tensor target) {
        return difference("mae", x, target).abs().mean();
    }

    /**
     * Binary cross-entropy of probabilities, {@code −mean(t·log p + (1 − t)·log(1 − p))}, the logarithms not below −100 as
     * in PyTorch. Where a logarithm is cut off, its derivative is 0. {@link #bceWithLogits} is exact where p saturates
     * and should be preferred in training.
     *
     * @param p probabilities in [0, 1]
     * @param target in [0, 1], of p's shape
     */
    public static Tensor bce(Tensor p, Tensor target) {
        requireSame("bce", p, target);
        Tensor hit = target.mul(clampedLog(p));
        Tensor miss = target.neg().add(1).mul(clampedLog(p.neg().add(1)));
        return hit.add(miss).mean().neg();
    }

    /**
     * {@code max(log p, −100)}. At 0 the logarithm's derivative is infinite, and infinite times the cut-off's 0 would be
     * NaN; so where p is 0 its place is taken by 1, and the −100 is put in afterwards.
     */
    private static Tensor clampedLog(Tensor p) {
        Tensor zero = p.detach().equal(Tensor.zeros(p.backend(), Shape.SCALAR));
        return p.add(zero).log().add(zero.mul(-100)).atLeast(-100);
    }

    /**
     * Binary cross-entropy of {@code p = σ(x)}, computed without overflow or cancellation from
     * {@code −log σ(x) = softplus(−x)}: {@code mean(t·softplus(−x) + (1 − t)·softplus(x))}.
     *
     * @param x logits, any numbers
     * @param target in [0, 1], of x's shape
     */
    public static Tensor bceWithLogits(Tensor x, Tensor target) {
        requireSame("bce_with_logits", x, target);
        Tensor hit = target.mul(x.neg().softplus());
        Tensor miss = target.neg().add(1).mul(x.softplus());
        return hit.add(miss).mean();
    }

    /**
     * Cross-entropy of a choice among classes, {@code −mean log softmax(x)[label]}.
     *
     * @param logits {@code [n, classes]}
     * @param labels n numbers from 0 to classes − 1
     */
    public static Tensor crossEntropy(Tensor logits, int... labels) {
        Sizes.given("cross_entropy", "prediction", logits);
        Sizes.given("cross_entropy", "array of labels", labels);
        if (logits.shape().rank() != 2 || logits.dim(0) != labels.length) {
            throw new ShapeException("cross_entropy: logits " + logits.shape() + " and " + labels.length
                    + " labels do not fit; expected [" + labels.length + ", classes]");
        }
        int classes = logits.dim(1);
        int[] index = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("cross_entropy: label " + labels[i] + " of sample " + i
                        + " is not one of the classes 0 to " + (classes - 1));
            }
            index[i] = i * classes + labels[i];
        }
        return logits.logSoftmax(1)
                .gather(index, Shape.of(labels.length))
                .mean()
                .neg();
    }

    /**
     * What a Wasserstein critic minimises (Arjovsky et al., 2017): {@code mean C(fake) − mean C(real)}.
     *
     * @param real the critic's values of real samples
     * @param fake the critic's values of generated samples
     */
    public static Tensor wassersteinCritic(Tensor real, Tensor fake) {
        Sizes.given("wasserstein", "value of real samples", real);
        Sizes.given("wasserstein", "value of generated samples", fake);
        return fake.mean().sub(real.mean());
    }

    /** What the generator against a Wasserstein critic minimises: {@code −mean C(fake)}. */
    public static Tensor wassersteinGenerator(Tensor fake) {
        Sizes.given("wasserstein", "value of generated samples", fake);
        return fake.mean().neg();
    }

    private static Tensor difference(String name, Tensor x, Tensor target) {
        requireSame(name, x, target);
        return x.sub(target);
    }

    /** Losses do not broadcast: [64] against [64, 1] would be 4096 differences and is always a mistake. */
    private static void requireSame(String name, Tensor x, Tensor target) {
        Sizes.given(name, "prediction", x);
        Sizes.given(name, "target", target);
        if (!x.shape().equals(target.shape())) {
            throw new ShapeException(name + ": prediction " + x.shape() + " and target " + target.shape()
                    + " differ in shape; reshape one of them");
        }
    }
}
