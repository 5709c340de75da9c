package dev.gradus.spark;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;

/**
 * What the tasks of an executor compute on: the backend that its JVM is configured for, with no thread beside that of the task. Spark
 * already runs as many tasks at once as it was given cores.
 */
final class SparkBackend {
    private static final Backend BACKEND = Backends.configured(Workers.of(1));

    private SparkBackend() {}

    static Backend get() {
        return BACKEND;
    }
}
