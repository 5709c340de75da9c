package dev.gradus.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Limits LIMITS = new Limits(1, 100e9, true, 50e9, 10e9);

    private static Workload workload(double flops, double bytes) {
        return new Workload("w", "", 1, flops, bytes, 1, backend -> () -> 0);
    }

    @Test
    void theNearestLimitCounts() {
        assertEquals(2, LIMITS.least(workload(200e9, 0)));
        assertEquals("multiply-add", LIMITS.nearest(workload(200e9, 0)));
        assertEquals(1e-5, LIMITS.least(workload(1e3, 5e5)));
        assertEquals("cache", LIMITS.nearest(workload(1e3, 5e5)));
        assertEquals(10, LIMITS.least(workload(200e9, 100e9)));
        assertEquals("memory", LIMITS.nearest(workload(200e9, 100e9)));
    }

    @Test
    void everyLimitIsMeasured() {
        for (int threads = 1; threads <= 2; threads++) {
            Limits limits = Limits.measure(threads, 0);
            assertEquals(threads, limits.threads());
            assertEquals(Boolean.getBoolean("gradus.test.vector"), limits.vectorApi());
            assertTrue(limits.flops() > 1e6 && limits.flops() < 1e16, limits.toString());
            assertTrue(limits.cacheBytes() > 1e6 && limits.cacheBytes() < 1e16, limits.toString());
            assertTrue(limits.memoryBytes() > 1e6 && limits.memoryBytes() < 1e16, limits.toString());
        }
    }
}
