package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The matrix product in plain Java, shaped so that C2 turns its inner loops into vector instructions without any
 * flag. C2 does so only where every array is indexed by the loop variable alone, so rows are copied into arrays of their
 * own first, a block of B and a block of C at a time:
 *
 * <pre>{@code
 *            j: up to 512 columns                       c[i][j] += a[i,p]·b[p][j] + … + a[i,p+2]·b[p+2][j]
 *   b[0]     |------------------|
 *   ...                           up to 256 rows, one k block
 *   b[255]   |------------------|
 *   c[0..h]  |------------------|  as many rows as fill half of the first-level cache
 * }</pre>
 *
 * <p>Each element is summed in the order of k within a block of 256, and block by block, whatever the shape and the
 * split: with very few columns in the registers of {@link PlainTiles}, else in {@link PlainRows} or
 * {@link PlainNarrowRows}.
 */
final class PlainProduct implements MatrixProduct {
    /** Terms that are summed before their sum is added to C: on top of a large C each of them would be rounded. */
    static final int DEPTH = 256;

    private static final int WIDTH = 512;
    /** Rows of C at most that are worked on at once. */
    private static final int HEIGHT = 32;
    /** Elements of C that are worked on at once: 16 KB. */
    private static final int AREA = 4096;
    /** Rows of B that are copied at a time where only one block of rows of C uses them: they never leave the cache. */
    private static final int PIECE = 12;
    /** Fewer columns than this are not worth a vector loop. */
    private static final int NARROW = 16;
    /** Longer loops are hardly faster. */
    private static final int LONG = 256;
    /** Fewer rows than this are not worth transposing B. */
    private static final int FLAT = 4;
    /** Multiply-adds below which a chunk is not worth handing to another thread. */
    private static final long CHUNK_WORK = 1 << 18;
    /** Chunks that are enough for a few threads. */
    private static final int CHUNKS = 8;
    /** Columns of a chunk, and of one of very many columns. */
    private static final int CHUNK_COLUMNS = 256;
    /** Rows of a chunk at most: many, since each chunk copies its part of B. */
    private static final int CHUNK_ROWS = 512;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** Row arrays, grown to what was needed so far, the matrices of the product that a thread calls for, and those of a block. */
    private static final class Scratch {
        private final MatrixView left = new MatrixView();
        private final MatrixView right = new MatrixView();
        private final MatrixView out = new MatrixView();
        private final MatrixView blockRight = new MatrixView();
        private final MatrixView blockOut = new MatrixView();
        private final float[][] b = new float[DEPTH][0];
        private final float[][] c = new float[HEIGHT][0];
        private float[] sum = new float[0];

        private static void reserve(float[][] rows, int count, int length) {
            for (int i = 0; i < count; i++) {
                if (rows[i].length < length) {
                    rows[i] = new float[length];
                }
            }
        }

        private void zeros(int height, int width) {
            reserve(c, height, width);
            for (int r = 0; r < height; r++) {
                Arrays.fill(c[r], 0, width, 0f);
            }
        }

        private float[] sum(int length) {
            if (sum.length < length) {
                sum = new float[length];
            }
            return sum;
        }
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] b,
            int bAt,
            int bStride,
            boolean transposeB,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers) {
        if (m == 0 || n == 0) {
            return;
        }
        Scratch scratch = SCRATCH.get();
        MatrixView left = scratch.left.of(a, aAt, aStride, transposeA);
        MatrixView right = scratch.right.of(b, bAt, bStride, transposeB);
        MatrixView out = scratch.out.of(c, cAt, cStride, false);
        if (isBetterExchanged(m, n, k, transposeA, transposeB)) {
            // Cᵀ = op(B)ᵀ·op(A)ᵀ adds the same products in the same order.
            split(n, m, k, right.transpose(), left.transpose(), out.transpose(), accumulate, workers);
        } else {
            split(m, n, k, left, right, out, accumulate, workers);
        }
    }

    /** Whether the rows of A should take the place of the columns of B, which the vectors lie along. */
    private static boolean isBetterExchanged(int m, int n, int k, boolean transposeA, boolean transposeB) {
        if (m < FLAT && transposeB) {
            return n > m; // no copy: the tiles read B where it is
        }
        if (n >= LONG || m < 2 * n) {
            return false;
        }
        // A that is dense along k must be transposed: worth it where there are many columns to use it for.
        return transposeA || n >= NARROW && k >= NARROW;
    }

    @Override
    public PackedRight packedRight() {
        return new Rows();
    }

    /** Cuts C into chunks by its shape alone. */
    private static void split(
            int m, int n, int k, MatrixView a, MatrixView b, MatrixView c, boolean accumulate, Workers workers) {
        long work = (long) m * n * Math.max(1, k);
        if (workers == null || work < 2 * CHUNK_WORK) {
            block(0, m, 0, n, k, a, b, c, accumulate);
            return;
        }
        int wanted = (int) Math.min(CHUNKS, work / CHUNK_WORK);
        int columnChunks = Math.min(wanted, (n - 1) / CHUNK_COLUMNS + 1);
        if (columnChunks > 1) {
            columnChunks = (n - 1) / Math.min(WIDTH, (n - 1) / columnChunks + 1) + 1;
        }
        int columns = (n - 1) / columnChunks + 1;
        int rowChunks = Math.max((wanted - 1) / columnChunks + 1, (m - 1) / CHUNK_ROWS + 1);
        // Whole blocks of rows of C, in pairs at least.
        int rows = Math.max(HEIGHT / 2, ((m - 1) / rowChunks + 2) / 2 * 2);
        int down = (m - 1) / rows + 1;
        int across = columnChunks;
        workers.loop(down * across, 1, (from, to) -> {
            for (int chunk = from; chunk < to; chunk++) {
                int i = chunk / across * rows;
                int j = chunk % across * columns;
                block(i, Math.min(m, i + rows), j, Math.min(n, j + columns), k, a, b, c, accumulate);
            }
        });
    }

    private static void block(
            int iFrom,
            int iTo,
            int jFrom,
            int jTo,
            int k,
            MatrixView a,
            MatrixView b,
            MatrixView c,
            boolean accumulate) {
        Scratch scratch = SCRATCH.get();
        if (jTo - jFrom < NARROW) {
            MatrixView right = scratch.blockRight.columns(b, jFrom);
            MatrixView out = scratch.blockOut.columns(c, jFrom);
            PlainTiles.multiply(iFrom, iTo, jTo - jFrom, k, a, right, out, accumulate);
            return;
        }
        for (int j = jFrom; j < jTo; j += WIDTH) {
            int width = Math.min(WIDTH, jTo - j);
            Scratch.reserve(scratch.b, Math.min(DEPTH, k), width);
            // At least one round, so that k = 0 writes its zeros.
            for (int p = 0; p == 0 || p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                if (iTo - iFrom <= height(width)) {
                    pieces(iFrom, iTo - iFrom, j, width, p, depth, a, b, c, accumulate || p > 0);
                } else {
                    b.read(p, depth, j, width, scratch.b, 0);
                    panel(iFrom, iTo, j, width, p, depth, a, scratch.b, 0, c, accumulate || p > 0);
                }
            }
        }
    }

    /** C's columns from j on, plus or set to one block of k; its row p of B is {@code b[bAt]}. */
    private static void panel(
            int iFrom,
            int iTo,
            int j,
            int width,
            int p,
            int depth,
            MatrixView a,
            float[][] b,
            int bAt,
            MatrixView c,
            boolean accumulate) {
        Scratch scratch = SCRATCH.get();
        int most = height(width);
        for (int i = iFrom; i < iTo; i += most) {
            int height = Math.min(most, iTo - i);
            scratch.zeros(height, width);
            rows(i, height, p, depth, width, a, b, bAt, scratch.c);
            finish(i, height, j, width, scratch, c, accumulate);
        }
    }

    /** As {@link #panel} for no more rows than are worked on at once: B is copied in pieces, each used at once. */
    private static void pieces(
            int i,
            int height,
            int j,
            int width,
            int p,
            int depth,
            MatrixView a,
            MatrixView b,
            MatrixView c,
            boolean accumulate) {
        Scratch scratch = SCRATCH.get();
        scratch.zeros(height, width);
        int piece = b.right() == 1 ? PIECE : 2 * PIECE;
        for (int q = 0; q < depth; q += piece) {
            int count = Math.min(piece, depth - q);
            b.read(p + q, count, j, width, scratch.b, 0);
            rows(i, height, p + q, count, width, a, scratch.b, 0, scratch.c);
        }
        finish(i, height, j, width, scratch, c, accumulate);
    }

    /** Rows of C that are worked on at once. */
    private static int height(int width) {
        return Math.min(HEIGHT, AREA / width / 2 * 2);
    }

    private static void rows(
            int i, int height, int p, int depth, int width, MatrixView a, float[][] b, int bAt, float[][] c) {
        if (width < PlainRows.LEAST) {
            PlainNarrowRows.add(i, height, p, depth, width, a, b, bAt, c);
        } else {
            PlainRows.add(i, height, p, depth, width, a, b, bAt, c);
        }
    }

    private static void finish(int i, int height, int j, int width, Scratch scratch, MatrixView c, boolean accumulate) {
        for (int r = 0; r < height; r++) {
            float[] row = scratch.c[r];
            if (accumulate) {
                row = scratch.sum(width);
                c.read(i + r, j, width, row);
                plus(width, row, scratch.c[r]);
            }
            c.write(i + r, j, width, row);
        }
    }

    private static void plus(int n, float[] into, float[] x) {
        for (int j = 0; j < n; j++) {
            into[j] += x[j];
        }
    }

    /** All rows of B, for each stretch of columns. */
    private static final class Rows implements PackedRight {
        private int n;
        private int k;
        private float[][][] rows = new float[0][][];

        @Override
        public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
            this.n = n;
            this.k = k;
            MatrixView view = new MatrixView().of(b, bAt, bStride, transposeB);
            int stretches = (n + WIDTH - 1) / WIDTH;
            if (rows.length < stretches) {
                rows = Arrays.copyOf(rows, stretches);
            }
            for (int j = 0; j < n; j += WIDTH) {
                int stretch = j / WIDTH;
                int width = Math.min(WIDTH, n - j);
                if (rows[stretch] == null || rows[stretch].length < k) {
                    rows[stretch] = new float[k][width];
                }
                Scratch.reserve(rows[stretch], k, width);
                view.read(0, k, j, width, rows[stretch], 0);
            }
        }

        @Override
        public void multiply(
                int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
            Scratch scratch = SCRATCH.get();
            MatrixView left = scratch.left.of(a, aAt, aStride, false);
            MatrixView out = scratch.out.of(c, cAt, cStride, false);
            for (int j = 0; j < n; j += WIDTH) {
                int width = Math.min(WIDTH, n - j);
                for (int p = 0; p == 0 || p < k; p += DEPTH) {
                    int depth = Math.min(DEPTH, k - p);
                    panel(0, m, j, width, p, depth, left, rows[j / WIDTH], p, out, accumulate || p > 0);
                }
            }
        }
    }
}
