package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The matrix product on the Vector API: B is packed in panels (see {@link VectorPanels}), rows of A in strips, and tiles
 * of C that fill the registers run over both. After Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34(3), 2008.
 *
 * <pre>{@code
 * for columns and k, in pieces that bound the packed copy of B
 *     pack that piece of B                              in parallel, panel by panel
 *     for rows of C                                     in parallel, chunk by chunk
 *         for blocks of 256 along k
 *             for strips of 12 rows: pack A, and for all panels: tile of C += strip·panel
 * }</pre>
 *
 * <p>Each element of C is {@code ((C + block₀) + block₁) + …}, a block being one chain of fused multiply-adds: the bits
 * do not depend on tiles, chunks, threads or vector width. Needs hardware with fused multiply-add.
 */
final class VectorProduct implements MatrixProduct {
    /** Rows of B that are packed at a time, a multiple of {@link VectorPanels#DEPTH}. */
    private static final int PIECE_DEPTH = 8 * VectorPanels.DEPTH;
    /** Elements of B that are packed at a time, 4 MB. */
    private static final int PIECE = 1 << 20;
    /** Columns over which a strip of A runs before the next one: with 256 rows, half a megabyte of B. */
    private static final int BAND = 512;
    /** Multiply-adds that are worth a chunk of their own. */
    private static final long CHUNK_WORK = 1 << 19;
    /** Panels of a chunk, where there are as many: each chunk packs its rows of A for itself, and they shall be worth it. */
    private static final int LEAST_PANELS = 6;
    /** More chunks than this do not help any machine that the engine is meant for. */
    private static final int MOST_CHUNKS = 64;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** What one thread packs into. */
    private static final class Scratch {
        private final float[] strip = new float[VectorTiles.TALL * VectorPanels.DEPTH + 4 * VectorPanels.DEPTH];
        private final float[] tile = new float[VectorTiles.TALL * VectorPanels.WIDTH + 4 * VectorPanels.WIDTH];
        private float[] b = new float[0];

        float[] reserve(int length) {
            if (b.length < length) {
                b = new float[length];
            }
            return b;
        }
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public PackedRight packedRight() {
        return new Panels();
    }

    @Override
    public PackedLeft packedLeft() {
        return new Strips();
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
        if (m == 0 || n == 0) {
            return;
        }
        if (k == 0) {
            if (!accumulate) {
                zero(m, n, c, cAt, cStride);
            }
            return;
        }
        int depth = Math.min(k, PIECE_DEPTH);
        int width = Math.max(BAND, PIECE / depth / VectorPanels.WIDTH * VectorPanels.WIDTH);
        for (int j = 0; j < n; j += width) {
            int columns = Math.min(width, n - j);
            for (int p = 0; p < k; p += depth) {
                piece(
                        m,
                        columns,
                        Math.min(depth, k - p),
                        a,
                        transposeA ? aAt + p * aStride : aAt + p,
                        aStride,
                        transposeA,
                        b,
                        transposeB ? bAt + j * bStride + p : bAt + p * bStride + j,
                        bStride,
                        transposeB,
                        c,
                        cAt + j,
                        cStride,
                        accumulate || p > 0,
                        workers);
            }
        }
    }

    /** A product whose packed B fits in the scratch array. */
    private static void piece(
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
        float[] packed = SCRATCH.get().reserve(k * VectorPanels.padded(n));
        int units = VectorPanels.panels(n) * VectorPanels.blocks(k);
        long work = (long) m * n * k;
        if (workers == null || work < 2 * CHUNK_WORK) {
            for (int unit = 0; unit < units; unit++) {
                VectorPanels.packB(unit, n, k, b, bAt, bStride, transposeB, packed);
            }
            chunk(0, m, 0, n, n, k, a, aAt, aStride, transposeA, packed, c, cAt, cStride, accumulate);
            return;
        }
        workers.loop(units, 1 + (1 << 15) / Math.min(k, VectorPanels.DEPTH) / VectorPanels.WIDTH, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                VectorPanels.packB(unit, n, k, b, bAt, bStride, transposeB, packed);
            }
        });
        int chunks = (int) Math.min(MOST_CHUNKS, work / CHUNK_WORK);
        // Multiples of 24 rows cut into full strips at any width.
        int rows = Math.max(24, ((m - 1) / chunks + 24) / 24 * 24);
        int down = (m - 1) / rows + 1;
        int right = Math.min(Math.max(1, VectorPanels.panels(n) / LEAST_PANELS), (chunks - 1) / down + 1);
        int columns = ((VectorPanels.panels(n) - 1) / right + 1) * VectorPanels.WIDTH;
        int across = (n - 1) / columns + 1;
        workers.loop(down * across, 1, (from, to) -> {
            for (int index = from; index < to; index++) {
                int i = index / across * rows;
                int j = index % across * columns;
                int iEnd = Math.min(m, i + rows);
                int jEnd = Math.min(n, j + columns);
                chunk(i, iEnd, j, jEnd, n, k, a, aAt, aStride, transposeA, packed, c, cAt, cStride, accumulate);
            }
        });
    }

    /** As below, packing the strips of A on the way. */
    private static void chunk(
            int iFrom,
            int iTo,
            int jFrom,
            int jTo,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] b,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        chunk(iFrom, iTo, jFrom, jTo, n, k, a, aAt, aStride, transposeA, null, b, c, cAt, cStride, accumulate);
    }

    /**
     * The part of C in rows {@code iFrom … iTo − 1} and columns {@code jFrom … jTo − 1}; jFrom begins a panel.
     *
     * @param strips all strips of A as {@link Strips} packs them, or {@code null}
     */
    private static void chunk(
            int iFrom,
            int iTo,
            int jFrom,
            int jTo,
            int n,
            int k,
            float[] a,
            int aAt,
            int aStride,
            boolean transposeA,
            float[] strips,
            float[] b,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate) {
        Scratch scratch = SCRATCH.get();
        float[] strip = strips == null ? scratch.strip : strips;
        int tall = strips == null ? 0 : VectorTiles.padded(iTo);
        int padded = VectorPanels.padded(n);
        if (!accumulate) {
            zero(iTo - iFrom, jTo - jFrom, c, cAt + iFrom * cStride + jFrom, cStride);
        }
        for (int band = jFrom; band < jTo; band += BAND) {
            int bandEnd = Math.min(jTo, band + BAND);
            for (int p = 0; p < k; p += VectorPanels.DEPTH) {
                int depth = Math.min(VectorPanels.DEPTH, k - p);
                for (int i = iFrom; i < iTo; ) {
                    int height = VectorTiles.height(iTo - i);
                    int rows = Math.min(height, iTo - i);
                    int stripAt = strips == null ? 0 : p * tall + i * depth;
                    if (strips == null) {
                        VectorPanels.packA(i, rows, height, p, depth, a, aAt, aStride, transposeA, strip, 0);
                    }
                    int at = cAt + i * cStride;
                    for (int j = band; j < bandEnd; j += VectorPanels.WIDTH) {
                        int width = Math.min(VectorPanels.WIDTH, padded - j);
                        int columns = Math.min(VectorPanels.WIDTH, bandEnd - j);
                        int from = p * padded + depth * j;
                        if (rows == height && columns == width) {
                            VectorTiles.tile(height, width, depth, strip, stripAt, b, from, c, at + j, cStride);
                        } else {
                            float[] tile = scratch.tile;
                            VectorTiles.edge(
                                    height, width, depth, strip, stripAt, tile, b, from, c, at + j, cStride, rows,
                                    columns);
                        }
                    }
                    i += rows;
                }
            }
        }
    }

    private static void zero(int m, int n, float[] c, int cAt, int cStride) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, cAt + i * cStride, cAt + i * cStride + n, 0f);
        }
    }

    /** A whole B in panels. */
    private static final class Panels implements PackedRight {
        private int n;
        private int k;
        private float[] panels = new float[0];

        @Override
        public void pack(int n, int k, float[] b, int bAt, int bStride, boolean transposeB) {
            this.n = n;
            this.k = k;
            int size = k * VectorPanels.padded(n);
            if (panels.length < size) {
                panels = new float[size];
            }
            for (int unit = 0; unit < VectorPanels.panels(n) * VectorPanels.blocks(k); unit++) {
                VectorPanels.packB(unit, n, k, b, bAt, bStride, transposeB, panels);
            }
        }

        @Override
        public void multiply(
                int m, float[] a, int aAt, int aStride, float[] c, int cAt, int cStride, boolean accumulate) {
            chunk(0, m, 0, n, n, k, a, aAt, aStride, false, panels, c, cAt, cStride, accumulate);
        }
    }

    /** A whole A in strips: for each block along k, one strip after the other. */
    private static final class Strips implements PackedLeft {
        private int m;
        private int k;
        private float[] strips = new float[0];

        @Override
        public void pack(int m, int k, float[] a, int aAt, int aStride, boolean transposeA) {
            this.m = m;
            this.k = k;
            int tall = VectorTiles.padded(m);
            if (strips.length < tall * k) {
                strips = new float[tall * k];
            }
            for (int p = 0; p < k; p += VectorPanels.DEPTH) {
                int depth = Math.min(VectorPanels.DEPTH, k - p);
                for (int i = 0; i < m; ) {
                    int height = VectorTiles.height(m - i);
                    int rows = Math.min(height, m - i);
                    int at = p * tall + i * depth;
                    VectorPanels.packA(i, rows, height, p, depth, a, aAt, aStride, transposeA, strips, at);
                    i += rows;
                }
            }
        }

        @Override
        public void multiply(int n, float[] b, int bAt, int bStride, float[] c, int cAt, int cStride) {
            if (m == 0 || n == 0) {
                return;
            }
            float[] packed = SCRATCH.get().reserve(k * VectorPanels.padded(n));
            for (int unit = 0; unit < VectorPanels.panels(n) * VectorPanels.blocks(k); unit++) {
                VectorPanels.packB(unit, n, k, b, bAt, bStride, false, packed);
            }
            chunk(0, m, 0, n, n, k, null, 0, 0, false, strips, packed, c, cAt, cStride, false);
        }
    }
}
