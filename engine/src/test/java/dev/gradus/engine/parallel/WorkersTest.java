package dev.gradus.engine.parallel;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Collected;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WorkersTest {
    private static final long HOUR = 3_600_000;

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
    void workIsShared() {
        Set<Thread> seen = helpers(Workers.of(3));
        assertTrue(seen.stream().allMatch(Thread::isDaemon));
        assertEquals(Set.of("gradus-worker-1", "gradus-worker-2"), names(seen));
    }

    private static Set<String> names(Set<Thread> threads) {
        return threads.stream().map(Thread::getName).collect(Collectors.toSet());
    }

    /** The threads that help the caller, all at the same time. */
    private static Set<Thread> helpers(Workers workers) {
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        CountDownLatch all = new CountDownLatch(workers.threads());
        workers.loop(workers.threads(), 1, (from, to) -> {
            seen.add(Thread.currentThread());
            all.countDown();
            await(all);
        });
        seen.remove(Thread.currentThread());
        assertEquals(workers.threads() - 1, seen.size());
        return seen;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "all threads work at the same time");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void idleThreadsEndAndAreReplacedOnDemand() throws Exception {
        Workers workers = Workers.of(3, 10);
        for (int round = 0; round < 20; round++) {
            Set<Thread> seen = helpers(workers);
            assertEquals(Set.of("gradus-worker-1", "gradus-worker-2"), names(seen));
            for (Thread thread : seen) {
                thread.join(30_000);
                assertFalse(thread.isAlive(), () -> thread + " still waits for work");
            }
        }
    }

    @Test
    void idleThreadsOfTheSharedKindEnd() throws Exception {
        for (Thread thread : helpers(Workers.of(3))) {
            thread.join(30_000);
            assertFalse(thread.isAlive(), () -> thread + " still waits for work");
        }
    }

    @Test
    void threadsThatEndLeaveNoLoopBehind() {
        // Without an idle time threads end all the time, while work comes in.
        Workers workers = Workers.of(3, 0);
        for (int round = 0; round < 20_000; round++) {
            AtomicInteger sum = new AtomicInteger();
            workers.loop(6, 1, (from, to) -> sum.addAndGet(from));
            assertEquals(15, sum.get());
        }
        assertEquals(2, helpers(workers).size());
    }

    @Test
    void onlyTheThreadsThatALoopCanUseAreStarted() throws Exception {
        Workers workers = Workers.of(40, HOUR);
        ThreadGroup group = new ThreadGroup("callers");
        AtomicInteger started = new AtomicInteger();
        Thread caller = new Thread(group, () -> {
            workers.loop(3, 1, (from, to) -> {});
            started.set(group.activeCount() - 1);
        });
        caller.start();
        caller.join();
        assertEquals(2, started.get());
        assertEquals(39, helpers(workers).size());
    }

    @Test
    void anInterruptDoesNotEndAThread() {
        Workers workers = Workers.of(2, HOUR);
        Set<Thread> before = helpers(workers);
        for (Thread thread : before) {
            thread.interrupt();
            while (thread.isInterrupted()) {
                Thread.onSpinWait();
            }
        }
        assertEquals(before, helpers(workers));
    }

    @Test
    void threadsTakeNothingFromTheirStarter() {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        Set<Object> seen = ConcurrentHashMap.newKeySet();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        local.set("of the caller");
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0], before));
        try {
            Workers workers = Workers.of(2);
            Thread caller = Thread.currentThread();
            CountDownLatch both = new CountDownLatch(2);
            workers.loop(2, 1, (from, to) -> {
                if (Thread.currentThread() != caller) {
                    seen.add(Thread.currentThread().getContextClassLoader());
                    seen.add(String.valueOf(local.get()));
                }
                both.countDown();
                await(both);
            });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            local.remove();
        }
        assertEquals(Set.of(ClassLoader.getSystemClassLoader(), "null"), seen);
    }

    /** What an application with a class loader of its own does: it starts the workers that others then keep busy. */
    public static final class Starter implements Consumer<Workers> {
        @Override
        public void accept(Workers workers) {
            AtomicInteger sum = new AtomicInteger();
            workers.loop(100, 1, (from, to) -> sum.addAndGet(from));
            if (sum.get() != 4950) {
                throw new AssertionError(sum);
            }
        }
    }

    @Test
    void busyThreadsDoNotHoldTheClassLoaderOfTheirStarter() throws Exception {
        Workers workers = Workers.of(2, HOUR);
        WeakReference<ClassLoader> loader = startedFromAnotherLoader(workers);
        Set<Thread> seen = helpers(workers);
        Collected.soon(loader, () -> helpers(workers), "the class loader of the caller that started a worker");
        assertEquals(seen, helpers(workers), "the worker has been at work all the time");
    }

    private static WeakReference<ClassLoader> startedFromAnotherLoader(Workers workers) throws Exception {
        URL[] classes = {WorkersTest.class.getProtectionDomain().getCodeSource().getLocation()};
        String starter = Starter.class.getName();
        ClassLoader loader = new URLClassLoader(classes, WorkersTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.equals(starter) ? findClass(name) : super.loadClass(name, resolve);
            }
        };
        @SuppressWarnings("unchecked")
        Consumer<Workers> copy =
                (Consumer<Workers>) loader.loadClass(starter).getConstructor().newInstance();
        assertSame(loader, copy.getClass().getClassLoader());
        copy.accept(workers);
        return new WeakReference<>(loader);
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

    @Test
    void thePropertySetsTheNumberOfThreads() {
        assertEquals(Runtime.getRuntime().availableProcessors(), Workers.threads(null));
        assertEquals(3, Workers.threads(" 3 "));
        for (String text : new String[] {"0", "-1", "two", ""}) {
            refuses(() -> Workers.threads(text), "-Dgradus.threads=" + text, "at least 1");
        }
    }
}
