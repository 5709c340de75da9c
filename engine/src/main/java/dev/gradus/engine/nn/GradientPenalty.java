package dev.gradus.engine.nn;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/**
 * The gradient penalty of a Wasserstein critic (Gulrajani et al., 2017):
 * {@code weight · mean over the batch of (‖∂C(u)/∂u‖₂ − centre)²}, at points {@code u = α·real + (1 − α)·fake} with one
 * {@code α ~ U(0, 1)} for each sample. The norm is over all axes but the first, without an ε under the root. The penalty
 * is recorded, so that the critic's parameters can be trained on it: a derivative of a derivative.
 *
 * <p>The critic is evaluated with {@link Pass#penalty()}: no dropout, running statistics. It must treat samples
 * independently, or the gradient at one would include the others.
 *
 * <p>The norm has no derivative at 0 (a critic that is flat there); of its subgradients, which fill the unit ball, 0 is
 * taken. So nothing becomes NaN; a sample where the critic is exactly flat counts {@code centre²} and pulls nowhere.
 *
 * @param centre the norm that is aimed at: 1 as published, 0 for a zero-centred penalty
 * @param weight what the penalty is multiplied with: 10 as published
 */
public record GradientPenalty(double centre, double weight) {
    /** As published: centre 1, weight 10. */
    public static final GradientPenalty DEFAULT = new GradientPenalty(1, 10);

    /** Checks the numbers. */
    public GradientPenalty {
        if (!(centre >= 0 && weight >= 0)) {
            throw new IllegalArgumentException("gradient_penalty: centre and weight must not be negative, got centre "
                    + centre + " and weight " + weight);
        }
    }

    /**
     * The penalty at random points between real and generated samples. No gradient goes to the samples.
     *
     * @param critic {@code [batch, ..] → [batch, 1]}, or any shape that starts with batch, summed
     * @param real {@code [batch, ..]}
     * @param fake of the shape of {@code real}
     * @param rng draws one α for each sample
     * @return a scalar
     */
    public Tensor between(Layer critic, Tensor real, Tensor fake, Rng rng) {
        return at(critic, interpolate(real, fake, rng));
    }

    /**
     * The penalty at given points.
     *
     * @param points u {@code [batch, ..]}; where tracked, the penalty depends on them too
     * @return a scalar
     */
    public Tensor at(Layer critic, Tensor points) {
        return inputNorms(critic, points).sub(centre).square().mean().mul(weight);
    }

    /** {@code ‖∂C(u)/∂u‖₂} of each sample {@code [batch]}, recorded. */
    public static Tensor inputNorms(Layer critic, Tensor points) {
        requireBatch(points);
        Tensor u = points.isTracked() ? points : points.tracked();
        Tensor value = critic.apply(u, Pass.penalty()).sum();
        Tensor squared = Gradients.recorded(value, u)[0].flatten(1).square().sum(1);
        // Where the sum is 0, the root of 1 less 1: the same value, and a derivative of 0 instead of 0/0.
        Tensor flat = squared.detach().equal(Tensor.zeros(squared.backend(), Shape.SCALAR));
        return squared.add(flat).sqrt().sub(flat);
    }

    /** {@code α·real + (1 − α)·fake} with one α for each sample, a constant. */
    public static Tensor interpolate(Tensor real, Tensor fake, Rng rng) {
        if (!real.shape().equals(fake.shape())) {
            throw new IllegalArgumentException(
                    "gradient_penalty: real " + real.shape() + " and fake " + fake.shape() + " differ in shape");
        }
        requireBatch(real);
        int[] dims = new int[real.shape().rank()];
        java.util.Arrays.fill(dims, 1);
        dims[0] = real.dim(0);
        Tensor alpha = rng.uniform(real.backend(), Shape.of(dims), 0, 1);
        Tensor r = real.detach();
        Tensor f = fake.detach();
        return f.add(alpha.mul(r.sub(f)));
    }

    private static void requireBatch(Tensor x) {
        if (x.shape().rank() < 2) {
            throw new IllegalArgumentException("gradient_penalty: expected samples [batch, ..], got " + x.shape());
        }
    }
}
