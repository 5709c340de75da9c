package dev.gradus.engine.memory;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Arrays that are free for reuse, keyed by their exact length. The pool gives them up when the JVM runs short of
 * memory: it is a cache, not an owner. Arrays come out with whatever was last written to them.
 *
 * @param <A> the array type, such as {@code float[]}
 */
public final class ArrayPool<A> {
    private SoftReference<Map<Integer, ArrayDeque<A>>> shelves = new SoftReference<>(null);

    /** An array of exactly {@code length} elements with undefined content, or {@code null} where none is free. */
    public synchronized A take(int length) {
        Map<Integer, ArrayDeque<A>> map = shelves.get();
        ArrayDeque<A> shelf = map == null ? null : map.get(length);
        return shelf == null ? null : shelf.pollLast();
    }

    /** Puts an array of {@code length} elements back; the caller must not touch it afterwards. */
    public synchronized void give(A array, int length) {
        Objects.requireNonNull(array, "memory: there is no array to give back");
        if (length == 0) {
            return;
        }
        Map<Integer, ArrayDeque<A>> map = shelves.get();
        if (map == null) {
            map = new HashMap<>();
            shelves = new SoftReference<>(map);
        }
        map.computeIfAbsent(length, key -> new ArrayDeque<>()).addLast(array);
    }
}
