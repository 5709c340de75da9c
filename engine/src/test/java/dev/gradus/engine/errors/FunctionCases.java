package dev.gradus.engine.errors;

import static dev.gradus.engine.errors.Samples.REFERENCE;
import static dev.gradus.engine.errors.Samples.closed;
import static dev.gradus.engine.errors.Samples.zeros;

import dev.gradus.engine.autograd.GradientCheck;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.nn.GradientPenalty;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Convolutions;
import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Pooling;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What goes wrong with functions of tensors: convolutions, recurrences, gradients, losses. */
final class FunctionCases {
    private static final int HUGE = Integer.MAX_VALUE;
    private static final ConvolutionOptions DEFAULT = ConvolutionOptions.DEFAULT;

    private final ErrorCases cases;
    private final Tensor x = zeros(2, 3);
    private final Tensor image = zeros(1, 2, 5, 5);

    private FunctionCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        FunctionCases table = new FunctionCases(cases);
        table.convolutionOptions();
        table.convolutions();
        table.pooling();
        table.normalization();
        table.recurrence();
        table.gradients();
        table.losses();
        table.gradientPenalty();
    }

    private void convolutionOptions() {
        cases.argument(
                "ConvolutionOptions(int, int, int, int, int, int, int, int)",
                () -> new ConvolutionOptions(1, 1, 0, 0, 0, 1, 0, 0),
                "convolution: ",
                "at least 1",
                "dilation [0, 1]");
        cases.argument("ConvolutionOptions.of(int, int)", () -> ConvolutionOptions.of(0, 0), "stride [0, 0]");
        cases.argument("ConvolutionOptions.stride(int, int)", () -> DEFAULT.stride(0, 1), "stride [0, 1]");
        cases.argument("ConvolutionOptions.padding(int, int)", () -> DEFAULT.padding(0, -1), "padding [0, -1]");
        cases.argument("ConvolutionOptions.dilation(int, int)", () -> DEFAULT.dilation(1, -1), "dilation [1, -1]");
        cases.argument(
                "ConvolutionOptions.outputPadding(int, int)",
                () -> DEFAULT.outputPadding(-1, 0),
                "convolution: ",
                "output padding [-1, 0]");
    }

    private void convolutions() {
        String conv1d = "Convolutions.conv1d(Tensor, Tensor, Tensor, ConvolutionOptions)";
        Tensor sequence = zeros(1, 3, 9);
        cases.shape(
                conv1d,
                () -> Convolutions.conv1d(sequence, zeros(8, 4, 5), null, DEFAULT),
                "conv1d: input has 3 channels, weight expects 4",
                "input [1, 3, 9], weight [8, 4, 5]");
        cases.shape(
                conv1d,
                () -> Convolutions.conv1d(sequence, zeros(8, 3, 11), null, DEFAULT),
                "conv1d: input [1, 3, 9]",
                "reach of 11",
                "more padding");
        cases.shape(
                conv1d,
                () -> Convolutions.conv1d(sequence, zeros(1, 3, 1), null, DEFAULT.padding(HUGE, HUGE)),
                "conv1d: input [1, 3, 9] with padding 2147483647 spans 4294967303",
                "less padding");
        String conv2d = "Convolutions.conv2d(Tensor, Tensor, Tensor, ConvolutionOptions)";
        Tensor kernel = zeros(4, 2, 3, 3);
        cases.shape(conv2d, () -> Convolutions.conv2d(x, kernel, null, DEFAULT), "conv2d: input [2, 3]", "4 axes");
        cases.shape(
                conv2d,
                () -> Convolutions.conv2d(image, kernel, zeros(3), DEFAULT),
                "conv2d: bias [3]",
                "each of the 4 output channels, expected [4]");
        cases.shape(
                conv2d,
                () -> Convolutions.conv2d(image, kernel, null, DEFAULT.dilation(HUGE, HUGE)),
                "conv2d: ",
                "reach of 4294967295");
        cases.argument(
                conv2d,
                () -> Convolutions.conv2d(image, kernel, null, DEFAULT.outputPadding(1, 1)),
                "conv2d: output padding",
                "[1, 1]");
        cases.absent(conv2d, () -> Convolutions.conv2d(image, kernel, null, null), "conv2d: the options are null");
        cases.absent(conv2d, () -> Convolutions.conv2d(null, kernel, null, DEFAULT), "conv2d: the input is null");
        cases.absent(conv2d, () -> Convolutions.conv2d(image, null, null, DEFAULT), "conv2d: the weight is null");
        cases.argument(
                conv2d,
                () -> Convolutions.conv2d(image, Tensor.zeros(TensorCases.plain(), kernel.shape()), null, DEFAULT),
                "conv: inputs live on different backends (reference and plain)");
        cases.stale(
                conv2d, () -> Convolutions.conv2d(closed(1, 2, 5, 5), kernel, null, DEFAULT), "conv: tensor", "keep");
        String transposed1d = "Convolutions.convTranspose1d(Tensor, Tensor, Tensor, ConvolutionOptions)";
        cases.shape(
                transposed1d,
                () -> Convolutions.convTranspose1d(sequence, zeros(4, 3, 5), null, DEFAULT),
                "conv_transpose1d: input has 3 channels, weight expects 4");
        cases.shape(
                transposed1d,
                () -> Convolutions.convTranspose1d(sequence, zeros(3, 3, 5), null, DEFAULT.stride(1, HUGE)),
                "conv_transpose1d: input [1, 3, 9]",
                "less padding, stride");
        String transposed2d = "Convolutions.convTranspose2d(Tensor, Tensor, Tensor, ConvolutionOptions)";
        Tensor back = zeros(2, 4, 3, 3);
        cases.shape(
                transposed2d,
                () -> Convolutions.convTranspose2d(image, back, null, DEFAULT.padding(9, 9)),
                "conv_transpose2d: ",
                "leaves no output",
                "[1, 2, 5, 5]",
                "less padding");
        cases.argument(
                transposed2d,
                () -> Convolutions.convTranspose2d(image, back, null, DEFAULT.outputPadding(1, 1)),
                "conv_transpose2d: output padding [1, 1]",
                "smaller than stride or dilation");
    }

    private void pooling() {
        cases.shape(
                "Pooling.max2d(Tensor, int, int)",
                () -> Pooling.max2d(image, 6, 1),
                "max_pool2d: kernel 6",
                "[1, 2, 5, 5]");
        cases.absent(
                "Pooling.max2d(Tensor, int, int)", () -> Pooling.max2d(null, 1, 1), "max_pool2d: the input is null");
        cases.shape(
                "Pooling.globalAverage2d(Tensor)",
                () -> Pooling.globalAverage2d(x),
                "global_avg_pool2d: expected [batch, channels, height, width], got [2, 3]");
        cases.shape("Pooling.globalMax2d(Tensor)", () -> Pooling.globalMax2d(x), "global_max_pool2d: ", "[2, 3]");
    }

    private void normalization() {
        String standardize = "Normalization.standardize(Tensor, double, int[])";
        cases.argument(
                standardize, () -> Normalization.standardize(x, 0, 0), "standardize: epsilon", "positive", "0.0");
        cases.argument(standardize, () -> Normalization.standardize(x, Double.NaN, 0), "standardize: ", "NaN");
        cases.shape(standardize, () -> Normalization.standardize(x, 1e-5, 2), "standardize: axis 2", "[2, 3]");
        cases.absent(standardize, () -> Normalization.standardize(null, 1e-5, 0), "standardize: the input is null");
        cases.shape(
                "Normalization.batchStatistics(Tensor, double)",
                () -> Normalization.batchStatistics(zeros(3), 1e-5),
                "batch_norm: expected [batch, channels, ..], got [3]");
        String batch = "Normalization.batchNorm(Tensor, Tensor, Tensor, double, double)";
        cases.shape(
                batch,
                () -> Normalization.batchNorm(x, zeros(3), zeros(2), 1e-5, 1),
                "batch_norm: bias [2]",
                "3 channels of [2, 3]");
        cases.shape(
                batch,
                () -> Normalization.batchNorm(zeros(0, 3), zeros(3), zeros(3), 1e-5, 1),
                "batch_norm: [0, 3] has no elements");
        cases.argument(batch, () -> Normalization.batchNorm(x, zeros(3), zeros(3), 0, 1), "batch_norm: epsilon", "0.0");
        cases.argument(
                batch,
                () -> Normalization.batchNorm(x, zeros(3), zeros(3), 1e-5, Double.NaN),
                "batch_norm: the slope must be finite",
                "NaN");
        cases.absent(
                batch, () -> Normalization.batchNorm(x, null, zeros(3), 1e-5, 1), "batch_norm: the weight is null");
        String with = "Normalization.withStatistics(Tensor, Tensor, Tensor, double)";
        cases.shape(
                with,
                () -> Normalization.withStatistics(x, zeros(2), zeros(3), 1e-5),
                "batch_norm: mean [2]",
                "3 channels of [2, 3]");
        cases.argument(
                with, () -> Normalization.withStatistics(x, zeros(3), zeros(3), -1), "batch_norm: epsilon", "-1.0");
        cases.shape(
                "Normalization.scaleShift(Tensor, Tensor, Tensor)",
                () -> Normalization.scaleShift(x, zeros(2), zeros(3)),
                "batch_norm: weight [2]",
                "3 channels of [2, 3]");
        String layer = "Normalization.layerNorm(Tensor, Tensor, Tensor, double)";
        cases.shape(
                layer,
                () -> Normalization.layerNorm(x, zeros(2), zeros(2), 1e-5),
                "layer_norm: weight [2] and bias [2]",
                "last axes of the input [2, 3]");
        cases.absent(layer, () -> Normalization.layerNorm(x, zeros(3), null, 1e-5), "layer_norm: the bias is null");
        cases.harmless("a record of results, made by the engine", "Normalization.Standardized(Tensor, Tensor, Tensor)");
    }

    private void recurrence() {
        String lstm = "Recurrent.lstm(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Activation, boolean)";
        Tensor sequence = zeros(2, 4, 3);
        cases.shape(lstm, () -> lstm(x, zeros(20, 3), null), "lstm: expected [batch, time, features]", "got [2, 3]");
        cases.shape(lstm, () -> lstm(zeros(2, 0, 3), zeros(20, 3), null), "lstm: ", "at least one step", "[2, 0, 3]");
        cases.shape(
                lstm,
                () -> lstm(sequence, zeros(20, 4), null),
                "lstm: input has 3 features, input weight is [20, 4], expected [20, 3]");
        cases.shape(
                lstm,
                () -> lstm(sequence, zeros(20, 3), zeros(5)),
                "lstm: h0 is [5], expected [batch, hidden] = [2, 5]");
        cases.absent(lstm, () -> lstm(sequence, null, null), "lstm: the input weight is null");
        String both = "Recurrent.bidirectionalLstm(Direction, Direction, Activation)";
        cases.shape(
                both,
                () -> Recurrent.bidirectionalLstm(
                        direction(sequence, 5), direction(sequence, 4), Recurrent.Activation.TANH),
                "bidirectional_lstm: the directions differ in size",
                "[20, 5]",
                "[16, 4]");
        cases.absent(
                both,
                () -> Recurrent.bidirectionalLstm(direction(sequence, 5), null, Recurrent.Activation.TANH),
                "bidirectional_lstm: the backward direction is null");
        cases.harmless(
                "arguments, checked where they are used",
                "Recurrent.Direction(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)");
        String gru = "Recurrent.gru(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, boolean)";
        cases.shape(
                gru,
                () -> Recurrent.gru(sequence, zeros(15, 3), zeros(15, 5), zeros(15), zeros(5), null, null, false),
                "gru: recurrent bias [5] must be [15]");
        cases.shape(
                gru,
                () -> Recurrent.gru(sequence, zeros(15, 3), zeros(15, 4), zeros(15), zeros(15), null, null, false),
                "gru: recurrent weight is [15, 4], expected [3·hidden, hidden]");
        String bothGru = "Recurrent.bidirectionalGru(GruDirection, GruDirection)";
        cases.shape(
                bothGru,
                () -> Recurrent.bidirectionalGru(gruDirection(sequence, 5), gruDirection(sequence, 4)),
                "bidirectional_gru: the directions differ in size",
                "[15, 5]",
                "[12, 4]");
        cases.absent(
                bothGru,
                () -> Recurrent.bidirectionalGru(null, gruDirection(sequence, 5)),
                "bidirectional_gru: the forward direction is null");
        cases.harmless(
                "arguments, checked where they are used",
                "Recurrent.GruDirection(Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor)");
        cases.harmless("a record of results, made by the engine", "Recurrent.States(Tensor, Tensor, Tensor)");
    }

    private static void lstm(Tensor x, Tensor inputWeight, Tensor h0) {
        Recurrent.lstm(x, inputWeight, zeros(20, 5), zeros(20), h0, null, null, Recurrent.Activation.TANH, false);
    }

    private static Recurrent.Direction direction(Tensor x, int hidden) {
        return new Recurrent.Direction(
                x, zeros(4 * hidden, 3), zeros(4 * hidden, hidden), zeros(4 * hidden), null, null, null);
    }

    private static Recurrent.GruDirection gruDirection(Tensor x, int hidden) {
        int sums = 3 * hidden;
        return new Recurrent.GruDirection(x, zeros(sums, 3), zeros(sums, hidden), zeros(sums), zeros(sums), null, null);
    }

    private void gradients() {
        Tensor leaf = zeros(2, 3).tracked();
        Tensor y = leaf.square();
        cases.shape(
                "Gradients.of(Tensor, Tensor[])",
                () -> Gradients.of(y, new Tensor[] {leaf}),
                "gradients: the result is [2, 3], not a single number",
                "sum, mean");
        cases.argument(
                "Gradients.of(Tensor, Tensor[])",
                () -> Gradients.of(y.sum(), new Tensor[] {x}),
                "gradients: input 0 [2, 3] is a constant",
                "x.tracked()");
        cases.absent(
                "Gradients.of(Tensor, Tensor[])",
                () -> Gradients.of(y.sum(), new Tensor[] {null}),
                "gradients: input 0 is null");
        cases.shape(
                "Gradients.of(Tensor, Tensor, Tensor[])",
                () -> Gradients.of(y, zeros(3), new Tensor[] {leaf}),
                "gradients: the cotangent is [3], the result [2, 3]",
                "each element");
        cases.absent(
                "Gradients.of(Tensor, List)",
                () -> Gradients.of(y.sum(), Arrays.asList((Parameter) null)),
                "gradients: a parameter is null");
        cases.shape(
                "Gradients.of(Tensor, List)", () -> Gradients.of(y, List.of()), "gradients: ", "[2, 3]", "sum, mean");
        cases.shape(
                "Gradients.recorded(Tensor, Tensor[])",
                () -> Gradients.recorded(y, new Tensor[] {leaf}),
                "gradients: ",
                "[2, 3]",
                "sum, mean");
        cases.absent(
                "Gradients.recorded(Tensor, Tensor, Tensor[])",
                () -> Gradients.recorded(y, null, new Tensor[] {leaf}),
                "gradients: the cotangent is null");
        GradientCheck.Function square = in -> in[0].square();
        Tensor single = Tensor.zeros(TensorCases.plain(), Shape.of(2));
        cases.argument(
                "GradientCheck.first(Function, Tensor[])",
                () -> GradientCheck.first(square, single),
                "gradient check: input 0 [2]",
                "'plain'",
                "too coarse",
                "ReferenceBackend.instance()");
        cases.argument(
                "GradientCheck.second(Function, Tensor[])",
                () -> GradientCheck.second(square),
                "gradient check: there are no inputs");
        cases.absent(
                "GradientCheck.second(Function, Tensor[])",
                () -> GradientCheck.second(in -> null, x),
                "gradient check: the function gave null");
        cases.harmless(
                "a record of results, made by the engine",
                "GradientCheck.Deviation(double, int, int, int, double, double)");
    }

    private void losses() {
        Tensor column = zeros(2, 1);
        Tensor row = zeros(2);
        String both = "prediction [2, 1] and target [2] differ in shape; reshape";
        cases.shape("Losses.mse(Tensor, Tensor)", () -> Losses.mse(column, row), "mse: " + both);
        cases.shape("Losses.mae(Tensor, Tensor)", () -> Losses.mae(column, row), "mae: " + both);
        cases.shape("Losses.bce(Tensor, Tensor)", () -> Losses.bce(column, row), "bce: " + both);
        cases.shape(
                "Losses.bceWithLogits(Tensor, Tensor)",
                () -> Losses.bceWithLogits(column, row),
                "bce_with_logits: " + both);
        cases.absent("Losses.mse(Tensor, Tensor)", () -> Losses.mse(column, null), "mse: the target is null");
        cases.shape("Losses.mse(Tensor, Tensor)", () -> Losses.mse(zeros(0), zeros(0)), "mean: [0]", "no elements");
        String entropy = "Losses.crossEntropy(Tensor, int[])";
        cases.shape(
                entropy,
                () -> Losses.crossEntropy(x, 1),
                "cross_entropy: logits [2, 3] and 1 labels do not fit; expected [1, classes]");
        cases.argument(
                entropy, () -> Losses.crossEntropy(x, 1, 3), "cross_entropy: label 3 of sample 1", "classes 0 to 2");
        cases.absent(
                "Losses.wassersteinCritic(Tensor, Tensor)",
                () -> Losses.wassersteinCritic(x, null),
                "wasserstein: the value of generated samples is null");
        cases.shape(
                "Losses.wassersteinGenerator(Tensor)",
                () -> Losses.wassersteinGenerator(zeros(0, 1)),
                "mean: [0, 1] has no elements");
    }

    private void gradientPenalty() {
        Layer critic = (u, pass) -> u.sum(1);
        UnaryOperator<Tensor> function = u -> u.sum(1);
        Rng rng = new Rng(1);
        Tensor fake = zeros(3, 3);
        String differ = "gradient_penalty: real [2, 3] and fake [3, 3] differ in shape; give as many";
        cases.shape(
                "GradientPenalty.of(Layer, Tensor, Tensor, Rng)",
                () -> GradientPenalty.of(critic, x, fake, rng),
                differ);
        cases.shape(
                "GradientPenalty.of(Layer, Tensor, Tensor, Rng, double, double)",
                () -> GradientPenalty.of(critic, x, fake, rng, 1, 10),
                differ);
        cases.shape(
                "GradientPenalty.of(UnaryOperator, Tensor, Tensor, Rng, double, double)",
                () -> GradientPenalty.of(function, x, fake, rng, 1, 10),
                differ);
        cases.shape(
                "GradientPenalty.interpolate(Tensor, Tensor, Rng)",
                () -> GradientPenalty.interpolate(zeros(3), zeros(3), rng),
                "gradient_penalty: expected samples [batch, ..], got [3]");
        cases.argument(
                "GradientPenalty.at(Layer, Tensor, double, double)",
                () -> GradientPenalty.at(critic, x, -1, 10),
                "gradient_penalty: centre and weight",
                "centre -1.0");
        cases.argument(
                "GradientPenalty.at(UnaryOperator, Tensor, double, double)",
                () -> GradientPenalty.at(function, x, 1, Double.NaN),
                "gradient_penalty: centre and weight",
                "weight NaN");
        cases.absent(
                "GradientPenalty.inputNorms(UnaryOperator, Tensor)",
                () -> GradientPenalty.inputNorms(u -> null, x),
                "gradient_penalty: the critic gave null");
        cases.shape(
                "GradientPenalty.inputNorms(UnaryOperator, Tensor)",
                () -> GradientPenalty.inputNorms(function, Tensor.zeros(REFERENCE, Shape.SCALAR)),
                "gradient_penalty: expected samples [batch, ..], got []");
    }
}
