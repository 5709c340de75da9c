package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Objects;

/**
 * Convolutions (cross-correlations, as everywhere in deep learning) and their transposes, with PyTorch's layouts and
 * sizes: {@code out = ⌊(in + 2·padding − dilation·(kernel − 1) − 1)/stride⌋ + 1}, and for a transposed convolution
 * {@code out = (in − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1}.
 */
public final class Convolutions {
    private Convolutions() {}

    /**
     * Two-dimensional convolution.
     *
     * @param x {@code [batch, inChannels, height, width]}
     * @param weight {@code [outChannels, inChannels, kernelH, kernelW]}
     * @param bias {@code [outChannels]}, or {@code null}
     * @return {@code [batch, outChannels, outH, outW]}
     */
    public static Tensor conv2d(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        requireRank("conv2d", 4, x, weight, options, "[batch, channels, height, width]");
        return convolve("conv2d", x, weight, bias, options);
    }

    /**
     * One-dimensional convolution.
     *
     * @param x {@code [batch, inChannels, time]}
     * @param weight {@code [outChannels, inChannels, kernel]}
     * @param bias {@code [outChannels]}, or {@code null}
     * @return {@code [batch, outChannels, outTime]}
     */
    public static Tensor conv1d(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        requireRank("conv1d", 3, x, weight, options, "[batch, channels, time]");
        return lowered(convolve("conv1d", raised(x), raised(weight), bias, options.flat()));
    }

    /**
     * Two-dimensional transposed convolution.
     *
     * @param x {@code [batch, inChannels, height, width]}
     * @param weight {@code [inChannels, outChannels, kernelH, kernelW]}
     * @param bias {@code [outChannels]}, or {@code null}
     * @return {@code [batch, outChannels, outH, outW]}
     */
    public static Tensor convTranspose2d(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        requireRank("conv_transpose2d", 4, x, weight, options, "[batch, channels, height, width]");
        return transposed("conv_transpose2d", x, weight, bias, options);
    }

    /**
     * One-dimensional transposed convolution.
     *
     * @param x {@code [batch, inChannels, time]}
     * @param weight {@code [inChannels, outChannels, kernel]}
     * @param bias {@code [outChannels]}, or {@code null}
     * @return {@code [batch, outChannels, outTime]}
     */
    public static Tensor convTranspose1d(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options) {
        requireRank("conv_transpose1d", 3, x, weight, options, "[batch, channels, time]");
        return lowered(transposed("conv_transpose1d", raised(x), raised(weight), bias, options.flat()));
    }

    private static Tensor convolve(String name, Tensor x, Tensor weight, Tensor bias, ConvolutionOptions o) {
        if (x.dim(1) != weight.dim(1)) {
            throw channels(name, x, weight, weight.dim(1));
        }
        noOutputPadding(name, o);
        int outH = outputExtent(name, x.dim(2), weight.dim(2), o.strideH(), o.padH(), o.dilationH(), x, weight);
        int outW = outputExtent(name, x.dim(3), weight.dim(3), o.strideW(), o.padW(), o.dilationW(), x, weight);
        requireFits(name, x.dim(0), weight.dim(0), outH, outW);
        ConvolutionGeometry g = new ConvolutionGeometry(
                x.dim(0),
                x.dim(1),
                x.dim(2),
                x.dim(3),
                weight.dim(0),
                outH,
                outW,
                weight.dim(2),
                weight.dim(3),
                o.strideH(),
                o.strideW(),
                o.padH(),
                o.padW(),
                o.dilationH(),
                o.dilationW());
        return biased(name, x.apply(new Convolve.Output(g), weight), bias, weight.dim(0));
    }

    private static Tensor transposed(String name, Tensor x, Tensor weight, Tensor bias, ConvolutionOptions o) {
        if (x.dim(1) != weight.dim(0)) {
            throw channels(name, x, weight, weight.dim(0));
        }
        requireOutputPadding(name, o);
        int outH = transposedExtent(
                name, x.dim(2), weight.dim(2), o.strideH(), o.padH(), o.dilationH(), o.outputPadH(), x);
        int outW = transposedExtent(
                name, x.dim(3), weight.dim(3), o.strideW(), o.padW(), o.dilationW(), o.outputPadW(), x);
        requireFits(name, x.dim(0), weight.dim(1), outH, outW);
        ConvolutionGeometry g = new ConvolutionGeometry(
                x.dim(0),
                weight.dim(1),
                outH,
                outW,
                x.dim(1),
                x.dim(2),
                x.dim(3),
                weight.dim(2),
                weight.dim(3),
                o.strideH(),
                o.strideW(),
                o.padH(),
                o.padW(),
                o.dilationH(),
                o.dilationW());
        return biased(name, x.apply(new Convolve.Input(g), weight), bias, weight.dim(1));
    }

    private static Tensor biased(String name, Tensor y, Tensor bias, int channels) {
        if (bias == null) {
            return y;
        }
        if (!bias.shape().equals(Shape.of(channels))) {
            throw new ShapeException(name + ": bias " + bias.shape() + " does not hold one number for each of the "
                    + channels + " output channels, expected [" + channels + "]");
        }
        return y.add(bias.reshape(channels, 1, 1));
    }

    private static int outputExtent(
            String name, int in, int kernel, int stride, int pad, int dilation, Tensor x, Tensor weight) {
        long reach = (long) dilation * (kernel - 1) + 1;
        long room = in + 2L * pad;
        if (kernel < 1 || room < reach) {
            throw new ShapeException(name + ": input " + seen(name, x) + " with padding " + pad
                    + " is shorter than the kernel's reach of " + reach + " (weight " + seen(name, weight)
                    + ", dilation "
                    + dilation + "); use a longer input, a smaller kernel or more padding");
        }
        requireRoom(name, room, x, pad);
        return (int) ((room - reach) / stride + 1);
    }

    private static int transposedExtent(
            String name, int in, int kernel, int stride, int pad, int dilation, int outputPad, Tensor x) {
        long out = (in - 1L) * stride - 2L * pad + (long) dilation * (kernel - 1) + outputPad + 1;
        if (out < 1 || kernel < 1 || in < 1) {
            throw new ShapeException(name + ": an input of extent " + in + " with kernel " + kernel + ", stride "
                    + stride + " and padding " + pad + " leaves no output (input " + seen(name, x)
                    + "); use a longer input, a larger kernel or less padding");
        }
        requireRoom(name, out + 2L * pad, x, pad);
        return (int) out;
    }

    /** The kernels count places, padding included, in ints. */
    private static void requireRoom(String name, long room, Tensor x, int pad) {
        if (room > Integer.MAX_VALUE) {
            throw new ShapeException(name + ": input " + seen(name, x) + " with padding " + pad + " spans " + room
                    + " places, more than 2^31-1; use less padding, stride or dilation");
        }
    }

    private static void requireFits(String name, int batch, int channels, int height, int width) {
        if (name.endsWith("1d")) {
            Shape.of(name, batch, channels, width);
        } else {
            Shape.of(name, batch, channels, height, width);
        }
    }

    private static void noOutputPadding(String name, ConvolutionOptions o) {
        if (o.outputPadH() != 0 || o.outputPadW() != 0) {
            throw new IllegalArgumentException(name + ": output padding belongs to transposed convolutions only, got ["
                    + o.outputPadH() + ", " + o.outputPadW() + "]");
        }
    }

    private static void requireOutputPadding(String name, ConvolutionOptions o) {
        boolean high = o.outputPadH() >= Math.max(o.strideH(), o.dilationH());
        boolean wide = o.outputPadW() >= Math.max(o.strideW(), o.dilationW());
        if (high || wide) {
            throw new IllegalArgumentException(name + ": output padding [" + o.outputPadH() + ", " + o.outputPadW()
                    + "] must be smaller than stride or dilation (stride [" + o.strideH() + ", " + o.strideW()
                    + "], dilation [" + o.dilationH() + ", " + o.dilationW() + "])");
        }
    }

    private static ShapeException channels(String name, Tensor x, Tensor weight, int expected) {
        return new ShapeException(name + ": input has " + x.dim(1) + " channels, weight expects " + expected
                + " (input " + seen(name, x) + ", weight " + seen(name, weight) + ")");
    }

    /** The shape as the caller knows it: a one-dimensional convolution runs with a height of 1. */
    private static Shape seen(String name, Tensor x) {
        return name.endsWith("1d") ? x.shape().without(2) : x.shape();
    }

    private static void requireRank(
            String name, int rank, Tensor x, Tensor weight, ConvolutionOptions options, String layout) {
        Objects.requireNonNull(x, () -> name + ": the input is null");
        Objects.requireNonNull(weight, () -> name + ": the weight is null");
        Objects.requireNonNull(options, () -> name + ": the options are null; say ConvolutionOptions.DEFAULT");
        if (x.shape().rank() != rank || weight.shape().rank() != rank) {
            throw new ShapeException(name + ": input " + x.shape() + " and weight " + weight.shape()
                    + " must both have " + rank + " axes; the input is " + layout);
        }
    }

    private static Tensor raised(Tensor x) {
        return x.reshape(x.shape().withNew(2));
    }

    private static Tensor lowered(Tensor x) {
        return x.reshape(x.shape().without(2));
    }
}
