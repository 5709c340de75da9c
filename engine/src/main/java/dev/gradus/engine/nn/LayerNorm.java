package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016) over the last axes: {@code y = (x − μ)/√(v + ε)·weight + bias}, with μ
 * and v of each sample (and step) by itself, v dividing by the count. Any rank from that of the weight.
 *
 * <p>Parameters {@code weight}, ones, and {@code bias}, zeros, both of the normalised shape.
 */
public final class LayerNorm implements Layer {
    private final Parameter weight;
    private final Parameter bias;
    private final double epsilon;
    private final Cells cells;

    /** Over a last axis of {@code features}, with PyTorch's ε 1e-5. */
    public LayerNorm(int features, Init init) {
        this(Shape.of(features), 1e-5, init);
    }

    /**
     * Over last axes.
     *
     * @param normalized their extents, at least one
     * @param epsilon added to the variance, positive
     */
    public LayerNorm(Shape normalized, double epsilon, Init init) {
        Objects.requireNonNull(normalized, "layer_norm: the normalised shape is null");
        Sizes.given("layer_norm", init);
        if (normalized.rank() == 0 || normalized.size() == 0) {
            throw new ShapeException("layer_norm: needs at least one normalised element, got shape " + normalized);
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("layer_norm: epsilon must be positive, got " + epsilon);
        }
        this.epsilon = epsilon;
        this.weight = new Parameter("weight", Tensor.full(init.backend(), 1, normalized));
        this.bias = new Parameter("bias", Tensor.zeros(init.backend(), normalized));
        this.cells = Cells.of(weight, bias);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("layer_norm", x, pass);
        return Normalization.layerNorm(x, pass.value(weight), pass.value(bias), epsilon);
    }

    @Override
    public Cells cells() {
        return cells;
    }
}
