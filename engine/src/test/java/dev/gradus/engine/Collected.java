package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;

/** Checks that nothing holds an object any more. */
public final class Collected {
    private static final long DEADLINE_NANOS = 60_000_000_000L;

    private Collected() {}

    /** The collector clears the reference, sooner or later. */
    public static void soon(WeakReference<?> reference, String what) throws InterruptedException {
        soon(reference, () -> {}, what);
    }

    /** The collector clears the reference, sooner or later, while something goes on all the time. */
    public static void soon(WeakReference<?> reference, Runnable meanwhile, String what) throws InterruptedException {
        long start = System.nanoTime();
        while (reference.get() != null && System.nanoTime() - start < DEADLINE_NANOS) {
            meanwhile.run();
            System.gc();
            Thread.sleep(20);
        }
        assertNull(reference.get(), () -> what + " is still reachable");
    }
}
