package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.ShapeException;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * Two recurrent layers over one sequence, one from each end, side by side: {@code [batch, time, features] → [batch, time,
 * forward.hidden + backward.hidden]}, the forward states first and each state at its own place in time; or the two last
 * states {@code [batch, forward.hidden + backward.hidden]} with {@link #lastStates()}.
 *
 * <p>Parameters: those of the forward layer under their own names, then those of the backward layer with
 * {@code _reverse} behind theirs, as in PyTorch: {@code weight_ih_l0}, …, {@code weight_ih_l0_reverse}, …. Where a pass
 * drops, the forward layer draws its masks first.
 */
public final class Bidirectional implements Layer {
    private final RecurrentLayer forward;
    private final RecurrentLayer backward;
    private final Cells cells;

    /**
     * Of two layers.
     *
     * @param forward takes the steps in order
     * @param backward takes them in reverse
     */
    public Bidirectional(RecurrentLayer forward, RecurrentLayer backward) {
        Objects.requireNonNull(forward, "bidirectional: the forward layer is null");
        Objects.requireNonNull(backward, "bidirectional: the backward layer is null");
        if (forward.isReverse() || !backward.isReverse()) {
            throw new IllegalArgumentException("bidirectional: the first layer must take the steps in order and the"
                    + " second in reverse (RecurrentOptions.reverse)");
        }
        if (forward.features() != backward.features()) {
            throw new ShapeException("bidirectional: the layers expect " + forward.features() + " and "
                    + backward.features() + " features of the same sequence");
        }
        this.forward = forward;
        this.backward = backward;
        Cells.Builder builder = Cells.builder();
        forward.cells().byName().forEach(builder::add);
        backward.cells().byName().forEach((name, cell) -> builder.add(name + "_reverse", cell));
        this.cells = builder.build();
    }

    /** Two LSTMs of {@code hidden} units each; the forward one is drawn first. */
    public static Bidirectional lstm(int features, int hidden, RecurrentOptions options, Init init) {
        Sizes.given("bidirectional", options, init);
        return new Bidirectional(
                new Lstm(features, hidden, options.reverse(false), init),
                new Lstm(features, hidden, options.reverse(true), init));
    }

    /** Two LSTMs of {@code hidden} units each, with Keras's defaults. */
    public static Bidirectional lstm(int features, int hidden, Init init) {
        return lstm(features, hidden, RecurrentOptions.DEFAULT, init);
    }

    /** Two LSTMs of {@code hidden} units each, with Keras's defaults and dropout of the input and of the state. */
    public static Bidirectional lstm(int features, int hidden, double dropout, double recurrentDropout, Init init) {
        return lstm(features, hidden, RecurrentOptions.DEFAULT.dropout(dropout, recurrentDropout), init);
    }

    /** Two GRUs of {@code hidden} units each; the forward one is drawn first. */
    public static Bidirectional gru(int features, int hidden, RecurrentOptions options, Init init) {
        Sizes.given("bidirectional", options, init);
        return new Bidirectional(
                new Gru(features, hidden, options.reverse(false), init),
                new Gru(features, hidden, options.reverse(true), init));
    }

    @Override
    public Tensor apply(Tensor x, Pass pass) {
        Sizes.given("bidirectional", x, pass);
        return run(x, pass).outputs();
    }

    /** This layer, giving only what each direction ends with: the forward state of the last step, the backward of the first. */
    public Layer lastStates() {
        return Layers.over(this, (x, pass) -> run(x, pass).hidden());
    }

    private Recurrent.States run(Tensor x, Pass pass) {
        if (forward instanceof Lstm first && backward instanceof Lstm second && first.canRunWith(second)) {
            return first.runBoth(second, x, pass);
        }
        if (forward instanceof Gru first && backward instanceof Gru second && first.canRunWith(second)) {
            return first.runBoth(second, x, pass);
        }
        Recurrent.States ahead = forward.run(x, null, null, pass);
        Recurrent.States back = backward.run(x, null, null, pass);
        return new Recurrent.States(
                Tensor.concat(-1, ahead.outputs(), back.outputs()),
                Tensor.concat(1, ahead.hidden(), back.hidden()),
                null);
    }

    @Override
    public Cells cells() {
        return cells;
    }
}
