package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ProductGeometry;
import dev.gradus.engine.parallel.Workers;

/** Batches of matrix products: small ones side by side, large ones each split among the threads. */
final class Products {
    /** A product of fewer multiplications than this is not worth splitting. */
    private static final long SMALL = 1 << 18;

    private final MatrixProduct product;
    private final Workers workers;

    Products(MatrixProduct product, Workers workers) {
        this.product = product;
        this.workers = workers;
    }

    void multiply(float[] a, float[] b, float[] c, ProductGeometry g) {
        long work = (long) g.m() * g.n() * g.k();
        if (g.batch() == 1 || work >= SMALL) {
            for (int i = 0; i < g.batch(); i++) {
                one(a, b, c, g, i, workers);
            }
            return;
        }
        int grain = (int) Math.max(1, SMALL / Math.max(1, work));
        workers.loop(g.batch(), grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                one(a, b, c, g, i, null);
            }
        });
    }

    private void one(float[] a, float[] b, float[] c, ProductGeometry g, int i, Workers helpers) {
        product.multiply(
                g.m(),
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
                helpers);
    }
}
