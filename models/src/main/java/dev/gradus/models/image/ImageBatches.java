package dev.gradus.models.image;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.training.Order;
import java.util.Arrays;
import java.util.Objects;

/**
 * The images of a training in batches: each epoch shuffles them anew and cuts them into batches of one size; those that do not
 * fill a batch wait for the next epoch. Where there are fewer images than a batch takes, all of them are one batch.
 */
public final class ImageBatches {
    private final Images images;
    private final int batch;
    private final Backend backend;
    private final PixelScale scale;
    private final Order order;

    /**
     * @param images    at least one
     * @param batch     images in a batch, at least 1
     * @param shuffling is drawn from once for each image and epoch
     */
    public ImageBatches(Images images, int batch, Rng shuffling, Backend backend, PixelScale scale) {
        Objects.requireNonNull(images, "batches of images: the images are null");
        Objects.requireNonNull(backend, "batches of images: the backend is null; Backends.get() is the default one");
        Objects.requireNonNull(scale, "batches of images: the scale is null");
        if (images.count() < 1 || batch < 1) {
            throw new IllegalArgumentException("batches of images: there must be images and a batch of at least 1, not "
                    + images.count() + " images and a batch of " + batch);
        }
        this.images = images;
        this.batch = Math.min(batch, images.count());
        this.backend = backend;
        this.scale = scale;
        this.order = new Order(images.count(), shuffling);
    }

    /** Adds what changes from epoch to epoch to a checkpoint: the order and where the generator stands. */
    public Checkpoint.Builder addTo(Checkpoint.Builder checkpoint) {
        Objects.requireNonNull(checkpoint, "batches of images: the checkpoint is null");
        order.addTo(checkpoint);
        return checkpoint;
    }

    /** Throws if what was restored is no order of the images. */
    public void requireRestored(SafeTensors content) throws ModelFileException {
        order.requirePermutation(content);
    }

    /** Shuffles the images, and says how many batches there are. */
    public int begin() {
        order.shuffle();
        return images.count() / batch;
    }

    /** Images in a batch. */
    public int size() {
        return batch;
    }

    /** A batch as numbers, {@code [size, 1, height, width]}. */
    public Tensor batch(int index) {
        requireBatch(index);
        return images.tensor(order.indices(), index * batch, (index + 1) * batch, backend, scale);
    }

    /** The labels of a batch. */
    public int[] labels(int index) {
        requireBatch(index);
        return Arrays.stream(order.indices(), index * batch, (index + 1) * batch)
                .map(images::label)
                .toArray();
    }

    private void requireBatch(int index) {
        int count = images.count() / batch;
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(
                    "batches of images: there is no batch " + index + "; there are " + count);
        }
    }
}
