package dev.gradus.engine.backend;

import dev.gradus.engine.memory.Reclaimable;
import dev.gradus.engine.memory.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The numbers of a tensor, {@link #size()} of them, in whatever form their {@link Backend} keeps them. A storage is
 * written once, by the kernel that makes it. The exception are the cells that an optimiser updates: each such change
 * raises {@link #version()}, so that a tensor that saw the older numbers can tell.
 */
public abstract class Storage implements Reclaimable {
    private static final VarHandle CLOSED;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(Storage.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Backend backend;
    private int size;
    private int version;
    /** The version at which the present numbers came in; tensors of earlier ones saw a scope that has closed. */
    private int firstVersion;

    private volatile boolean closed;
    private String owner;

    /** Registers the new storage with the scope that is open on this thread. */
    protected Storage(Backend backend, int size) {
        this.backend = backend;
        this.size = size;
        Scope.register(this);
    }

    /**
     * Begins another life of a storage whose scope has closed: with other numbers, for another tensor. What saw an earlier
     * life holds an earlier {@link #version()} and is refused. So a backend may use the small objects again, like the arrays.
     */
    protected final void begin(int newSize) {
        size = newSize;
        firstVersion = version;
        owner = null;
        CLOSED.setRelease(this, false);
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

    /** Grows with every change of the numbers in place, and when the scope that the storage was made in closes. */
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

    /** Whether the scope has closed in which the numbers of {@code version} were made. */
    public final boolean isClosedSince(int version) {
        return closed || version < firstVersion;
    }

    @Override
    public final void reclaim() {
        version++;
        // No full fence is needed: no other thread may use the storage at the same time.
        CLOSED.setRelease(this, true);
        release();
    }

    /** Gives the arrays back to the backend's pool. They must not be referenced afterwards. */
    protected abstract void release();
}
