package dev.gradus.engine.io;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.function.Executable;

/** How much memory an action takes, garbage included. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /** The bytes that this thread allocates while the action runs. */
    static long of(Executable action) throws Throwable {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        action.execute();
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
