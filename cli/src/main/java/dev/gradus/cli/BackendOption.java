package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import picocli.CommandLine.Option;

/** The options {@code --threads} and {@code --backend}, and what they mean, for every command that has them. */
final class BackendOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the work; results do not depend on it. Default: all processors.")
    private Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "B",
            description =
                    "What computes: auto, vector, jblas, plain, reference or aparapi; see 'gradus info'. Default: auto.")
    private String backend;

    /** The number of threads, or {@code null} where none was given. */
    Integer threads() {
        return threads;
    }

    /** The name of the backend, or {@code null} where none was given. */
    String name() {
        return backend;
    }

    /** @throws UsageException if the number of threads is out of range, or there is no such backend */
    void require() {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads must be at least 1, not " + threads);
        }
        requireKnown(backend);
    }

    /** What was asked for; see {@link #backend(String, Integer)}. */
    Backend backend() {
        return backend(backend, threads);
    }

    /** What was asked for, with its threads, where none were asked for, dealt out to so many jobs. */
    Backend shared(int jobs) {
        int each = Math.max(1, Runtime.getRuntime().availableProcessors() / jobs);
        return backend(backend, threads == null && jobs > 1 ? Integer.valueOf(each) : threads);
    }

    /**
     * Checks a name.
     *
     * @param name {@code null} where none was given
     * @throws UsageException if there is no such backend
     */
    static void requireKnown(String name) {
        if (name != null && !Backends.names().contains(name)) {
            throw new UsageException("--backend: there is no backend '" + name + "'; choose one of "
                    + String.join(", ", Backends.names()));
        }
    }

    /**
     * The backend that was asked for.
     *
     * @param name    {@code null} for the one that is configured
     * @param threads {@code null} for the default
     * @throws UsageException   if there is no such backend
     * @throws FailureException if it does not run here
     */
    static Backend backend(String name, Integer threads) {
        try {
            Workers workers = threads == null ? Workers.shared() : Workers.of(threads);
            return name == null ? Backends.configured(workers) : Backends.named(name, workers);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage().replaceFirst("^workers: threads", "--threads"), e);
        } catch (IllegalStateException e) {
            throw new FailureException(e.getMessage(), e);
        }
    }
}
