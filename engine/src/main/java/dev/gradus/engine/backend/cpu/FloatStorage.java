package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Storage;

/** A {@code float[]} on the Java heap, exactly as long as the tensor has elements. */
final class FloatStorage extends Storage {
    private final CpuBackend backend;
    private float[] array;
    private SharedPanels panels;
    private SharedPanels panelsForRow;

    FloatStorage(CpuBackend backend, float[] array) {
        super(backend, array.length);
        this.backend = backend;
        this.array = array;
    }

    float[] array() {
        return array;
    }

    /** Serves again, after its scope has closed. */
    FloatStorage around(float[] other) {
        array = other;
        panels = null;
        panelsForRow = null;
        begin(other.length);
        return this;
    }

    /** Where the packed copy of a parameter is kept, which lives as long as the parameter. */
    synchronized SharedPanels panels(MatrixProduct product) {
        if (panels == null) {
            panels = new SharedPanels(product.packedRight());
        }
        return panels;
    }

    /** As {@link #panels}, of a parameter {@code [n, k]} that single rows are multiplied with. */
    synchronized SharedPanels panelsForRow(MatrixProduct product, int n, int k) {
        if (panelsForRow == null) {
            PackedRight own = product.packedForRow(n, k);
            panelsForRow = own == null ? panels(product) : new SharedPanels(own);
        }
        return panelsForRow;
    }

    @Override
    protected void release() {
        float[] free = array;
        array = null;
        backend.recycle(free);
        backend.recycle(this);
    }
}
