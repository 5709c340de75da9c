package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Pooling;
import dev.gradus.engine.tensor.Tensor;

/** The maximum of each plane: {@code [batch, channels, height, width] → [batch, channels]}. */
public record GlobalMaxPool2d() implements Layer {
    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("global_max_pool2d", x, pass);
        return Pooling.globalMax2d(x);
    }
}
