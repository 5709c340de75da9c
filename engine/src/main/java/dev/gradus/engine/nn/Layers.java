package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Tensor;

/** Layers that show another layer in a different way. */
final class Layers {
    private Layers() {}

    /** A layer with the cells of {@code owner}, under their names, and another function. */
    static Layer over(Layer owner, Layer function) {
        return new Layer() {
            @Override
            public Tensor apply(Tensor x, Pass pass) {
                return function.apply(x, pass);
            }

            @Override
            public Cells cells() {
                return owner.cells();
            }
        };
    }
}
