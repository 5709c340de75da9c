package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/** Checks of what layers and losses are made with and given. */
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

    /** Checks that an argument is there. */
    static void given(String name, String what, Object value) {
        Objects.requireNonNull(value, () -> name + ": the " + what + " is null");
    }

    /** Checks that a layer is run with something, and is told how. */
    static void given(String layer, Tensor x, Pass pass) {
        given(layer, "input", x);
        given(layer, pass);
    }

    static void given(String layer, Pass pass) {
        Objects.requireNonNull(pass, () -> layer + ": the pass is null; say Pass.training(rng) or Pass.inference()");
    }

    /** Checks that a layer knows where its parameters are made. */
    static void given(String layer, Init init) {
        Objects.requireNonNull(init, () -> layer + ": init is null; say new Init(backend, rng)");
    }

    /** Checks the options of a recurrent layer. */
    static void given(String layer, RecurrentOptions options, Init init) {
        Objects.requireNonNull(
                options, () -> layer + ": the options are null; RecurrentOptions.DEFAULT is what Keras does");
        given(layer, init);
    }

    /** What an initializer gives, checked. */
    static Tensor drawn(
            String layer, String what, Initializer initializer, Shape shape, int fanIn, int fanOut, Init init) {
        Objects.requireNonNull(initializer, () -> layer + ": the initializer of its " + what + " is null");
        Tensor drawn = initializer.draw(shape, fanIn, fanOut, init);
        Objects.requireNonNull(drawn, () -> layer + ": the initializer of its " + what + " gave null");
        if (!drawn.shape().equals(shape)) {
            throw new ShapeException(
                    layer + ": the initializer of its " + what + " gave " + drawn.shape() + ", expected " + shape);
        }
        return drawn;
    }

    /** How many numbers the gates hold together. */
    static int gates(String layer, int gates, int hidden) {
        if (hidden > Integer.MAX_VALUE / gates) {
            throw new ShapeException(
                    layer + ": hidden is " + hidden + ", at most " + Integer.MAX_VALUE / gates + " units fit");
        }
        return gates * hidden;
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
