package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/**
 * A sequence of one vector, again and again: {@code [batch, features] → [batch, times, features]}.
 *
 * @param times at least 1
 */
public record RepeatVector(int times) implements Layer {
    /** Checks the number. */
    public RepeatVector {
        Sizes.require("repeat_vector", "times", times);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("repeat_vector", x, pass);
        if (x.shape().rank() != 2) {
            throw new ShapeException("repeat_vector: input " + x.shape() + " is not [batch, features]");
        }
        return x.reshape(x.shape().withNew(1)).broadcastTo(Shape.of(x.dim(0), times, x.dim(1)));
    }
}
