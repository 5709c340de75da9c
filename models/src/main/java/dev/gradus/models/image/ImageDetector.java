package dev.gradus.models.image;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A trained model that tells unusual images from those that it was trained on. Detectors do not change and may be shared by
 * threads.
 *
 * <p>An image has a score, whatever is scored beside it: networks run in inference mode, and nothing is scaled over a set of
 * images. The higher the score the more unusual the image; above the {@linkplain #threshold() threshold} it is an anomaly.
 */
public interface ImageDetector {
    /** What this detector is. */
    ImageDescription description();

    /** The score above which an image is an anomaly; learnt from normal images that were held back from training. */
    double threshold();

    /**
     * How unusual each image is, {@code [count]}.
     *
     * @param images of any size, which are resized to the one that the detector was trained on
     */
    double[] scores(Images images);

    /**
     * How unusual a single image is.
     *
     * @param height rows
     * @param width  places in a row
     * @param pixels {@code [height, width]}
     */
    default double score(int height, int width, byte[] pixels) {
        return scores(Images.of(1, height, width, pixels))[0];
    }

    /** Whether an image with such a score is an anomaly. */
    default boolean isAnomaly(double score) {
        return score > threshold();
    }

    /**
     * Writes the detector into one safetensors file: its weights as tensors, settings and threshold as strings. The file
     * appears whole or not at all, and the same detector always gives the same bytes.
     *
     * @throws dev.gradus.engine.tensor.NonFiniteException if a weight is NaN or infinite
     * @throws IOException if the file cannot be written; what was there before is then still there
     */
    void save(Path file) throws IOException;

    /** Reads a detector that {@link #save} wrote; it computes on the backend that this JVM is set to. */
    static ImageDetector load(Path file) throws IOException {
        return load(file, Backends.get());
    }

    /**
     * Reads a detector that {@link #save} wrote. On the backend that it was trained on its scores are the same to the bit.
     *
     * @param backend what the detector will compute on
     * @throws dev.gradus.engine.io.ModelFileException if the file is none of a detector of images, of a newer version, or
     *     damaged; the message names the field or the tensor
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    static ImageDetector load(Path file, Backend backend) throws IOException {
        return ImageDetectorFile.load(file, backend);
    }
}
