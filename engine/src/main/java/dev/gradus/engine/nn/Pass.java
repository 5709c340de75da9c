package dev.gradus.engine.nn;

import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import java.util.Objects;

/**
 * How one forward pass through a network runs. There is no global generator and no train/eval switch on a layer: whoever
 * calls a network says what it wants, and two threads may want different things of the same network.
 *
 * @param dropout the generator that dropout draws from; {@code null} for no dropout
 * @param statistics where normalisation takes its statistics from
 * @param tracked whether gradients with respect to the parameters can be taken afterwards
 */
public record Pass(Rng dropout, Statistics statistics, boolean tracked) {
    /** Where batch normalisation takes mean and variance from. */
    public enum Statistics {
        /** From this batch; the running statistics move towards them. */
        BATCH_AND_UPDATE,
        /** From this batch; nothing is changed. */
        BATCH,
        /** The running statistics; nothing is changed. */
        RUNNING
    }

    /** Checks that normalisation is told where its statistics come from. */
    public Pass {
        Objects.requireNonNull(statistics, "pass: the statistics are null");
    }

    private static final Pass INFERENCE = new Pass(null, Statistics.RUNNING, false);
    private static final Pass PENALTY = new Pass(null, Statistics.RUNNING, true);

    /** For a training step: dropout from {@code rng}, statistics of the batch, parameters tracked. */
    public static Pass training(Rng rng) {
        if (rng == null) {
            throw new IllegalArgumentException("pass: training needs a generator for dropout; say new Rng(seed), or"
                    + " withoutDropout() afterwards");
        }
        return new Pass(rng, Statistics.BATCH_AND_UPDATE, true);
    }

    /** For use: no dropout, running statistics, nothing recorded, nothing changed. */
    public static Pass inference() {
        return INFERENCE;
    }

    /** For a gradient penalty: as {@link #inference()}, but parameters are tracked. */
    public static Pass penalty() {
        return PENALTY;
    }

    /** This pass with the parameters as constants. */
    public Pass withoutGradient() {
        return new Pass(dropout, statistics, false);
    }

    /** This pass without dropout. */
    public Pass withoutDropout() {
        return new Pass(null, statistics, tracked);
    }

    /** This pass with other statistics. */
    public Pass with(Statistics other) {
        return new Pass(dropout, other, tracked);
    }

    /** A parameter's numbers, tracked or not. */
    public Tensor value(Parameter parameter) {
        Objects.requireNonNull(parameter, "pass: the parameter is null");
        return tracked ? parameter.tracked() : parameter.constant();
    }
}
