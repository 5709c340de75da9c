package dev.gradus.models.evaluation;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A series of a benchmark.
 *
 * @param dataset the folder that it belongs to
 * @param name    its file's name without extension, by which the labels know it
 * @param file    a CSV file of times and values
 */
public record Signal(String dataset, String name, Path file) {
    /** Checks that all is there. */
    public Signal {
        Objects.requireNonNull(dataset, "signal: the dataset is null");
        Objects.requireNonNull(name, "signal: the name is null");
        Objects.requireNonNull(file, "signal: the file is null");
    }
}
