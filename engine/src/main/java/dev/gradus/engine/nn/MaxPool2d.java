package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Pooling;
import dev.gradus.engine.tensor.Tensor;

/**
 * The maximum over square windows: {@code [batch, channels, height, width] → [batch, channels, outH, outW]}, each extent
 * {@code ⌊(extent − kernel)/stride⌋ + 1}; see {@link Pooling#max2d}.
 *
 * @param kernel edge of a window, at least 1
 * @param stride from window to window, at least 1
 */
public record MaxPool2d(int kernel, int stride) implements Layer {
    /** Checks the numbers. */
    public MaxPool2d {
        Sizes.require("max_pool2d", "kernel", kernel, "stride", stride);
    }

    /** Windows side by side. */
    public MaxPool2d(int kernel) {
        this(kernel, kernel);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("max_pool2d", x, pass);
        return Pooling.max2d(x, kernel, stride);
    }
}
