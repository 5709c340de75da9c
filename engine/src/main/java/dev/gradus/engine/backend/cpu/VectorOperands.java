package dev.gradus.engine.backend.cpu;

/** The operands of {@link VectorProduct} as its tiles read them, and the sweep of the tiles over them. */
final class VectorOperands {
    /** Numbers of A that are packed together, half a megabyte: they stay in the second cache. */
    private static final int GROUP = 1 << 17;
    /** Numbers of B over which one strip after the other runs, but at least a panel: 32 kB, they stay in the first cache. */
    private static final int BAND = 1 << 13;
    /** Columns of a band that only one strip runs over. */
    private static final int LONG_BAND = 512;
    /** Over so many panels A is read where it lies, because packing would take longer than it saves; one, where A is transposed. */
    private static final int DIRECT_PANELS = 2;

    private VectorOperands() {}

    /**
     * op(A) {@code [m, k]} where it lies, and perhaps in strips as {@link VectorPanels} describes them: for each block along k one
     * strip after the other, but for the last rows that are too few for one.
     *
     * <p>A thread has one that serves again and again: see {@link Scratch}.
     */
    static final class Left {
        private int m;
        private int k;
        private float[] a;
        private int at;
        private int stride;
        private boolean transposed;
        private float[] strips;

        /** Nothing yet. */
        private Left() {}

        /** @param strips all strips */
        Left(int m, int k, float[] a, int at, int stride, boolean transposed, float[] strips) {
            set(m, k, a, at, stride, transposed);
            this.strips = strips;
        }

        private void set(int rows, int columns, float[] numbers, int from, int step, boolean turned) {
            m = rows;
            k = columns;
            a = numbers;
            at = from;
            stride = step;
            transposed = turned;
        }

        int m() {
            return m;
        }

        int k() {
            return k;
        }

        float[] a() {
            return a;
        }

        int at() {
            return at;
        }

        int stride() {
            return stride;
        }

        boolean transposed() {
            return transposed;
        }
    }

    /**
     * op(B) {@code [k, n]}: either in panels, or where it lies, but for the columns after the last full panel, which are in
     * panels as a matrix of their own.
     *
     * <p>What is not kept is made of one that serves again and again: see {@link Scratch}.
     */
    static final class Right {
        private int n;
        private int k;
        private float[] b;
        private int at;
        private int stride;
        /** Whether B is not in panels; it is not transposed then. */
        private boolean direct;
        /** All panels, or those of the last columns. */
        private float[] panels;

        /** Nothing yet. */
        private Right() {}

        /** A B in panels that begin at {@code at}. */
        Right(int n, int k, float[] panels, int at) {
            set(n, k, panels, at, VectorPanels.WIDTH, false, panels);
        }

        private void set(int columns, int rows, float[] numbers, int from, int step, boolean lies, float[] packed) {
            n = columns;
            k = rows;
            b = numbers;
            at = from;
            stride = step;
            direct = lies;
            panels = packed;
        }

        int n() {
            return n;
        }

        int k() {
            return k;
        }
    }

    /** What one thread packs strips into, a tile that is not put into C at once, and the operands of the product that it calls for. */
    static final class Scratch {
        private final Left left = new Left();
        private final Right right = new Right();
        private float[] strips = new float[0];
        private final float[] tile = new float[VectorTiles.SIZE];

        /** An A that holds until the thread's next product. */
        Left left(int m, int k, float[] a, int at, int stride, boolean transposed) {
            left.set(m, k, a, at, stride, transposed);
            return left;
        }

        /** A B in panels that holds until the thread's next product. */
        Right right(int n, int k, float[] panels) {
            right.set(n, k, panels, 0, VectorPanels.WIDTH, false, panels);
            return right;
        }

        /** A B that lies where it is, but for its last columns, which are in panels; holds until the thread's next product. */
        Right direct(int n, int k, float[] b, int at, int stride, float[] panels) {
            right.set(n, k, b, at, stride, true, panels);
            return right;
        }

        private float[] strips(int length) {
            if (strips.length < length) {
                strips = new float[length];
            }
            return strips;
        }
    }

    /**
     * The part of C in rows {@code iFrom … iTo − 1} and columns {@code jFrom … jTo − 1}; jFrom begins a panel. Where A comes in strips,
     * all rows are asked for.
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
            Scratch scratch) {
        boolean packed = a.strips != null;
        boolean direct = !packed && VectorPanels.panels(jTo - jFrom) <= (a.transposed ? 1 : DIRECT_PANELS);
        int rows = iTo - iFrom;
        int most = Math.max(1, GROUP / a.k / VectorTiles.TALL) * VectorTiles.TALL;
        int groups = packed ? 1 : (rows - 1) / most + 1;
        int group = ((rows - 1) / groups / VectorTiles.TALL + 1) * VectorTiles.TALL;
        float[] strips = a.strips;
        if (!packed && !direct) {
            strips = scratch.strips(VectorPanels.stripSize(Math.min(rows, group), a.k));
        }
        int width = rows <= VectorTiles.TALL
                ? LONG_BAND
                : Math.max(1, BAND / a.k / VectorPanels.WIDTH) * VectorPanels.WIDTH;
        for (int i = iFrom; i < iTo; i += group) {
            int end = Math.min(iTo, i + group);
            if (!packed && !direct) {
                VectorPanels.packA(a, i, end, strips);
            }
            for (int j = jFrom; j < jTo; j += width) {
                int to = Math.min(jTo, j + width);
                for (int p = 0; p < a.k; p += VectorPanels.DEPTH) {
                    band(a, b, i, end, p, direct, strips, j, to, c, cAt, cStride, accumulate, scratch);
                }
            }
        }
    }

    /** What the block along k that begins at p adds to rows {@code iFrom … iTo − 1}, which are those of the strips, of some columns. */
    private static void band(
            Left a,
            Right b,
            int iFrom,
            int iTo,
            int p,
            boolean direct,
            float[] strips,
            int jFrom,
            int jTo,
            float[] c,
            int cAt,
            int cStride,
            boolean accumulate,
            Scratch scratch) {
        int depth = Math.min(VectorPanels.DEPTH, a.k - p);
        int width = VectorPanels.WIDTH;
        int fullEnd = Math.min(jTo, b.n / width * width);
        int across = b.direct ? 1 : depth;
        int bAt = b.at + (b.direct ? p * b.stride + jFrom : p * VectorPanels.padded(b.n) + jFrom * depth);
        float[] spare = scratch.tile;
        boolean add = accumulate || p > 0;
        int row = a.transposed ? 1 : a.stride;
        int step = a.transposed ? a.stride : 1;
        int strip = VectorPanels.stripAt(iTo - iFrom, p);
        int height;
        for (int i = iFrom; i < iTo; i += height) {
            height = VectorTiles.height(iTo - i, direct);
            float[] x = a.a;
            int at = a.at + i * row + p * step;
            boolean isStrip = !direct && VectorPanels.isStrip(height);
            if (isStrip) {
                x = strips;
                at = strip;
                strip += VectorTiles.TALL * depth;
            }
            int to = cAt + i * cStride;
            int j = jFrom;
            if (height == 1) {
                for (; j + 2 * width <= fullEnd; j += 2 * width) {
                    int from = bAt + (j - jFrom) * across;
                    float[] out = add ? spare : c;
                    int place = add ? 0 : to + j;
                    LowTiles.tile1x4(depth, x, at, step, b.b, from, from + width * across, b.stride, out, place);
                    if (add) {
                        VectorTiles.add(1, 2 * width, spare, 0, c, to + j, 0);
                    }
                }
            }
            for (; j < fullEnd; j += width) {
                int from = bAt + (j - jFrom) * across;
                VectorTiles.tile(
                        height, width, depth, x, at, row, step, isStrip, b.b, from, b.stride, c, to + j, cStride, add,
                        spare);
            }
            if (j < jTo) {
                int last = VectorPanels.padded(b.n - j);
                int from = b.direct ? p * last : bAt + (j - jFrom) * depth;
                VectorTiles.tile(
                        height, jTo - j, depth, x, at, row, step, isStrip, b.panels, from, last, c, to + j, cStride,
                        add, spare);
            }
        }
    }
}
