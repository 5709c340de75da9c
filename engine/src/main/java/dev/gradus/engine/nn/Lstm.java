package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;

/**
 * LSTM: {@code [batch, time, features] → [batch, time, hidden]}, or the last state with {@link #lastState()}. With
 * {@code s = W_ih·x_t + W_hh·h + b} in four blocks {@code i, f, g, o}: {@code c ← σ(f)⊙c + σ(i)⊙act(g)},
 * {@code h ← σ(o)⊙act(c)}; see {@link Recurrent#lstm}.
 *
 * <p>Parameters: {@code weight_ih_l0 [4·hidden, features]}, {@code weight_hh_l0 [4·hidden, hidden]} and
 * {@code bias_l0 [4·hidden]}. PyTorch adds two biases, {@code bias_ih_l0} and {@code bias_hh_l0}, of which only the sum
 * matters; {@code bias_l0} <em>is</em> that sum. The name is one that PyTorch does not use, so that a file's reader can
 * tell the two apart: it reads {@code bias_l0 = bias_ih_l0 + bias_hh_l0}, and writes {@code bias_ih_l0 = bias_l0} and
 * {@code bias_hh_l0 = 0}.
 *
 * <p>Where a pass drops, the mask of the input's features is drawn first, then that of the state.
 */
public final class Lstm implements RecurrentLayer {
    private final Parameter inputWeight;
    private final Parameter recurrentWeight;
    private final Parameter bias;
    private final RecurrentOptions options;
    private final Cells cells;

    /** With Keras's defaults, {@link RecurrentOptions#DEFAULT}. */
    public Lstm(int features, int hidden, Init init) {
        this(features, hidden, RecurrentOptions.DEFAULT, init);
    }

    /** With options. */
    public Lstm(int features, int hidden, RecurrentOptions options, Init init) {
        Sizes.require("lstm", "features", features, "hidden", hidden);
        Sizes.given("lstm", options, init);
        int gates = Sizes.gates("lstm", 4, hidden);
        Shape ih = Shape.of(gates, features);
        Shape hh = Shape.of(gates, hidden);
        Tensor weightIh = Sizes.drawn("lstm", "input weight", options.inputWeight(), ih, features, gates, init);
        Tensor weightHh = Sizes.drawn("lstm", "recurrent weight", options.recurrentWeight(), hh, hidden, gates, init);
        Tensor drawn = Sizes.drawn("lstm", "bias", options.bias(), Shape.of(gates), hidden, gates, init);
        Tensor forget = Tensor.full(init.backend(), options.forgetBias(), Shape.of(hidden));
        this.options = options;
        this.inputWeight = new Parameter("weight_ih_l0", weightIh);
        this.recurrentWeight = new Parameter("weight_hh_l0", weightHh);
        this.bias = new Parameter("bias_l0", drawn.add(forget.pad(0, hidden, 2 * hidden)));
        this.cells = Cells.of(inputWeight, recurrentWeight, bias);
    }

    @Override
    public Recurrent.States run(Tensor x, Tensor h0, Tensor c0, Pass pass) {
        Recurrent.Direction given = direction(x, h0, c0, pass);
        return Recurrent.lstm(
                given.x(),
                given.inputWeight(),
                given.recurrentWeight(),
                given.bias(),
                h0,
                c0,
                given.recurrentMask(),
                options.activation(),
                options.reverse());
    }

    /** What the recurrence is given: the sequence and the state's mask as the pass drops, and the parameters. */
    private Recurrent.Direction direction(Tensor x, Tensor h0, Tensor c0, Pass pass) {
        Sizes.given("lstm", x, pass);
        Sizes.requireSequence("lstm", x, inputWeight);
        Tensor dropped = options.dropped(x, pass);
        Tensor mask = options.recurrentMask(x, hidden(), pass);
        return new Recurrent.Direction(
                dropped, pass.value(inputWeight), pass.value(recurrentWeight), pass.value(bias), h0, c0, mask);
    }

    /** Whether another layer can run against this one in the same kernel, see {@link #runBoth}. */
    boolean canRunWith(Lstm other) {
        return hidden() == other.hidden()
                && features() == other.features()
                && options.activation() == other.options.activation()
                && (options.recurrentDropout() == 0) == (other.options.recurrentDropout() == 0);
    }

    /** Runs this layer and, from the other end, another one; this one draws its masks first. */
    Recurrent.States runBoth(Lstm backward, Tensor x, Pass pass) {
        return Recurrent.bidirectionalLstm(
                direction(x, null, null, pass), backward.direction(x, null, null, pass), options.activation());
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
