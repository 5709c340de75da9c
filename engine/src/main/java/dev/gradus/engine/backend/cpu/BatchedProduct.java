package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.parallel.Workers;

/**
 * Many matrix products of one shape: shared out whole where they are small, each split where they are large. A few rows times a
 * parameter, as in a pass of a single example, take it in its packed copy: packing it anew would take longer than the product.
 */
final class BatchedProduct {
    /** Multiply-adds of a product from which on it is worth splitting: some 50 microseconds on a core. */
    private static final long LARGE = 4L << 20;
    /** Multiply-adds of a chunk of small products. */
    private static final long CHUNK = 1L << 18;
    /** Rows up to which packing takes longer than the product. */
    private static final int FEW = 16;
    /** Multiply-adds up to which one thread is enough. */
    private static final long ALONE = 1L << 20;

    private final MatrixProduct product;
    private final Workers workers;

    BatchedProduct(MatrixProduct product, Workers workers) {
        this.product = product;
        this.workers = workers;
    }

    /** @param storage that b is in */
    void multiply(float[] a, float[] b, FloatStorage storage, float[] c, ProductGeometry g) {
        if (isFewRowsTimesParameter(storage, g) && packed(a, b, storage, c, g)) {
            return;
        }
        // A batch that shares B is one product of all the rows of A.
        if (g.batch() > 1 && g.sharedB() && !g.sharedA() && !g.transposeA()) {
            one(a, b, c, 0, g.batch() * g.m(), g, workers);
            return;
        }
        long work = (long) g.m() * g.n() * g.k();
        if (g.batch() == 1 || work >= LARGE) {
            for (int i = 0; i < g.batch(); i++) {
                one(a, b, c, i, g.m(), g, workers);
            }
            return;
        }
        int grain = (int) Math.max(1, CHUNK / Math.max(1, work));
        workers.loop(g.batch(), grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                one(a, b, c, i, g.m(), g, null);
            }
        });
    }

    private boolean isFewRowsTimesParameter(FloatStorage b, ProductGeometry g) {
        return b.owner() != null
                && g.batch() == 1
                && g.m() <= FEW
                && g.n() > 1
                && g.transposeB()
                && !g.transposeA()
                && product.roundsAlikePacked()
                && (workers.threads() == 1 || (long) g.m() * g.n() * g.k() < ALONE);
    }

    /** Tells whether the packed copy was free. */
    private boolean packed(float[] a, float[] b, FloatStorage storage, float[] c, ProductGeometry g) {
        SharedPanels<PackedRight> panels =
                g.m() == 1 ? storage.panelsForRow(product, g.n(), g.k()) : storage.panels(product);
        PackedRight right = panels.take(b, g.n(), g.k(), storage.version());
        if (right == null) {
            return false;
        }
        try {
            right.multiply(g.m(), a, 0, g.k(), c, 0, g.n(), false);
        } finally {
            panels.release();
        }
        return true;
    }

    private void one(float[] a, float[] b, float[] c, int i, int rows, ProductGeometry g, Workers sharing) {
        product.multiply(
                rows,
                g.n(),
                g.k(),
                a,
                g.sharedA() ? 0 : i * g.m() * g.k(),
                g.transposeA() ? g.m() : g.k(),
                g.transposeA(),
                b,
                g.sharedB() ? 0 : i * g.k() * g.n(),
                g.transposeB() ? g.k() : g.n(),
                g.transposeB(),
                c,
                i * g.m() * g.n(),
                g.n(),
                false,
                sharing);
    }
}
