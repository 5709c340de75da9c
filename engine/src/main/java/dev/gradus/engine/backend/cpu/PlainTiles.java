package dev.gradus.engine.backend.cpu;

/**
 * The part of {@link PlainProduct} for very few columns, where no loop is long enough for vectors: tiles of C whose
 * sums stay in registers, read straight from A and B. The sums are taken in the same order, so the bits are the same.
 */
final class PlainTiles {
    private static final int ROWS = 4;
    private static final int TALL = 8;

    private PlainTiles() {}

    /** Columns {@code 0 … n − 1} of rows {@code from … to − 1} of C. */
    static void multiply(int from, int to, int n, int k, MatrixView a, MatrixView b, MatrixView c, boolean accumulate) {
        // At least one round, so that k = 0 writes its zeros.
        for (int p = 0; p == 0 || p < k; p += PlainProduct.DEPTH) {
            block(from, to, n, p, Math.min(k - p, PlainProduct.DEPTH), a, b, c, accumulate || p > 0);
        }
    }

    private static void block(
            int from, int to, int n, int p, int depth, MatrixView a, MatrixView b, MatrixView c, boolean add) {
        int j = 0;
        for (; j + ROWS <= n; j += ROWS) {
            int i = from;
            for (; i + ROWS <= to; i += ROWS) {
                square(i, j, p, depth, a, b, c, add);
            }
            for (; i < to; i++) {
                for (int column = j; column < j + ROWS; column++) {
                    single(i, column, p, depth, a, b, c, add);
                }
            }
        }
        for (; j < n; j++) {
            int i = from;
            for (; i + TALL <= to; i += TALL) {
                tall(i, j, p, depth, a, b, c, add);
            }
            for (; i < to; i++) {
                single(i, j, p, depth, a, b, c, add);
            }
        }
    }

    /** Four rows, four columns. */
    private static void square(int i, int j, int p, int depth, MatrixView a, MatrixView b, MatrixView c, boolean add) {
        float[] x = a.array();
        float[] y = b.array();
        int down = a.down();
        int across = b.right();
        int aAt = a.place(i, p);
        int bAt = b.place(p, j);
        float c00 = 0f;
        float c01 = 0f;
        float c02 = 0f;
        float c03 = 0f;
        float c10 = 0f;
        float c11 = 0f;
        float c12 = 0f;
        float c13 = 0f;
        float c20 = 0f;
        float c21 = 0f;
        float c22 = 0f;
        float c23 = 0f;
        float c30 = 0f;
        float c31 = 0f;
        float c32 = 0f;
        float c33 = 0f;
        for (int q = 0; q < depth; q++) {
            float b0 = y[bAt];
            float b1 = y[bAt + across];
            float b2 = y[bAt + 2 * across];
            float b3 = y[bAt + 3 * across];
            float a0 = x[aAt];
            c00 += a0 * b0;
            c01 += a0 * b1;
            c02 += a0 * b2;
            c03 += a0 * b3;
            float a1 = x[aAt + down];
            c10 += a1 * b0;
            c11 += a1 * b1;
            c12 += a1 * b2;
            c13 += a1 * b3;
            float a2 = x[aAt + 2 * down];
            c20 += a2 * b0;
            c21 += a2 * b1;
            c22 += a2 * b2;
            c23 += a2 * b3;
            float a3 = x[aAt + 3 * down];
            c30 += a3 * b0;
            c31 += a3 * b1;
            c32 += a3 * b2;
            c33 += a3 * b3;
            aAt += a.right();
            bAt += b.down();
        }
        put(c, i, j, c00, c01, c02, c03, add);
        put(c, i + 1, j, c10, c11, c12, c13, add);
        put(c, i + 2, j, c20, c21, c22, c23, add);
        put(c, i + 3, j, c30, c31, c32, c33, add);
    }

    private static void put(MatrixView c, int i, int j, float c0, float c1, float c2, float c3, boolean add) {
        c.put(i, j, c0, add);
        c.put(i, j + 1, c1, add);
        c.put(i, j + 2, c2, add);
        c.put(i, j + 3, c3, add);
    }

    /** Eight rows, one column: as many sums as hide the time that an addition takes. */
    private static void tall(int i, int j, int p, int depth, MatrixView a, MatrixView b, MatrixView c, boolean add) {
        float[] x = a.array();
        float[] y = b.array();
        int down = a.down();
        int aAt = a.place(i, p);
        int bAt = b.place(p, j);
        float c0 = 0f;
        float c1 = 0f;
        float c2 = 0f;
        float c3 = 0f;
        float c4 = 0f;
        float c5 = 0f;
        float c6 = 0f;
        float c7 = 0f;
        for (int q = 0; q < depth; q++) {
            float b0 = y[bAt];
            c0 += x[aAt] * b0;
            c1 += x[aAt + down] * b0;
            c2 += x[aAt + 2 * down] * b0;
            c3 += x[aAt + 3 * down] * b0;
            c4 += x[aAt + 4 * down] * b0;
            c5 += x[aAt + 5 * down] * b0;
            c6 += x[aAt + 6 * down] * b0;
            c7 += x[aAt + 7 * down] * b0;
            aAt += a.right();
            bAt += b.down();
        }
        c.put(i, j, c0, add);
        c.put(i + 1, j, c1, add);
        c.put(i + 2, j, c2, add);
        c.put(i + 3, j, c3, add);
        c.put(i + 4, j, c4, add);
        c.put(i + 5, j, c5, add);
        c.put(i + 6, j, c6, add);
        c.put(i + 7, j, c7, add);
    }

    private static void single(int i, int j, int p, int depth, MatrixView a, MatrixView b, MatrixView c, boolean add) {
        float[] x = a.array();
        float[] y = b.array();
        int aAt = a.place(i, p);
        int bAt = b.place(p, j);
        float sum = 0f;
        for (int q = 0; q < depth; q++) {
            sum += x[aAt] * y[bAt];
            aAt += a.right();
            bAt += b.down();
        }
        c.put(i, j, sum, add);
    }
}
