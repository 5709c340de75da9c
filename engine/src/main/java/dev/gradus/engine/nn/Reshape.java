package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/** Gives each sample another shape: {@code [batch, ..] → [batch, dims..]}, the numbers staying in order. */
public final class Reshape implements Layer {
    private final Shape sample;

    /** To samples of these extents. */
    public Reshape(int... dims) {
        sample = Shape.of(dims);
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("reshape", x, pass);
        int batch = x.shape().rank() == 0 ? 0 : x.dim(0);
        if (batch == 0 ? x.shape().rank() == 0 : x.shape().size() / batch != sample.size()) {
            throw new ShapeException("reshape: input " + x.shape() + " does not hold samples of " + sample.size()
                    + " numbers, as " + sample + " does");
        }
        int[] dims = new int[sample.rank() + 1];
        dims[0] = batch;
        System.arraycopy(sample.dims(), 0, dims, 1, sample.rank());
        return x.reshape(Shape.of(dims));
    }
}
