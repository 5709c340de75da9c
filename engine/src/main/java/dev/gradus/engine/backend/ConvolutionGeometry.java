package dev.gradus.engine.backend;

/**
 * The sizes of a two-dimensional cross-correlation
 * {@code y[n,o,i,j] = Σ_{c,p,q} x[n, c, i·strideH − padH + p·dilationH, j·strideW − padW + q·dilationW]·w[o,c,p,q]},
 * with zeros outside of x. All arrays are row-major: x {@code [batch, inChannels, inH, inW]}, w
 * {@code [outChannels, inChannels, kernelH, kernelW]}, y {@code [batch, outChannels, outH, outW]}. One-dimensional
 * convolutions have {@code inH = kernelH = outH = 1}.
 */
public record ConvolutionGeometry(
        int batch,
        int inChannels,
        int inH,
        int inW,
        int outChannels,
        int outH,
        int outW,
        int kernelH,
        int kernelW,
        int strideH,
        int strideW,
        int padH,
        int padW,
        int dilationH,
        int dilationW) {
    /** Elements of x. */
    public int inputSize() {
        return batch * inChannels * inH * inW;
    }

    /** Elements of y. */
    public int outputSize() {
        return batch * outChannels * outH * outW;
    }

    /** Elements of w. */
    public int weightSize() {
        return outChannels * inChannels * kernelH * kernelW;
    }

    /** The same for another number of images. */
    public ConvolutionGeometry withBatch(int images) {
        return new ConvolutionGeometry(
                images,
                inChannels,
                inH,
                inW,
                outChannels,
                outH,
                outW,
                kernelH,
                kernelW,
                strideH,
                strideW,
                padH,
                padW,
                dilationH,
                dilationW);
    }
}
