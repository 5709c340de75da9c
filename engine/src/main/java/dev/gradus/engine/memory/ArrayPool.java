package dev.gradus.engine.memory;

import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Objects;

/**
 * Arrays that are free for reuse, keyed by their exact length. The pool gives them up when the JVM runs short of
 * memory: it is a cache, not an owner. Arrays come out with whatever was last written to them. Taking and giving back
 * allocates nothing once a length is known.
 *
 * @param <A> the array type, such as {@code float[]}
 */
public final class ArrayPool<A> {
    /** The free arrays of one length, the last one given on top. */
    private static final class Shelf {
        private final int length;
        private Object[] free = new Object[2];
        private int count;

        Shelf(int length) {
            this.length = length;
        }

        void push(Object array) {
            if (count == free.length) {
                free = Arrays.copyOf(free, 2 * count);
            }
            free[count++] = array;
        }

        Object pop() {
            Object top = free[--count];
            free[count] = null;
            return top;
        }
    }

    /** Shelves by length, with open addressing: a map of boxed lengths would allocate at every look-up. */
    private static final class Shelves {
        private Shelf[] table = new Shelf[32];
        private int used;

        Shelf find(int length) {
            return table[place(table, length)];
        }

        Shelf findOrAdd(int length) {
            int at = place(table, length);
            if (table[at] == null) {
                table[at] = new Shelf(length);
                used++;
                if (2 * used > table.length) {
                    grow();
                }
            }
            return find(length);
        }

        private void grow() {
            Shelf[] wider = new Shelf[2 * table.length];
            for (Shelf shelf : table) {
                if (shelf != null) {
                    wider[place(wider, shelf.length)] = shelf;
                }
            }
            table = wider;
        }

        private static int place(Shelf[] table, int length) {
            int mask = table.length - 1;
            int at = (length * 0x9E3779B9 >>> 8) & mask;
            while (table[at] != null && table[at].length != length) {
                at = (at + 1) & mask;
            }
            return at;
        }
    }

    private SoftReference<Shelves> shelves = new SoftReference<>(null);

    /** An array of exactly {@code length} elements with undefined content, or {@code null} where none is free. */
    @SuppressWarnings("unchecked") // what is on the shelves was given as an A
    public synchronized A take(int length) {
        Shelves all = shelves.get();
        Shelf shelf = all == null ? null : all.find(length);
        return shelf == null || shelf.count == 0 ? null : (A) shelf.pop();
    }

    /** Puts an array of {@code length} elements back; the caller must not touch it afterwards. */
    public synchronized void give(A array, int length) {
        Objects.requireNonNull(array, "memory: there is no array to give back");
        if (length == 0) {
            return;
        }
        Shelves all = shelves.get();
        if (all == null) {
            all = new Shelves();
            shelves = new SoftReference<>(all);
        }
        all.findOrAdd(length).push(array);
    }

    /** How many arrays are free, of all lengths. */
    public synchronized int free() {
        Shelves all = shelves.get();
        int count = 0;
        for (Shelf shelf : all == null ? new Shelf[0] : all.table) {
            count += shelf == null ? 0 : shelf.count;
        }
        return count;
    }
}
