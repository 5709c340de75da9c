package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages for bad input name the operation, the shapes and, where there is one, the way out. */
@Tag("without-vector")
class TensorErrorsTest {
    private static final Backend REFERENCE = TestBackends.reference();
    private final Tensor x = zeros(2, 3);

    private static Tensor zeros(int... dims) {
        return Tensor.zeros(REFERENCE, Shape.of(dims));
    }

    @Test
    void makingATensor() {
        refuses(() -> Tensor.of(REFERENCE, new double[5], Shape.of(2, 3)), "5 numbers", "[2, 3]", "6");
        refuses(() -> Tensor.of(new double[5], 2, 3), "5 numbers", "[2, 3]");
        refuses(() -> Tensor.of(new float[5], 2, 3), "5 numbers", "[2, 3]");
        refuses(() -> Tensor.of(new double[0], -1), "[-1]", "negative");
    }

    @Test
    void readingATensor() {
        refuses(x::item, "item", "[2, 3]", "6 numbers", "toArray()");
        refuses(() -> zeros(0).item(), "item", "[0]", "0 numbers");
        refuses(() -> x.get(1), "get", "1 indices", "[2, 3]");
        refuses(() -> x.get(1, 3), "get", "index 3", "axis 1", "[2, 3]");
        refuses(() -> x.get(-1, 0), "get", "index -1");
        refuses(() -> x.dim(2), "axis 2", "[2, 3]");
    }

    @Test
    void elementwise() {
        refuses(() -> x.add(zeros(2)), "add", "[2, 3]", "[2]", "3 and 2");
        refuses(() -> x.sub(zeros(4, 3)), "subtract", "[2, 3]", "[4, 3]");
        refuses(() -> x.mul(zeros(2)), "multiply", "[2, 3]", "[2]");
        refuses(() -> x.div(zeros(2)), "divide", "[2, 3]", "[2]");
        refuses(() -> x.equal(zeros(2)), "equal", "[2, 3]");
        refuses(() -> x.greater(zeros(2)), "greater", "[2, 3]");
    }

    @Test
    void reductions() {
        refuses(() -> x.sum(2), "sum", "axis 2", "[2, 3]");
        refuses(() -> x.sum(0, -2), "sum", "twice", "[0, -2]");
        refuses(() -> x.mean(-3), "mean", "axis -3", "[2, 3]");
        refuses(() -> zeros(0, 3).mean(), "mean", "[0, 3]", "no elements");
        refuses(() -> zeros(0, 3).mean(0), "mean", "[0]", "[0, 3]", "no elements");
        refuses(() -> x.max(2), "max", "axis 2", "[2, 3]");
        refuses(() -> zeros(3, 0).max(1), "max", "[3, 0]", "no elements");
        refuses(() -> x.softmax(2), "softmax", "axis 2", "[2, 3]");
        refuses(() -> x.logSoftmax(5), "log_softmax", "axis 5");
        refuses(() -> x.logSumExp(5), "log_sum_exp", "axis 5");
    }

    @Test
    void movement() {
        refuses(() -> x.reshape(4, 2), "reshape", "[2, 3]", "6", "[4, 2]", "8");
        refuses(() -> x.reshape(-1, -1), "reshape", "[-1, -1]", "only one");
        refuses(() -> x.reshape(4, -1), "reshape", "[2, 3]", "[4, -1]");
        refuses(() -> x.reshape(0, -1), "reshape", "[2, 3]", "[0, -1]");
        refuses(() -> x.reshape(-2, 3), "[-2, 3]", "negative");
        refuses(() -> x.flatten(2), "flatten", "axis 2", "[2, 3]");
        refuses(() -> x.permute(0), "permute", "[0]", "[2, 3]");
        refuses(() -> x.permute(0, 0), "permute", "[0, 0]", "once");
        refuses(() -> x.permute(0, 1, 1), "permute", "[0, 1, 1]");
        refuses(() -> zeros(3).transpose(), "transpose", "[3]", "two axes");
        refuses(() -> x.slice(1, 2, 4), "slice", "2 to 4", "[2, 3]");
        refuses(() -> x.slice(1, 2, 1), "slice", "2 to 1");
        refuses(() -> x.slice(1, -1, 1), "slice", "-1 to 1");
        refuses(() -> x.split(1, 1, 1), "split", "[1, 1]", "[2, 3]", "add up");
        refuses(() -> x.split(1), "split", "add up");
        refuses(() -> x.split(1, 4, -1), "split", "negative");
        refuses(() -> Tensor.concat(0), "concat", "no tensors");
        refuses(() -> Tensor.concat(0, x, zeros(2, 4)), "concat", "[2, 3]", "[2, 4]", "axis 0");
        refuses(() -> Tensor.concat(0, x, zeros(3)), "concat", "[2, 3]", "[3]");
        refuses(() -> Tensor.concat(2, x, x), "concat", "axis 2");
        refuses(() -> Tensor.stack(0), "stack", "no tensors");
        refuses(() -> Tensor.stack(3, x, x), "stack", "axis 3", "[2, 3]");
        refuses(() -> Tensor.stack(0, x, zeros(3, 2)), "stack", "[2, 3]", "[3, 2]");
        refuses(() -> x.pad(0, -1, 0), "pad", "-1", "slice");
        refuses(() -> x.flip(2), "flip", "axis 2");
        refuses(() -> x.broadcastTo(Shape.of(2, 4)), "broadcast_to", "[2, 3]", "[2, 4]");
        refuses(() -> x.broadcastTo(Shape.of(3)), "broadcast_to", "[2, 3]", "[3]");
        refuses(() -> x.upsample(1, 0), "upsample", "at least 1", "0");
    }

    @Test
    void products() {
        refuses(() -> x.matmul(zeros(2, 3)), "matmul", "[2, 3]", "3 and 2");
        refuses(() -> x.matmul(zeros(2, 3), true, true), "matmul", "transposed", "2 and 3");
        refuses(() -> x.matmul(zeros(3)), "matmul", "[2, 3]", "[3]", "reshape");
        refuses(() -> zeros(2, 2, 3).matmul(zeros(3, 3, 4)), "matmul", "[2]", "[3]");
    }

    @Test
    void convolutions() {
        ConvolutionOptions options = ConvolutionOptions.DEFAULT;
        Tensor image = zeros(1, 2, 5, 5);
        Tensor kernel = zeros(4, 2, 3, 3);
        refuses(() -> Convolutions.conv2d(x, kernel, null, options), "conv2d", "[2, 3]", "4 axes");
        refuses(() -> Convolutions.conv2d(image, zeros(4, 3, 3, 3), null, options), "conv2d", "2 channels", "3");
        refuses(() -> Convolutions.conv2d(image, zeros(4, 2, 6, 6), null, options), "conv2d", "reach of 6", "padding");
        refuses(() -> Convolutions.conv2d(image, kernel, zeros(3), options), "conv2d", "bias [3]", "4");
        refuses(
                () -> Convolutions.conv2d(image, kernel, null, options.outputPadding(1, 1)),
                "conv2d",
                "transposed convolutions only");
        refuses(
                () -> Convolutions.conv1d(zeros(1, 2, 5), zeros(4, 3, 3), null, options),
                "conv1d",
                "2 channels",
                "[1, 2, 5]",
                "[4, 3, 3]");
        refuses(
                () -> Convolutions.conv1d(zeros(1, 2, 5), zeros(4, 2, 7), null, options),
                "conv1d",
                "[1, 2, 5]",
                "[4, 2, 7]");
        refuses(
                () -> Convolutions.convTranspose2d(image, zeros(2, 4, 3, 3), null, options.outputPadding(1, 1)),
                "conv_transpose2d",
                "output padding",
                "smaller");
        refuses(
                () -> Convolutions.convTranspose2d(image, zeros(2, 4, 3, 3), null, options.padding(9, 9)),
                "conv_transpose2d",
                "no output");
        refuses(() -> options.stride(0, 1), "stride [0, 1]", "at least 1");
        refuses(() -> options.padding(0, -1), "padding [0, -1]", "negative");
        refuses(() -> Pooling.max2d(image, 6, 1), "max_pool2d", "kernel 6", "[1, 2, 5, 5]");
        refuses(() -> Pooling.globalAverage2d(x), "global_avg_pool2d", "[2, 3]");
    }

    @Test
    void normalization() {
        refuses(() -> Normalization.batchStatistics(zeros(3), 1e-5), "batch_norm", "[3]", "[batch, channels");
        refuses(() -> Normalization.scaleShift(x, zeros(2), zeros(3)), "batch_norm", "[2]", "3 channels");
        refuses(() -> Normalization.layerNorm(x, zeros(2), zeros(2), 1e-5), "layer_norm", "[2]", "[2, 3]");
        refuses(() -> Normalization.standardize(x, 0, 0), "standardize", "epsilon", "0.0");
        refuses(() -> Normalization.standardize(x, Double.NaN, 0), "epsilon", "NaN");
        refuses(() -> Normalization.standardize(zeros(0, 3), 1e-5, 0), "[0, 3]", "no elements");
    }

    @Test
    void recurrence() {
        Tensor sequence = zeros(2, 4, 3);
        Tensor inputWeight = zeros(20, 3);
        Tensor weight = zeros(20, 5);
        Tensor bias = zeros(20);
        refuses(() -> lstm(x, inputWeight, weight, bias, null), "lstm", "[batch, time, features]", "[2, 3]");
        refuses(() -> lstm(zeros(2, 0, 3), inputWeight, weight, bias, null), "lstm", "at least one step");
        refuses(() -> lstm(sequence, zeros(20, 4), weight, bias, null), "lstm", "3 features", "[20, 4]", "[20, 3]");
        refuses(() -> lstm(sequence, inputWeight, zeros(20, 4), bias, null), "lstm", "[20, 4]", "hidden");
        refuses(() -> lstm(sequence, inputWeight, weight, zeros(5), null), "lstm", "bias", "[5]", "[20]");
        refuses(() -> lstm(sequence, inputWeight, weight, bias, zeros(5)), "lstm", "h0", "[5]", "[2, 5]");
    }

    private static void lstm(Tensor x, Tensor inputWeight, Tensor weight, Tensor bias, Tensor h0) {
        Recurrent.lstm(x, inputWeight, weight, bias, h0, null, null, Recurrent.Activation.TANH, false);
    }

    @Test
    void backendsDoNotMix() {
        assumeFalse(TestBackends.single().isEmpty(), "no float32 backend can run here");
        Backend other = TestBackends.single().get(0);
        Tensor there = Tensor.zeros(other, Shape.of(2, 3));
        refuses(() -> x.add(there), "add", "different backends", "reference", other.name());
        refuses(() -> Tensor.concat(0, x, there), "concat", "different backends");
    }

    @Test
    void nullIsRefused() {
        assertThrows(NullPointerException.class, () -> x.add(null));
        assertThrows(NullPointerException.class, () -> x.reshape((Shape) null));
    }

    @Test
    void describesItself() {
        assertTrue(x.toString().contains("[2, 3]") && x.toString().contains("reference"), x.toString());
        assertTrue(x.tracked().toString().contains("tracked"));
    }
}
