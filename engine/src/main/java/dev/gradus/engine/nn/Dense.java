package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/**
 * A dense layer, {@code y = x·Wᵀ + b} along the last axis: {@code [.., in] → [.., out]} for any rank from 2. A sequence
 * {@code [batch, time, in]} is thus mapped step by step.
 *
 * <p>Parameters: {@code weight [out, in]}, Glorot uniform by default; {@code bias [out]}, zeros by default. Fans: in, out.
 */
public final class Dense extends Activated {
    private final Parameter weight;
    private final Parameter bias;
    private final Cells cells;

    /** Glorot-uniform weight and a bias of zeros. */
    public Dense(int in, int out, Init init) {
        this(in, out, init, Initializer.glorotUniform(), true);
    }

    /**
     * With another weight.
     *
     * @param bias whether there is a bias, of zeros at first
     */
    public Dense(int in, int out, Init init, Initializer weight, boolean bias) {
        this(in, out, init, weight, bias ? Initializer.zeros() : null);
    }

    /**
     * With another weight and bias.
     *
     * @param bias {@code null} for no bias
     */
    public Dense(int in, int out, Init init, Initializer weight, Initializer bias) {
        Sizes.require("dense", "in", in, "out", out);
        Sizes.given("dense", init);
        this.weight = new Parameter("weight", Sizes.drawn("dense", "weight", weight, Shape.of(out, in), in, out, init));
        this.bias = bias == null
                ? null
                : new Parameter("bias", Sizes.drawn("dense", "bias", bias, Shape.of(out), in, out, init));
        this.cells = this.bias == null ? Cells.of(this.weight) : Cells.of(this.weight, this.bias);
    }

    @Override
    Tensor apply(Tensor x, double negativeSlope, Pass pass) {
        Sizes.given("dense", x, pass);
        if (x.shape().rank() < 2) {
            throw new ShapeException("dense: input " + x.shape() + " needs at least two axes, [batch, "
                    + weight.shape().dim(1) + "]");
        }
        if (x.dim(-1) != weight.shape().dim(1)) {
            throw new ShapeException("dense: input " + x.shape() + " has " + x.dim(-1) + " features, weight expects "
                    + weight.shape().dim(1) + " (" + weight + ")");
        }
        Tensor y = x.matmul(pass.value(weight), false, true);
        return biased(y, bias == null ? null : pass.value(bias), negativeSlope);
    }

    @Override
    public Cells cells() {
        return cells;
    }

    /** The weight {@code [out, in]}. */
    public Parameter weight() {
        return weight;
    }

    /** The bias {@code [out]}, or {@code null}. */
    public Parameter bias() {
        return bias;
    }
}
