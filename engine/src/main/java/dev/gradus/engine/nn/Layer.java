package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Tensor;

/**
 * A function of a tensor, with the cells (parameters and buffers) that it holds. Layers without cells may be lambdas;
 * networks are layers made of layers, by {@link Sequential} or in plain Java.
 */
@FunctionalInterface
public interface Layer {
    /**
     * Runs the layer.
     *
     * @param x the input; each layer says which shape it expects
     * @param pass how to run
     */
    Tensor apply(Tensor x, Pass pass);

    /** The cells, named by their path inside of this layer; the same object at every call. */
    default Cells cells() {
        return Cells.none();
    }
}
