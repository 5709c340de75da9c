package dev.gradus.models;

import java.util.Map;

/** Watches a training and may end it. Called on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {
    /** A step is done. */
    void progress(TrainingProgress progress);

    /**
     * The training goes on from a checkpoint; called once, before the first step.
     *
     * @param epoch  how many epochs are complete
     * @param epochs how many there will be
     */
    default void resumed(int epoch, int epochs) {}

    /**
     * An epoch is complete.
     *
     * @param epoch  its number, from 1
     * @param epochs how many there will be at most
     * @param losses the mean loss of every epoch so far by its name, those before an interruption included; each
     *     {@code [epoch]}
     */
    default void epoch(int epoch, int epochs, Map<String, double[]> losses) {}

    /**
     * Asked before every step: whether to give up, in which case the training ends with a
     * {@link java.util.concurrent.CancellationException}.
     */
    default boolean cancelled() {
        return false;
    }

    /** A listener that does nothing. */
    static TrainingListener none() {
        return progress -> {};
    }
}
