package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/**
 * GRU in the variant of PyTorch and of Keras's {@code reset_after}: {@code [batch, time, features] → [batch, time, hidden]},
 * or the last state with {@link #lastState()}. With the blocks r, z, n of {@code a = W_ih·x_t + b_ih} and
 * {@code u = W_hh·h + b_hh}: {@code r = σ(a_r + u_r)}, {@code z = σ(a_z + u_z)}, {@code n = tanh(a_n + r⊙u_n)},
 * {@code h ← (1 − z)⊙n + z⊙h}; see {@link Recurrent#gru}.
 *
 * <p>Parameters: {@code weight_ih_l0 [3·hidden, features]}, {@code weight_hh_l0 [3·hidden, hidden]},
 * {@code bias_ih_l0 [3·hidden]}, {@code bias_hh_l0 [3·hidden]}. Dropout as in {@link Lstm}; the state that z blends in is
 * never dropped.
 */
public final class Gru implements RecurrentLayer {
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter inputBias;
    private final Parameter recurrentBias;
    private final RecurrentOptions options;
    private final Cells cells;

    /** With Keras's defaults, {@link RecurrentOptions#DEFAULT}. */
    public Gru(int features, int hidden, Init init) {
        this(features, hidden, RecurrentOptions.DEFAULT, init);
    }

    /** With options; the activation must be tanh, and there is no forget gate that the forget bias would go to. */
    public Gru(int features, int hidden, RecurrentOptions options, Init init) {
        Sizes.require("gru", "features", features, "hidden", hidden);
        Sizes.given("gru", options, init);
        if (options.activation() != Recurrent.Activation.TANH) {
            throw new IllegalArgumentException("gru: the activation is tanh, got " + options.activation());
        }
        int gates = Sizes.gates("gru", 3, hidden);
        Shape ih = Shape.of(gates, features);
        Shape hh = Shape.of(gates, hidden);
        Tensor weightIh = Sizes.drawn("gru", "input weight", options.inputWeight(), ih, features, gates, init);
        Tensor weightHh = Sizes.drawn("gru", "recurrent weight", options.recurrentWeight(), hh, hidden, gates, init);
        Tensor biasIh = Sizes.drawn("gru", "bias", options.bias(), Shape.of(gates), hidden, gates, init);
        Tensor biasHh = Sizes.drawn("gru", "bias", options.bias(), Shape.of(gates), hidden, gates, init);
        this.options = options;
        this.inputWeight = new Parameter("weight_ih_l0", weightIh);
        this.recurrentWeight = new Parameter("weight_hh_l0", weightHh);
        this.inputBias = new Parameter("bias_ih_l0", biasIh);
        this.recurrentBias = new Parameter("bias_hh_l0", biasHh);
        this.cells = Cells.of(inputWeight, recurrentWeight, inputBias, recurrentBias);
    }

    @Override
    public Recurrent.States run(Tensor x, Tensor h0, Tensor c0, Pass pass) {
        Sizes.given("gru", x, pass);
        Sizes.requireSequence("gru", x, inputWeight);
        if (c0 != null) {
            throw new IllegalArgumentException("gru: has no cell, but c0 " + c0.shape() + " was given; pass null");
        }
        Recurrent.GruDirection given = direction(x, h0, pass);
        return Recurrent.gru(
                given.x(),
                given.inputWeight(),
                given.recurrentWeight(),
                given.inputBias(),
                given.recurrentBias(),
                h0,
                given.recurrentMask(),
                options.reverse());
    }

    /** What the recurrence is given: the sequence and the state's mask as the pass drops, and the parameters. */
    private Recurrent.GruDirection direction(Tensor x, Tensor h0, Pass pass) {
        Sizes.given("gru", x, pass);
        Sizes.requireSequence("gru", x, inputWeight);
        Tensor dropped = options.dropped(x, pass);
        Tensor mask = options.recurrentMask(x, hidden(), pass);
        return new Recurrent.GruDirection(
                dropped,
                pass.value(inputWeight),
                pass.value(recurrentWeight),
                pass.value(inputBias),
                pass.value(recurrentBias),
                h0,
                mask);
    }

    /** Whether another layer can run against this one in the same kernel, see {@link #runBoth}. */
    boolean canRunWith(Gru other) {
        return hidden() == other.hidden()
                && features() == other.features()
                && (options.recurrentDropout() == 0) == (other.options.recurrentDropout() == 0);
    }

    /** Runs this layer and, from the other end, another one; this one draws its masks first. */
    Recurrent.States runBoth(Gru backward, Tensor x, Pass pass) {
        return Recurrent.bidirectionalGru(direction(x, null, pass), backward.direction(x, null, pass));
    }

    @Override
    public int features() {
        return inputWeight.shape().dim(1);
    }

    @Override
    public int hidden() {
        return recurrentWeight.shape().dim(1);
    }

    @Override
    public boolean isReverse() {
        return options.reverse();
    }

    @Override
    public Cells cells() {
        return cells;
    }
}
