package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Tensor;

/**
 * One-dimensional transposed convolution: {@code [batch, in, time] → [batch, out, outTime]}, with
 * {@code outTime = (time − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1}: each input step adds its
 * multiple of the kernel to the output.
 *
 * <p>Parameters: {@code weight [in, out, kernel]}, Glorot uniform by default; {@code bias [out]}, zeros by default.
 * Fans as PyTorch and Keras count them, as for the convolution that this one transposes: {@code out·positions} in and
 * {@code in·positions} out.
 */
public final class ConvTranspose1d extends Convolution {
    /** Stride 1, no padding, Glorot-uniform weight, a bias of zeros. */
    public ConvTranspose1d(int in, int out, int kernel, Init init) {
        this(in, out, kernel, ConvolutionOptions.DEFAULT, init);
    }

    /** With options. */
    public ConvTranspose1d(int in, int out, int kernel, ConvolutionOptions options, Init init) {
        this(in, out, kernel, options, init, Initializer.glorotUniform(), true);
    }

    /**
     * With options and another weight.
     *
     * @param bias whether there is a bias, of zeros at first
     */
    public ConvTranspose1d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, boolean bias) {
        this(in, out, kernel, options, init, weight, zeros(bias));
    }

    /**
     * With options and another weight and bias.
     *
     * @param bias {@code null} for no bias
     */
    public ConvTranspose1d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, Initializer bias) {
        super("conv_transpose1d", 1, true, in, out, kernel, options, init, weight, bias);
    }

    @Override
    Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        return Convolutions.convTranspose1d(x, weight, bias, options);
    }
}
