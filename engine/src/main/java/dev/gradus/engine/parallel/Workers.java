package dev.gradus.engine.parallel;

import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of daemon threads for loops whose chunks write disjoint results. A loop is cut by its length and the
 * given grain alone, never by the number of threads or by who is free, so results do not depend on either. The calling
 * thread works along; a loop started from inside a chunk runs on that chunk's own thread.
 *
 * <p>Threads start with the first loop that has work for them, end when they have had none for two seconds, and start
 * again when there is some. So workers need not be closed, and hold neither a JVM nor a class loader. A thread that has run
 * out of work looks for more during a millisecond before it sleeps, and so does the calling thread while others finish their
 * last chunks: waking a thread takes some ten microseconds, on a virtual machine whose processor has gone idle some hundred, in which
 * the next loop would run on one thread less.
 */
public final class Workers {
    /** The body of a parallel loop: handles the indices {@code from} (inclusive) to {@code to} (exclusive). */
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    /** More threads than any machine has processors; each takes memory of its own, so a typing error is refused. */
    private static final int MOST_THREADS = 4096;

    private static final String THREADS_PROPERTY = "gradus.threads";
    private static final long IDLE_MILLIS = 2000;
    /** How long a thread without work keeps looking before it sleeps: longer than what mostly lies between two loops. */
    private static final long LOOKING_NANOS = 1_000_000;
    /** How often the calling thread looks in any case: chunks are often microseconds long. */
    private static final int LOOKS = 2000;

    /** Of a class of the JDK's: what stays behind in a caller's thread must not hold our class loader. */
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> Boolean.FALSE);

    private static Workers shared;

    private final int threads;
    private final long idleMillis;
    /** 0 where there are more threads than processors: who looks then takes time from who works. */
    private final long lookingNanos;

    private final LinkedBlockingQueue<Loop> queue = new LinkedBlockingQueue<>();
    /** Entries of the queue that no thread has finished. */
    private final AtomicInteger pending = new AtomicInteger();

    /** The numbers of the threads that run, from 1; under the lock of this object. */
    private final BitSet crew = new BitSet();

    private Workers(int threads, long idleMillis) {
        this.threads = threads;
        this.idleMillis = idleMillis;
        this.lookingNanos = threads <= Runtime.getRuntime().availableProcessors() ? LOOKING_NANOS : 0;
    }

    /**
     * Workers of their own.
     *
     * @param threads how many threads share a loop, the caller included; at least 1
     * @throws IllegalArgumentException if there are none, or more than {@value #MOST_THREADS}
     */
    public static Workers of(int threads) {
        return of(threads, IDLE_MILLIS);
    }

    /** As {@link #of(int)}, with threads that end after another time without work. */
    static Workers of(int threads, long idleMillis) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "workers: threads must be at least 1 and at most " + MOST_THREADS + ", got " + threads);
        }
        return new Workers(threads, idleMillis);
    }

    /**
     * The workers that everything shares by default: {@code -Dgradus.threads}, else the processors available.
     *
     * @throws IllegalArgumentException if {@code gradus.threads} is not a whole number from 1 to {@value #MOST_THREADS}
     */
    public static synchronized Workers shared() {
        if (shared == null) {
            shared = of(threads(System.getProperty(THREADS_PROPERTY)));
        }
        return shared;
    }

    /** What the property asks for, null where it is not set. */
    static int threads(String text) {
        if (text == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(text.trim());
            if (threads >= 1 && threads <= MOST_THREADS) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // falls through to the message below, which says what is accepted
        }
        throw new IllegalArgumentException("workers: -D" + THREADS_PROPERTY + "=" + text
                + " is not a whole number of at least 1 and at most " + MOST_THREADS);
    }

    /** How many threads share a loop, the caller included. */
    public int threads() {
        return threads;
    }

    /**
     * Runs {@code body} over {@code 0 … length − 1} in chunks of {@code grain} indices (the last may be shorter).
     *
     * @throws RuntimeException or Error what the first failing chunk in order threw; the other chunks still run
     */
    public void loop(int length, int grain, Range body) {
        Objects.requireNonNull(body, "workers: the body of the loop is null");
        if (length <= 0) {
            return;
        }
        int step = Math.max(1, grain);
        int chunks = (length - 1) / step + 1;
        if (threads == 1 || chunks == 1 || INSIDE.get()) {
            serial(length, step, body);
            return;
        }
        Loop loop = new Loop(length, step, chunks, body);
        share(loop, Math.min(threads, chunks) - 1);
        loop.work();
        loop.await(lookingNanos);
    }

    private static void serial(int length, int step, Range body) {
        Throwable failure = null;
        int to = 0;
        while (to < length) {
            int from = to;
            to = length - from <= step ? length : from + step;
            try {
                body.run(from, to);
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        rethrow(failure);
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Calls helpers to a loop, and starts the threads that are missing for it. */
    private synchronized void share(Loop loop, int helpers) {
        int wanted = Math.min(threads - 1, pending.get() + helpers);
        while (crew.cardinality() < wanted) {
            int number = crew.nextClearBit(1);
            UnattachedThreads.daemon(() -> serve(number), "gradus-worker-" + number)
                    .start();
            crew.set(number);
        }
        pending.addAndGet(helpers);
        for (int i = 0; i < helpers; i++) {
            queue.add(loop);
        }
    }

    private void serve(int number) {
        try {
            boolean serving = true;
            while (serving) {
                serving = workOnce() || !left(number);
            }
        } catch (Throwable e) {
            synchronized (this) {
                crew.clear(number); // so that another takes the place
            }
            throw e;
        }
    }

    /** Whether there was work, or may be some. */
    private boolean workOnce() {
        try {
            Loop loop = look();
            if (loop == null) {
                loop = queue.poll(idleMillis, TimeUnit.MILLISECONDS);
            }
            if (loop == null) {
                return false;
            }
            try {
                // The queue sets the flag again where work and interrupt came at once; the work must not see it.
                Thread.interrupted();
                loop.work();
            } finally {
                pending.decrementAndGet();
            }
        } catch (InterruptedException e) {
            // Nobody owns these daemon threads: an interrupt has no meaning here and must not end one.
        }
        return true;
    }

    /** The next loop if it comes at once, else {@code null}. */
    private Loop look() {
        long start = System.nanoTime();
        Loop loop = queue.poll();
        while (loop == null && System.nanoTime() - start < lookingNanos) {
            Thread.onSpinWait();
            loop = queue.poll();
        }
        return loop;
    }

    /** Takes an idle thread out of the crew, unless work came in meanwhile. */
    private synchronized boolean left(int number) {
        if (!queue.isEmpty()) {
            return false;
        }
        crew.clear(number);
        return true;
    }

    /** One parallel loop: chunks are claimed in order, and the caller waits until the last one is done. */
    private static final class Loop {
        private final int length;
        private final int grain;
        private final int chunks;
        private final Range body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private Throwable failure;
        private int failedChunk = Integer.MAX_VALUE;

        Loop(int length, int grain, int chunks, Range body) {
            this.length = length;
            this.grain = grain;
            this.chunks = chunks;
            this.body = body;
        }

        void work() {
            int chunk;
            boolean before = INSIDE.get();
            INSIDE.set(Boolean.TRUE);
            try {
                while ((chunk = next.getAndIncrement()) < chunks) {
                    int from = chunk * grain;
                    try {
                        body.run(from, length - from <= grain ? length : from + grain);
                    } catch (RuntimeException | Error e) {
                        fail(chunk, e);
                    } finally {
                        if (done.incrementAndGet() == chunks) {
                            wake();
                        }
                    }
                }
            } finally {
                INSIDE.set(before);
            }
        }

        private synchronized void fail(int chunk, Throwable e) {
            if (chunk < failedChunk) {
                failedChunk = chunk;
                failure = e;
            }
        }

        private synchronized void wake() {
            notifyAll();
        }

        /** Waits for the last chunk, awake for so long. */
        void await(long nanos) {
            long start = System.nanoTime();
            for (int i = 0; done.get() < chunks && (i < LOOKS || System.nanoTime() - start < nanos); i++) {
                Thread.onSpinWait();
            }
            boolean interrupted = false;
            synchronized (this) {
                while (done.get() < chunks) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            rethrow(failure);
        }
    }
}
