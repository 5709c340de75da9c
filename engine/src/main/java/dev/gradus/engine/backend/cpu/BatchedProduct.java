package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.parallel.Workers;

/** Many matrix products of one shape: shared out whole where they are small, each split where they are large. */
final class BatchedProduct {
    /** Multiply-adds of a product from which on it is worth splitting: some 50 microseconds on a core. */
    private static final long LARGE = 4L << 20;
    /** Multiply-adds of a chunk of small products. */
    private static final long CHUNK = 1L << 18;

    private final MatrixProduct product;
    private final Workers workers;

    BatchedProduct(MatrixProduct product, Workers workers) {
        this.product = product;
        this.workers = workers;
    }

    void multiply(float[] a, float[] b, float[] c, ProductGeometry g) {
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
