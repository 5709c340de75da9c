package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Tensor;

/**
 * One-dimensional convolution: {@code [batch, in, time] → [batch, out, outTime]}, with
 * {@code outTime = ⌊(time + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1} and
 * {@code y[n, o, t] = b[o] + Σ_{c, k} W[o, c, k]·x[n, c, t·stride + k·dilation − padding]}.
 *
 * <p>Parameters: {@code weight [out, in, kernel]}, Glorot uniform by default; {@code bias [out]}, zeros by default.
 * Fans: {@code in·positions} and {@code out·positions} of the kernel.
 */
public final class Conv1d extends Convolution {
    /** Stride 1, no padding, Glorot-uniform weight, a bias of zeros. */
    public Conv1d(int in, int out, int kernel, Init init) {
        this(in, out, kernel, ConvolutionOptions.DEFAULT, init);
    }

    /** With options. */
    public Conv1d(int in, int out, int kernel, ConvolutionOptions options, Init init) {
        this(in, out, kernel, options, init, Initializer.glorotUniform(), true);
    }

    /**
     * With options and another weight.
     *
     * @param bias whether there is a bias, of zeros at first
     */
    public Conv1d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, boolean bias) {
        this(in, out, kernel, options, init, weight, zeros(bias));
    }

    /**
     * With options and another weight and bias.
     *
     * @param bias {@code null} for no bias
     */
    public Conv1d(
            int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, Initializer bias) {
        super("conv1d", 1, false, in, out, kernel, options, init, weight, bias);
    }

    @Override
    Tensor run(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        return Convolutions.conv1d(x, weight, bias, options);
    }
}
