package dev.gradus.engine.errors;

import static dev.gradus.engine.errors.Samples.init;
import static dev.gradus.engine.errors.Samples.zeros;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Conv2d;
import dev.gradus.engine.nn.ConvTranspose1d;
import dev.gradus.engine.nn.ConvTranspose2d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.GlobalAveragePool2d;
import dev.gradus.engine.nn.GlobalMaxPool2d;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.LayerNorm;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.MaxPool2d;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RecurrentOptions;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.nn.TimeDistributed;
import dev.gradus.engine.nn.Upsample1d;
import dev.gradus.engine.tensor.Buffer;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** What goes wrong with making layers and running them. */
final class LayerCases {
    private static final int HUGE = Integer.MAX_VALUE;
    private static final Initializer ONES = Initializer.ones();
    private static final ConvolutionOptions DEFAULT = ConvolutionOptions.DEFAULT;
    private static final RecurrentOptions KERAS = RecurrentOptions.DEFAULT;

    private final ErrorCases cases;

    private LayerCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        LayerCases table = new LayerCases(cases);
        table.initializers();
        table.dense();
        table.convolutions();
        table.normalization();
        table.recurrent();
        table.withoutCells();
        table.composed();
        table.passes();
    }

    private void runs(String layer, Layer made, Tensor wrong, String... parts) {
        String entry = layer + ".apply(Tensor, Pass)";
        cases.shape(entry, () -> made.apply(wrong, Pass.inference()), parts);
        cases.absent(entry, () -> made.apply(null, Pass.inference()), ": the input is null");
        cases.absent(entry, () -> made.apply(wrong, null), ": the pass is null", "Pass.inference()");
    }

    private void initializers() {
        cases.absent("Init(Backend, Rng)", () -> new Init(null, new Rng(1)), "init: the backend is null", "get()");
        cases.absent("Init.blank(Backend)", () -> Init.blank(null), "init: the backend is null", "get()");
        cases.argument("Initializer.uniform(double)", () -> Initializer.uniform(-1), "initializer: uniform", "-1.0");
        cases.argument(
                "Initializer.normal(double)", () -> Initializer.normal(Double.NaN), "initializer: normal", "NaN");
        cases.argument(
                "Initializer.normal(double, double)",
                () -> Initializer.normal(Double.NaN, 1),
                "initializer: normal needs a finite mean");
        cases.argument("Initializer.constant(double)", () -> Initializer.constant(1 / 0.0), "initializer: constant");
        cases.argument("Initializer.orthogonal(double)", () -> Initializer.orthogonal(-2), "initializer: orthogonal");
    }

    private void dense() {
        String three = "Dense(int, int, Init)";
        cases.argument(three, () -> new Dense(0, 2, init()), "dense: in must be at least 1, got 0");
        cases.shape(three, () -> new Dense(65536, 65536, init()), "shape: [65536, 65536]", "2^31-9");
        cases.absent(three, () -> new Dense(2, 2, null), "dense: init is null", "new Init(backend, rng)");
        cases.absent(
                "Dense(int, int, Init, Initializer, boolean)",
                () -> new Dense(2, 2, init(), null, true),
                "dense: the initializer of its weight is null");
        cases.shape(
                "Dense(int, int, Init, Initializer, Initializer)",
                () -> new Dense(2, 2, init(), (shape, fanIn, fanOut, init) -> zeros(1), ONES),
                "dense: the initializer of its weight gave [1], expected [2, 2]");
        Dense dense = new Dense(4, 2, init());
        runs("Dense", dense, zeros(2, 3), "dense: input [2, 3] has 3 features, weight expects 4 (weight [2, 4])");
        runs("Dense", dense, zeros(4), "dense: input [4] needs at least two axes, [batch, 4]");
        cases.stale(
                "Dense.apply(Tensor, Pass)",
                () -> dense.apply(Samples.closed(2, 4), Pass.inference()),
                "matmul: tensor [2, 4]",
                "closed");
    }

    private interface Maker {
        Layer make(int in, int out, int kernel, ConvolutionOptions options, Init init);
    }

    private interface LongMaker<B> {
        Layer make(int in, int out, int kernel, ConvolutionOptions options, Init init, Initializer weight, B bias);
    }

    private interface ShortMaker {
        Layer make(int in, int out, int kernel, Init init);
    }

    private void convolutions() {
        convolution("Conv1d", "conv1d", Conv1d::new, Conv1d::new, Conv1d::new, Conv1d::new);
        convolution("Conv2d", "conv2d", Conv2d::new, Conv2d::new, Conv2d::new, Conv2d::new);
        convolution(
                "ConvTranspose1d",
                "conv_transpose1d",
                ConvTranspose1d::new,
                ConvTranspose1d::new,
                ConvTranspose1d::new,
                ConvTranspose1d::new);
        convolution(
                "ConvTranspose2d",
                "conv_transpose2d",
                ConvTranspose2d::new,
                ConvTranspose2d::new,
                ConvTranspose2d::new,
                ConvTranspose2d::new);
    }

    private void convolution(
            String type,
            String name,
            ShortMaker first,
            Maker second,
            LongMaker<Boolean> third,
            LongMaker<Initializer> fourth) {
        String start = type + "(int, int, int, ";
        cases.argument(start + "Init)", () -> first.make(2, 2, 0, init()), name + ": kernel must be at least 1, got 0");
        cases.absent(start + "Init)", () -> first.make(2, 2, 1, null), name + ": init is null");
        cases.absent(
                start + "ConvolutionOptions, Init)",
                () -> second.make(2, 2, 1, null, init()),
                name + ": the options are null");
        cases.shape(
                start + "ConvolutionOptions, Init)",
                () -> second.make(HUGE, 2, 2, DEFAULT, init()),
                "shape: [",
                "2^31-9");
        cases.absent(
                start + "ConvolutionOptions, Init, Initializer, boolean)",
                () -> third.make(2, 2, 1, DEFAULT, init(), null, true),
                name + ": the initializer of its weight is null");
        cases.shape(
                start + "ConvolutionOptions, Init, Initializer, Initializer)",
                () -> fourth.make(2, 3, 1, DEFAULT, init(), ONES, (shape, fanIn, fanOut, init) -> zeros(1)),
                name + ": the initializer of its bias gave [1], expected [3]");
        runs(type, first.make(2, 2, 2, init()), zeros(2, 3), name + ": input [2, 3] and weight [2, 2, 2", "axes");
    }

    private void normalization() {
        cases.argument("BatchNorm(int, Init)", () -> new BatchNorm(0, init()), "batch_norm: channels", "at least 1");
        cases.argument(
                "BatchNorm(int, double, double, Init)",
                () -> new BatchNorm(3, 0, 0.1, init()),
                "batch_norm: epsilon must be positive",
                "epsilon 0.0");
        cases.absent(
                "BatchNorm(int, double, double, Init, Initializer)",
                () -> new BatchNorm(3, 1e-5, 0.1, init(), null),
                "batch_norm: the initializer of its weight is null");
        BatchNorm batchNorm = new BatchNorm(3, init());
        runs("BatchNorm", batchNorm, zeros(2, 4), "batch_norm: input [2, 4] has 4 channels, weight expects 3");
        runs("BatchNorm", batchNorm, zeros(3), "batch_norm: input [3] is not [batch, channels]");
        cases.shape(
                "BatchNorm.apply(Tensor, Pass)",
                () -> batchNorm.apply(zeros(1, 3), Pass.training(new Rng(1))),
                "batch_norm: input [1, 3] has 1 value(s)",
                "larger batch");
        cases.argument(
                "LayerNorm(Shape, double, Init)", () -> new LayerNorm(Shape.of(3), -1, init()), "layer_norm: ", "-1");
        cases.shape(
                "LayerNorm(Shape, double, Init)", () -> new LayerNorm(Shape.SCALAR, 1, init()), "layer_norm: ", "[]");
        cases.shape("LayerNorm(int, Init)", () -> new LayerNorm(0, init()), "layer_norm: ", "at least one", "[0]");
        runs("LayerNorm", new LayerNorm(3, init()), zeros(2, 4), "layer_norm: weight [3]", "input [2, 4]");
    }

    private void recurrent() {
        cases.argument("Lstm(int, int, Init)", () -> new Lstm(3, 0, init()), "lstm: hidden must be at least 1, got 0");
        cases.shape("Lstm(int, int, Init)", () -> new Lstm(3, HUGE, init()), "lstm: hidden is 2147483647", "536870911");
        cases.absent(
                "Lstm(int, int, RecurrentOptions, Init)",
                () -> new Lstm(3, 3, null, init()),
                "lstm: the options are null");
        cases.argument("Gru(int, int, Init)", () -> new Gru(0, 3, init()), "gru: features must be at least 1, got 0");
        cases.argument(
                "Gru(int, int, RecurrentOptions, Init)",
                () -> new Gru(3, 3, KERAS.activation(Recurrent.Activation.RELU), init()),
                "gru: the activation is tanh, got RELU");
        Lstm lstm = new Lstm(3, 5, init());
        String features = ": input [2, 4, 2] has 2 features, weight expects 3 (weight_ih_l0 [";
        cases.shape(
                "Lstm.run(Tensor, Tensor, Tensor, Pass)",
                () -> lstm.run(zeros(2, 4, 2), null, null, Pass.inference()),
                "lstm" + features);
        cases.shape(
                "Gru.run(Tensor, Tensor, Tensor, Pass)",
                () -> new Gru(3, 5, init()).run(zeros(2, 4, 2), null, null, Pass.inference()),
                "gru" + features);
        cases.argument(
                "Gru.run(Tensor, Tensor, Tensor, Pass)",
                () -> new Gru(3, 5, init()).run(zeros(2, 4, 3), null, zeros(2, 5), Pass.inference()),
                "gru: has no cell, but c0 [2, 5] was given");
        runs("RecurrentLayer", lstm, zeros(2, 4, 2), "lstm" + features);
        runs("RecurrentLayer", lstm, zeros(2, 3), "lstm: input [2, 3] is not [batch, time, 3]");
        String bidirectional = "Bidirectional(RecurrentLayer, RecurrentLayer)";
        Lstm back = new Lstm(2, 5, KERAS.reverse(true), init());
        cases.argument(bidirectional, () -> new Bidirectional(lstm, lstm), "bidirectional: ", "in reverse");
        cases.shape(bidirectional, () -> new Bidirectional(lstm, back), "bidirectional: ", "3 and 2 features");
        cases.absent(bidirectional, () -> new Bidirectional(null, back), "bidirectional: the forward layer is null");
        cases.argument(
                "Bidirectional.lstm(int, int, Init)",
                () -> Bidirectional.lstm(3, 0, init()),
                "lstm: hidden must be at least 1");
        cases.argument(
                "Bidirectional.lstm(int, int, double, double, Init)",
                () -> Bidirectional.lstm(3, 3, 1, 0, init()),
                "recurrent: dropout: rate must be in [0, 1), got 1.0");
        cases.absent(
                "Bidirectional.lstm(int, int, RecurrentOptions, Init)",
                () -> Bidirectional.lstm(3, 3, null, init()),
                "bidirectional: the options are null");
        cases.absent(
                "Bidirectional.gru(int, int, RecurrentOptions, Init)",
                () -> Bidirectional.gru(3, 3, KERAS, null),
                "bidirectional: init is null");
        runs("Bidirectional", Bidirectional.lstm(3, 5, init()), zeros(2, 4, 2), "lstm" + features);
        recurrentOptions();
    }

    private void recurrentOptions() {
        String all =
                "RecurrentOptions(Activation, double, double, boolean, double, Initializer, Initializer, Initializer)";
        cases.absent(
                all,
                () -> new RecurrentOptions(Recurrent.Activation.TANH, 0, 0, false, 1, ONES, null, ONES),
                "recurrent: the initializer of the recurrent weight is null");
        cases.argument(
                "RecurrentOptions.dropout(double, double)",
                () -> KERAS.dropout(0, Double.NaN),
                "recurrent: recurrent dropout: rate must be in [0, 1), got NaN");
        cases.absent(
                "RecurrentOptions.activation(Activation)",
                () -> KERAS.activation(null),
                "recurrent: the activation is null");
        cases.argument(
                "RecurrentOptions.forgetBias(double)",
                () -> KERAS.forgetBias(Double.NaN),
                "recurrent: the forget bias must be finite, got NaN");
        cases.absent(
                "RecurrentOptions.initializers(Initializer, Initializer, Initializer)",
                () -> KERAS.initializers(ONES, ONES, null),
                "recurrent: the initializer of the bias is null");
        cases.argument("RecurrentOptions.torch(int)", () -> RecurrentOptions.torch(0), "recurrent: hidden", "got 0");
        cases.harmless("yes or no", "RecurrentOptions.reverse(boolean)");
    }

    private void withoutCells() {
        cases.argument(
                "Activations.leakyRelu(double)", () -> Activations.leakyRelu(Double.NaN), "leaky_relu: the slope");
        cases.argument("Activations.elu(double)", () -> Activations.elu(1 / 0.0), "elu: the alpha must be finite");
        cases.argument("Dropout(double)", () -> new Dropout(1), "dropout: rate must be in [0, 1), got 1.0");
        String dropped = "Dropout.apply(Tensor, Pass)";
        cases.absent(dropped, () -> new Dropout(0).apply(null, Pass.inference()), "dropout: the input is null");
        cases.argument("MaxPool2d(int)", () -> new MaxPool2d(0), "max_pool2d: kernel must be at least 1, got 0");
        cases.argument(
                "MaxPool2d(int, int)", () -> new MaxPool2d(2, 0), "max_pool2d: stride must be at least 1, got 0");
        cases.argument("RepeatVector(int)", () -> new RepeatVector(0), "repeat_vector: times must be at least 1");
        cases.argument("Upsample1d(int)", () -> new Upsample1d(-1), "upsample1d: times must be at least 1, got -1");
        cases.shape("Reshape(int[])", () -> new Reshape(-1, 3), "shape: [-1, 3] has a negative extent");
        Tensor row = zeros(3);
        runs("MaxPool2d", new MaxPool2d(2), row, "max_pool2d: expected [batch, channels, height, width], got [3]");
        runs("GlobalAveragePool2d", new GlobalAveragePool2d(), row, "global_avg_pool2d: expected [batch, channels");
        runs("GlobalMaxPool2d", new GlobalMaxPool2d(), row, "global_max_pool2d: expected [batch, channels, height");
        runs("RepeatVector", new RepeatVector(2), row, "repeat_vector: input [3] is not [batch, features]");
        runs("Flatten", new Flatten(), row, "flatten: input [3] is not [batch, ..]");
        runs("Upsample1d", new Upsample1d(2), row, "upsample1d: input [3] is not [batch, time, features]");
        runs("Reshape", new Reshape(2, 2), zeros(2, 3), "reshape: input [2, 3] does not hold samples of 4 numbers");
    }

    private void composed() {
        cases.absent("Sequential.of(Layer[])", () -> Sequential.of(new Flatten(), null), "sequential: layer 1 is null");
        Sequential two = Sequential.of(new Dense(3, 4, init()), Activations.relu(), new Dense(3, 1, init()));
        runs("Sequential", two, zeros(2, 3), "dense: input [2, 4] has 4 features, weight expects 3 (2.weight [1, 3])");
        cases.absent("TimeDistributed(Layer)", () -> new TimeDistributed(null), "time_distributed: the layer is null");
        Layer summing = new TimeDistributed((x, pass) -> x.sum());
        runs("TimeDistributed", summing, zeros(2, 4, 3), "time_distributed: the layer made []", "expected [8, ..]");
        Cell cell = new Buffer("a", zeros(1));
        cases.absent("Cells.of(Cell[])", () -> Cells.of(cell, null), "cells: a cell is null");
        cases.argument(
                "Cells.of(Cell[])",
                () -> Cells.of(cell, new Buffer("a", zeros(1))),
                "cells: two cells are named 'a'",
                "another name");
        cases.absent(
                "Cells.Builder.add(String, Cell)",
                () -> Cells.builder().add("a", (Cell) null),
                "cells: the cell 'a' is null");
        cases.absent(
                "Cells.Builder.add(String, Layer)",
                () -> Cells.builder().add("a", (Layer) null),
                "cells: the part 'a' is null");
    }

    private void passes() {
        cases.argument("Pass.training(Rng)", () -> Pass.training(null), "pass: training needs a generator", "new Rng");
        Executable none = () -> new Pass(null, null, true);
        cases.absent("Pass(Rng, Statistics, boolean)", none, "pass: the statistics are null");
        cases.absent("Pass.with(Statistics)", () -> Pass.inference().with(null), "pass: the statistics are null");
        cases.absent("Pass.value(Parameter)", () -> Pass.inference().value(null), "pass: the parameter is null");
    }
}
