package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;

/**
 * {@link Convolutions} on the Vector API that read patches where they are (see {@link StripProduct}). With U the patches
 * {@code [C·K, P]} of the images and Y their outputs {@code [O, P]}:
 *
 * <pre>{@code
 * forward      Y = W·U          rows: output channels, steps: taps, vectors: positions
 * transposed   the same with the patches of y: see GatheredTransposed
 * weight       W = Y·Uᵀ         rows: output channels, steps: positions, vectors: taps of input channels
 * }</pre>
 *
 * Where results take too few multiply-adds to be worth it, or vectors could not be filled, the patches are unfolded instead.
 * The choice, like the order of all sums, depends on the sizes of one image alone, and not on the length of vectors.
 */
final class GatheredConvolutions implements Convolutions {
    /** Steps of one chain of multiply-adds at most; the order of rounding depends on it. */
    static final int DEPTH = 256;
    /** Positions of a block at most, and at least where there are enough. */
    private static final int MOST_POSITIONS = 256;

    private static final int LEAST_POSITIONS = 96;
    /** Tasks that a loop is cut into at least, where there are as many panels. */
    private static final int TASKS = 8;
    /** With fewer blocks than this, channels are shared out, too, and each task fills a window of its own. */
    private static final int FEW = 4;
    /** Positions of an image from which on patches are gathered. */
    private static final int LEAST_IMAGE = Backend.FEW_POSITIONS;
    /** Channels of the result from which on a vector that is read serves enough multiply-adds. */
    private static final int LEAST_CHANNELS = 4;
    /** Multiply-adds for an element of the result from which on it does not matter how it gets to its place. */
    private static final int LEAST_DEPTH = 32;
    /** Channels are looked upon in groups of this size, the longest vector. */
    private static final int LANES = 16;
    /** Weights that a task packs at least, where there are as many. */
    private static final int PACKED = 1 << 14;
    /** Images up to which packing the filters takes as long as the convolution. */
    static final int FEW_IMAGES = 16;
    /** Weights up to which one thread is enough to pack them. */
    private static final int ALONE = 1 << 17;
    /** Elements that a window of one channel, or all packed weights, may take. */
    private static final long MOST = 1 << 26;

    private final Convolutions unfolded;
    private final Workers workers;
    private final GatheredForward forward;
    private final GatheredTransposed transposed;
    private final GatheredWeight weight;

    /** @param unfolded computes what is not worth gathering */
    GatheredConvolutions(Convolutions unfolded, Workers workers) {
        this.unfolded = unfolded;
        this.workers = workers;
        forward = new GatheredForward(workers);
        transposed = new GatheredTransposed(workers);
        weight = new GatheredWeight(workers);
    }

    @Override
    public void forward(float[] x, float[] w, float[] y, ConvolutionGeometry g) {
        if (gathers(g)) {
            forward.run(x, w, y, g);
        } else {
            unfolded.forward(x, w, y, g);
        }
    }

    private static boolean gathers(ConvolutionGeometry g) {
        int depth = g.inChannels() * g.kernelH() * g.kernelW();
        return worth(g.outH(), g.outW(), g.outChannels(), depth) && fits(g);
    }

    /** Takes a parameter in its packed copy where images are few, and packing it anew would take as long as they do. */
    @Override
    public void forward(float[] x, float[] w, FloatStorage storage, float[] y, ConvolutionGeometry g) {
        boolean shared = storage.owner() != null
                && g.batch() <= FEW_IMAGES
                && (workers.threads() == 1 || g.weightSize() <= ALONE)
                && gathers(g);
        if (!shared || !packed(x, w, storage, y, g)) {
            forward(x, w, y, g);
        }
    }

    /** Tells whether the packed copy was free. */
    private boolean packed(float[] x, float[] w, FloatStorage storage, float[] y, ConvolutionGeometry g) {
        int kernel = g.kernelH() * g.kernelW();
        SharedPanels<PackedFilters> shared = storage.filters(kernel);
        PackedFilters filters = shared.take(w, g.outChannels(), g.inChannels() * kernel, storage.version());
        if (filters == null) {
            return false;
        }
        try {
            forward.runPacked(x, filters.strips(), y, g);
        } finally {
            shared.release();
        }
        return true;
    }

    @Override
    public void transposed(float[] y, float[] w, float[] x, ConvolutionGeometry g) {
        // Where y is small beside x, most taps of a pixel would be padding.
        boolean padding = (long) g.inH() * g.inW() > 2L * g.strideH() * g.strideW() * g.outH() * g.outW();
        int depth = g.outChannels() * g.kernelH() * g.kernelW() / (g.strideH() * g.strideW());
        if (!padding && worth(g.inH(), g.inW(), g.inChannels(), depth) && fits(g)) {
            transposed.run(y, w, x, g);
        } else {
            unfolded.transposed(y, w, x, g);
        }
    }

    @Override
    public void weight(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        if (fills(g.inChannels()) && fits(g) && window(g) <= MOST / g.inChannels()) {
            weight.run(x, y, w, g);
        } else {
            unfolded.weight(x, y, w, g);
        }
    }

    /** Whether vectors are filled, and results are worth the way that the sums take to them. */
    private static boolean worth(int height, int width, int channels, int depth) {
        return (long) height * width >= LEAST_IMAGE && channels >= LEAST_CHANNELS && depth >= LEAST_DEPTH;
    }

    /** Whether vectors over these channels are mostly full. */
    private static boolean fills(int channels) {
        return 4 * channels >= 3 * ((channels + LANES - 1) / LANES * LANES);
    }

    /** Whether there is something to compute, and the arrays for it are within reason. */
    private static boolean fits(ConvolutionGeometry g) {
        if (g.inputSize() == 0 || g.outputSize() == 0 || g.weightSize() == 0) {
            return false;
        }
        return window(g) <= MOST / DEPTH && g.weightSize() <= MOST;
    }

    /** Elements that the window of a channel takes at most: a block has at most DEPTH images, rows and columns, all in all. */
    private static long window(ConvolutionGeometry g) {
        long high = (long) (DEPTH - 1) * g.strideH() + (g.kernelH() - 1L) * g.dilationH() + 1;
        long wide = (long) DEPTH * g.strideW() + (g.kernelW() - 1L) * g.dilationW();
        return Math.max(Math.max(high * (wide - (DEPTH - 1L) * g.strideW()), wide * high / DEPTH), wide);
    }

    /** Steps of a chain where each channel has this many: whole channels, so that a window is filled once. */
    static int depth(int each) {
        return each == 0 || each > DEPTH ? DEPTH : DEPTH / each * each;
    }

    /** Blocks of positions: large ones, for they overlap less, and enough of them to be shared among threads. */
    static PositionBlocks blocks(int batch, int height, int width) {
        int share = (int) Math.min(MOST_POSITIONS, (long) batch * height * width / TASKS);
        return GatherScratch.mine().blocks(batch, height, width, Math.max(LEAST_POSITIONS, share));
    }

    /** How many parts the panels of B are split into for each block, so that there are enough tasks. */
    static int split(int panels, int blocks) {
        return blocks >= FEW ? 1 : Math.min(panels, (TASKS - 1) / Math.max(1, blocks) + 1);
    }

    /** How many strips the channels of a result make. */
    static int strips(int channels) {
        return (channels - 1) / StripProduct.TALL + 1;
    }

    /** The channels of a task where they are split. */
    static int high(int channels, int split) {
        return ((strips(channels) - 1) / split + 1) * StripProduct.TALL;
    }

    /** Strips to be packed by one task, where a row has {@code taps} numbers. */
    static int grain(int taps) {
        return Math.max(1, PACKED / Math.max(1, taps) / StripProduct.TALL);
    }

    /** Moves a window over x to the patches of a block of positions. */
    static void window(PatchWindow window, float[] x, ConvolutionGeometry g, PositionBlocks.Block b) {
        window.of(x, g.inChannels(), g.inH(), g.inW());
        window.move(
                b.image(),
                b.images(),
                b.row() * g.strideH() - g.padH(),
                b.rows() + (g.kernelH() - 1) * g.dilationH() / g.strideH(),
                g.strideH(),
                b.column() * g.strideW() - g.padW(),
                b.columns() + (g.kernelW() - 1) * g.dilationW() / g.strideW(),
                b.columns(),
                g.strideW());
    }

    /**
     * Where taps are, counted {@code (channel·taps + t)}, from the beginning of a patch.
     *
     * @param reaches where each tap of a channel is
     */
    static void steps(PatchWindow window, int[] reaches, int taps, int from, int count, int[] out) {
        int pitch = window.channelPitch();
        int first = Math.min(taps, count);
        for (int i = 0; i < first; i++) {
            out[i] = window.channel((from + i) / taps) + reaches[(from + i) % taps];
        }
        for (int i = first; i < count; i++) {
            out[i] = out[i - taps] + pitch;
        }
    }

    /** Where the taps of a channel are. */
    static int[] reaches(PatchWindow window, ConvolutionGeometry g) {
        int[] out = GatherScratch.mine().reaches(g.kernelH() * g.kernelW());
        for (int p = 0; p < g.kernelH(); p++) {
            for (int q = 0; q < g.kernelW(); q++) {
                out[p * g.kernelW() + q] = window.reach(p * g.dilationH(), q * g.dilationW());
            }
        }
        return out;
    }
}
