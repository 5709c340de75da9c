package dev.gradus.engine.parallel;

import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed set of daemon threads for loops whose chunks write disjoint results. A loop is cut by its length and the
 * given grain alone, never by the number of threads or by who is free, so results do not depend on either. The calling
 * thread works along; a loop started from inside a chunk runs on that chunk's own thread.
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
    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> Boolean.FALSE);

    private final int threads;
    private final LinkedBlockingQueue<Loop> queue = new LinkedBlockingQueue<>();
    private boolean started;

    private Workers(int threads) {
        this.threads = threads;
    }

    /**
     * Workers of their own. Threads start with the first loop that has work for them.
     *
     * @param threads how many threads share a loop, the caller included; at least 1
     * @throws IllegalArgumentException if there are none, or more than {@value #MOST_THREADS}
     */
    public static Workers of(int threads) {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "workers: threads must be at least 1 and at most " + MOST_THREADS + ", got " + threads);
        }
        return new Workers(threads);
    }

    /** The workers that everything shares by default: {@code -Dgradus.threads}, else the processors available. */
    public static Workers shared() {
        return Shared.INSTANCE;
    }

    private static final class Shared {
        static final Workers INSTANCE = of(configuredThreads());
    }

    private static int configuredThreads() {
        String text = System.getProperty(THREADS_PROPERTY);
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
        throw new IllegalArgumentException(
                "workers: -D" + THREADS_PROPERTY + "=" + text + " is not a whole number from 1 to " + MOST_THREADS);
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
        start();
        for (int i = 0; i < Math.min(threads, chunks) - 1; i++) {
            queue.add(loop);
        }
        loop.work();
        loop.await();
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

    private synchronized void start() {
        if (started) {
            return;
        }
        started = true;
        for (int i = 1; i < threads; i++) {
            Thread thread = new Thread(this::serve, "gradus-worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void serve() {
        while (true) {
            try {
                queue.take().work();
            } catch (InterruptedException e) {
                // Nobody owns these daemon threads: an interrupt has no meaning here and must not end one.
                continue;
            }
        }
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

        void await() {
            // A short spin first: chunks are often microseconds long, a park costs more than that.
            for (int i = 0; i < 2000 && done.get() < chunks; i++) {
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
