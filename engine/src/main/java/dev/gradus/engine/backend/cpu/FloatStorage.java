package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;

/** A {@code float[]} on the Java heap, exactly as long as the tensor has elements. */
final class FloatStorage extends Storage {
    private final FloatArrays arrays;
    private float[] array;
    private SharedPanels<PackedRight> panels;
    private SharedPanels<PackedRight> panelsForRow;
    private SharedPanels<PackedFilters> filters;
    /** Taps of a channel in {@link #filters}. */
    private int kernel;

    FloatStorage(Backend backend, FloatArrays arrays, float[] array) {
        super(backend, array.length);
        this.arrays = arrays;
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
        filters = null;
        begin(other.length);
        return this;
    }

    /** Where the packed copy of a parameter is kept, which lives as long as the parameter. */
    synchronized SharedPanels<PackedRight> panels(MatrixProduct product) {
        if (panels == null) {
            panels = new SharedPanels<>(product.packedRight());
        }
        return panels;
    }

    /** As {@link #panels}, of a parameter {@code [n, k]} that single rows are multiplied with. */
    synchronized SharedPanels<PackedRight> panelsForRow(MatrixProduct product, int n, int k) {
        if (panelsForRow == null) {
            PackedRight own = product.packedForRow(n, k);
            panelsForRow = own == null ? panels(product) : new SharedPanels<>(own);
        }
        return panelsForRow;
    }

    /** As {@link #panels}, of the filters of a convolution with so many taps in each channel. */
    synchronized SharedPanels<PackedFilters> filters(int taps) {
        if (filters == null || kernel != taps) {
            filters = new SharedPanels<>(new PackedFilters(taps));
            kernel = taps;
        }
        return filters;
    }

    @Override
    protected void release() {
        float[] free = array;
        array = null;
        arrays.recycle(free);
        arrays.recycle(this);
    }
}
