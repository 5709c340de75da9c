package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;

/**
 * {@link Convolutions} on the Vector API that read patches where they are (see {@link GatheredProduct}): the channels of
 * the result are the lanes of the vectors, and what is packed are the weights or the outputs, which are small beside the
 * patches. With U the patches {@code [C·K, P]} of the images and Y their outputs {@code [O, P]}:
 *
 * <pre>{@code
 * forward      Yᵀ = Uᵀ·Wᵀ                        rows: positions, steps: taps
 * transposed   the same with the patches of y: see GatheredTransposed
 * weight       Wᵀ = U·Yᵀ                         rows: taps, steps: positions
 * }</pre>
 *
 * The results are turned as they are written. Where that costs too much for the few multiply-adds of an element, or
 * channels are too few to fill vectors, the patches are unfolded instead. The choice, like the order of all sums, depends
 * on the sizes alone and not on the length of vectors.
 */
final class GatheredConvolutions implements Convolutions {
    /** Steps of one chain of multiply-adds at most; the order of rounding depends on it. */
    static final int DEPTH = 256;
    /** Tasks that a loop is cut into at least, where there are as many panels. */
    private static final int TASKS = 8;
    /** Multiply-adds for an element of the result from which on turning it does not matter. */
    private static final int LEAST_DEPTH = 48;
    /** Channels are looked upon in groups of this size, the longest vector. */
    private static final int LANES = 16;
    /** Elements that a window of one channel, or all packed weights, may take. */
    private static final long MOST = 1 << 26;

    private final Convolutions unfolded;
    private final GatheredForward forward;
    private final GatheredTransposed transposed;
    private final GatheredWeight weight;

    /** @param unfolded computes what is not worth gathering */
    GatheredConvolutions(Convolutions unfolded, Workers workers) {
        this.unfolded = unfolded;
        forward = new GatheredForward(workers);
        transposed = new GatheredTransposed(workers);
        weight = new GatheredWeight(workers);
    }

    @Override
    public void forward(float[] x, float[] w, float[] y, ConvolutionGeometry g) {
        int depth = g.inChannels() * g.kernelH() * g.kernelW();
        if (depth >= LEAST_DEPTH && fills(g.outChannels()) && fits(g)) {
            forward.run(x, w, y, g);
        } else {
            unfolded.forward(x, w, y, g);
        }
    }

    @Override
    public void transposed(float[] y, float[] w, float[] x, ConvolutionGeometry g) {
        int depth = g.outChannels() * g.kernelH() * g.kernelW() / (g.strideH() * g.strideW());
        if (depth >= LEAST_DEPTH && fills(g.inChannels()) && fits(g)) {
            transposed.run(y, w, x, g);
        } else {
            unfolded.transposed(y, w, x, g);
        }
    }

    @Override
    public void weight(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        if (fills(g.outChannels()) && fits(g)) {
            weight.run(x, y, w, g);
        } else {
            unfolded.weight(x, y, w, g);
        }
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
        long high = (long) (DEPTH - 1) * g.strideH() + (g.kernelH() - 1L) * g.dilationH() + 1;
        long wide = (long) DEPTH * g.strideW() + (g.kernelW() - 1L) * g.dilationW();
        // A block has at most DEPTH images, rows and columns, all in all.
        long most = Math.max(Math.max(high * (wide - (DEPTH - 1L) * g.strideW()), wide * high / DEPTH), wide);
        return most <= MOST / DEPTH && g.weightSize() <= MOST;
    }

    /** Steps of a chain where each channel has this many: whole channels, so that a window is filled once. */
    static int depth(int each) {
        return each == 0 || each > DEPTH ? DEPTH : DEPTH / each * each;
    }

    /** How many parts the panels of B are split into for each block, so that there are enough tasks. */
    static int split(int panels, int blocks) {
        return blocks >= TASKS ? 1 : Math.min(panels, (TASKS - 1) / Math.max(1, blocks) + 1);
    }

    /** Moves a window over x to the patches of a block of positions. */
    static void window(PatchWindow window, float[] x, ConvolutionGeometry g, PositionBlocks.Block b) {
        window.of(x, g.inChannels(), g.inH(), g.inW());
        window.move(
                b.image(),
                b.images(),
                b.row() * g.strideH() - g.padH(),
                (b.rows() - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1,
                b.column() * g.strideW() - g.padW(),
                b.columns() + (g.kernelW() - 1) * g.dilationW() / g.strideW(),
                g.strideW());
    }

    /** Where the patches of a block begin in its window, filled up with the first one. */
    static void positions(PatchWindow window, ConvolutionGeometry g, PositionBlocks.Block b, int[] out, int padded) {
        int count = 0;
        for (int n = 0; n < b.images(); n++) {
            for (int i = 0; i < b.rows(); i++) {
                int row = window.image(n) + i * g.strideH() * window.rowPitch();
                for (int j = 0; j < b.columns(); j++) {
                    out[count++] = row + j;
                }
            }
        }
        while (count < padded) {
            out[count++] = out[0];
        }
    }

    /** Where taps are, counted {@code (channel·kernelH + p)·kernelW + q}, from the beginning of a patch. */
    static void taps(PatchWindow window, ConvolutionGeometry g, int from, int count, int[] out) {
        int kernel = g.kernelH() * g.kernelW();
        for (int i = 0; i < count; i++) {
            int tap = (from + i) % kernel;
            out[i] = window.channel((from + i) / kernel)
                    + tap / g.kernelW() * g.dilationH() * window.rowPitch()
                    + window.column(tap % g.kernelW() * g.dilationW());
        }
    }
}
