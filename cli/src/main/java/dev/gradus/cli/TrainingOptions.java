package dev.gradus.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a training runs and what is kept of it, whatever it learns. */
final class TrainingOptions {
    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "Save the training here after every epoch; where FILE holds it already, go on from there. The"
                    + " result is that of a training that was never interrupted.")
    private Path checkpoint;

    @Option(
            names = "--check-finite",
            description = "Stop at the first operation that makes a NaN or an infinity, and name it. Slower.")
    private boolean checkFinite;

    /** Where the training is saved, or {@code null}. */
    Path checkpoint() {
        return checkpoint;
    }

    boolean checkFinite() {
        return checkFinite;
    }

    /**
     * Checks that the training can be saved.
     *
     * @throws UsageException if not, saying why
     */
    void requirePlace() {
        if (checkpoint == null) {
            return;
        }
        Outputs.requireWritable(checkpoint, "--checkpoint");
        if (Outputs.isSpecial(checkpoint)) {
            throw new UsageException("--checkpoint: " + checkpoint
                    + " is a device or a pipe, from which no training can go on; name a file");
        }
    }

    /** What is left of a training that was stopped, as the end of a sentence. */
    String leftBehind() {
        return checkpoint != null && Files.exists(checkpoint)
                ? "no result was written. " + checkpoint + " keeps the training: the same command goes on from there."
                : "no file was written.";
    }
}
