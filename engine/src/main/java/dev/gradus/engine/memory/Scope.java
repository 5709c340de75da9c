package dev.gradus.engine.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The life of the arrays made while it is open. Without a scope a user relies on the garbage collector; a training
 * loop opens one for each step, so that the arrays of a step return to a pool and serve the next:
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     Tensor loss = model.loss(batch);
 *     optimizer.minimize(loss);
 *     last = scope.keep(loss);
 * }
 * }</pre>
 *
 * Scopes are lexical, nested last-in first-out and confined to the thread that opened them. They are the only ambient
 * state of the engine: tensor algebra has no place to pass them. A tensor used after its scope has closed is an error,
 * never stale data.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final Thread owner = Thread.currentThread();
    private final Scope parent;
    private final boolean detached;
    private final boolean finiteChecks;
    private final List<Reclaimable> members = new ArrayList<>();
    private final Set<Reclaimable> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean open = true;

    private Scope(Scope parent, boolean detached, boolean finiteChecks) {
        this.parent = parent;
        this.detached = detached;
        this.finiteChecks = finiteChecks;
    }

    /** Opens a scope inside the one that is open on this thread, if any. */
    public static Scope open() {
        Scope parent = CURRENT.get();
        return enter(new Scope(parent, false, parent != null && parent.finiteChecks));
    }

    /**
     * Runs an action in a scope of its own, for when nothing is kept but a plain value:
     *
     * <pre>{@code
     * double loss = Scope.within(() -> step(batch).item());
     * }</pre>
     *
     * @return what the action returns, which must not be a tensor made in the scope
     */
    public static <T> T within(Supplier<T> action) {
        Objects.requireNonNull(action, "scope: the action is null");
        Scope scope = open();
        try {
            return action.get();
        } finally {
            scope.close();
        }
    }

    /**
     * Opens a scope in the <em>anomaly mode</em>: the first operation in it, forward or backward, whose result holds a
     * NaN or an infinity throws a {@code NonFiniteException} (of the package {@code tensor}, an
     * {@link ArithmeticException}) that names the operation, the place in its result, the pass, and those of its inputs
     * that were not finite before; so does an optimiser's step that takes a parameter out of the finite numbers. Every
     * result is read once more, so it is for finding a fault, not for daily training. Scopes opened inside inherit it.
     */
    public static Scope checkingFinite() {
        return enter(new Scope(CURRENT.get(), false, true));
    }

    private static Scope enter(Scope scope) {
        CURRENT.set(scope);
        return scope;
    }

    /**
     * Runs an action whose arrays belong to no scope: what it makes lives as long as it is referenced. For values that
     * outlive a step although they are first made in one, such as an optimiser's moments.
     */
    public static <T> T outside(Supplier<T> action) {
        Objects.requireNonNull(action, "scope: the action is null");
        Scope before = CURRENT.get();
        CURRENT.set(new Scope(before, true, before != null && before.finiteChecks));
        try {
            return action.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** Hands a new resource to the innermost open scope of this thread; without one it is left to the collector. */
    public static void register(Reclaimable resource) {
        Scope scope = CURRENT.get();
        if (scope != null && !scope.detached) {
            scope.members.add(resource);
        }
    }

    /** Whether the innermost open scope of this thread asks for finite results ({@link #checkingFinite()}). */
    public static boolean checksFinite() {
        Scope scope = CURRENT.get();
        return scope != null && scope.finiteChecks;
    }

    /**
     * Takes a value out of this scope: it lives on in the scope around it, or until it is no longer referenced where
     * there is none.
     *
     * @return the value, detached from how it was computed
     * @throws IllegalStateException if the scope is closed or belongs to another thread
     */
    public <T> T keep(Keepable<T> value) {
        requireUsable("keep");
        Objects.requireNonNull(value, "scope: there is nothing to keep, the value is null");
        kept.add(value.resource());
        return value.detach();
    }

    /**
     * Closes the scope: arrays made in it and not kept return to the pool.
     *
     * @throws IllegalStateException if a scope opened later is still open, or another thread opened this one
     */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        requireUsable("close");
        if (CURRENT.get() != this) {
            throw new IllegalStateException("scope: a scope opened later is still open; close scopes in the reverse"
                    + " order of opening (try-with-resources does it)");
        }
        open = false;
        if (parent == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(parent);
        }
        for (Reclaimable member : members) {
            if (!kept.contains(member)) {
                member.reclaim();
            } else {
                register(member);
            }
        }
        members.clear();
    }

    private void requireUsable(String what) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("scope: " + what + " called on thread '"
                    + Thread.currentThread().getName() + "' for a scope of thread '" + owner.getName()
                    + "'; a scope stays with the thread that opened it");
        }
        if (!open) {
            throw new IllegalStateException("scope: " + what + " called on a closed scope; open another");
        }
    }
}
