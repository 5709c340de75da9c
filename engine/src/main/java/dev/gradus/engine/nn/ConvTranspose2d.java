package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Tensor;

/**
 * Two-dimensional transposed convolution: {@code [batch, in, height, width] → [batch, out, outH, outW]}, each extent
 * {@code (extent − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1}, with a square kernel.
 *
 * <p>Parameters: {@code weight [in, out, kernel, kernel]}, Glorot uniform by default; {@code bias [out]}, zeros by default.
 * Fans as PyTorch and Keras count them, as for the convolution that this one transposes: {@code out·positions} in and
 * {@code in·positions} out.
 */
public final class ConvTranspose2d extends Convolution {
    /** Stride 1, no padding, Glorot-uniform weight, a bias of zeros. */
    public ConvTranspose2d(int in, int out, int kernel, Init init) {
        this(in, out, kernel, ConvolutionOptions.DEFAULT, init);
    }

    /** With options. */
    public ConvTranspose2d(int in, int out, int kernel, ConvolutionOptions options, Init init) {
        this(in, out, kernel, options, init, Initializer.glorotUniform(), true);
    }

    /**
     * With options and another weight.
     *
     * @param bias whether there is a bias, of zeros at first
     */
    public ConvTranspose2d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, boolean bias) {
        this(in, out, kernel, options, init, weight, zeros(bias));
    }

    /**
     * With options and another weight and bias.
     *
     * @param bias {@code null} for no bias
     */
    public ConvTranspose2d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, Initializer bias) {
        super("conv_transpose2d", 2, true, in, out, kernel, options, init, weight, bias);
    }

    @Override
    Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        return Convolutions.convTranspose2d(x, weight, bias, options);
    }
}
