package dev.gradus.engine.tensor;

/**
 * How a convolution walks over its input, for each of the two spatial axes (height first). A one-dimensional convolution
 * uses the second.
 *
 * @param strideH step between windows, at least 1
 * @param strideW step between windows, at least 1
 * @param padH zeros put before and after, at least 0
 * @param padW zeros put before and after, at least 0
 * @param dilationH distance between the taps of a kernel, at least 1
 * @param dilationW distance between the taps of a kernel, at least 1
 * @param outputPadH extra rows at the end of a transposed convolution's result; 0 for a convolution
 * @param outputPadW extra columns at the end of a transposed convolution's result; 0 for a convolution
 */
public record ConvolutionOptions(
        int strideH, int strideW, int padH, int padW, int dilationH, int dilationW, int outputPadH, int outputPadW) {
    /** Stride 1, no padding, no dilation. */
    public static final ConvolutionOptions DEFAULT = new ConvolutionOptions(1, 1, 0, 0, 1, 1, 0, 0);

    /** Checks the ranges. */
    public ConvolutionOptions {
        if (strideH < 1 || strideW < 1 || dilationH < 1 || dilationW < 1) {
            throw new IllegalArgumentException("convolution: strides and dilations must be at least 1, got stride ["
                    + strideH + ", " + strideW + "], dilation [" + dilationH + ", " + dilationW + "]");
        }
        if (padH < 0 || padW < 0 || outputPadH < 0 || outputPadW < 0) {
            throw new IllegalArgumentException("convolution: paddings must not be negative, got padding [" + padH + ", "
                    + padW + "], output padding [" + outputPadH + ", " + outputPadW + "]");
        }
    }

    /** The same in both axes. */
    public static ConvolutionOptions of(int stride, int padding) {
        return DEFAULT.stride(stride, stride).padding(padding, padding);
    }

    /** With these strides. */
    public ConvolutionOptions stride(int h, int w) {
        return new ConvolutionOptions(h, w, padH, padW, dilationH, dilationW, outputPadH, outputPadW);
    }

    /** With these paddings. */
    public ConvolutionOptions padding(int h, int w) {
        return new ConvolutionOptions(strideH, strideW, h, w, dilationH, dilationW, outputPadH, outputPadW);
    }

    /** With these dilations. */
    public ConvolutionOptions dilation(int h, int w) {
        return new ConvolutionOptions(strideH, strideW, padH, padW, h, w, outputPadH, outputPadW);
    }

    /** With these output paddings, for a transposed convolution. */
    public ConvolutionOptions outputPadding(int h, int w) {
        return new ConvolutionOptions(strideH, strideW, padH, padW, dilationH, dilationW, h, w);
    }

    /** The same for a convolution along the second axis only. */
    ConvolutionOptions flat() {
        return new ConvolutionOptions(1, strideW, 0, padW, 1, dilationW, 0, outputPadW);
    }
}
