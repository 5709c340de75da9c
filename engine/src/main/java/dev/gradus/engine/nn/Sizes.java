package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;

/** Checks of what layers are made with and given. */
final class Sizes {
    private Sizes() {}

    static void require(String layer, String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(layer + ": " + what + " must be at least 1, got " + value);
        }
    }

    static void require(String layer, String first, int firstValue, String second, int secondValue) {
        require(layer, first, firstValue);
        require(layer, second, secondValue);
    }

    static void requireRate(String layer, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(layer + ": rate must be in [0, 1), got " + rate);
        }
    }

    /** Checks the input of a recurrent layer, so that messages say what the layer was made for. */
    static void requireSequence(String name, Tensor x, Parameter inputWeight) {
        int features = inputWeight.shape().dim(1);
        if (x.shape().rank() != 3) {
            throw new ShapeException(name + ": input " + x.shape() + " is not [batch, time, " + features + "]");
        }
        if (x.dim(2) != features) {
            throw new ShapeException(name + ": input " + x.shape() + " has " + x.dim(2) + " features, weight expects "
                    + features + " (" + inputWeight + ")");
        }
    }
}
