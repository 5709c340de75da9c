package dev.gradus.engine.backend.reference;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;

/** A {@code double[]} on the Java heap. */
final class DoubleStorage extends Storage {
    private double[] array;

    DoubleStorage(Backend backend, double[] array) {
        super(backend, array.length);
        this.array = array;
    }

    double[] array() {
        return array;
    }

    @Override
    protected void release() {
        array = null;
    }
}
