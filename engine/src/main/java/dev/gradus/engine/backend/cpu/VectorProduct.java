package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.cpu.VectorOperands.Left;
import dev.gradus.engine.backend.cpu.VectorOperands.Right;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The matrix product on the Vector API: tiles of C that fill the registers run along strips of rows of A and panels of
 * columns of B (see {@link VectorPanels}). After Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34(3), 2008; but a strip or panel that only few tiles read stays where it is.
 *
 * <pre>{@code
 * for columns and k, in pieces that bound the packed copy of B
 *     pack that piece of B                              in parallel, panel by panel
 *     for rows and columns of C                         in parallel, chunk by chunk
 *         for rows whose strips fit in the second cache: pack A
 *             for panels, and blocks of 256 along k
 *                 for strips of 12 rows: tile of C += strip·panel
 * }</pre>
 *
 * <p>Each element of C is {@code ((C + block₀) + block₁) + …}, or {@code (block₀ + block₁) + …} where C is
 * not added to, a block being one chain of fused multiply-adds; where B is one column and A is not transposed, as {@link VectorDots} says. So
 * the bits do not depend on tiles, chunks, threads, vector width, or other rows. Needs hardware with fused multiply-add.
 */
final class VectorProduct implements MatrixProduct {
    /** Rows of B that are packed at a time, a multiple of {@link VectorPanels#DEPTH}. */
    private static final int PIECE_DEPTH = 8 * VectorPanels.DEPTH;
    /** Elements of B that are packed at a time, 4 MB. */
    private static final int PIECE = 1 << 20;
    /** Columns of B that are packed at a time, even where they are long. */
    private static final int LEAST_COLUMNS = 512;
    /** Multiply-adds that are worth sharing among threads. */
    private static final long SHARED_WORK = 1 << 20;
    /** Multiply-adds of a chunk. */
    private static final long CHUNK_WORK = 1 << 18;
    /** Chunks for each thread, where the work is enough: one that was held up does not keep the others waiting for long. */
    private static final int THREAD_CHUNKS = 8;
    /** Panels of a chunk, where there are as many: its strips of A are packed for it alone. */
    private static final int LEAST_PANELS = 4;
    /** Rows of a chunk, where there are as many. */
    private static final int LEAST_ROWS = 24;
    /** The same, where B is larger than {@link #LARGE}: it is read from far for each chunk. */
    private static final int LEAST_ROWS_LARGE = 48;

    private static final int LARGE = 1 << 16;
    /** Panels of a block of B that one thread packs at a time. */
    private static final int PACK_UNITS = 2;
    /** Multiply-adds of a chunk of rows, where B is one column. */
    private static final int DOT_WORK = 1 << 16;
    /** Up to so many rows of C, B is read where it lies. */
    private static final int DIRECT_ROWS = 64;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread packs into. */
    private static final class Scratch {
        private final VectorOperands.Scratch operands = new VectorOperands.Scratch();
        private final float[] lanes = new float[VectorDots.SIZE];
        private float[] b = new float[0];
        private float[] row = new float[0];

        float[] reserve(int length) {
            if (b.length < length) {
                b = new float[length];
            }
            return b;
        }

        float[] row(int length) {
            if (row.length < length) {
                row = new float[length];
            }
            return row;
        }
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public PackedRight packedRight() {
        return new VectorPackedRight();
    }

    @Override
    public PackedRight packedForRow(int n, int k) {
        return VectorBlockLanes.suits(n, k) ? new VectorBlockLanes() : null;
    }

    @Override
    public PackedLeft packedLeft() {
        return new VectorPackedLeft();
    }

    @Override
    public LaneProduct laneProduct() {
        return new VectorLanes();
    }

    @Override
    public Convolutions convolutions(Loops loops, Workers workers) {
        return new GatheredConvolutions(new UnfoldedConvolutions(loops, this, workers), workers);
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
        if (isEmpty(m, n, k, c, cAt, cStride, accumulate)) {
            return;
        }
        if (n == 1) {
            column(
                    m,
                    k,
                    a,
                    aAt,
                    aStride,
                    transposeA,
                    b,
                    bAt,
                    transposeB ? 1 : bStride,
                    c,
                    cAt,
                    cStride,
                    accumulate,
                    workers);
            return;
        }
        int depth = Math.min(k, PIECE_DEPTH);
        int width = Math.max(LEAST_COLUMNS, PIECE / depth / VectorPanels.WIDTH * VectorPanels.WIDTH);
        for (int j = 0; j < n; j += width) {
            int columns = Math.min(width, n - j);
            for (int p = 0; p < k; p += depth) {
                int from = transposeA ? aAt + p * aStride : aAt + p;
                Left left = left(m, Math.min(depth, k - p), a, from, aStride, transposeA);
                int at = transposeB ? bAt + j * bStride + p : bAt + p * bStride + j;
                piece(left, columns, b, at, bStride, transposeB, c, cAt + j, cStride, accumulate || p > 0, workers);
            }
        }
    }

    /** Whether there is nothing to multiply; what there is of C is zero then. */
    static boolean isEmpty(int m, int n, int k, float[] c, int cAt, int cStride, boolean accumulate) {
        if (k == 0 && !accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, cAt + i * cStride, cAt + i * cStride + n, 0f);
            }
        }
        return m == 0 || n == 0 || k == 0;
    }

    /** What is to be packed before tiles can run: op(B) {@code [k, n]} to panels, from index {@code at} on. */
    record Packing(int n, int k, float[] b, int bAt, int bStride, boolean transposeB, float[] panels, int at) {
        int units() {
            return VectorPanels.panels(n) * VectorPanels.blocks(k);
        }

        void run(int from, int to) {
            for (int unit = from; unit < to; unit++) {
                VectorPanels.packB(unit, n, k, b, bAt, bStride, transposeB, panels, at);
            }
        }
    }

    /** A product whose packed B fits in the scratch array. */
    static void piece(
            Left a,
            int n,
            float[] b,
            int bAt,
            int bStride,
            boolean transposeB,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers) {
        boolean direct = !transposeB && a.m() <= DIRECT_ROWS;
        int before = direct ? n / VectorPanels.WIDTH * VectorPanels.WIDTH : 0;
        Scratch scratch = SCRATCH.get();
        float[] panels = scratch.reserve(VectorPanels.size(n - before, a.k()));
        Packing packing = new Packing(n - before, a.k(), b, bAt + before, bStride, transposeB, panels, 0);
        Right right = direct
                ? scratch.operands.direct(n, a.k(), b, bAt, bStride, panels)
                : scratch.operands.right(n, a.k(), panels);
        share(a, right, packing, c, cAt, cStride, accumulate, workers);
    }

    /** The rows and columns of a chunk. They decide no bit, so the threads may count. */
    record Split(int rows, int columns) {
        static Split of(int m, int n, int k, int threads) {
            long work = (long) m * n * k;
            int chunks = (int) Math.max(1, Math.min((long) THREAD_CHUNKS * threads, work / CHUNK_WORK));
            int least = (long) n * k > LARGE ? LEAST_ROWS_LARGE : LEAST_ROWS;
            int down = Math.min(chunks, (m - 1) / least + 1);
            int panels = VectorPanels.panels(n);
            int across = Integer.highestOneBit(Math.max(1, Math.min(panels / LEAST_PANELS, chunks / down)));
            if (down * across % threads != 0) {
                int even = ((down - 1) / threads + 1) * threads;
                down = m / even >= VectorTiles.TALL ? even : down;
            }
            // Whole strips, or multiples of four where a strip more or less would be felt.
            int each = (m - 1) / down + 1;
            int unit = each >= 3 * VectorTiles.TALL ? VectorTiles.TALL : 4;
            int rows = (each - 1) / unit * unit + unit;
            return new Split(rows, ((panels - 1) / across + 1) * VectorPanels.WIDTH);
        }
    }

    /** In chunks that threads may share. */
    private static void share(
            Left a, Right b, Packing packing, float[] c, int cAt, int cStride, boolean accumulate, Workers workers) {
        int m = a.m();
        int n = b.n();
        long work = (long) m * n * a.k();
        boolean shared = workers != null && workers.threads() > 1 && work >= SHARED_WORK;
        int packs = 0;
        if (packing != null) {
            packs = (packing.units() - 1) / PACK_UNITS + 1;
            if (!shared || packs <= 2) {
                packing.run(0, packing.units());
                packs = 0;
            }
        }
        if (!shared) {
            chunk(a, b, 0, m, 0, n, c, cAt, cStride, accumulate);
            return;
        }
        Split split = Split.of(m, n, a.k(), workers.threads());
        int rows = split.rows;
        int columns = split.columns;
        int bands = (n - 1) / columns + 1;
        int packingChunks = packs;
        // One loop for both, so that threads meet once: chunks are claimed in order, so all packing is under way when a
        // thread comes to wait for it.
        AtomicInteger packed = new AtomicInteger();
        workers.loop(packs + ((m - 1) / rows + 1) * bands, 1, (from, to) -> {
            for (int index = from; index < to; index++) {
                if (index < packingChunks) {
                    try {
                        packing.run(index * PACK_UNITS, Math.min(packing.units(), (index + 1) * PACK_UNITS));
                    } finally {
                        packed.incrementAndGet();
                    }
                    continue;
                }
                await(packed, packingChunks);
                int i = (index - packingChunks) / bands * rows;
                int j = (index - packingChunks) % bands * columns;
                chunk(a, b, i, Math.min(m, i + rows), j, Math.min(n, j + columns), c, cAt, cStride, accumulate);
            }
        });
    }

    private static void await(AtomicInteger counter, int value) {
        for (int i = 0; counter.get() < value; i++) {
            if (i < 1000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** An A that holds until the calling thread's next product. */
    static Left left(int m, int k, float[] a, int at, int stride, boolean transposed) {
        return SCRATCH.get().operands.left(m, k, a, at, stride, transposed);
    }

    static void chunk(
            Left a,
            Right b,
            int iFrom,
            int iTo,
            int jFrom,
            int jTo,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        VectorOperands.multiply(a, b, iFrom, iTo, jFrom, jTo, c, cAt, cStride, accumulate, SCRATCH.get().operands);
    }

    /** {@code C [m, 1]}; the numbers of b are {@code bStep} apart. */
    static void column(
            int m,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers) {
        if (transposeA) {
            transposedColumn(m, k, a, aAt, aStride, b, bAt, bStep, c, cAt, cStride, accumulate, workers);
            return;
        }
        float[] vector = b;
        int at = bAt;
        if (bStep != 1) {
            vector = SCRATCH.get().row(k);
            at = 0;
            for (int p = 0; p < k; p++) {
                vector[p] = b[bAt + p * bStep];
            }
        }
        if (workers == null || workers.threads() == 1 || (long) m * k < 2 * DOT_WORK) {
            dots(0, m, k, a, aAt, aStride, vector, at, c, cAt, cStride, accumulate);
            return;
        }
        float[] right = vector;
        int rightAt = at;
        int rows = Math.max(1, DOT_WORK / k + 3) / 4 * 4;
        workers.loop(m, Math.max(4, rows), (from, to) -> {
            dots(from, to, k, a, aAt, aStride, right, rightAt, c, cAt, cStride, accumulate);
        });
    }

    static void dots(
            int from,
            int to,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        float[] lanes = SCRATCH.get().lanes;
        VectorDots.multiply(from, to, k, a, aAt, aStride, b, bAt, c, cAt, cStride, accumulate, lanes);
    }

    /** As a row, {@code Cᵀ = bᵀ·A}: the same chains, with A as it lies. */
    private static void transposedColumn(
            int m,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStep,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Workers workers) {
        Left left = left(1, k, b, bAt, bStep, true);
        if (cStride == 1) {
            piece(left, m, a, aAt, aStride, false, c, cAt, m, accumulate, workers);
            return;
        }
        float[] row = SCRATCH.get().row(m);
        for (int i = 0; i < m && accumulate; i++) {
            row[i] = c[cAt + i * cStride];
        }
        piece(left, m, a, aAt, aStride, false, row, 0, m, accumulate, workers);
        for (int i = 0; i < m; i++) {
            c[cAt + i * cStride] = row[i];
        }
    }
}
