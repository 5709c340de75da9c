package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.PoolGeometry;
import java.util.Objects;

/** Pooling over images {@code [batch, channels, height, width]}. */
public final class Pooling {
    private Pooling() {}

    /** The mean of each plane: {@code [batch, channels, height, width] → [batch, channels]}. */
    public static Tensor globalAverage2d(Tensor x) {
        requireImages("global_avg_pool2d", x);
        return x.mean(2, 3);
    }

    /** The maximum of each plane: {@code [batch, channels, height, width] → [batch, channels]}. */
    public static Tensor globalMax2d(Tensor x) {
        requireImages("global_max_pool2d", x);
        return x.flatten(2).max(2);
    }

    /**
     * The maximum over windows of {@code kernel × kernel} that start every {@code stride} rows and columns; rows and
     * columns that do not fill a window are left out. The gradient goes to the first greatest element of each window.
     *
     * @return {@code [batch, channels, ⌊(height − kernel)/stride⌋ + 1, ⌊(width − kernel)/stride⌋ + 1]}
     */
    public static Tensor max2d(Tensor x, int kernel, int stride) {
        requireImages("max_pool2d", x);
        if (kernel < 1 || stride < 1 || kernel > x.dim(2) || kernel > x.dim(3)) {
            throw new ShapeException("max_pool2d: kernel " + kernel + " and stride " + stride
                    + " must be at least 1 and the kernel no larger than the image of " + x.shape());
        }
        int outH = (x.dim(2) - kernel) / stride + 1;
        int outW = (x.dim(3) - kernel) / stride + 1;
        int planes = x.dim(0) * x.dim(1);
        PoolGeometry geometry =
                new PoolGeometry(planes, x.dim(2), x.dim(3), outH, outW, kernel, kernel, stride, stride);
        int[] index = x.backend().maxPoolIndices(x.storage(), geometry);
        return x.apply(new Moves.Gather(index, Shape.of(x.dim(0), x.dim(1), outH, outW)));
    }

    private static void requireImages(String name, Tensor x) {
        Objects.requireNonNull(x, () -> name + ": the input is null");
        if (x.shape().rank() != 4) {
            throw new ShapeException(name + ": expected [batch, channels, height, width], got " + x.shape());
        }
    }
}
