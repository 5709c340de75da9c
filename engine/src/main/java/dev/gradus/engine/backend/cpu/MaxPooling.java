package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.PoolGeometry;

/** Where the greatest element of each window of a max pooling lies. */
final class MaxPooling {
    private MaxPooling() {}

    /** The first greatest element of each window; a NaN wins. */
    static int[] indices(float[] x, PoolGeometry g) {
        int[] out = new int[g.planes() * g.outH() * g.outW()];
        int at = 0;
        for (int plane = 0; plane < g.planes(); plane++) {
            for (int i = 0; i < g.outH(); i++) {
                for (int j = 0; j < g.outW(); j++) {
                    out[at++] = greatest(x, (plane * g.inH() + i * g.strideH()) * g.inW() + j * g.strideW(), g);
                }
            }
        }
        return out;
    }

    private static int greatest(float[] x, int first, PoolGeometry g) {
        int best = first;
        for (int p = 0; p < g.kernelH(); p++) {
            for (int q = 0; q < g.kernelW(); q++) {
                int here = first + p * g.inW() + q;
                // The negation lets a NaN through as well; once one is best, nothing is greater.
                if (!(x[here] <= x[best]) && x[best] == x[best]) {
                    best = here;
                }
            }
        }
        return best;
    }
}
