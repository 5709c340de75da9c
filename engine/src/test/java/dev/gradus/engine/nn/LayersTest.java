package dev.gradus.engine.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LayersTest {
    private static final Backend BACKEND = ReferenceBackend.instance();
    private static final Init INIT = new Init(BACKEND, new Rng(1));

    private static Tensor of(Shape shape, double... values) {
        return Tensor.of(BACKEND, values, shape);
    }

    private static Tensor zeros(int... dims) {
        return Tensor.zeros(BACKEND, Shape.of(dims));
    }

    private static Tensor run(Layer layer, Tensor x) {
        return layer.apply(x, Pass.inference());
    }

    private static Shape shape(Layer layer, int... dims) {
        return run(layer, zeros(dims)).shape();
    }

    private static void refuses(String message, Executable action) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }

    @Test
    void denseMapsTheLastAxis() {
        Dense dense = new Dense(2, 2, INIT);
        dense.weight().set(of(Shape.of(2, 2), 1, 2, 3, 4));
        dense.bias().set(of(Shape.of(2), 10, 20));
        assertArrayEquals(
                new double[] {15, 31, 12, 24},
                run(dense, of(Shape.of(2, 2), 1, 2, 0, 1)).toArray());
        assertEquals(Shape.of(3, 5, 7), shape(new Dense(2, 7, INIT), 3, 5, 2));
        assertEquals(Shape.of(3, 4, 5, 7), shape(new Dense(2, 7, INIT), 3, 4, 5, 2));
    }

    @Test
    void convolutionsHavePyTorchsLayoutsAndSizes() {
        ConvolutionOptions dcgan = ConvolutionOptions.of(2, 1);
        Conv1d conv = new Conv1d(1, 1, 2, INIT);
        conv.weight().set(of(Shape.of(1, 1, 2), 1, 10));
        conv.bias().set(of(Shape.of(1), 100));
        assertArrayEquals(
                new double[] {121, 132},
                run(conv, of(Shape.of(1, 1, 3), 1, 2, 3)).toArray());
        ConvTranspose1d back = new ConvTranspose1d(1, 1, 2, ConvolutionOptions.of(2, 0), INIT);
        back.weight().set(of(Shape.of(1, 1, 2), 1, 10));
        assertArrayEquals(
                new double[] {1, 10, 2, 20},
                run(back, of(Shape.of(1, 1, 2), 1, 2)).toArray());
        assertEquals(Shape.of(2, 64, 96), shape(new Conv1d(1, 64, 5, INIT), 2, 1, 100));
        assertEquals(Shape.of(2, 8, 14, 14), shape(new Conv2d(1, 8, 4, dcgan, INIT), 2, 1, 28, 28));
        ConvTranspose2d up = new ConvTranspose2d(8, 3, 4, dcgan, INIT);
        assertEquals(Shape.of(2, 3, 28, 28), shape(up, 2, 8, 14, 14));
        assertEquals(Shape.of(8, 3, 4, 4), up.weight().shape());
        assertEquals(Shape.of(3), up.bias().shape());
        assertEquals(List.of("weight"), names(new Conv1d(1, 2, 3, dcgan, INIT, Initializer.ones(), false)));
    }

    @Test
    void layersThatMoveNumbers() {
        assertEquals(Shape.of(2, 12), shape(new Flatten(), 2, 3, 4));
        assertEquals(Shape.of(2, 3, 4), shape(new Reshape(3, 4), 2, 12));
        assertEquals(Shape.of(0, 3, 4), shape(new Reshape(3, 4), 0, 12));
        assertArrayEquals(
                new double[] {1, 2, 1, 2, 3, 4, 3, 4},
                run(new Upsample1d(2), of(Shape.of(1, 2, 2), 1, 2, 3, 4)).toArray());
        assertArrayEquals(
                new double[] {1, 2, 1, 2, 3, 4, 3, 4},
                run(new RepeatVector(2), of(Shape.of(2, 2), 1, 2, 3, 4)).toArray());
        assertEquals(Shape.of(2, 5, 3, 4), shape(new TimeDistributed(new Conv1d(1, 3, 2, INIT)), 2, 5, 1, 5));
    }

    @Test
    void pooling() {
        Tensor x = of(Shape.of(1, 1, 2, 4), 1, 5, 2, 0, 3, 4, 8, 1);
        assertArrayEquals(new double[] {5, 8}, run(new MaxPool2d(2), x).toArray());
        assertArrayEquals(new double[] {3}, run(new GlobalAveragePool2d(), x).toArray());
        assertArrayEquals(new double[] {8}, run(new GlobalMaxPool2d(), x).toArray());
        assertEquals(Shape.of(1, 1), run(new GlobalMaxPool2d(), x).shape());
    }

    @Test
    void layerNormStandardisesEachSample() {
        double[] y =
                run(new LayerNorm(2, INIT), of(Shape.of(2, 2), 1, 3, 10, 30)).toArray();
        Differences.compare("layer norm", new double[] {-1, 1, -1, 1}, y, 1e-5);
    }

    private static List<String> names(Layer layer) {
        return List.copyOf(layer.cells().byName().keySet());
    }

    @Test
    void sequentialNamesItsCellsByPlace() {
        Dense shared = new Dense(2, 2, INIT);
        Sequential inner = Sequential.of(Activations.tanh(), new BatchNorm(2, INIT));
        Sequential net = Sequential.of(shared, inner, new Flatten(), shared, new Lstm(2, 1, INIT));
        assertEquals(
                List.of(
                        "0.weight",
                        "0.bias",
                        "1.1.weight",
                        "1.1.bias",
                        "1.1.running_mean",
                        "1.1.running_var",
                        "4.weight_ih_l0",
                        "4.weight_hh_l0",
                        "4.bias_l0"),
                names(net));
        assertEquals(
                "1.1.running_mean", net.cells().byName().get("1.1.running_mean").name());
        assertSame(net.cells(), net.cells());
        assertEquals(6 + 4 + 8 + 4 + 4, net.cells().parameterCount());
        Tensor x = zeros(2, 2);
        assertSame(x, run(Sequential.of(), x));
    }

    @Test
    void passDecidesWhetherParametersAreTracked() {
        Layer net = Sequential.of(new Dense(2, 2, INIT), Activations.tanh());
        assertFalse(net.apply(zeros(1, 2), Pass.inference()).isTracked());
        assertFalse(net.apply(zeros(1, 2), Pass.training(new Rng(1)).withoutGradient())
                .isTracked());
        assertTrue(net.apply(zeros(1, 2), Pass.penalty()).isTracked());
        assertTrue(net.apply(zeros(1, 2), Pass.training(new Rng(1))).isTracked());
    }

    @Test
    void errorsOfInputsNameShapesAndParameters() {
        Dense dense = new Dense(20, 50, INIT);
        refuses(
                "dense: input [64, 19] has 19 features, weight expects 20 (weight [50, 20])",
                () -> run(dense, zeros(64, 19)));
        refuses("dense: input [20] needs at least two axes, [batch, 20]", () -> run(dense, zeros(20)));
        Sequential net = Sequential.of(new Flatten(), dense);
        refuses(
                "dense: input [64, 19] has 19 features, weight expects 20 (1.weight [50, 20])",
                () -> run(net, zeros(64, 19, 1)));
        refuses(
                "conv1d: input has 3 channels, weight expects 2 (input [4, 3, 9], weight [5, 2, 3])",
                () -> run(new Conv1d(2, 5, 3, INIT), zeros(4, 3, 9)));
        refuses(
                "conv2d: input [4, 2, 9] and weight [5, 2, 3, 3] must both have 4 axes; the input is"
                        + " [batch, channels, height, width]",
                () -> run(new Conv2d(2, 5, 3, INIT), zeros(4, 2, 9)));
        for (Layer layer : List.of(new ConvTranspose1d(2, 5, 3, INIT), new ConvTranspose2d(2, 5, 3, INIT))) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> run(layer, zeros(4, 2)))
                    .getMessage()
                    .startsWith("conv_transpose"));
        }
        refuses(
                "lstm: input [4, 9, 3] has 3 features, weight expects 2 (weight_ih_l0 [20, 2])",
                () -> run(new Lstm(2, 5, INIT), zeros(4, 9, 3)));
        refuses("lstm: input [4, 2] is not [batch, time, 2]", () -> run(new Lstm(2, 5, INIT), zeros(4, 2)));
        refuses("gru: input [4, 9, 3] has 3 features, weight expects 2 (weight_ih_l0_reverse [15, 2])", () -> {
            Gru backward = new Gru(2, 5, RecurrentOptions.DEFAULT.reverse(true), INIT);
            new Bidirectional(new Gru(2, 5, INIT), backward);
            run(backward, zeros(4, 9, 3));
        });
        refuses(
                "batch_norm: input [8, 3, 5] has 3 channels, weight expects 4 (weight [4])",
                () -> run(new BatchNorm(4, INIT), zeros(8, 3, 5)));
        refuses(
                "batch_norm: input [4] is not [batch, channels], [batch, channels, time] or [batch, channels, height,"
                        + " width]",
                () -> run(new BatchNorm(4, INIT), zeros(4)));
        refuses(
                "layer_norm: weight [4] and bias [4] must have the shape of the last axes of the input [2, 3]",
                () -> run(new LayerNorm(4, INIT), zeros(2, 3)));
        refuses("flatten: input [4] is not [batch, ..]", () -> run(new Flatten(), zeros(4)));
        refuses(
                "reshape: input [2, 5] does not hold samples of 6 numbers, as [2, 3] does",
                () -> run(new Reshape(2, 3), zeros(2, 5)));
        refuses(
                "reshape: input [] does not hold samples of 6 numbers, as [2, 3] does",
                () -> run(new Reshape(2, 3), zeros()));
        refuses("upsample1d: input [2, 5] is not [batch, time, features]", () -> run(new Upsample1d(2), zeros(2, 5)));
        refuses("repeat_vector: input [5] is not [batch, features]", () -> run(new RepeatVector(2), zeros(5)));
        refuses(
                "time_distributed: input [2, 5] is not [batch, time, ..]",
                () -> run(new TimeDistributed(dense), zeros(2, 5)));
        refuses(
                "time_distributed: the layer made [1, 30] of a batch of 10 steps, expected [10, ..]",
                () -> run(new TimeDistributed((x, pass) -> x.reshape(1, -1)), zeros(2, 5, 3)));
        refuses(
                "max_pool2d: expected [batch, channels, height, width], got [2, 5]",
                () -> run(new MaxPool2d(2), zeros(2, 5)));
        refuses(
                "global_avg_pool2d: expected [batch, channels, height, width], got [2, 5]",
                () -> run(new GlobalAveragePool2d(), zeros(2, 5)));
    }

    @Test
    void errorsOfConstructorsNameTheSize() {
        refuses("dense: in must be at least 1, got 0", () -> new Dense(0, 2, INIT));
        refuses("conv1d: kernel must be at least 1, got 0", () -> new Conv1d(1, 2, 0, INIT));
        refuses("conv2d: out must be at least 1, got -1", () -> new Conv2d(1, -1, 3, INIT));
        refuses("lstm: hidden must be at least 1, got 0", () -> new Lstm(1, 0, INIT));
        refuses("gru: features must be at least 1, got 0", () -> new Gru(0, 1, INIT));
        refuses("batch_norm: channels must be at least 1, got 0", () -> new BatchNorm(0, INIT));
        refuses("dropout: rate must be in [0, 1), got 1.0", () -> new Dropout(1));
        refuses("dropout: rate must be in [0, 1), got NaN", () -> new Dropout(Double.NaN));
        refuses(
                "recurrent: recurrent dropout: rate must be in [0, 1), got -0.1",
                () -> RecurrentOptions.DEFAULT.dropout(0, -0.1));
        refuses("upsample1d: times must be at least 1, got 0", () -> new Upsample1d(0));
        refuses("repeat_vector: times must be at least 1, got 0", () -> new RepeatVector(0));
        refuses("max_pool2d: stride must be at least 1, got 0", () -> new MaxPool2d(2, 0));
        refuses(
                "gru: the activation is tanh, got RELU",
                () -> new Gru(1, 1, RecurrentOptions.DEFAULT.activation(Recurrent.Activation.RELU), INIT));
        refuses(
                "batch_norm: epsilon must be positive and momentum in [0, 1], got epsilon 0.0 and momentum 0.1",
                () -> new BatchNorm(2, 0, 0.1, INIT));
        assertThrows(IllegalArgumentException.class, () -> new LayerNorm(Shape.SCALAR, 1e-5, INIT));
        assertThrows(IllegalArgumentException.class, () -> Pass.training(null));
    }

    /** A leaky relu that runs with the layer before it gives what it gives by itself, and the same gradients. */
    @Test
    void aLeakyReluJoinsTheLayerBeforeIt() {
        Rng rng = new Rng(3);
        Init init = new Init(BACKEND, rng);
        Initializer biases = Initializer.normal(0, 1);
        Layer[] layers = {
            new Dense(5, 4, init, Initializer.glorotUniform(), biases),
            new Dense(5, 4, init, Initializer.glorotUniform(), null),
            new Conv1d(2, 3, 3, ConvolutionOptions.DEFAULT, init, Initializer.glorotUniform(), biases),
            new Conv2d(2, 3, 2, ConvolutionOptions.DEFAULT, init, Initializer.glorotUniform(), biases)
        };
        Shape[] shapes = {Shape.of(3, 5), Shape.of(3, 5), Shape.of(3, 2, 6), Shape.of(3, 2, 4, 4)};
        Pass pass = Pass.training(rng);
        for (int i = 0; i < layers.length; i++) {
            Tensor x = rng.normal(BACKEND, shapes[i], 0, 1);
            for (double slope : new double[] {0, 0.3, -0.2}) {
                Tensor joined =
                        Sequential.of(layers[i], Activations.leakyRelu(slope)).apply(x, pass);
                Tensor apart = layers[i].apply(x, pass).leakyRelu(slope);
                assertArrayEquals(apart.toArray(), joined.toArray(), 1e-15);
                Tensor[] expected =
                        Gradients.of(apart.square().sum(), layers[i].cells().parameters());
                Tensor[] actual =
                        Gradients.of(joined.square().sum(), layers[i].cells().parameters());
                for (int k = 0; k < expected.length; k++) {
                    assertArrayEquals(expected[k].toArray(), actual[k].toArray(), 1e-13);
                }
            }
        }
    }
}
