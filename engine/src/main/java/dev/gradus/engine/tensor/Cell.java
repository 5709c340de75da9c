package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.memory.Scope;
import java.util.Objects;

/**
 * A named, mutable place for a tensor: what layers hold, since tensors do not change. A change is noticed by every
 * tensor that was made from the older numbers: using one afterwards is an error that names the cell.
 */
public abstract sealed class Cell permits Parameter, Buffer {
    private final Shape shape;
    private final Storage storage;
    private String name;

    Cell(String name, Tensor initial) {
        Objects.requireNonNull(initial, () -> name + ": a cell needs a tensor to start with, not null");
        this.shape = initial.shape();
        // A cell outlives the step that it may be made in, and nobody else may hold the array that it will change.
        this.storage = Scope.outside(() -> {
            Backend backend = initial.backend();
            Storage own = backend.reserve(initial.shape().size());
            backend.assign(own, initial.storage());
            return own;
        });
        rename(name);
    }

    /** The name, a path with dots once the cell is part of a module, such as {@code encoder.dense.weight}. */
    public final String name() {
        return name;
    }

    /** Gives the cell the name that messages use; a module does so when the cell becomes part of it. */
    public final void rename(String path) {
        name = path;
        storage.own(path);
    }

    /** The shape, which never changes. */
    public final Shape shape() {
        return shape;
    }

    /** The present numbers as a constant. */
    public final Tensor constant() {
        return new Tensor(shape, storage, null, storage.version());
    }

    /** The place itself, for an optimiser's kernels, which update it. */
    public final Storage storage() {
        return storage;
    }

    /**
     * Replaces the numbers.
     *
     * @throws ShapeException if the shape differs
     */
    public final void set(Tensor value) {
        Objects.requireNonNull(value, () -> name + ": cannot be set to null");
        if (!value.shape().equals(shape)) {
            throw new ShapeException(name + ": holds " + shape + ", cannot be set to " + value.shape());
        }
        if (value.backend() == storage.backend()) {
            storage.backend().assign(storage, value.storage());
        } else {
            Tensor moved = Tensor.of(storage.backend(), value.toArray(), shape);
            storage.backend().assign(storage, moved.storage());
        }
    }

    @Override
    public String toString() {
        return name + " " + shape;
    }
}
