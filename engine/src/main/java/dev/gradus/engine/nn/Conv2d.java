package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Tensor;

/**
 * Two-dimensional convolution: {@code [batch, in, height, width] → [batch, out, outH, outW]}, each extent
 * {@code ⌊(extent + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1}, with a square kernel.
 *
 * <p>Parameters: {@code weight [out, in, kernel, kernel]}, Glorot uniform by default; {@code bias [out]}, zeros by default.
 * Fans: {@code in·positions} and {@code out·positions} of the kernel.
 */
public final class Conv2d extends Convolution {
    /** Stride 1, no padding, Glorot-uniform weight, a bias of zeros. */
    public Conv2d(int in, int out, int kernel, Init init) {
        this(in, out, kernel, ConvolutionOptions.DEFAULT, init);
    }

    /** With options. */
    public Conv2d(int in, int out, int kernel, ConvolutionOptions options, Init init) {
        this(in, out, kernel, options, init, Initializer.glorotUniform(), true);
    }

    /**
     * With options and another weight.
     *
     * @param bias whether there is a bias, of zeros at first
     */
    public Conv2d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, boolean bias) {
        this(in, out, kernel, options, init, weight, zeros(bias));
    }

    /**
     * With options and another weight and bias.
     *
     * @param bias {@code null} for no bias
     */
    public Conv2d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, Initializer bias) {
        super("conv2d", 2, false, in, out, kernel, options, init, weight, bias);
    }

    @Override
    Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        return Convolutions.conv2d(x, weight, bias, options);
    }
}
