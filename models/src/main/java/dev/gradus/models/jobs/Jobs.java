package dev.gradus.models.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Runs jobs, a fixed number of them at once, each on a thread of its own. */
public final class Jobs {
    /** One of them. */
    @FunctionalInterface
    public interface Job {
        /**
         * Does it. Whatever it throws ends the whole run: a failure that is its own affair it keeps to itself.
         *
         * @param over whether the run has ended meanwhile, so that this job is to give up
         */
        void run(BooleanSupplier over) throws IOException;
    }

    private final String name;
    private final int count;

    /**
     * So many at once.
     *
     * @param name  begins messages, such as {@code benchmark}
     * @param count at least 1
     */
    public Jobs(String name, int count) {
        this.name = Objects.requireNonNull(name, "jobs: the name is null");
        if (count < 1) {
            throw new IllegalArgumentException(name + ": there must be at least 1 job, not " + count);
        }
        this.count = count;
    }

    /**
     * Runs all of them, in their order. When this returns, in whatever way, none runs any more.
     *
     * @throws CancellationException if a job throws it, or this thread is interrupted
     * @throws IOException if a job throws it
     */
    public void run(List<? extends Job> all) throws IOException {
        Objects.requireNonNull(all, () -> name + ": the jobs are null");
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService workers = Executors.newFixedThreadPool(count, this::worker);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Job job : all) {
                running.add(workers.submit(() -> {
                    job.run(over::get);
                    return null;
                }));
            }
            for (Future<?> job : running) {
                await(job);
            }
        } finally {
            // Where one broke off, the others must not write any more once this returns.
            over.set(true);
            workers.shutdownNow();
            end(workers);
        }
    }

    /** Why a job failed, in a sentence for whoever reads a report. */
    public static String problem(Throwable e) {
        if (e instanceof OutOfMemoryError) {
            return "the memory of the JVM is used up; give it more";
        }
        return Objects.requireNonNull(e, "jobs: the failure is null").getMessage() == null
                ? e.toString()
                : e.getMessage();
    }

    private Thread worker(Runnable work) {
        Thread thread = new Thread(work, "gradus-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private void await(Future<?> job) throws IOException {
        try {
            job.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException(name + ": was interrupted");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(name + ": a job broke off: " + e.getCause(), e);
        }
    }

    private static void end(ExecutorService workers) {
        boolean interrupted = false;
        while (true) {
            try {
                if (workers.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
