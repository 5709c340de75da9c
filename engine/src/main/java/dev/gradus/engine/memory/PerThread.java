package dev.gradus.engine.memory;

import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * A value for each thread that asks for one, such as scratch arrays. A {@link ThreadLocal} would hand the value to the
 * thread, and a thread of the application outlives the engine where the engine's class loader is dropped: value, class
 * and loader would stay with it. Here the values belong to this object, and the thread only knows the way to its own.
 *
 * @param <T> the type of the values
 */
public final class PerThread<T> {
    private final Supplier<? extends T> make;
    private final ThreadLocal<WeakReference<T>> mine = new ThreadLocal<>();
    private final Map<Thread, T> all = Collections.synchronizedMap(new WeakHashMap<>());

    /** @param make makes the value of a thread when it first asks; must not return null */
    public PerThread(Supplier<? extends T> make) {
        this.make = Objects.requireNonNull(make, "per thread: nothing makes the values, the supplier is null");
    }

    /** The value of the calling thread: the same one each time, and no other thread's. */
    public T get() {
        WeakReference<T> known = mine.get();
        T value = known == null ? null : known.get();
        return value != null ? value : add();
    }

    private T add() {
        T value = make.get();
        all.put(Thread.currentThread(), value);
        mine.set(new WeakReference<>(value));
        return value;
    }
}
