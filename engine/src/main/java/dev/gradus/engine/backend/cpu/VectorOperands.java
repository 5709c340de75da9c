package dev.gradus.engine.backend.cpu;

/** The operands of {@link VectorProduct} as its tiles read them, and the sweep of the tiles over them. */
final class VectorOperands {
    /** Columns over which a strip of A runs before the next one: with 256 rows, half a megabyte of B. */
    static final int BAND = 512;

    /** Over so many columns a strip of A is read where it lies. */
    private static final int DIRECT_COLUMNS = 512;

    private VectorOperands() {}

    /**
     * op(A) {@code [m, k]}: either where it lies, or all of it in strips as {@link VectorPanels} describes, for each block
     * along k one strip after the other.
     *
     * @param strips whether it is in strips
     */
    record Left(int m, int k, float[] a, int at, int stride, boolean transposed, boolean strips) {}

    /**
     * op(B) {@code [k, n]}: either in panels, or where it lies, but for the columns after the last full panel, which are in
     * panels as a matrix of their own.
     *
     * @param direct whether B is not in panels; it is not transposed then
     * @param panels all panels, or those of the last columns
     */
    record Right(int n, int k, float[] b, int at, int stride, boolean direct, float[] panels) {
        Right(int n, int k, float[] panels) {
            this(n, k, panels, 0, VectorPanels.WIDTH, false, panels);
        }
    }

    /**
     * The part of C in rows {@code iFrom … iTo − 1} and columns {@code jFrom … jTo − 1}; jFrom begins a panel.
     *
     * @param strip room for a packed strip
     * @param spare room for a tile
     */
    static void multiply(
            Left a,
            Right b,
            int iFrom,
            int iTo,
            int jFrom,
            int jTo,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            float[] strip,
            float[] spare) {
        // Tiles read a transposed A in vectors' steps anyway.
        boolean pack = !a.strips && !a.transposed && jTo - jFrom > DIRECT_COLUMNS;
        for (int band = jFrom; band < jTo; band += BAND) {
            int bandEnd = Math.min(jTo, band + BAND);
            for (int p = 0; p < a.k; p += VectorPanels.DEPTH) {
                int depth = Math.min(VectorPanels.DEPTH, a.k - p);
                boolean add = accumulate || p > 0;
                int height;
                for (int i = iFrom; i < iTo; i += height) {
                    height = VectorTiles.height(iTo - i);
                    int at = cAt + i * cStride;
                    if (a.strips) {
                        int from = p * a.m + i * depth;
                        sweep(height, depth, a.a, from, 1, height, b, p, band, bandEnd, c, at, cStride, add, spare);
                    } else if (pack) {
                        VectorPanels.packA(i, height, p, depth, a.a, a.at, a.stride, a.transposed, strip, 0);
                        sweep(height, depth, strip, 0, 1, height, b, p, band, bandEnd, c, at, cStride, add, spare);
                    } else {
                        int row = a.transposed ? 1 : a.stride;
                        int step = a.transposed ? a.stride : 1;
                        int from = a.at + i * row + p * step;
                        sweep(height, depth, a.a, from, row, step, b, p, band, bandEnd, c, at, cStride, add, spare);
                    }
                }
            }
        }
    }

    /** One strip of A times the columns {@code j … jEnd − 1} of the block of B that begins at row p. */
    private static void sweep(
            int height,
            int depth,
            float[] a,
            int aAt,
            int aRow,
            int aStep,
            Right b,
            int p,
            int jFrom,
            int jEnd,
            float[] c,
            int cAt,
            int cStride,
            boolean add,
            float[] spare) {
        int width = VectorPanels.WIDTH;
        int lastPanel = b.n / width * width;
        int base = b.direct ? b.at + p * b.stride : p * VectorPanels.padded(b.n);
        int across = b.direct ? 1 : depth;
        int fullEnd = Math.min(jEnd, lastPanel);
        int j = jFrom;
        if (height == 1) {
            for (; j + 2 * width <= fullEnd; j += 2 * width) {
                int at = base + j * across;
                float[] out = add ? spare : c;
                int to = add ? 0 : cAt + j;
                LowTiles.tile1x4(depth, a, aAt, aStep, b.b, at, at + width * across, b.stride, out, to);
                if (add) {
                    VectorTiles.add(1, 2 * width, spare, 0, c, cAt + j, 0);
                }
            }
        }
        for (; j < fullEnd; j += width) {
            int at = base + j * across;
            VectorTiles.tile(
                    height, width, depth, a, aAt, aRow, aStep, b.b, at, b.stride, c, cAt + j, cStride, add, spare);
        }
        if (j < jEnd) {
            int step = VectorPanels.padded(b.n - lastPanel);
            int at = b.direct ? p * step : base + j * depth;
            VectorTiles.tile(
                    height, jEnd - j, depth, a, aAt, aRow, aStep, b.panels, at, step, c, cAt + j, cStride, add, spare);
        }
    }
}
