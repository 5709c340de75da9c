package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;

/** What {@code --backend} and {@code --threads} mean, for every command that has them. */
final class BackendOption {
    private BackendOption() {}

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
