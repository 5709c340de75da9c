package dev.gradus.engine.memory;

/** Something whose arrays go back to a pool when the {@link Scope} that it was made in closes. */
public interface Reclaimable {
    /** Marks the value closed and gives its arrays back. Called once, by the scope, on the scope's own thread. */
    void reclaim();
}
