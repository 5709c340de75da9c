package dev.gradus.engine.memory;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
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
    /** Where a thread stands: its innermost scope, and lists of closed scopes for the next ones. */
    private static final class Place {
        private static final int SPARES = 4;

        private Scope current;
        private final Reclaimable[][] spare = new Reclaimable[SPARES][];
        private int spares;

        Reclaimable[] list() {
            return spares == 0 ? new Reclaimable[64] : spare[--spares];
        }

        void giveBack(Reclaimable[] list) {
            if (spares < SPARES) {
                spare[spares++] = list;
            }
        }
    }

    private static final PerThread<Place> PLACES = new PerThread<>(Place::new);

    /** Not the thread: its place would hold it, and the place is held as long as the thread lives. */
    private final Place place;

    private final String owner = Thread.currentThread().getName();
    private final Scope parent;
    private final boolean detached;
    private final boolean finiteChecks;
    private Reclaimable[] members;
    private int count;
    private Set<Reclaimable> kept;
    private boolean open = true;

    private Scope(Place place, boolean detached, boolean finiteChecks) {
        this.place = place;
        this.parent = place.current;
        this.detached = detached;
        this.finiteChecks = finiteChecks || parent != null && parent.finiteChecks;
        this.members = detached ? null : place.list();
    }

    /** Opens a scope inside the one that is open on this thread, if any. */
    public static Scope open() {
        return enter(false);
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
        return enter(true);
    }

    private static Scope enter(boolean finiteChecks) {
        Place place = PLACES.get();
        Scope scope = new Scope(place, false, finiteChecks);
        place.current = scope;
        return scope;
    }

    /**
     * Runs an action whose arrays belong to no scope: what it makes lives as long as it is referenced. For values that
     * outlive a step although they are first made in one, such as an optimiser's moments.
     */
    public static <T> T outside(Supplier<T> action) {
        Objects.requireNonNull(action, "scope: the action is null");
        Place place = PLACES.get();
        Scope before = place.current;
        place.current = new Scope(place, true, false);
        try {
            return action.get();
        } finally {
            place.current = before;
        }
    }

    /** Hands a new resource to the innermost open scope of this thread; without one it is left to the collector. */
    public static void register(Reclaimable resource) {
        Scope scope = PLACES.get().current;
        if (scope != null && !scope.detached) {
            scope.add(resource);
        }
    }

    private void add(Reclaimable resource) {
        if (count == members.length) {
            members = Arrays.copyOf(members, 2 * count);
        }
        members[count++] = resource;
    }

    /** Whether the innermost open scope of this thread asks for finite results ({@link #checkingFinite()}). */
    public static boolean checksFinite() {
        Scope scope = PLACES.get().current;
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
        if (kept == null) {
            kept = Collections.newSetFromMap(new IdentityHashMap<>());
        }
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
        if (place.current != this) {
            throw new IllegalStateException("scope: a scope opened later is still open; close scopes in the reverse"
                    + " order of opening (try-with-resources does it)");
        }
        open = false;
        place.current = parent;
        Reclaimable[] list = members;
        members = null;
        for (int i = 0; i < count; i++) {
            Reclaimable member = list[i];
            list[i] = null;
            if (kept == null || !kept.contains(member)) {
                member.reclaim();
            } else {
                register(member);
            }
        }
        place.giveBack(list);
    }

    private void requireUsable(String what) {
        if (PLACES.get() != place) {
            throw new IllegalStateException("scope: " + what + " called on thread '"
                    + Thread.currentThread().getName() + "' for a scope of thread '" + owner
                    + "'; a scope stays with the thread that opened it");
        }
        if (!open) {
            throw new IllegalStateException("scope: " + what + " called on a closed scope; open another");
        }
    }
}
