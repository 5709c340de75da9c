package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all exercises that are commands of their own. */
final class ExerciseOptions {
    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data. Default: the exercise's.")
    private Integer epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Where everything random starts.")
    private long seed;

    @Mixin
    private final BackendOption computing = new BackendOption();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the pictures go; made if it is not there.")
    private Path folder;

    int epochs(int otherwise) {
        return epochs == null ? otherwise : epochs;
    }

    long seed() {
        return seed;
    }

    Path file(String name) {
        return folder.resolve(name).normalize();
    }

    /** @throws UsageException if a number is out of range, there is no such backend, or the folder cannot be had */
    void require() {
        require(epochs == null || epochs >= 1, "--epochs must be at least 1, not " + epochs);
        computing.require();
        requireFolder(folder);
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UsageException(otherwise);
        }
    }

    /** Makes the folder where there is none. */
    static void requireFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException("--folder: " + folder + " is no folder and cannot be made one; name another", e);
        }
    }

    Backend backend() {
        return computing.backend();
    }
}
