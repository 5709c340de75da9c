package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Objects;

/** What the four convolutional layers have in common: a weight, perhaps a bias, and how the kernel walks. */
abstract class Convolution extends Activated {
    private final String name;
    private final Parameter weight;
    private final Parameter bias;
    private final ConvolutionOptions options;
    /** The shape of a bias that broadcasts to the result. */
    private final Shape perChannel;

    private final Cells cells;

    /**
     * @param axes how many spatial axes there are
     * @param transposed whether the weight is [in, out, ..] instead of [out, in, ..]
     * @param biases {@code null} for no bias
     */
    Convolution(
            String name,
            int axes,
            boolean transposed,
            int in,
            int out,
            int kernel,
            ConvolutionOptions options,
            Init init,
            Initializer weights,
            Initializer biases) {
        Sizes.require(name, "in", in, "out", out);
        Sizes.require(name, "kernel", kernel);
        Sizes.given(name, init);
        int[] dims = new int[2 + axes];
        Arrays.fill(dims, kernel);
        dims[0] = transposed ? in : out;
        dims[1] = transposed ? out : in;
        Shape shape = Shape.of(dims);
        int positions = shape.size() / (in * out);
        int fanIn = dims[1] * positions;
        int fanOut = dims[0] * positions;
        this.weight = new Parameter("weight", Sizes.drawn(name, "weight", weights, shape, fanIn, fanOut, init));
        this.bias = biases == null
                ? null
                : new Parameter("bias", Sizes.drawn(name, "bias", biases, Shape.of(out), fanIn, fanOut, init));
        this.name = name;
        this.perChannel = perChannel(out, axes);
        this.options =
                Objects.requireNonNull(options, () -> name + ": the options are null; say ConvolutionOptions.DEFAULT");
        this.cells = bias == null ? Cells.of(weight) : Cells.of(weight, bias);
    }

    /** The zero bias of a layer that has one, {@code null} for one that has not. */
    static Initializer zeros(boolean bias) {
        return bias ? Initializer.zeros() : null;
    }

    /** The operation behind the layer. */
    abstract Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options);

    @Override
    final Tensor apply(Tensor x, double negativeSlope, Pass pass) {
        Sizes.given(name, x, pass);
        Tensor given = bias == null ? null : pass.value(bias);
        if (negativeSlope == 1) {
            return run(x, pass.value(weight), given, options);
        }
        Tensor y = run(x, pass.value(weight), null, options);
        return biased(y, given == null ? null : given.reshape(perChannel), negativeSlope);
    }

    @Override
    public final Cells cells() {
        return cells;
    }

    /** The weight. */
    public final Parameter weight() {
        return weight;
    }

    /** The bias {@code [out]}, or {@code null}. */
    public final Parameter bias() {
        return bias;
    }

    /** How the kernel walks over the input. */
    public final ConvolutionOptions options() {
        return options;
    }
}
