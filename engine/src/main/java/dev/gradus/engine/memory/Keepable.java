package dev.gradus.engine.memory;

/**
 * A value that can be taken out of a {@link Scope}.
 *
 * @param <T> the type of the value
 */
public interface Keepable<T> {
    /** The resource that must outlive the scope. */
    Reclaimable resource();

    /** The value without the history of how it was computed: what computed it stays behind in the scope. */
    T detach();
}
