package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.RecurrentCell;
import java.util.Arrays;
import java.util.Objects;

/**
 * Recurrences over sequences {@code [batch, time, features]}. Weight layouts and gate orders are PyTorch's; the two
 * biases that PyTorch adds are one for the LSTM, as only their sum matters.
 */
public final class Recurrent {
    private Recurrent() {}

    /** The activation of an LSTM's candidate and cell. */
    public enum Activation {
        /** Hyperbolic tangent, as published. */
        TANH,
        /** {@code max(x, 0)}, as in some autoencoder tutorials. */
        RELU
    }

    /**
     * A recurrence's outputs.
     *
     * @param outputs h of every step {@code [batch, time, hidden]}, each at its own place in time
     * @param hidden h after the last step taken {@code [batch, hidden]}
     * @param cell c after the last step taken {@code [batch, hidden]}; {@code null} for a GRU
     */
    public record States(Tensor outputs, Tensor hidden, Tensor cell) {}

    /**
     * LSTM (Hochreiter and Schmidhuber, 1997, with forget gates): with {@code s = W_ih·x_t + W_hh·h + b} in four blocks
     * {@code i, f, g, o}: {@code c ← σ(f)⊙c + σ(i)⊙act(g)}, {@code h ← σ(o)⊙act(c)}.
     *
     * @param x {@code [batch, time, features]}
     * @param inputWeight {@code [4·hidden, features]}
     * @param recurrentWeight {@code [4·hidden, hidden]}
     * @param bias {@code [4·hidden]}
     * @param h0 {@code [batch, hidden]}, or {@code null} for zeros
     * @param c0 {@code [batch, hidden]}, or {@code null} for zeros
     * @param recurrentMask what h is multiplied with before W_hh at every step {@code [batch, hidden]}, or {@code null}
     * @param reverse whether the steps are taken from the last to the first
     */
    public static States lstm(
            Tensor x,
            Tensor inputWeight,
            Tensor recurrentWeight,
            Tensor bias,
            Tensor h0,
            Tensor c0,
            Tensor recurrentMask,
            Activation activation,
            boolean reverse) {
        Tensor[] inputs = new Direction(x, inputWeight, recurrentWeight, bias, h0, c0, recurrentMask).inputs();
        requireGiven("lstm", "activation", activation);
        RecurrentScan scan = new RecurrentScan(cell(activation), 1, reverse, recurrentMask != null);
        Tensor[] out = Tensor.applyAll(scan, inputs);
        return new States(out[0], out[1], out[2]);
    }

    private static RecurrentCell cell(Activation activation) {
        return activation == Activation.RELU ? RecurrentCell.LSTM_RELU : RecurrentCell.LSTM;
    }

    /**
     * What one direction of an LSTM is given; see {@link #lstm} for the shapes.
     *
     * @param x the sequence as this direction sees it
     * @param h0 or {@code null} for zeros
     * @param c0 or {@code null} for zeros
     * @param recurrentMask or {@code null}
     */
    public record Direction(
            Tensor x,
            Tensor inputWeight,
            Tensor recurrentWeight,
            Tensor bias,
            Tensor h0,
            Tensor c0,
            Tensor recurrentMask) {
        /** In the order of {@link RecurrentScan}, checked. */
        private Tensor[] inputs() {
            int hidden = require("lstm", 4, x, inputWeight, recurrentWeight, bias);
            Shape state = Shape.of(x.dim(0), hidden);
            Tensor h = state("lstm", "h0", h0, x, state);
            Tensor c = state("lstm", "c0", c0, x, state);
            if (recurrentMask == null) {
                return new Tensor[] {x, inputWeight, recurrentWeight, bias, h, c};
            }
            Tensor mask = state("lstm", "mask", recurrentMask, x, state);
            return new Tensor[] {x, inputWeight, recurrentWeight, bias, h, c, mask};
        }
    }

    /**
     * Two LSTMs of the same size over one sequence, from both ends at once.
     *
     * @param forward takes the steps in order
     * @param backward takes them in reverse; its recurrent mask is {@code null} where the other's is
     * @return outputs {@code [batch, time, 2·hidden]}, the forward states first and each at its own place in time; the
     *     last states of both directions {@code [batch, 2·hidden]}
     */
    public static States bidirectionalLstm(Direction forward, Direction backward, Activation activation) {
        String name = "bidirectional_lstm";
        requireGiven(name, "forward direction", forward);
        requireGiven(name, "backward direction", backward);
        requireGiven(name, "activation", activation);
        Tensor[] out =
                bothWays(name, cell(activation), forward.recurrentMask != null, forward.inputs(), backward.inputs());
        return new States(out[0], Tensor.concat(1, out[1], out[2]), Tensor.concat(1, out[3], out[4]));
    }

    private static Tensor[] bothWays(String name, RecurrentCell cell, boolean masked, Tensor[] first, Tensor[] second) {
        for (int i = 0; i < Math.max(first.length, second.length); i++) {
            if (first.length != second.length || !first[i].shape().equals(second[i].shape())) {
                throw new ShapeException(name + ": the directions differ in size or in having a recurrent mask: "
                        + shapes(first) + " and " + shapes(second));
            }
        }
        Tensor[] inputs = Arrays.copyOf(first, 2 * first.length);
        System.arraycopy(second, 0, inputs, first.length, second.length);
        return Tensor.applyAll(new RecurrentScan(cell, 2, false, masked), inputs);
    }

    private static String shapes(Tensor[] tensors) {
        return Arrays.stream(tensors).map(t -> t.shape().toString()).toList().toString();
    }

    /**
     * GRU (Cho et al., 2014, in the variant of PyTorch and of Keras's {@code reset_after}): with the blocks r, z, n of
     * {@code a = W_ih·x_t + b_ih} and {@code u = W_hh·h + b_hh}: {@code r = σ(a_r + u_r)}, {@code z = σ(a_z + u_z)},
     * {@code n = tanh(a_n + r⊙u_n)}, {@code h ← (1 − z)⊙n + z⊙h}.
     *
     * @param x {@code [batch, time, features]}
     * @param inputWeight {@code [3·hidden, features]}
     * @param recurrentWeight {@code [3·hidden, hidden]}
     * @param inputBias {@code [3·hidden]}
     * @param recurrentBias {@code [3·hidden]}
     * @param h0 {@code [batch, hidden]}, or {@code null} for zeros
     * @param recurrentMask what h is multiplied with before W_hh at every step {@code [batch, hidden]}, or {@code null}
     * @param reverse whether the steps are taken from the last to the first
     */
    public static States gru(
            Tensor x,
            Tensor inputWeight,
            Tensor recurrentWeight,
            Tensor inputBias,
            Tensor recurrentBias,
            Tensor h0,
            Tensor recurrentMask,
            boolean reverse) {
        GruDirection given =
                new GruDirection(x, inputWeight, recurrentWeight, inputBias, recurrentBias, h0, recurrentMask);
        RecurrentScan scan = new RecurrentScan(RecurrentCell.GRU, 1, reverse, recurrentMask != null);
        Tensor[] out = Tensor.applyAll(scan, given.inputs());
        return new States(out[0], out[1], null);
    }

    /**
     * What one direction of a GRU is given; see {@link #gru} for the shapes.
     *
     * @param x the sequence as this direction sees it
     * @param h0 or {@code null} for zeros
     * @param recurrentMask or {@code null}
     */
    public record GruDirection(
            Tensor x,
            Tensor inputWeight,
            Tensor recurrentWeight,
            Tensor inputBias,
            Tensor recurrentBias,
            Tensor h0,
            Tensor recurrentMask) {
        /** In the order of {@link RecurrentScan}, checked. */
        private Tensor[] inputs() {
            int hidden = require("gru", 3, x, inputWeight, recurrentWeight, inputBias);
            requireGiven("gru", "recurrent bias", recurrentBias);
            if (!recurrentBias.shape().equals(inputBias.shape())) {
                throw new ShapeException(
                        "gru: recurrent bias " + recurrentBias.shape() + " must be [" + 3 * hidden + "]");
            }
            Shape state = Shape.of(x.dim(0), hidden);
            Tensor h = state("gru", "h0", h0, x, state);
            if (recurrentMask == null) {
                return new Tensor[] {x, inputWeight, recurrentWeight, inputBias, recurrentBias, h};
            }
            Tensor mask = state("gru", "mask", recurrentMask, x, state);
            return new Tensor[] {x, inputWeight, recurrentWeight, inputBias, recurrentBias, h, mask};
        }
    }

    /**
     * Two GRUs of the same size over one sequence, from both ends at once.
     *
     * @param forward takes the steps in order
     * @param backward takes them in reverse; its recurrent mask is {@code null} where the other's is
     * @return as {@link #bidirectionalLstm}, without cells
     */
    public static States bidirectionalGru(GruDirection forward, GruDirection backward) {
        String name = "bidirectional_gru";
        requireGiven(name, "forward direction", forward);
        requireGiven(name, "backward direction", backward);
        Tensor[] out =
                bothWays(name, RecurrentCell.GRU, forward.recurrentMask != null, forward.inputs(), backward.inputs());
        return new States(out[0], Tensor.concat(1, out[1], out[2]), null);
    }

    private static Tensor state(String name, String what, Tensor given, Tensor x, Shape shape) {
        if (given == null) {
            return Tensor.zeros(x.backend(), shape);
        }
        if (!given.shape().equals(shape)) {
            throw new ShapeException(
                    name + ": " + what + " is " + given.shape() + ", expected [batch, hidden] = " + shape);
        }
        return given;
    }

    private static void requireGiven(String name, String what, Object value) {
        Objects.requireNonNull(value, () -> name + ": the " + what + " is null");
    }

    private static int require(String name, int gates, Tensor x, Tensor inputWeight, Tensor weight, Tensor bias) {
        requireGiven(name, "input", x);
        requireGiven(name, "input weight", inputWeight);
        requireGiven(name, "recurrent weight", weight);
        requireGiven(name, "bias", bias);
        if (x.shape().rank() != 3 || x.shape().rank() == 3 && x.dim(1) == 0) {
            throw new ShapeException(
                    name + ": expected [batch, time, features] with at least one step, got " + x.shape());
        }
        if (weight.shape().rank() != 2 || weight.dim(0) != (long) gates * weight.dim(1)) {
            throw new ShapeException(
                    name + ": recurrent weight is " + weight.shape() + ", expected [" + gates + "·hidden, hidden]");
        }
        if (!inputWeight.shape().equals(Shape.of(weight.dim(0), x.dim(2)))) {
            throw new ShapeException(name + ": input has " + x.dim(2) + " features, input weight is "
                    + inputWeight.shape() + ", expected " + Shape.of(weight.dim(0), x.dim(2)));
        }
        if (!bias.shape().equals(Shape.of(weight.dim(0)))) {
            throw new ShapeException(name + ": bias is " + bias.shape() + ", expected [" + weight.dim(0) + "]");
        }
        return weight.dim(1);
    }
}
