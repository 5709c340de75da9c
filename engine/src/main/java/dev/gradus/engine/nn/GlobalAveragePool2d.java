package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Pooling;
import dev.gradus.engine.tensor.Tensor;

/** The mean of each plane: {@code [batch, channels, height, width] → [batch, channels]}. */
public record GlobalAveragePool2d() implements Layer {
    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("global_avg_pool2d", x, pass);
        return Pooling.globalAverage2d(x);
    }
}
