package dev.gradus.engine.nn;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The gradient penalty of a Wasserstein critic (Gulrajani et al., 2017):
 * {@code weight·mean over the batch of (‖∂C(u)/∂u‖₂ − centre)²}, at points {@code u = α·real + (1 − α)·fake} with one
 * {@code α ~ U(0, 1)} for each sample. The norm is over all axes but the first, without an ε under the root. The penalty
 * is recorded, so that the critic's parameters can be trained on it: a derivative of a derivative.
 *
 * <p>A critic that is a {@link Layer} is evaluated with {@link Pass#penalty()}: no dropout, running statistics. A critic
 * given as a function runs as the function says. Either must treat samples independently, or the gradient at one would
 * include the others.
 *
 * <p>The norm has no derivative at 0 (a critic that is flat there); of its subgradients, which fill the unit ball, 0 is
 * taken. So nothing becomes NaN; a sample where the critic is exactly flat counts {@code centre²} and pulls nowhere.
 */
public final class GradientPenalty {
    private static final String NAME = "gradient_penalty";

    private GradientPenalty() {}

    /**
     * The penalty at random points between real and generated samples, as published: centre 1, weight 10. No gradient
     * goes to the samples.
     *
     * @param critic {@code [batch, ..] → [batch, 1]}
     * @param real {@code [batch, ..]}
     * @param fake of the shape of {@code real}
     * @param rng draws one α for each sample
     * @return a scalar
     */
    public static Tensor of(Layer critic, Tensor real, Tensor fake, Rng rng) {
        return of(critic, real, fake, rng, 1, 10);
    }

    /**
     * The penalty at random points between real and generated samples.
     *
     * @param critic {@code [batch, ..] → [batch, 1]}
     * @param real {@code [batch, ..]}
     * @param fake of the shape of {@code real}
     * @param rng draws one α for each sample
     * @param centre the norm that is aimed at: 1 as published, 0 for a zero-centred penalty
     * @param weight what the mean is multiplied with
     * @return a scalar
     */
    public static Tensor of(Layer critic, Tensor real, Tensor fake, Rng rng, double centre, double weight) {
        return at(critic, interpolate(real, fake, rng), centre, weight);
    }

    /** As {@link #of(Layer, Tensor, Tensor, Rng, double, double)}, for a critic that says itself how it runs. */
    public static Tensor of(
            UnaryOperator<Tensor> critic, Tensor real, Tensor fake, Rng rng, double centre, double weight) {
        return at(critic, interpolate(real, fake, rng), centre, weight);
    }

    /**
     * The penalty at given points.
     *
     * @param points u {@code [batch, ..]}; where tracked, the penalty depends on them too
     * @return a scalar
     */
    public static Tensor at(Layer critic, Tensor points, double centre, double weight) {
        Sizes.given(NAME, "critic", critic);
        return at(u -> critic.apply(u, Pass.penalty()), points, centre, weight);
    }

    /** As {@link #at(Layer, Tensor, double, double)}, for a critic that says itself how it runs. */
    public static Tensor at(UnaryOperator<Tensor> critic, Tensor points, double centre, double weight) {
        boolean usual = centre >= 0 && weight >= 0 && Double.isFinite(centre + weight);
        if (!usual) {
            throw new IllegalArgumentException(NAME + ": centre and weight must be finite and not negative, got centre "
                    + centre + " and weight " + weight);
        }
        return inputNorms(critic, points).sub(centre).square().mean().mul(weight);
    }

    /**
     * {@code ‖∂C(u)/∂u‖₂} of each sample, recorded.
     *
     * @param critic gives one number for each sample; several are added up
     * @param points u {@code [batch, ..]}
     * @return {@code [batch]}
     */
    public static Tensor inputNorms(UnaryOperator<Tensor> critic, Tensor points) {
        Sizes.given(NAME, "critic", critic);
        Sizes.given(NAME, "points", points);
        requireBatch(points);
        Tensor u = points.isTracked() ? points : points.tracked();
        Tensor value = Objects.requireNonNull(critic.apply(u), NAME + ": the critic gave null")
                .sum();
        Tensor squared = Gradients.recorded(value, u)[0].flatten(1).square().sum(1);
        // Where the sum is 0, the root of 1 less 1: the same value, and a derivative of 0 instead of 0/0.
        Tensor flat = squared.detach().equal(Tensor.zeros(squared.backend(), Shape.SCALAR));
        return squared.add(flat).sqrt().sub(flat);
    }

    /** {@code α·real + (1 − α)·fake} with one α for each sample, a constant. */
    public static Tensor interpolate(Tensor real, Tensor fake, Rng rng) {
        Sizes.given(NAME, "batch of real samples", real);
        Sizes.given(NAME, "batch of generated samples", fake);
        Sizes.given(NAME, "generator", rng);
        if (!real.shape().equals(fake.shape())) {
            throw new ShapeException(NAME + ": real " + real.shape() + " and fake " + fake.shape()
                    + " differ in shape; give as many generated samples as real ones");
        }
        requireBatch(real);
        int[] dims = new int[real.shape().rank()];
        Arrays.fill(dims, 1);
        dims[0] = real.dim(0);
        Tensor alpha = rng.uniform(real.backend(), Shape.of(dims), 0, 1);
        Tensor r = real.detach();
        Tensor f = fake.detach();
        return f.add(alpha.mul(r.sub(f)));
    }

    private static void requireBatch(Tensor x) {
        if (x.shape().rank() < 2) {
            throw new ShapeException(NAME + ": expected samples [batch, ..], got " + x.shape());
        }
    }
}
