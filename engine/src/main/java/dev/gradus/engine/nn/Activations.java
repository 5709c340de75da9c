package dev.gradus.engine.nn;

/** Activations as layers, for {@link Sequential}: of any shape, element by element, without cells. */
public final class Activations {
    private Activations() {}

    /** {@code max(x, 0)}. */
    public static Layer relu() {
        return (x, pass) -> x.relu();
    }

    /** {@code x} where positive, {@code negativeSlope·x} elsewhere. */
    public static Layer leakyRelu(double negativeSlope) {
        return (x, pass) -> x.leakyRelu(negativeSlope);
    }

    /** Hyperbolic tangent. */
    public static Layer tanh() {
        return (x, pass) -> x.tanh();
    }

    /** {@code 1/(1 + e⁻ˣ)}. */
    public static Layer sigmoid() {
        return (x, pass) -> x.sigmoid();
    }

    /** {@code x} where positive, {@code alpha·(eˣ − 1)} elsewhere. */
    public static Layer elu(double alpha) {
        return (x, pass) -> x.elu(alpha);
    }

    /** {@code log(1 + eˣ)}. */
    public static Layer softplus() {
        return (x, pass) -> x.softplus();
    }

    /** {@code eˣ / Σ eˣ} along the last axis. */
    public static Layer softmax() {
        return (x, pass) -> x.softmax(-1);
    }
}
