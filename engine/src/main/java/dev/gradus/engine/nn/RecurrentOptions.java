package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * How a recurrent layer is made and run; immutable. {@link #DEFAULT} is what Keras does.
 *
 * @param activation of an LSTM's candidate and cell; a {@link Gru} knows tanh only
 * @param dropout of the input, in [0, 1): one mask {@code [batch, features]} for all steps, shared by the gates
 * @param recurrentDropout of the previous state, in [0, 1): one mask {@code [batch, hidden]} for all steps, shared by the
 *     gates
 * @param reverse whether the steps are taken from the last to the first
 * @param forgetBias added to the forget gate's bias of an {@link Lstm}
 * @param inputWeight draws {@code weight_ih}; its fans are features and gates·hidden
 * @param recurrentWeight draws {@code weight_hh}; its fans are hidden and gates·hidden
 * @param bias draws the biases; its fans are hidden and gates·hidden
 */
public record RecurrentOptions(
        Recurrent.Activation activation,
        double dropout,
        double recurrentDropout,
        boolean reverse,
        double forgetBias,
        Initializer inputWeight,
        Initializer recurrentWeight,
        Initializer bias) {
    /** Keras: tanh, no dropout, Glorot-uniform input weight, orthogonal recurrent weight, bias 0 and forget bias 1. */
    public static final RecurrentOptions DEFAULT = new RecurrentOptions(
            Recurrent.Activation.TANH,
            0,
            0,
            false,
            1,
            Initializer.glorotUniform(),
            Initializer.orthogonal(),
            Initializer.zeros());

    /** Checks the rates. */
    public RecurrentOptions {
        Objects.requireNonNull(activation, "recurrent: the activation is null");
        Objects.requireNonNull(inputWeight, "recurrent: the initializer of the input weight is null");
        Objects.requireNonNull(recurrentWeight, "recurrent: the initializer of the recurrent weight is null");
        Objects.requireNonNull(bias, "recurrent: the initializer of the bias is null");
        if (!Double.isFinite(forgetBias)) {
            throw new IllegalArgumentException("recurrent: the forget bias must be finite, got " + forgetBias);
        }
        Sizes.requireRate("recurrent: dropout", dropout);
        Sizes.requireRate("recurrent: recurrent dropout", recurrentDropout);
    }

    /** PyTorch's first numbers: weights and bias uniform with limit {@code 1/√hidden}, no forget bias. */
    public static RecurrentOptions torch(int hidden) {
        Sizes.require("recurrent", "hidden", hidden);
        Initializer uniform = Initializer.uniform(1 / Math.sqrt(hidden));
        return DEFAULT.initializers(uniform, uniform, uniform).forgetBias(0);
    }

    /** With this activation. */
    public RecurrentOptions activation(Recurrent.Activation other) {
        return new RecurrentOptions(
                other, dropout, recurrentDropout, reverse, forgetBias, inputWeight, recurrentWeight, bias);
    }

    /** With these rates of dropout, of the input and of the previous state. */
    public RecurrentOptions dropout(double input, double recurrent) {
        return new RecurrentOptions(
                activation, input, recurrent, reverse, forgetBias, inputWeight, recurrentWeight, bias);
    }

    /** Taking the steps from the last to the first, or not. */
    public RecurrentOptions reverse(boolean other) {
        return new RecurrentOptions(
                activation, dropout, recurrentDropout, other, forgetBias, inputWeight, recurrentWeight, bias);
    }

    /** With this forget bias. */
    public RecurrentOptions forgetBias(double other) {
        return new RecurrentOptions(
                activation, dropout, recurrentDropout, reverse, other, inputWeight, recurrentWeight, bias);
    }

    /** With these first numbers. */
    public RecurrentOptions initializers(Initializer input, Initializer recurrent, Initializer biases) {
        return new RecurrentOptions(
                activation, dropout, recurrentDropout, reverse, forgetBias, input, recurrent, biases);
    }

    /** The input with its features dropped, where the pass drops. */
    Tensor dropped(Tensor x, Pass pass) {
        if (pass.dropout() == null || dropout == 0) {
            return x;
        }
        return x.mul(pass.dropout().dropoutMask(x.backend(), Shape.of(x.dim(0), 1, x.dim(2)), dropout));
    }

    /** The mask of the previous state {@code [batch, hidden]}, or {@code null}. */
    Tensor recurrentMask(Tensor x, int hidden, Pass pass) {
        if (pass.dropout() == null || recurrentDropout == 0) {
            return null;
        }
        return pass.dropout().dropoutMask(x.backend(), Shape.of(x.dim(0), hidden), recurrentDropout);
    }
}
