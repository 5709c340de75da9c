package dev.gradus.models.dcgan;

import dev.gradus.models.image.Images;
import java.util.Objects;

/**
 * Images that a DCGAN generates from the same codes as it learns: before the first epoch, after every so many, and after the
 * last one. They do not influence the training.
 *
 * @param count how many images, at least 1
 * @param every epochs from one time to the next, at least 1
 * @param taker is called on the thread that trains
 */
public record Snapshots(int count, int every, Taker taker) {
    /** Takes the images. */
    @FunctionalInterface
    public interface Taker {
        /** @param epoch after which the images were generated, 0 for before the first */
        void take(int epoch, Images images);
    }

    /** Checks the numbers. */
    public Snapshots {
        Objects.requireNonNull(taker, "snapshots: who takes them is null");
        if (count < 1 || every < 1) {
            throw new IllegalArgumentException("snapshots: there must be at least 1 image, every 1 epoch or more, not "
                    + count + " images every " + every + " epochs");
        }
    }

    boolean isDue(int epoch, int epochs) {
        return epoch % every == 0 || epoch == epochs;
    }
}
