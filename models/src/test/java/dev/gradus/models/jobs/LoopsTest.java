package dev.gradus.models.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopsTest {
    private static Set<Thread> threads(int turns) {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Loops.forEach(turns, i -> threads.add(Thread.currentThread()));
        return threads;
    }

    @Test
    void takesEachTurnOnce() {
        AtomicIntegerArray shared = new AtomicIntegerArray(1000);
        Loops.forEach(1000, shared::incrementAndGet);
        int[] alone = Loops.onThisThread(() -> {
            int[] counts = new int[1000];
            Loops.forEach(1000, i -> counts[i]++);
            return counts;
        });
        int[] once = new int[1000];
        Arrays.fill(once, 1);
        assertArrayEquals(once, IntStream.range(0, 1000).map(shared::get).toArray());
        assertArrayEquals(once, alone);
    }

    @Test
    void staysOnTheThreadThatKeepsToItself() {
        assertEquals(Set.of(Thread.currentThread()), Loops.onThisThread(() -> threads(100)));
        assertEquals(Set.of(Thread.currentThread()), Loops.onThisThread(() -> {
            Loops.onThisThread(() -> threads(1));
            return threads(100);
        }));
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void sharesTheTurnsAfterwards() {
        assertThrows(
                IllegalStateException.class,
                () -> Loops.onThisThread(() -> {
                    throw new IllegalStateException();
                }));
        // Two turns that wait for each other end on two threads only; with one processor there is no second one to be
        // had.
        if (Runtime.getRuntime().availableProcessors() > 1) {
            CountDownLatch both = new CountDownLatch(2);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            Loops.forEach(2, i -> {
                threads.add(Thread.currentThread());
                both.countDown();
                try {
                    assertTrue(both.await(30, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertNotEquals(1, threads.size());
        }
    }
}
