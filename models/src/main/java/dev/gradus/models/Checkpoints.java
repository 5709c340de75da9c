package dev.gradus.models;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how often a training saves itself, so that an interruption costs little: started again with the same
 * settings, series and file, it goes on from the last save and ends with the same bits as one that was never interrupted.
 *
 * @param file  made if there is none; replaced in one step, so that it is whole at any moment
 * @param every epochs from one save to the next, at least 1; the last epoch is saved in any case
 */
public record Checkpoints(Path file, int every) {
    /** Checks the number. */
    public Checkpoints {
        Objects.requireNonNull(file, "checkpoints: the file is null");
        if (every < 1) {
            throw new IllegalArgumentException("checkpoints: every must be at least 1 epoch, not " + every);
        }
    }

    /** Into this file after every epoch. */
    public static Checkpoints in(Path file) {
        return new Checkpoints(file, 1);
    }

    /** After every so many epochs, for trainings whose epochs take less time than writing the file. */
    public Checkpoints every(int epochs) {
        return new Checkpoints(file, epochs);
    }

    /** Whether a training is to be saved after an epoch. */
    public boolean isDue(int epoch, int epochs) {
        return epoch % every == 0 || epoch == epochs;
    }
}
