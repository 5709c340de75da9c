package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Storage;
import java.util.Objects;

/**
 * What {@link Operation#forward} computed. Most operations have one output and save nothing: theirs is made by
 * {@link #of(Shape, Storage)} and becomes the resulting tensor itself, so that a recorded operation costs three small objects.
 * {@link #several(Shape, Storage)} begins any other answer.
 */
public sealed interface Outputs permits Tensor, SeveralOutputs {
    /** A single output. */
    static Outputs of(Shape shape, Storage storage) {
        Objects.requireNonNull(storage, "outputs: the storage is null");
        return new Tensor(shape, storage, Node.PENDING, storage.version());
    }

    /** The single output that is the value of a tensor. */
    static Outputs of(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return of(value.shape(), value.storage());
    }

    /** The first of several outputs, or the only one of an operation that saves values for its derivative rule. */
    static SeveralOutputs several(Shape shape, Storage storage) {
        return new SeveralOutputs(shape, storage);
    }

    /** As {@link #several(Shape, Storage)}, with the value of a tensor. */
    static SeveralOutputs several(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return several(value.shape(), value.storage());
    }
}
