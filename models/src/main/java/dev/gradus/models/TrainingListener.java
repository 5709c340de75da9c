package dev.gradus.models;

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
