package dev.gradus.models.jobs;

import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Loops whose turns do not depend on each other: on all processors, or on the one that a job among many has. */
public final class Loops {
    /** Set in the threads that keep to themselves. */
    private static final ThreadLocal<Boolean> ALONE = new ThreadLocal<>();

    private Loops() {}

    /** Takes all turns from 0 to {@code count - 1}, in any order, and comes back when the last has ended. */
    public static void forEach(int count, IntConsumer turn) {
        IntStream turns = IntStream.range(0, count);
        (ALONE.get() == null ? turns.parallel() : turns).forEach(turn);
    }

    /** Does something whose loops all run on this thread: the other processors are at other jobs, or are not ours. */
    public static <T> T onThisThread(Supplier<T> work) {
        if (ALONE.get() != null) {
            return work.get();
        }
        ALONE.set(true);
        try {
            return work.get();
        } finally {
            ALONE.remove();
        }
    }
}
