package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Tensor;
import java.util.function.UnaryOperator;

/** Activations as layers, for {@link Sequential}: of any shape, element by element, without cells. */
public final class Activations {
    private Activations() {}

    /** {@code max(x, 0)}. */
    public static Layer relu() {
        return new Leaky("relu", 0);
    }

    /** {@code x} where positive, {@code negativeSlope·x} elsewhere; the slope is finite. */
    public static Layer leakyRelu(double negativeSlope) {
        requireFinite("leaky_relu", "slope", negativeSlope);
        return new Leaky("leaky_relu", negativeSlope);
    }

    /** Hyperbolic tangent. */
    public static Layer tanh() {
        return layer("tanh", Tensor::tanh);
    }

    /** {@code 1/(1 + e⁻ˣ)}. */
    public static Layer sigmoid() {
        return layer("sigmoid", Tensor::sigmoid);
    }

    /** {@code x} where positive, {@code alpha·(eˣ − 1)} elsewhere; alpha is finite. */
    public static Layer elu(double alpha) {
        requireFinite("elu", "alpha", alpha);
        return layer("elu", x -> x.elu(alpha));
    }

    /** {@code log(1 + eˣ)}. */
    public static Layer softplus() {
        return layer("softplus", Tensor::softplus);
    }

    /** {@code eˣ / Σ eˣ} along the last axis. */
    public static Layer softmax() {
        return layer("softmax", x -> x.softmax(-1));
    }

    /** One that {@link Sequential} runs together with the layer before it. */
    record Leaky(String name, double negativeSlope) implements Layer {
        @Override
        public Tensor apply(Tensor x, Pass pass) {
            Sizes.given(name, x, pass);
            return x.leakyRelu(negativeSlope);
        }
    }

    private static Layer layer(String name, UnaryOperator<Tensor> function) {
        return (x, pass) -> {
            Sizes.given(name, x, pass);
            return function.apply(x);
        };
    }

    private static void requireFinite(String name, String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": the " + what + " must be finite, got " + value);
        }
    }
}
