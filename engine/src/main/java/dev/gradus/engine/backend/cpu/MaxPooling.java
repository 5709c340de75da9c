package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.PoolGeometry;
import dev.gradus.engine.parallel.Workers;

/** Where the maxima of a pooling are. */
final class MaxPooling {
    private MaxPooling() {}

    static int[] indices(float[] x, PoolGeometry g, Workers workers) {
        int outputs = g.outH() * g.outW();
        int[] best = new int[g.planes() * outputs];
        int reads = Math.max(1, outputs * g.kernelH() * g.kernelW());
        workers.loop(g.planes(), Math.max(1, CpuBackend.GRAIN / reads), (from, to) -> {
            for (int plane = from; plane < to; plane++) {
                plane(x, plane * g.inH() * g.inW(), g, best, plane * outputs);
            }
        });
        return best;
    }

    private static void plane(float[] x, int at, PoolGeometry g, int[] best, int bestAt) {
        for (int i = 0; i < g.outH(); i++) {
            for (int j = 0; j < g.outW(); j++) {
                int first = at + i * g.strideH() * g.inW() + j * g.strideW();
                best[bestAt++] = window(x, first, g);
            }
        }
    }

    /** The first of the greatest; the first NaN where there is one. */
    private static int window(float[] x, int first, PoolGeometry g) {
        int best = first;
        for (int p = 0; p < g.kernelH(); p++) {
            for (int q = 0; q < g.kernelW(); q++) {
                int here = first + p * g.inW() + q;
                // False for a NaN that is already the best, true for one that is not.
                if (!(x[here] <= x[best]) && !Float.isNaN(x[best])) {
                    best = here;
                }
            }
        }
        return best;
    }
}
