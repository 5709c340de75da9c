package dev.gradus.workloads;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What all threads allocate on the heap from when it was made, as far as they live when they are asked. */
final class Allocation {
    private final Map<Long, Long> before = perThread();

    /** The bytes so far; 0 where the JVM does not tell. */
    long bytes() {
        long sum = 0;
        for (Map.Entry<Long, Long> thread : perThread().entrySet()) {
            sum += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
        }
        return sum;
    }

    private static Map<Long, Long> perThread() {
        Map<Long, Long> bytes = new HashMap<>();
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            long[] ids = threads.getAllThreadIds();
            long[] allocated = threads.getThreadAllocatedBytes(ids);
            for (int i = 0; i < ids.length; i++) {
                bytes.put(ids[i], Math.max(0, allocated[i])); // -1 of a thread that has just ended
            }
        }
        return bytes;
    }
}
