package dev.gradus.engine.parallel;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyIndexIsRunOnceInTheSameChunks(int threads) {
        Workers workers = Workers.of(threads);
        assertEquals(threads, workers.threads());
        for (int length : new int[] {0, 1, 9, 10, 11, 100, 1003}) {
            AtomicIntegerArray counts = new AtomicIntegerArray(length);
            Set<String> chunks = new ConcurrentSkipListSet<>();
            workers.loop(length, 10, (from, to) -> {
                chunks.add(from + "-" + to);
                for (int i = from; i < to; i++) {
                    counts.incrementAndGet(i);
                }
            });
            for (int i = 0; i < length; i++) {
                assertEquals(1, counts.get(i));
            }
            Set<String> expected = new ConcurrentSkipListSet<>();
            for (int from = 0; from < length; from += 10) {
                expected.add(from + "-" + Math.min(length, from + 10));
            }
            assertEquals(expected, chunks);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void theLastChunkMayEndAtTheGreatestInt(int threads) {
        AtomicInteger sum = new AtomicInteger();
        Workers.of(threads).loop(Integer.MAX_VALUE, 1 << 30, (from, to) -> sum.addAndGet(to - from));
        assertEquals(Integer.MAX_VALUE, sum.get());
    }

    @Test
    void aGrainBelowOneIsOne() {
        AtomicInteger calls = new AtomicInteger();
        Workers.of(2).loop(5, 0, (from, to) -> calls.addAndGet(to - from));
        assertEquals(5, calls.get());
    }

    @Test
    void workIsShared() throws Exception {
        Workers workers = Workers.of(3);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(3);
        workers.loop(3, 1, (from, to) -> {
            seen.add(Thread.currentThread());
            all.countDown();
            try {
                assertTrue(all.await(30, TimeUnit.SECONDS), "three threads work at the same time");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertEquals(3, seen.size());
        assertTrue(
                seen.stream().filter(thread -> thread != Thread.currentThread()).allMatch(Thread::isDaemon));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aLoopInsideOfALoopRunsOnItsThread(int threads) {
        Workers workers = Workers.of(threads);
        int[][] table = new int[40][50];
        workers.loop(40, 1, (from, to) -> {
            Thread outer = Thread.currentThread();
            workers.loop(50, 7, (first, last) -> {
                assertEquals(outer, Thread.currentThread());
                for (int j = first; j < last; j++) {
                    table[from][j]++;
                }
            });
        });
        int[] ones = new int[50];
        java.util.Arrays.fill(ones, 1);
        for (int[] row : table) {
            assertArrayEquals(ones, row);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anExceptionReachesTheCallerAndTheWorkersGoOn(int threads) {
        Workers workers = Workers.of(threads);
        AtomicInteger others = new AtomicInteger();
        for (int round = 0; round < 20; round++) {
            others.set(0);
            IllegalStateException e = assertThrows(
                    IllegalStateException.class,
                    () -> workers.loop(16, 1, (from, to) -> {
                        if (from == 3 || from == 9) {
                            throw new IllegalStateException("chunk " + from);
                        }
                        others.incrementAndGet();
                    }));
            assertEquals("chunk 3", e.getMessage(), "the first in order");
            assertEquals(14, others.get(), "the other chunks still run");
        }
        assertThrows(
                AssertionError.class,
                () -> workers.loop(4, 1, (from, to) -> {
                    throw new AssertionError("an error, too");
                }));
        AtomicInteger sum = new AtomicInteger();
        workers.loop(100, 1, (from, to) -> sum.addAndGet(from));
        assertEquals(4950, sum.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anInterruptIsKeptAndTheLoopIsFinished(int threads) {
        Workers workers = Workers.of(threads);
        AtomicInteger sum = new AtomicInteger();
        Thread.currentThread().interrupt();
        workers.loop(64, 1, (from, to) -> {
            busy();
            sum.addAndGet(from);
        });
        assertTrue(Thread.interrupted(), "the interrupt is still there for the caller");
        assertEquals(2016, sum.get());
    }

    @Test
    void anInterruptIsKeptWhereAChunkFails() {
        Workers workers = Workers.of(2);
        Thread.currentThread().interrupt();
        assertThrows(
                IllegalStateException.class,
                () -> workers.loop(64, 1, (from, to) -> {
                    busy();
                    throw new IllegalStateException();
                }));
        assertTrue(Thread.interrupted(), "the interrupt is still there for the caller");
    }

    private static void busy() {
        long end = System.nanoTime() + 200_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void callersMayShareWorkers() throws Exception {
        Workers workers = Workers.of(3);
        AtomicInteger failures = new AtomicInteger();
        Thread[] callers = new Thread[4];
        for (int t = 0; t < callers.length; t++) {
            callers[t] = new Thread(() -> {
                for (int round = 0; round < 200; round++) {
                    int[] counts = new int[37];
                    workers.loop(37, 4, (from, to) -> {
                        for (int i = from; i < to; i++) {
                            counts[i]++;
                        }
                    });
                    for (int count : counts) {
                        failures.addAndGet(count == 1 ? 0 : 1);
                    }
                }
            });
            callers[t].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(0, failures.get());
    }

    @Test
    void refusesFewerThanOneThread() {
        refuses(() -> Workers.of(0), "threads", "at least 1", "0");
        assertTrue(Workers.shared().threads() >= 1);
    }
}
