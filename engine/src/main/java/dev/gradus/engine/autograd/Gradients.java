package dev.gradus.engine.autograd;

import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Gradients by reverse-mode differentiation, as functions: nothing is accumulated anywhere. {@code of} returns constants;
 * {@code recorded} returns tensors that remember how they were computed, so that they can be part of a further loss and
 * be differentiated again, to any order:
 *
 * <pre>{@code
 * Tensor[] g = Gradients.recorded(critic.sum(), x);               // ∂ critic / ∂ x, differentiable
 * Tensor penalty = g[0].square().sum(1).sqrt().sub(1).square().mean();
 * Tensor[] dw = Gradients.of(penalty, weight);                    // a gradient of a gradient
 * }</pre>
 *
 * An input that the result does not depend on gets zeros.
 */
public final class Gradients {
    private Gradients() {}

    /** The gradients of a result of one element with respect to {@code inputs}, as constants. */
    public static Tensor[] of(Tensor y, Tensor... inputs) {
        return of(y, seed(y), inputs);
    }

    /** The gradients of {@code Σ y·cotangent} with respect to {@code inputs}, as constants. */
    public static Tensor[] of(Tensor y, Tensor cotangent, Tensor[] inputs) {
        Tensor[] targets = checked(y, cotangent, inputs);
        return Backward.run(false, single(y), single(cotangent.detach()), targets);
    }

    /** The gradients of a result of one element with respect to parameters, in their order, as constants. */
    public static Tensor[] of(Tensor y, List<Parameter> parameters) {
        return of(y, leaves(parameters));
    }

    /** The gradients of a result of one element, recorded. */
    public static Tensor[] recorded(Tensor y, Tensor... inputs) {
        return recorded(y, seed(y), inputs);
    }

    /** The gradients of {@code Σ y·cotangent}, recorded; they depend on the cotangent too, where that is tracked. */
    public static Tensor[] recorded(Tensor y, Tensor cotangent, Tensor[] inputs) {
        return Backward.run(true, single(y), single(cotangent), checked(y, cotangent, inputs));
    }

    private static Tensor[] leaves(List<Parameter> parameters) {
        Objects.requireNonNull(parameters, "gradients: the list of parameters is null");
        List<Tensor> leaves = new ArrayList<>(parameters.size());
        for (Parameter parameter : parameters) {
            leaves.add(Objects.requireNonNull(parameter, "gradients: a parameter is null")
                    .tracked());
        }
        return leaves.toArray(new Tensor[0]);
    }

    private static Tensor[] single(Tensor x) {
        return new Tensor[] {x};
    }

    private static Tensor seed(Tensor y) {
        Objects.requireNonNull(y, "gradients: the result is null");
        if (y.shape().size() != 1) {
            throw new ShapeException("gradients: the result is " + y.shape() + ", not a single number;"
                    + " reduce it (sum, mean) or give the cotangent of each element");
        }
        return Tensor.full(y.backend(), 1, y.shape());
    }

    private static Tensor[] checked(Tensor y, Tensor cotangent, Tensor[] inputs) {
        Objects.requireNonNull(y, "gradients: the result is null");
        Objects.requireNonNull(cotangent, "gradients: the cotangent is null");
        Objects.requireNonNull(inputs, "gradients: the inputs are null");
        if (!cotangent.shape().equals(y.shape())) {
            throw new ShapeException("gradients: the cotangent is " + cotangent.shape() + ", the result " + y.shape()
                    + "; there must be one number for each element of the result");
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) {
                throw new NullPointerException("gradients: input " + i + " is null");
            }
            Node node = inputs[i].node();
            if (node == null) {
                Shape shape = inputs[i].shape();
                throw new IllegalArgumentException("gradients: input " + i + " " + shape + " is a constant; take"
                        + " x = x.tracked() before computing the result from it");
            }
        }
        return inputs;
    }
}
