package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Arrays;

/**
 * A weight gradient where input channels fill vectors, {@code W = Y·Uᵀ}. Outputs are turned into strips, and images so that
 * the channels of a pixel are neighbours, {@code [group][image][row][column][16]}, padding included. A vector is one tap of
 * some channels.
 */
final class ChannelWeight extends WeightSides {
    /** Rows and columns of an image that the patches of a block reach. */
    private final int rows;

    private final int columns;
    /** Elements that a group of channels takes in a turned block. */
    private final int groupPitch;

    ChannelWeight(ConvolutionGeometry g) {
        super(g);
        PositionBlocks.Block first = blocks.block(0);
        rows = (first.rows() - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1;
        columns = (first.columns() - 1) * g.strideW() + (g.kernelW() - 1) * g.dilationW() + 1;
        groupPitch = first.images() * rows * columns * GROUP;
    }

    private int groups() {
        return (g.inChannels() - 1) / GROUP + 1;
    }

    @Override
    int rows() {
        return g.outChannels();
    }

    @Override
    int vectors() {
        return groups() * (GROUP / StripProduct.LANES) * kernel;
    }

    @Override
    int size() {
        return groups() * groupPitch;
    }

    @Override
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
            int from = outputs(block, n);
            int height;
            for (int o = 0; o < g.outChannels(); o += height) {
                height = StripProduct.height(g.outChannels() - o);
                int used = Math.min(height, g.outChannels() - o);
                int to = at + depth * o + n * each * height;
                Transposition.pack(each, used, y, from + o * plane, plane, out, to, height);
            }
        }
    }

    /** Some channels, and within them one tap after the other. */
    @Override
    int[] starts() {
        int[] starts = list();
        int each = GROUP / StripProduct.LANES;
        for (int v = 0; v < vectors(); v++) {
            int channels = v / kernel;
            int tap = v % kernel;
            int pixel = tap / g.kernelW() * g.dilationH() * columns + tap % g.kernelW() * g.dilationW();
            starts[v] = channels / each * groupPitch + channels % each * StripProduct.LANES + pixel * GROUP;
        }
        StripProduct.fill(starts, vectors());
        return starts;
    }

    @Override
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

    /** A row of sums is {@code [channels][tap][LANES]}. */
    @Override
    void unpack(float[] sums, int pitch, int o, int oEnd, float[] w) {
        int lanes = StripProduct.LANES;
        for (int i = o; i < oEnd; i++) {
            for (int c = 0; c < g.inChannels(); c += lanes) {
                int used = Math.min(lanes, g.inChannels() - c);
                int to = (i * g.inChannels() + c) * kernel;
                Transposition.unpack(kernel, used, sums, i * pitch + c * kernel, lanes, w, to, kernel);
            }
        }
    }
}
