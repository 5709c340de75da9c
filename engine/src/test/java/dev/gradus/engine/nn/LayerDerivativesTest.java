package dev.gradus.engine.nn;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** First and second derivatives of every layer, in its input and its parameters, against differences. */
class LayerDerivativesTest {
    private static final Init INIT = new Init(ReferenceBackend.instance(), new Rng(5));
    private static final Supplier<Pass> PENALTY = Pass::penalty;
    private static final Supplier<Pass> BATCH = () -> Pass.training(new Rng(3)).with(Pass.Statistics.BATCH);

    private static Arguments at(String name, Layer layer, Supplier<Pass> pass, int... shape) {
        return arguments(name, layer, pass, Shape.of(shape));
    }

    static Stream<Arguments> layers() {
        Initializer spread = Initializer.normal(0.5);
        RecurrentOptions dropping = RecurrentOptions.DEFAULT.dropout(0.4, 0.4).initializers(spread, spread, spread);
        RecurrentOptions relu = RecurrentOptions.DEFAULT.activation(Recurrent.Activation.RELU);
        ConvolutionOptions strided = ConvolutionOptions.of(2, 1);
        Lstm lstm = new Lstm(2, 3, INIT);
        Gru gru = new Gru(2, 3, INIT);
        return Stream.of(
                at("dense", new Dense(3, 2, INIT), PENALTY, 4, 3),
                at("dense by step", new Dense(3, 2, INIT, spread, spread), PENALTY, 2, 3, 3),
                at("dense without bias", new Dense(3, 2, INIT, spread, false), PENALTY, 4, 3),
                at("conv1d", new Conv1d(2, 3, 3, INIT), PENALTY, 2, 2, 6),
                at("conv1d strided", new Conv1d(2, 2, 3, strided, INIT, spread, false), PENALTY, 2, 2, 7),
                at("conv2d", new Conv2d(2, 2, 3, strided, INIT), PENALTY, 2, 2, 5, 4),
                at("conv_transpose1d", new ConvTranspose1d(2, 2, 3, strided, INIT), PENALTY, 2, 2, 4),
                at("conv_transpose2d", new ConvTranspose2d(2, 1, 3, strided, INIT), PENALTY, 2, 2, 3, 2),
                at("lstm", lstm, PENALTY, 2, 4, 2),
                at("lstm last", lstm.lastState(), PENALTY, 2, 4, 2),
                at("lstm dropping", new Lstm(2, 3, dropping, INIT), BATCH, 2, 3, 2),
                at("lstm relu reverse", new Lstm(2, 3, relu.reverse(true), INIT), PENALTY, 2, 3, 2),
                at("gru", gru, PENALTY, 2, 4, 2),
                at("gru last", gru.lastState(), PENALTY, 2, 4, 2),
                at("gru dropping reverse", new Gru(2, 3, dropping.reverse(true), INIT), BATCH, 2, 3, 2),
                at("bidirectional", Bidirectional.lstm(2, 2, INIT), PENALTY, 2, 3, 2),
                at("bidirectional last", Bidirectional.lstm(2, 2, INIT).lastStates(), PENALTY, 2, 3, 2),
                at("bidirectional gru", Bidirectional.gru(2, 2, dropping, INIT), BATCH, 2, 3, 2),
                at("batch_norm 2", new BatchNorm(3, INIT), BATCH, 4, 3),
                at("batch_norm 3", new BatchNorm(2, INIT), BATCH, 3, 2, 3),
                at("batch_norm 4", new BatchNorm(2, INIT), BATCH, 2, 2, 3, 2),
                at("batch_norm running", new BatchNorm(3, INIT), PENALTY, 4, 3),
                at("layer_norm", new LayerNorm(5, INIT), PENALTY, 3, 5),
                at("layer_norm of planes", new LayerNorm(Shape.of(2, 3), 1e-5, INIT), PENALTY, 2, 2, 3),
                at("dropout", new Dropout(0.5), BATCH, 4, 3),
                at("relu", Activations.relu(), PENALTY, 4, 3),
                at("leaky_relu", Activations.leakyRelu(0.2), PENALTY, 4, 3),
                at("tanh", Activations.tanh(), PENALTY, 4, 3),
                at("sigmoid", Activations.sigmoid(), PENALTY, 4, 3),
                at("elu", Activations.elu(0.7), PENALTY, 4, 3),
                at("softplus", Activations.softplus(), PENALTY, 4, 3),
                at("softmax", Activations.softmax(), PENALTY, 4, 3),
                at("flatten", new Flatten(), PENALTY, 2, 3, 2),
                at("reshape", new Reshape(3, 2), PENALTY, 2, 6),
                at("upsample1d", new Upsample1d(2), PENALTY, 2, 3, 2),
                at("repeat_vector", new RepeatVector(3), PENALTY, 2, 3),
                at("time_distributed", new TimeDistributed(new Conv1d(1, 2, 2, INIT)), PENALTY, 2, 2, 1, 3),
                at("max_pool2d", new MaxPool2d(2), PENALTY, 2, 2, 4, 4),
                at("global average", new GlobalAveragePool2d(), PENALTY, 2, 2, 3, 2),
                at("global max", new GlobalMaxPool2d(), PENALTY, 2, 2, 3, 2),
                at(
                        "sequential",
                        Sequential.of(new Dense(3, 4, INIT), Activations.tanh(), new Dense(4, 2, INIT)),
                        PENALTY,
                        3,
                        3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layers")
    void agreeWithDifferences(String name, Layer layer, Supplier<Pass> pass, Shape shape) {
        var x = new Rng(17).normal(ReferenceBackend.instance(), shape, 0, 1);
        new Differences(layer, x, pass).check(name, x);
    }
}
