package dev.gradus.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.parallel.Workers;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    private static volatile Object kept;

    @Test
    void withoutTimeThereIsOneRunToWarmUpAndOneSample() {
        AtomicInteger runs = new AtomicInteger();
        Work slow = () -> {
            long end = System.nanoTime() + 1_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            return runs.incrementAndGet();
        };
        Measurement m = new Stopwatch(0, 0).time(slow, 1);
        assertEquals(2, runs.get());
        assertEquals(m.median(), m.minimum());
        assertTrue(m.minimum() >= 1e-3, m.toString());
    }

    @Test
    void figuresAreThoseOfOneOperation() {
        AtomicInteger runs = new AtomicInteger();
        Work slow = () -> {
            long end = System.nanoTime() + 1_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            kept = new byte[100_000];
            return runs.incrementAndGet();
        };
        Measurement m = new Stopwatch(0, 0.001).time(slow, 100);
        assertEquals(6, runs.get());
        assertTrue(m.minimum() >= 1e-5, m.toString());
        assertTrue(m.median() >= m.minimum(), m.toString());
        assertTrue(m.bytes() >= 1000 && m.bytes() < 10_000, m.toString());
    }

    @Test
    void theBytesOfOtherThreadsCount() {
        Workers workers = Workers.of(2);
        Work work = () -> {
            // Whichever thread takes it.
            workers.loop(2, 1, (from, to) -> kept = new byte[(to - from) * 1_000_000]);
            return 0;
        };
        Measurement m = new Stopwatch(0, 0.05).time(work, 1);
        assertTrue(m.bytes() >= 1_900_000 && m.bytes() < 2_500_000, m.toString());
    }
}
