package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Arrays;

/**
 * The two sides of the product that a weight gradient is, {@code W = Y·Uᵀ} with positions as steps (see
 * {@link GatheredWeight}), for input channels that fill vectors. Outputs are turned into strips, and images so that the
 * channels of a pixel are neighbours, {@code [group][image][row][column][16]}, padding included. A vector is one tap of some
 * channels. Blocks of positions are turned one by one.
 */
final class WeightSides {
    /** Channels that are turned together; the longest vector. */
    static final int GROUP = 16;

    final ConvolutionGeometry g;
    final PositionBlocks blocks;
    private final int kernel;
    /** Rows and columns of an image that the patches of a block reach. */
    private final int rows;

    private final int columns;
    /** Elements that a group of channels takes in a turned block. */
    private final int groupPitch;

    WeightSides(ConvolutionGeometry g) {
        this.g = g;
        kernel = g.kernelH() * g.kernelW();
        blocks = new PositionBlocks(g.batch(), g.outH(), g.outW(), DEPTH);
        PositionBlocks.Block first = blocks.block(0);
        rows = (first.rows() - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1;
        columns = columns(g, first.columns());
        groupPitch = first.images() * rows * columns * GROUP;
    }

    /** Columns of an image that so many positions of a row reach. */
    static int columns(ConvolutionGeometry g, int positions) {
        return (positions - 1) * g.strideW() + (g.kernelW() - 1) * g.dilationW() + 1;
    }

    /** Whether blocks are whole images. */
    boolean isWhole() {
        PositionBlocks.Block first = blocks.block(0);
        return first.rows() == g.outH() && first.columns() == g.outW();
    }

    /** Elements that an image takes in a group of channels. */
    int imagePitch() {
        return rows * columns * GROUP;
    }

    private int groups() {
        return (g.inChannels() - 1) / GROUP + 1;
    }

    /** Rows of the product. */
    int rows() {
        return g.outChannels();
    }

    /** Vectors of the product. */
    int vectors() {
        return each() * kernel;
    }

    /** Vectors of a tap: those of all channels. */
    int each() {
        return groups() * (GROUP / StripProduct.LANES);
    }

    /** Elements that the vectors' side of a block takes. */
    int size() {
        return groups() * groupPitch;
    }

    /** Turns a block: images to {@code at}, outputs to {@code stripsAt}. */
    void turn(float[] x, float[] y, PositionBlocks.Block block, float[] out, int at, int stripsAt) {
        inputs(x, block, out, at);
        outputs(y, block, out, stripsAt);
    }

    /** What the patches of a block reach: zeros outside of the image and behind the last channel. */
    private void inputs(float[] x, PositionBlocks.Block block, float[] out, int at) {
        int plane = g.inH() * g.inW();
        int firstColumn = block.column() * g.strideW() - g.padW();
        int left = Math.min(columns, Math.max(0, -firstColumn));
        int right = Math.max(left, Math.min(columns, g.inW() - firstColumn));
        for (int n = 0; n < block.images(); n++) {
            for (int r = 0; r < rows; r++) {
                int row = block.row() * g.strideH() - g.padH() + r;
                boolean inside = row >= 0 && row < g.inH() && left < right;
                int from = (block.image() + n) * g.inChannels() * plane + row * g.inW() + firstColumn;
                int to = at + (n * rows + r) * columns * GROUP;
                for (int c = 0; c < g.inChannels(); c += GROUP, to += groupPitch) {
                    if (!inside) {
                        Arrays.fill(out, to, to + columns * GROUP, 0f);
                        continue;
                    }
                    Arrays.fill(out, to, to + left * GROUP, 0f);
                    int used = Math.min(GROUP, g.inChannels() - c);
                    int read = from + c * plane + left;
                    Transposition.pack(right - left, used, x, read, plane, out, to + left * GROUP, GROUP);
                    Arrays.fill(out, to + right * GROUP, to + columns * GROUP, 0f);
                }
            }
        }
    }

    private void outputs(float[] y, PositionBlocks.Block block, float[] out, int at) {
        int plane = g.outH() * g.outW();
        int each = block.rows() * block.columns();
        int depth = block.positions();
        for (int n = 0; n < block.images(); n++) {
            int from = (block.image() + n) * g.outChannels() * plane + block.row() * g.outW() + block.column();
            int height;
            for (int o = 0; o < g.outChannels(); o += height) {
                height = StripProduct.height(g.outChannels() - o);
                int used = Math.min(height, g.outChannels() - o);
                int to = at + depth * o + n * each * height;
                Transposition.pack(each, used, y, from + o * plane, plane, out, to, height);
            }
        }
    }

    /** Where each vector begins in a block, filled up: taps, and within them one vector of channels after the other. */
    int[] starts() {
        int[] starts = new int[StripProduct.filled(vectors())];
        int some = GROUP / StripProduct.LANES;
        for (int v = 0; v < vectors(); v++) {
            int channels = v % each();
            int tap = v / each();
            int pixel = tap / g.kernelW() * g.dilationH() * columns + tap % g.kernelW() * g.dilationW();
            starts[v] = channels / some * groupPitch + channels % some * StripProduct.LANES + pixel * GROUP;
        }
        StripProduct.fill(starts, vectors());
        return starts;
    }

    /** Where each position of a block that lies at {@code at} is. */
    void steps(PositionBlocks.Block block, int at, int[] out) {
        int count = 0;
        for (int n = 0; n < block.images(); n++) {
            for (int i = 0; i < block.rows(); i++) {
                int row = at + (n * rows + i * g.strideH()) * columns * GROUP;
                for (int j = 0; j < block.columns(); j++) {
                    out[count++] = row + j * g.strideW() * GROUP;
                }
            }
        }
    }

    /** Turns the sums of some output channels, each {@code [tap][channels][LANES]}, back to w. */
    void unpack(float[] sums, int pitch, int o, int oEnd, float[] w) {
        int lanes = StripProduct.LANES;
        for (int i = o; i < oEnd; i++) {
            for (int c = 0; c < g.inChannels(); c += lanes) {
                int used = Math.min(lanes, g.inChannels() - c);
                int to = (i * g.inChannels() + c) * kernel;
                Transposition.unpack(kernel, used, sums, i * pitch + c, each() * lanes, w, to, kernel);
            }
        }
    }
}
