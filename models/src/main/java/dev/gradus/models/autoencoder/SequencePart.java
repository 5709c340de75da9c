package dev.gradus.models.autoencoder;

import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RecurrentOptions;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.ConvolutionOptions;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Tensor;

/**
 * What the encoder and the decoder of a sequence autoencoder are made of. An encoder maps a sequence to a code,
 * {@code [batch, time, features] → [batch, code]}; a decoder maps a code to a sequence,
 * {@code [batch, code] → [batch, time, features]}, with a linear layer for each step at its end.
 *
 * <p>Recurrent encoders give their state after the last step, recurrent decoders are shown the code at every step (Srivastava,
 * Mansimov and Salakhutdinov, "Unsupervised Learning of Video Representations using LSTMs", 2015, and the tutorials that
 * follow it). A convolutional encoder is two convolutions over time, the second of which takes every other step, and a linear
 * layer; a convolutional decoder is a linear layer to half as many steps, each of them twice, and a convolution.
 */
public enum SequencePart {
    /** One LSTM; the code is as long as its state. */
    LSTM {
        @Override
        Layer encoder(Sizes s, Init init) {
            return new Lstm(s.features, s.units, s.options(), init).lastState();
        }

        @Override
        Layer decoder(Sizes s, int code, Init init) {
            return perStep(s, code, s.units, new Lstm(code, s.units, s.options(), init), init);
        }
    },

    /** One GRU; the code is as long as its state. */
    GRU {
        @Override
        Layer encoder(Sizes s, Init init) {
            return new Gru(s.features, s.units, s.options(), init).lastState();
        }

        @Override
        Layer decoder(Sizes s, int code, Init init) {
            return perStep(s, code, s.units, new Gru(code, s.units, s.options(), init), init);
        }
    },

    /** An LSTM in each direction; the code is their last states one after the other. */
    BIDIRECTIONAL_LSTM {
        @Override
        Layer encoder(Sizes s, Init init) {
            return Bidirectional.lstm(s.features, s.units, s.options(), init).lastStates();
        }

        @Override
        Layer decoder(Sizes s, int code, Init init) {
            return perStep(s, code, 2 * s.units, Bidirectional.lstm(code, s.units, s.options(), init), init);
        }

        @Override
        int code(int units) {
            return 2 * units;
        }
    },

    /** A GRU in each direction; the code is their last states one after the other. */
    BIDIRECTIONAL_GRU {
        @Override
        Layer encoder(Sizes s, Init init) {
            return Bidirectional.gru(s.features, s.units, s.options(), init).lastStates();
        }

        @Override
        Layer decoder(Sizes s, int code, Init init) {
            return perStep(s, code, 2 * s.units, Bidirectional.gru(code, s.units, s.options(), init), init);
        }

        @Override
        int code(int units) {
            return 2 * units;
        }
    },

    /** Convolutions over time with relus, kernels of {@value #KERNEL} steps. */
    CONV1D {
        @Override
        Layer encoder(Sizes s, Init init) {
            int half = (s.time + 1) / 2;
            return Sequential.of(
                    transposing(new Conv1d(s.features, s.units, KERNEL, ConvolutionOptions.of(1, KERNEL / 2), init)),
                    Activations.relu(),
                    transposing(new Conv1d(s.units, s.units, KERNEL, ConvolutionOptions.of(2, KERNEL / 2), init)),
                    Activations.relu(),
                    new Flatten(),
                    new Dense(half * s.units, s.units, init));
        }

        @Override
        Layer decoder(Sizes s, int code, Init init) {
            int half = (s.time + 1) / 2;
            return Sequential.of(
                    new Dense(code, half * s.units, init),
                    Activations.relu(),
                    new Reshape(half, s.units),
                    doubled(s.time),
                    transposing(new Conv1d(s.units, s.units, KERNEL, ConvolutionOptions.of(1, KERNEL / 2), init)),
                    Activations.relu(),
                    new Dense(s.units, s.features, init));
        }

        @Override
        double encoderCount(Sizes s) {
            double half = (s.time + 1) / 2;
            return convolution(s.features, s.units) + convolution(s.units, s.units) + (half * s.units + 1) * s.units;
        }

        @Override
        double decoderCount(Sizes s, int code) {
            double half = (s.time + 1) / 2;
            return (code + 1.0) * half * s.units + convolution(s.units, s.units) + (s.units + 1.0) * s.features;
        }

        private static double convolution(double in, double out) {
            return (KERNEL * in + 1) * out;
        }
    };

    /** Steps that a convolution looks at. */
    static final int KERNEL = 3;

    /**
     * Sizes of a part.
     *
     * @param time       steps of the sequence
     * @param features   numbers in a step
     * @param units      of each recurrent direction, or filters
     * @param activation of an LSTM
     */
    record Sizes(int time, int features, int units, Recurrent.Activation activation) {
        private RecurrentOptions options() {
            return RecurrentOptions.DEFAULT.activation(activation);
        }
    }

    /** How many numbers the parameters of an encoder hold. */
    double encoderCount(Sizes s) {
        double gates = this == GRU || this == BIDIRECTIONAL_GRU ? 3 : 4;
        return recurrentCount(gates, s.features, s.units, code(s.units) / s.units);
    }

    /** How many numbers the parameters of a decoder hold. */
    double decoderCount(Sizes s, int code) {
        double gates = this == GRU || this == BIDIRECTIONAL_GRU ? 3 : 4;
        return recurrentCount(gates, code, s.units, code(s.units) / s.units) + (code(s.units) + 1.0) * s.features;
    }

    abstract Layer encoder(Sizes sizes, Init init);

    abstract Layer decoder(Sizes sizes, int code, Init init);

    /** Length of the code that an encoder makes. */
    int code(int units) {
        return units;
    }

    /** Whether it can be made with an activation other than tanh. */
    boolean knowsRelu() {
        return this == LSTM || this == BIDIRECTIONAL_LSTM;
    }

    /** Two matrices and as many biases as the layers have: PyTorch's GRU has two, an LSTM's are summed. */
    private static double recurrentCount(double gates, double features, double units, double directions) {
        double biases = gates == 3 ? 2 : 1;
        return directions * gates * units * (features + units + biases);
    }

    private static Layer perStep(Sizes s, int code, int width, Layer recurrent, Init init) {
        return Sequential.of(new RepeatVector(s.time), recurrent, new Dense(width, s.features, init));
    }

    /** {@code [batch, time, channels]} for a layer that expects {@code [batch, channels, time]}, and back. */
    private static Layer transposing(Layer layer) {
        return new Layer() {
            @Override
            public Tensor apply(Tensor x, Pass pass) {
                return layer.apply(x.permute(0, 2, 1), pass).permute(0, 2, 1);
            }

            @Override
            public Cells cells() {
                return layer.cells();
            }
        };
    }

    /** Each step twice, as many of them as asked for. */
    private static Layer doubled(int time) {
        return (x, pass) -> x.upsample(1, 2).slice(1, 0, time);
    }
}
