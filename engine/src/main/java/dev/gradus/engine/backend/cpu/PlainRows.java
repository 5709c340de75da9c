package dev.gradus.engine.backend.cpu;

/**
 * The inner loops of {@link PlainProduct} over rows of at least {@value #LEAST} columns: {@code c[j] += a·b[j] + …} for
 * one or two rows of C and up to four of B. Each sum is taken from left to right, so a row has the same bits whichever
 * of them it meets.
 *
 * <p>Three rows of B and two of C are what C2 takes at most. A load and a store carry 2.4 multiply-adds then, where one
 * row of C and four of B have 1.3; with more in one loop the body passes the unrolling limit of JDK 17 and is not
 * vectorised at all (10 GFLOP/s instead of 75).
 *
 * <p>{@link PlainNarrowRows} has the same loops once more, for a reason.
 */
final class PlainRows {
    /** Columns from which on the loops fill vectors of any width. */
    static final int LEAST = 112;

    private PlainRows() {}

    /**
     * Adds {@code depth} terms, from p on, to the rows of c.
     *
     * @param i the row of A for the first of them
     * @param b rows of B, p at {@code bAt}
     */
    static void add(int i, int height, int p, int depth, int width, MatrixView a, float[][] b, int bAt, float[][] c) {
        float[] x = a.array();
        int right = a.right();
        int down = a.down();
        int pairs = height / 2 * 2;
        int q = 0;
        // Threes while they do not leave a single one behind.
        for (; q + 3 <= depth && depth - q != 4; q += 3) {
            float[] b0 = b[bAt + q];
            float[] b1 = b[bAt + q + 1];
            float[] b2 = b[bAt + q + 2];
            for (int r = 0; r < pairs; r += 2) {
                int at = a.place(i + r, p + q);
                int below = at + down;
                three(
                        width,
                        c[r],
                        c[r + 1],
                        x[at],
                        x[at + right],
                        x[at + 2 * right],
                        x[below],
                        x[below + right],
                        x[below + 2 * right],
                        b0,
                        b1,
                        b2);
            }
        }
        for (; q + 2 <= depth; q += 2) {
            for (int r = 0; r < pairs; r += 2) {
                int at = a.place(i + r, p + q);
                int below = at + down;
                two(
                        width,
                        c[r],
                        c[r + 1],
                        x[at],
                        x[at + right],
                        x[below],
                        x[below + right],
                        b[bAt + q],
                        b[bAt + q + 1]);
            }
        }
        if (q < depth) {
            for (int r = 0; r < pairs; r++) {
                one(width, c[r], x[a.place(i + r, p + q)], b[bAt + q]);
            }
        }
        if (pairs < height) {
            row(a.place(i + pairs, p), right, depth, width, x, b, bAt, c[pairs]);
        }
    }

    /** Adds one block of k to a single row of c. */
    private static void row(int at, int right, int depth, int width, float[] x, float[][] b, int bAt, float[] c) {
        int q = 0;
        for (; q + 4 <= depth; q += 4) {
            int place = at + q * right;
            four(
                    width,
                    c,
                    x[place],
                    x[place + right],
                    x[place + 2 * right],
                    x[place + 3 * right],
                    b[bAt + q],
                    b[bAt + q + 1],
                    b[bAt + q + 2],
                    b[bAt + q + 3]);
        }
        for (; q < depth; q++) {
            one(width, c, x[at + q * right], b[bAt + q]);
        }
    }

    /** Two rows of C, three of B. */
    private static void three(
            int n,
            float[] c,
            float[] d,
            float c0,
            float c1,
            float c2,
            float d0,
            float d1,
            float d2,
            float[] b0,
            float[] b1,
            float[] b2) {
        for (int j = 0; j < n; j++) {
            float x = b0[j];
            float y = b1[j];
            float z = b2[j];
            c[j] = c[j] + c0 * x + c1 * y + c2 * z;
            d[j] = d[j] + d0 * x + d1 * y + d2 * z;
        }
    }

    /** Two rows of C, two of B. */
    private static void two(
            int n, float[] c, float[] d, float c0, float c1, float d0, float d1, float[] b0, float[] b1) {
        for (int j = 0; j < n; j++) {
            float x = b0[j];
            float y = b1[j];
            c[j] = c[j] + c0 * x + c1 * y;
            d[j] = d[j] + d0 * x + d1 * y;
        }
    }

    /** One row of C, four of B. */
    private static void four(
            int n, float[] c, float c0, float c1, float c2, float c3, float[] b0, float[] b1, float[] b2, float[] b3) {
        for (int j = 0; j < n; j++) {
            c[j] = c[j] + c0 * b0[j] + c1 * b1[j] + c2 * b2[j] + c3 * b3[j];
        }
    }

    /** One row of C, one of B. */
    private static void one(int n, float[] c, float c0, float[] b0) {
        for (int j = 0; j < n; j++) {
            c[j] = c[j] + c0 * b0[j];
        }
    }
}
