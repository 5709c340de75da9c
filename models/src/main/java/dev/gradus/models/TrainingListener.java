package dev.gradus.models;

/** Watches a training and may end it. Called on the thread that trains. */
@FunctionalInterface
public interface TrainingListener {
    /** A step is done. */
    void progress(TrainingProgress progress);

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
