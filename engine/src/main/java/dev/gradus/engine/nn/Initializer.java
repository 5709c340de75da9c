package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/**
 * What a parameter starts with. The <em>fans</em> are how many inputs reach an output of the layer and how many outputs an
 * input reaches, the kernel's positions included; each layer says which fans it gives.
 */
@FunctionalInterface
public interface Initializer {
    /**
     * The first numbers of a parameter of this shape.
     *
     * @param init has no generator where it {@linkplain Init#isBlank() is blank}
     */
    Tensor draw(Shape shape, int fanIn, int fanOut, Init init);

    /** Uniform in [−limit, limit). */
    static Initializer uniform(double limit) {
        require("uniform", "limit", limit);
        return unlessBlank((shape, fanIn, fanOut, init) -> init.rng().uniform(init.backend(), shape, -limit, limit));
    }

    /** Normal with mean 0 and this standard deviation. */
    static Initializer normal(double deviation) {
        return normal(0, deviation);
    }

    /** Normal with this mean and standard deviation. */
    static Initializer normal(double mean, double deviation) {
        require("normal", "deviation", deviation);
        if (!Double.isFinite(mean)) {
            throw new IllegalArgumentException("initializer: normal needs a finite mean, got " + mean);
        }
        return unlessBlank((shape, fanIn, fanOut, init) -> init.rng().normal(init.backend(), shape, mean, deviation));
    }

    /** One number everywhere. */
    static Initializer constant(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("initializer: constant needs a finite value, got " + value);
        }
        return (shape, fanIn, fanOut, init) -> Tensor.full(init.backend(), value, shape);
    }

    /** Zeros. */
    static Initializer zeros() {
        return constant(0);
    }

    /** Ones. */
    static Initializer ones() {
        return constant(1);
    }

    /** Glorot and Bengio, 2010: uniform with limit {@code √(6/(fanIn + fanOut))}; Keras's default. */
    static Initializer glorotUniform() {
        return scaled(Math.sqrt(6), true, true);
    }

    /** Glorot and Bengio, 2010: normal with deviation {@code √(2/(fanIn + fanOut))}, not truncated. */
    static Initializer glorotNormal() {
        return scaled(Math.sqrt(2), true, false);
    }

    /** He et al., 2015, for relu: uniform with limit {@code √(6/fanIn)}. */
    static Initializer heUniform() {
        return scaled(Math.sqrt(6), false, true);
    }

    /** He et al., 2015, for relu: normal with deviation {@code √(2/fanIn)}, not truncated. */
    static Initializer heNormal() {
        return scaled(Math.sqrt(2), false, false);
    }

    /** PyTorch's default for dense layers and convolutions, weight and bias: uniform with limit {@code 1/√fanIn}. */
    static Initializer torch() {
        return scaled(1, false, true);
    }

    /** {@link #orthogonal(double)} with gain 1. */
    static Initializer orthogonal() {
        return orthogonal(1);
    }

    /**
     * Saxe et al., 2014: {@code gain} times an orthonormal matrix, drawn uniformly (Haar). The first axis are the rows,
     * all others together the columns; the shorter of the two directions is orthonormal.
     */
    static Initializer orthogonal(double gain) {
        require("orthogonal", "gain", gain);
        return unlessBlank((shape, fanIn, fanOut, init) -> Orthogonal.draw(shape, gain, init));
    }

    /** Of limit (uniform) or deviation (normal) {@code factor/√fanIn}, or {@code factor/√(fanIn + fanOut)}. */
    private static Initializer scaled(double factor, boolean bothFans, boolean uniform) {
        return (shape, fanIn, fanOut, init) -> {
            int count = bothFans ? fanIn + fanOut : fanIn;
            if (count < 1) {
                throw new IllegalArgumentException(
                        "initializer: fans " + fanIn + " and " + fanOut + " of " + shape + " are not positive");
            }
            double scale = factor / Math.sqrt(count);
            return (uniform ? uniform(scale) : normal(scale)).draw(shape, fanIn, fanOut, init);
        };
    }

    /** Zeros where nothing is to be drawn. */
    private static Initializer unlessBlank(Initializer drawing) {
        return (shape, fanIn, fanOut, init) ->
                init.isBlank() ? Tensor.zeros(init.backend(), shape) : drawing.draw(shape, fanIn, fanOut, init);
    }

    private static void require(String name, String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "initializer: " + name + " needs a finite, non-negative " + what + ", got " + value);
        }
    }
}
