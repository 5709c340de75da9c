package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import java.util.Arrays;

/**
 * A weight gradient with few input channels, {@code Wᵀ = U·Yᵀ}. The few taps are unfolded into strips, and outputs are turned
 * so that the channels of a position are neighbours, {@code [group][position][16]}. A vector is some output channels.
 */
final class TapWeight extends WeightSides {
    TapWeight(ConvolutionGeometry g) {
        super(g);
    }

    @Override
    int rows() {
        return g.inChannels() * kernel;
    }

    @Override
    int vectors() {
        return size() / DEPTH / StripProduct.LANES;
    }

    @Override
    int size() {
        return ((g.outChannels() - 1) / GROUP + 1) * GROUP * DEPTH;
    }

    @Override
    void turn(float[] x, float[] y, PositionBlocks.Block block, float[] out, int at, int stripsAt) {
        taps(x, block, out, stripsAt);
        int plane = g.outH() * g.outW();
        int each = block.rows() * block.columns();
        for (int o = 0; o < g.outChannels(); o += GROUP) {
            int used = Math.min(GROUP, g.outChannels() - o);
            for (int n = 0; n < block.images(); n++) {
                int from = outputs(block, n) + o * plane;
                Transposition.pack(each, used, y, from, plane, out, at + o * DEPTH + n * each * GROUP, GROUP);
            }
        }
    }

    private void taps(float[] x, PositionBlocks.Block block, float[] out, int at) {
        PatchWindow window = GatherScratch.mine().window;
        GatheredConvolutions.window(window, x, g, block);
        int[] reaches = GatheredConvolutions.reaches(window, g);
        int depth = block.positions();
        int height = 0;
        for (int first = 0; first < rows(); first += height) {
            height = StripProduct.height(rows() - first);
            int strip = at + depth * first;
            if (rows() - first < height) {
                Arrays.fill(out, strip, strip + depth * height, 0f);
            }
            for (int r = first; r < Math.min(rows(), first + height); r++) {
                window.hold(r / kernel, r / kernel + 1, true);
                int from = window.channel(r / kernel) + reaches[r % kernel];
                int to = strip + r - first;
                for (int n = 0; n < block.images(); n++) {
                    for (int i = 0; i < block.rows(); i++) {
                        spread(window.array(), from + window.position(n, i, 0), block.columns(), out, to, height);
                        to += block.columns() * height;
                    }
                }
            }
        }
    }

    private static void spread(float[] x, int from, int length, float[] out, int to, int step) {
        for (int j = 0; j < length; j++) {
            out[to + j * step] = x[from + j];
        }
    }

    @Override
    int[] starts() {
        int[] starts = list();
        for (int v = 0; v < vectors(); v++) {
            int channel = v * StripProduct.LANES;
            starts[v] = channel / GROUP * GROUP * DEPTH + channel % GROUP;
        }
        StripProduct.fill(starts, vectors());
        return starts;
    }

    @Override
    void steps(PositionBlocks.Block block, int at, int[] out) {
        for (int p = 0; p < block.positions(); p++) {
            out[p] = at + p * GROUP;
        }
    }

    /** A row of sums is one tap. */
    @Override
    void unpack(float[] sums, int pitch, int o, int oEnd, float[] w) {
        Transposition.unpack(rows(), oEnd - o, sums, o, pitch, w, o * rows(), rows());
    }
}
