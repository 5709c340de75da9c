package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Tensor;

/** A layer that walks over a sequence {@code [batch, time, features]}, one step after the other, with a state. */
public interface RecurrentLayer extends Layer {
    /** How many numbers a step of the input holds. */
    int features();

    /** How many numbers the state holds. */
    int hidden();

    /** Whether the steps are taken from the last to the first. */
    boolean isReverse();

    /**
     * Runs from given states.
     *
     * @param x {@code [batch, time, features]}, at least one step
     * @param h0 first h {@code [batch, hidden]}, or {@code null} for zeros
     * @param c0 first c {@code [batch, hidden]}, or {@code null} for zeros; {@code null} for a layer without cell
     * @return the states of all steps and the last ones, which the next part of a long sequence goes on from
     */
    Recurrent.States run(Tensor x, Tensor h0, Tensor c0, Pass pass);

    /** The states of all steps {@code [batch, time, hidden]}, from states of zeros. */
    @Override
    default Tensor apply(Tensor x, Pass pass) {
        return run(x, null, null, pass).outputs();
    }

    /** This layer, giving only the state after the last step taken: {@code [batch, time, features] → [batch, hidden]}. */
    default Layer lastState() {
        return Layers.over(this, (x, pass) -> run(x, null, null, pass).hidden());
    }
}
