package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The matrix product in plain Java, shaped so that C2 turns its one inner loop into vector instructions without any
 * flag. C2 does so only where every array is indexed by the loop variable alone, so rows are copied into arrays of their
 * own first, a block of B and a block of C at a time:
 *
 * <pre>{@code
 *            j: up to 512 columns                       c[i][j] += a[i,p]·b[p][j] + … + a[i,p+3]·b[p+3][j]
 *   b[0]     |------------------|
 *   ...                           up to 256 rows, one k block
 *   b[255]   |------------------|
 *   c[0..31] |------------------|  32 rows: four rows of b stay in the first-level cache while c passes by
 * }</pre>
 *
 * <p>Each element is summed in the order of k within a block of 256, and block by block, whatever the split.
 */
final class PlainProduct implements MatrixProduct {
    private static final int DEPTH = 256;
    private static final int WIDTH = 512;
    private static final int HEIGHT = 32;
    /** Rows of C that share one copy of B at most. */
    private static final int CHUNK_ROWS = 4 * HEIGHT;
    /** Fewer columns than this are not worth a vector loop: the roles of A and B are exchanged. */
    private static final int NARROW = 16;
    /** Multiply-adds below which a chunk is not worth handing to another thread. */
    private static final long CHUNK_WORK = 1 << 18;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** Row arrays, grown to what was needed so far. */
    private static final class Scratch {
        private final float[][] b = new float[DEPTH][0];
        private final float[][] c = new float[HEIGHT][0];

        private static void reserve(float[][] rows, int count, int length) {
            for (int i = 0; i < count; i++) {
                if (rows[i].length < length) {
                    rows[i] = new float[length];
                }
            }
        }
    }

    /** A matrix inside of an array: element (i, j) is at {@code at + i·down + j·right}. */
    private record View(float[] array, int at, int down, int right) {
        View transposed() {
            return new View(array, at, right, down);
        }

        /** Copies {@code length} elements of row {@code i} from column {@code j} on. */
        void read(int i, int j, int length, float[] row) {
            int from = at + i * down + j * right;
            if (right == 1) {
                System.arraycopy(array, from, row, 0, length);
                return;
            }
            for (int q = 0; q < length; q++) {
                row[q] = array[from + q * right];
            }
        }

        /** Copies a block, with the inner loop along whichever axis is dense. */
        void read(int i, int rows, int j, int length, float[][] block) {
            if (right == 1 || down != 1) {
                for (int p = 0; p < rows; p++) {
                    read(i + p, j, length, block[p]);
                }
                return;
            }
            for (int p = 0; p < rows; p += 8) {
                int end = Math.min(rows, p + 8);
                for (int q = 0; q < length; q++) {
                    int from = at + (j + q) * right + i;
                    for (int r = p; r < end; r++) {
                        block[r][q] = array[from + r];
                    }
                }
            }
        }

        void write(int i, int j, int length, float[] row) {
            int to = at + i * down + j * right;
            if (right == 1) {
                System.arraycopy(row, 0, array, to, length);
                return;
            }
            for (int q = 0; q < length; q++) {
                array[to + q * right] = row[q];
            }
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
        View left = view(a, aAt, aStride, transposeA);
        View right = view(b, bAt, bStride, transposeB);
        View out = view(c, cAt, cStride, false);
        if (n < NARROW && m > n) {
            // Cᵀ = op(B)ᵀ·op(A)ᵀ adds the same products in the same order.
            split(n, m, k, right.transposed(), left.transposed(), out.transposed(), accumulate, workers);
        } else {
            split(m, n, k, left, right, out, accumulate, workers);
        }
    }

    @Override
    public PackedRight packedRight() {
        return new Rows();
    }

    private static View view(float[] array, int at, int stride, boolean transpose) {
        View view = new View(array, at, stride, 1);
        return transpose ? view.transposed() : view;
    }

    /** Cuts C into chunks by its shape alone. */
    private static void split(int m, int n, int k, View a, View b, View c, boolean accumulate, Workers workers) {
        long work = (long) m * n * Math.max(1, k);
        if (workers == null || work < 2 * CHUNK_WORK) {
            for (int i = 0; i < m; i += CHUNK_ROWS) {
                block(i, Math.min(m, i + CHUNK_ROWS), 0, n, k, a, b, c, accumulate);
            }
            return;
        }
        // Few rows: shorter chunks, then also fewer columns, but stretches that still make long loops.
        int rows = CHUNK_ROWS;
        while (rows > HEIGHT && (m - 1) / rows < 7) {
            rows /= 2;
        }
        int chunkRows = rows;
        int rowChunks = (m - 1) / rows + 1;
        int columns = rowChunks >= 4 ? n : Math.max(128, (n - 1) / 4 + 1);
        int columnChunks = (n - 1) / columns + 1;
        workers.loop(rowChunks * columnChunks, 1, (from, to) -> {
            for (int chunk = from; chunk < to; chunk++) {
                int i = chunk / columnChunks * chunkRows;
                int j = chunk % columnChunks * columns;
                int iEnd = Math.min(m, i + chunkRows);
                block(i, iEnd, j, Math.min(n, j + columns), k, a, b, c, accumulate);
            }
        });
    }

    private static void block(
            int iFrom, int iTo, int jFrom, int jTo, int k, View a, View b, View c, boolean accumulate) {
        Scratch scratch = SCRATCH.get();
        for (int j = jFrom; j < jTo; j += WIDTH) {
            int width = Math.min(WIDTH, jTo - j);
            Scratch.reserve(scratch.b, Math.min(DEPTH, k), width);
            // At least one round, so that k = 0 writes its zeros.
            for (int p = 0; p == 0 || p < k; p += DEPTH) {
                int depth = Math.min(DEPTH, k - p);
                b.read(p, depth, j, width, scratch.b);
                panel(iFrom, iTo, j, width, p, depth, a, scratch.b, 0, c, accumulate || p > 0);
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
            View a,
            float[][] b,
            int bAt,
            View c,
            boolean accumulate) {
        float[][] sums = SCRATCH.get().c;
        Scratch.reserve(sums, Math.min(HEIGHT, iTo - iFrom), width);
        for (int i = iFrom; i < iTo; i += HEIGHT) {
            int height = Math.min(HEIGHT, iTo - i);
            rows(i, height, p, depth, width, a, b, bAt, sums);
            for (int r = 0; r < height; r++) {
                finish(c, i + r, j, width, sums[r], accumulate);
            }
        }
    }

    /** Sums of one block of k into the rows of c. */
    private static void rows(
            int i, int height, int p, int depth, int width, View a, float[][] b, int bAt, float[][] c) {
        float[] x = a.array;
        int right = a.right;
        for (int r = 0; r < height; r++) {
            Arrays.fill(c[r], 0, width, 0f);
        }
        int q = 0;
        for (; q + 4 <= depth; q += 4) {
            for (int r = 0; r < height; r++) {
                int at = a.at + (i + r) * a.down + (p + q) * right;
                four(
                        width,
                        c[r],
                        x[at],
                        b[bAt + q],
                        x[at + right],
                        b[bAt + q + 1],
                        x[at + 2 * right],
                        b[bAt + q + 2],
                        x[at + 3 * right],
                        b[bAt + q + 3]);
            }
        }
        for (; q < depth; q++) {
            for (int r = 0; r < height; r++) {
                one(width, c[r], x[a.at + (i + r) * a.down + (p + q) * right], b[bAt + q]);
            }
        }
    }

    /**
     * The loop that everything is arranged for. Four rows, not eight: with more, the body passes C2's unrolling limit
     * and is not vectorised at all (10 GFLOP/s instead of 50 on JDK 17).
     */
    private static void four(
            int n, float[] c, float a0, float[] b0, float a1, float[] b1, float a2, float[] b2, float a3, float[] b3) {
        for (int j = 0; j < n; j++) {
            c[j] = c[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    private static void one(int n, float[] c, float a0, float[] b0) {
        for (int j = 0; j < n; j++) {
            c[j] = c[j] + a0 * b0[j];
        }
    }

    private static void finish(View c, int i, int j, int width, float[] row, boolean add) {
        if (add) {
            int at = c.at + i * c.down + j * c.right;
            for (int q = 0; q < width; q++) {
                c.array[at + q * c.right] += row[q];
            }
        } else {
            c.write(i, j, width, row);
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
            View view = view(b, bAt, bStride, transposeB);
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
                view.read(0, k, j, width, rows[stretch]);
            }
        }

        @Override
        public void multiply(
                int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
            View left = view(a, aAt, aStride, false);
            View out = view(c, cAt, cStride, false);
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
