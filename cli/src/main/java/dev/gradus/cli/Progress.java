package dev.gradus.cli;

import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows how a training gets on, until it is closed. */
interface Progress extends TrainingListener, AutoCloseable {
    @Override
    void close();

    /** A bar on a terminal, plain lines elsewhere. */
    static Progress on(PrintWriter err) {
        return Terminal.isInteractive() ? new ProgressOnBar(err) : new ProgressInLines(err, System::nanoTime);
    }

    /** The losses in one line, such as {@code critic x -1.234, critic z 0.500}. */
    static String losses(TrainingProgress p) {
        return p.losses().entrySet().stream()
                .map(loss -> loss.getKey() + " " + String.format(Locale.ROOT, "%.3f", loss.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Says that a training goes on from a checkpoint, in one line. */
    static String resumption(int epoch, int epochs) {
        return epoch == epochs
                ? "training: complete, all " + epochs + " epochs are in the checkpoint"
                : "training: goes on from the checkpoint, after epoch " + epoch + " of " + epochs;
    }

    /** Steps done in all epochs. */
    static long done(TrainingProgress p) {
        return (p.epoch() - 1L) * p.steps() + p.step();
    }

    /** Steps of all epochs. */
    static long all(TrainingProgress p) {
        return (long) p.epochs() * p.steps();
    }
}
