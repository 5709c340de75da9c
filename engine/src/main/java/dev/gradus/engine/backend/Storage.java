package dev.gradus.engine.backend;

import dev.gradus.engine.memory.Reclaimable;
import dev.gradus.engine.memory.Scope;

/**
 * The numbers of a tensor, {@link #size()} of them, in whatever form their {@link Backend} keeps them. A storage is
 * written once, by the kernel that makes it. The exception are the cells that an optimiser updates: each such change
 * raises {@link #version()}, so that a tensor that saw the older numbers can tell.
 */
public abstract class Storage implements Reclaimable {
    private final Backend backend;
    private final int size;
    private int version;
    private volatile boolean closed;
    private String owner;

    /** Registers the new storage with the scope that is open on this thread. */
    protected Storage(Backend backend, int size) {
        this.backend = backend;
        this.size = size;
        Scope.register(this);
    }

    /** The backend that made this storage and alone can read it. */
    public final Backend backend() {
        return backend;
    }

    /** The number of elements. */
    public final int size() {
        return size;
    }

    /** How often the numbers were changed in place. */
    public final int version() {
        return version;
    }

    /** Says that the numbers were changed in place. Backends call it in every kernel that updates an argument. */
    public final void changed() {
        version++;
    }

    /** The name of the parameter or buffer that this storage belongs to, or {@code null}. */
    public final String owner() {
        return owner;
    }

    /** Names the cell that this storage belongs to, for messages. */
    public final void own(String name) {
        owner = name;
    }

    /** Whether the scope that this storage was made in has closed. */
    public final boolean isClosed() {
        return closed;
    }

    @Override
    public final void reclaim() {
        closed = true;
        release();
    }

    /** Gives the arrays back to the backend's pool. They must not be referenced afterwards. */
    protected abstract void release();
}
