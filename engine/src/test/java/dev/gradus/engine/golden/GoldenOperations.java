package dev.gradus.engine.golden;

import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Pooling;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The table from a golden case's {@code op} to what computes it in the engine. */
final class GoldenOperations {
    /** Computes a case's output. */
    @FunctionalInterface
    interface Adapter {
        Tensor apply(Map<String, Tensor> inputs, Attributes attributes);
    }

    @FunctionalInterface
    private interface Unary {
        Tensor apply(Tensor x);
    }

    @FunctionalInterface
    private interface Binary {
        Tensor apply(Tensor a, Tensor b);
    }

    @FunctionalInterface
    private interface Convolution {
        Tensor apply(Tensor x, Tensor weight, Tensor bias, ConvolutionOptions options);
    }

    private static final Map<String, Adapter> TABLE = new TreeMap<>();

    static {
        elementwise();
        reductions();
        movement();
        products();
        convolutions();
        normalization();
        TABLE.put("lstm", GoldenOperations::lstm);
        TABLE.put("gru", GoldenOperations::gru);
        losses();
    }

    private GoldenOperations() {}

    /**
     * The function of an operation.
     *
     * @throws IllegalArgumentException if the table does not have it
     */
    static Adapter of(String op) {
        Adapter adapter = TABLE.get(op);
        if (adapter == null) {
            throw new IllegalArgumentException("golden: no adapter for op '" + op + "'; known are " + TABLE.keySet()
                    + " and " + GoldenSpecials.ops());
        }
        return adapter;
    }

    private static void unary(String op, Unary f) {
        TABLE.put(op, (in, at) -> f.apply(x(in)));
    }

    private static void binary(String op, Binary f) {
        TABLE.put(op, (in, at) -> f.apply(get(in, "a"), get(in, "b")));
    }

    private static Tensor x(Map<String, Tensor> in) {
        return get(in, "x");
    }

    private static Tensor get(Map<String, Tensor> in, String name) {
        Tensor found = in.get(name);
        if (found == null) {
            throw new IllegalArgumentException("golden: input '" + name + "' is missing among " + in.keySet());
        }
        return found;
    }

    private static void elementwise() {
        unary("exp", Tensor::exp);
        unary("log", Tensor::log);
        unary("tanh", Tensor::tanh);
        unary("sigmoid", Tensor::sigmoid);
        unary("softplus", Tensor::softplus);
        unary("relu", Tensor::relu);
        unary("abs", Tensor::abs);
        unary("sqrt", Tensor::sqrt);
        unary("square", Tensor::square);
        unary("neg", Tensor::neg);
        TABLE.put("elu", (in, at) -> x(in).elu(at.number("alpha", 1)));
        TABLE.put("leaky_relu", (in, at) -> x(in).leakyRelu(at.number("negative_slope", 0.01)));
        TABLE.put("pow", (in, at) -> x(in).pow(at.number("exponent")));
        binary("add", Tensor::add);
        binary("sub", Tensor::sub);
        binary("mul", Tensor::mul);
        binary("div", Tensor::div);
    }

    private static void reductions() {
        TABLE.put("sum", (in, at) -> reduced(x(in), at, true));
        TABLE.put("mean", (in, at) -> reduced(x(in), at, false));
        TABLE.put("amax", (in, at) -> {
            int axis = at.whole("dim");
            Tensor greatest = x(in).max(axis);
            return at.flag("keepdim", false) ? greatest.reshape(x(in).shape().with(axis, 1)) : greatest;
        });
        TABLE.put("softmax", (in, at) -> x(in).softmax(at.whole("dim")));
        TABLE.put("log_softmax", (in, at) -> x(in).logSoftmax(at.whole("dim")));
        TABLE.put("logsumexp", (in, at) -> x(in).logSumExp(at.whole("dim")));
        TABLE.put("l2_norm", (in, at) -> reduced(x(in).square(), at, true).sqrt());
    }

    private static Tensor reduced(Tensor x, Attributes at, boolean sum) {
        boolean keep = at.flag("keepdim", false);
        if (!at.has("dim")) {
            Tensor whole = sum ? x.sum() : x.mean();
            int[] ones = new int[x.shape().rank()];
            Arrays.fill(ones, 1);
            return keep ? whole.reshape(Shape.of(ones)) : whole;
        }
        int[] axes = at.wholes("dim");
        return sum ? x.sum(keep, axes) : x.mean(keep, axes);
    }

    private static void movement() {
        TABLE.put("reshape", (in, at) -> x(in).reshape(at.wholes("shape")));
        TABLE.put("permute", (in, at) -> x(in).permute(at.wholes("dims")));
        TABLE.put(
                "concat", (in, at) -> Tensor.concat(at.whole("dim"), in.values().toArray(new Tensor[0])));
        TABLE.put("slice", (in, at) -> x(in).slice(at.whole("dim"), at.whole("start"), at.whole("end")));
        TABLE.put("pad", (in, at) -> padded(x(in), at.wholes("pad")));
        TABLE.put("flip", (in, at) -> {
            Tensor y = x(in);
            for (int axis : at.wholes("dim")) {
                y = y.flip(axis);
            }
            return y;
        });
        TABLE.put("upsample1d", (in, at) -> x(in).upsample(at.whole("dim"), at.whole("size")));
        TABLE.put("broadcast_to", (in, at) -> x(in).broadcastTo(expanded(x(in), at.wholes("shape"))));
    }

    /** Pairs of widths from the last axis forwards, as {@code torch.nn.functional.pad} takes them. */
    private static Tensor padded(Tensor x, int[] widths) {
        Tensor y = x;
        for (int i = 0; i + 1 < widths.length; i += 2) {
            y = y.pad(-1 - i / 2, widths[i], widths[i + 1]);
        }
        return y;
    }

    /** −1 keeps the extent, as in {@code torch.Tensor.expand}. */
    private static Shape expanded(Tensor x, int[] dims) {
        int[] to = dims.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] = to[i] == -1 ? x.dim(i - to.length) : to[i];
        }
        return Shape.of(to);
    }

    private static void products() {
        TABLE.put(
                "matmul",
                (in, at) -> get(in, "a")
                        .matmul(get(in, "b"), at.flag("transpose_a", false), at.flag("transpose_b", false)));
        TABLE.put("matmul_gram", (in, at) -> x(in).matmul(x(in), false, true));
        TABLE.put("linear", (in, at) -> {
            Tensor y = x(in).matmul(get(in, "weight"), false, true);
            return in.containsKey("bias") ? y.add(get(in, "bias")) : y;
        });
    }

    private static void convolutions() {
        convolution("conv1d", 1, Convolutions::conv1d);
        convolution("conv2d", 2, Convolutions::conv2d);
        convolution("conv_transpose1d", 1, Convolutions::convTranspose1d);
        convolution("conv_transpose2d", 2, Convolutions::convTranspose2d);
        unary("global_avg_pool2d", Pooling::globalAverage2d);
        unary("global_max_pool2d", Pooling::globalMax2d);
        TABLE.put("max_pool2d", (in, at) -> {
            int kernel = at.spatial("kernel_size", 1, 0)[0];
            return Pooling.max2d(x(in), kernel, at.spatial("stride", 1, kernel)[0]);
        });
    }

    private static void convolution(String op, int axes, Convolution f) {
        TABLE.put(op, (in, at) -> f.apply(x(in), get(in, "weight"), in.get("bias"), options(at, axes)));
    }

    static ConvolutionOptions options(Attributes at, int axes) {
        int[] stride = at.spatial("stride", axes, 1);
        int[] padding = at.spatial("padding", axes, 0);
        int[] dilation = at.spatial("dilation", axes, 1);
        int[] output = at.spatial("output_padding", axes, 0);
        int last = axes - 1;
        return ConvolutionOptions.DEFAULT
                .stride(stride[0], stride[last])
                .padding(padding[0], padding[last])
                .dilation(dilation[0], dilation[last])
                .outputPadding(output[0], output[last]);
    }

    private static void normalization() {
        TABLE.put("batch_norm", (in, at) -> {
            double epsilon = at.number("eps", 1e-5);
            if (at.flag("training", false) && in.containsKey("weight")) {
                return Normalization.batchNorm(x(in), get(in, "weight"), get(in, "bias"), epsilon, 1)
                        .value();
            }
            Tensor y = at.flag("training", false)
                    ? Normalization.batchStatistics(x(in), epsilon).value()
                    : Normalization.withStatistics(x(in), get(in, "running_mean"), get(in, "running_var"), epsilon);
            return in.containsKey("weight") ? Normalization.scaleShift(y, get(in, "weight"), get(in, "bias")) : y;
        });
        TABLE.put(
                "layer_norm",
                (in, at) -> Normalization.layerNorm(x(in), get(in, "weight"), get(in, "bias"), at.number("eps", 1e-5)));
    }

    private static Tensor lstm(Map<String, Tensor> in, Attributes at) {
        boolean reverse = at.flag("reverse", false);
        Recurrent.States states = Recurrent.lstm(
                x(in),
                get(in, "w_ih"),
                get(in, "w_hh"),
                get(in, "bias"),
                in.get("h0"),
                in.get("c0"),
                in.get("mask"),
                activation(at),
                reverse);
        if (!at.flag("states", false)) {
            return states.outputs();
        }
        Shape one = states.hidden().shape().withNew(1);
        return Tensor.concat(
                1, states.outputs(), states.hidden().reshape(one), states.cell().reshape(one));
    }

    static Recurrent.Activation activation(Attributes at) {
        String name = at.text("activation", "tanh");
        return switch (name) {
            case "tanh" -> Recurrent.Activation.TANH;
            case "relu" -> Recurrent.Activation.RELU;
            default -> throw new IllegalArgumentException("golden: unknown activation '" + name + "'");
        };
    }

    private static Tensor gru(Map<String, Tensor> in, Attributes at) {
        Recurrent.States states = Recurrent.gru(
                x(in),
                get(in, "w_ih"),
                get(in, "w_hh"),
                get(in, "b_ih"),
                get(in, "b_hh"),
                in.get("h0"),
                null,
                at.flag("reverse", false));
        if (!at.flag("states", false)) {
            return states.outputs();
        }
        return Tensor.concat(
                1,
                states.outputs(),
                states.hidden().reshape(states.hidden().shape().withNew(1)));
    }

    private static void losses() {
        loss("mse_loss", (in, at) -> Losses.mse(x(in), get(in, "target")));
        loss("l1_loss", (in, at) -> Losses.mae(x(in), get(in, "target")));
        loss("bce_with_logits", (in, at) -> Losses.bceWithLogits(x(in), get(in, "target")));
        loss("bce", (in, at) -> Losses.bce(x(in), get(in, "target")));
        TABLE.put("cross_entropy", (in, at) -> {
            int[] labels = at.wholes("labels");
            Tensor mean = Losses.crossEntropy(x(in), labels);
            return reduced(mean, labels.length, at);
        });
    }

    private static void loss(String op, Adapter mean) {
        TABLE.put(op, (in, at) -> reduced(mean.apply(in, at), x(in).shape().size(), at));
    }

    /** The engine's losses are means; a sum is count times as much. */
    private static Tensor reduced(Tensor mean, int count, Attributes at) {
        String how = at.text("reduction", "mean");
        return switch (how) {
            case "mean" -> mean;
            case "sum" -> mean.mul(count);
            default -> throw new IllegalArgumentException("golden: reduction '" + how + "' is not one of mean, sum");
        };
    }
}
