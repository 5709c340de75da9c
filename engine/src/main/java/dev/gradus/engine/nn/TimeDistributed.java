package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * A layer applied to each step of a sequence by itself: {@code [batch, time, ..] → [batch, time, out..]}, where the layer
 * maps {@code [n, ..] → [n, out..]}. {@link Dense} does so without help. The cells are the layer's, under their names.
 *
 * @param layer applied to all steps of all samples as one batch
 */
public record TimeDistributed(Layer layer) implements Layer {
    /** Checks that there is a layer. */
    public TimeDistributed {
        Objects.requireNonNull(layer, "time_distributed: the layer is null");
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("time_distributed", x, pass);
        if (x.shape().rank() < 3) {
            throw new ShapeException("time_distributed: input " + x.shape() + " is not [batch, time, ..]");
        }
        int batch = x.dim(0);
        int time = x.dim(1);
        Tensor y = layer.apply(x.reshape(merged(x.shape())), pass);
        Objects.requireNonNull(y, "time_distributed: the layer gave null");
        if (y.shape().rank() < 1 || y.dim(0) != batch * time) {
            throw new ShapeException("time_distributed: the layer made " + y.shape() + " of a batch of " + batch * time
                    + " steps, expected [" + batch * time + ", ..]");
        }
        int[] dims = new int[y.shape().rank() + 1];
        System.arraycopy(y.shape().dims(), 0, dims, 1, dims.length - 1);
        dims[0] = batch;
        dims[1] = time;
        return y.reshape(Shape.of(dims));
    }

    private static Shape merged(Shape shape) {
        return shape.without(0).with(0, shape.dim(0) * shape.dim(1));
    }

    @Override
    public Cells cells() {
        return layer.cells();
    }
}
