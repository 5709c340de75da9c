package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/** Merges all axes but the first: {@code [batch, a, b, ..] → [batch, a·b·..]}. */
public record Flatten() implements Layer {
    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("flatten", x, pass);
        if (x.shape().rank() < 2) {
            throw new ShapeException("flatten: input " + x.shape() + " is not [batch, ..]");
        }
        return x.flatten(1);
    }
}
