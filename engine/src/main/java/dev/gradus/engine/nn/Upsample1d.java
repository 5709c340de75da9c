package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/**
 * Repeats each step of a sequence: {@code [batch, time, features] → [batch, times·time, features]}, as Keras's
 * UpSampling1D.
 *
 * @param times at least 1
 */
public record Upsample1d(int times) implements Layer {
    /** Checks the number. */
    public Upsample1d {
        Sizes.require("upsample1d", "times", times);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("upsample1d", x, pass);
        if (x.shape().rank() != 3) {
            throw new ShapeException("upsample1d: input " + x.shape() + " is not [batch, time, features]");
        }
        return x.upsample(1, times);
    }
}
