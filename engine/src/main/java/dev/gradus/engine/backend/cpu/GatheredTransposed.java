package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The transposed convolution of {@link GatheredConvolutions}, computed as what arrives at each pixel, not as what each
 * output sends out. Along one axis with stride s, padded input position {@code R = s·m + a} receives output i through tap p
 * where {@code i·s + p·dilation = R}: for a given phase a, the taps with {@code p·dilation mod s = a}, each from output
 * {@code i = m − ⌊p·dilation/s⌋}. So each pair of phases of the two axes is a convolution of y with stride 1 and with its own
 * share of the taps, and no multiply-add is wasted.
 */
final class GatheredTransposed {
    private final Workers workers;

    GatheredTransposed(Workers workers) {
        this.workers = workers;
    }

    /** The pixels of one phase in each axis, and what reaches them. */
    private static final class Phase {
        private final int a;
        private final int b;
        /** p·kernelW + q of those taps. */
        private final int[] taps;
        /** Where the packed weights of these taps begin. */
        private final int at;

        Phase(int a, int b, int[] taps, int at) {
            this.a = a;
            this.b = b;
            this.taps = taps;
            this.at = at;
        }
    }

    private static Phase[] phases(ConvolutionGeometry g, int columns) {
        Phase[] all = new Phase[g.strideH() * g.strideW()];
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            int a = i / g.strideW();
            int b = i % g.strideW();
            int[] taps = new int[g.kernelH() * g.kernelW()];
            int count = 0;
            for (int tap = 0; tap < taps.length; tap++) {
                int p = tap / g.kernelW() * g.dilationH();
                int q = tap % g.kernelW() * g.dilationW();
                if (p % g.strideH() == a && q % g.strideW() == b) {
                    taps[count++] = tap;
                }
            }
            all[i] = new Phase(a, b, Arrays.copyOf(taps, count), at);
            at += count * g.outChannels() * columns;
        }
        return all;
    }

    void run(float[] y, float[] w, float[] x, ConvolutionGeometry g) {
        int columns = GatheredProduct.paddedColumns(g.inChannels());
        int across = (columns - 1) / GatheredProduct.WIDTH + 1;
        Phase[] phases = phases(g, columns);
        float[] panels = GatherScratch.mine().panels(g.outChannels() * g.kernelH() * g.kernelW() * columns);
        workers.loop(g.outChannels(), 8, (from, to) -> {
            for (Phase phase : phases) {
                pack(phase, from, to, w, g, panels);
            }
        });
        int m = g.padH() / g.strideH();
        int mEnd = (g.padH() + g.inH() - 1) / g.strideH() + 1;
        int l = g.padW() / g.strideW();
        int lEnd = (g.padW() + g.inW() - 1) / g.strideW() + 1;
        PositionBlocks blocks = new PositionBlocks(g.batch(), mEnd - m, lEnd - l, DEPTH);
        int split = GatheredConvolutions.split(across, blocks.count());
        int wide = ((across - 1) / split + 1) * GatheredProduct.WIDTH;
        workers.loop(blocks.count() * split, 1, (from, to) -> {
            for (int task = from; task < to; task++) {
                int j = task % split * wide;
                if (j < columns) {
                    PositionBlocks.Block block = blocks.block(task / split).shifted(m, l);
                    block(y, panels, x, g, phases, block, j, Math.min(columns, j + wide));
                }
            }
        });
    }

    /** Packs the weights of output channels {@code from … to − 1}: rows are (channel, tap of the phase). */
    private static void pack(Phase phase, int from, int to, float[] w, ConvolutionGeometry g, float[] panels) {
        int columns = GatheredProduct.paddedColumns(g.inChannels());
        int kernel = g.kernelH() * g.kernelW();
        int each = phase.taps.length;
        int length = each * g.outChannels();
        int most = GatheredConvolutions.depth(each);
        int[] places = GatherScratch.mine().places(each);
        for (int o = from; o < to; o++) {
            int width;
            for (int j = 0; j < columns; j += width) {
                width = GatheredProduct.panel(columns - j);
                for (int t = 0; t < each; t++) {
                    int row = o * each + t;
                    int p = row / most * most;
                    int depth = Math.min(most, length - p);
                    places[t] = p * columns + depth * j + (row - p) * width;
                }
                int used = Math.min(width, g.inChannels() - j);
                int read = (o * g.inChannels() + j) * kernel;
                Transposition.scatter(each, used, w, read, kernel, phase.taps, panels, phase.at, places);
                for (int t = 0; t < each && used < width; t++) {
                    int at = phase.at + places[t];
                    Arrays.fill(panels, at + used, at + width, 0f);
                }
            }
        }
    }

    /** Input channels {@code j … jEnd − 1} (padded) of the pixels of a block, whose rows are m and columns are l. */
    private static void block(
            float[] y,
            float[] panels,
            float[] x,
            ConvolutionGeometry g,
            Phase[] phases,
            PositionBlocks.Block block,
            int j,
            int jEnd) {
        int columns = GatheredProduct.paddedColumns(g.inChannels());
        int wide = jEnd - j;
        int reachH = (g.kernelH() - 1) * g.dilationH() / g.strideH();
        int reachW = (g.kernelW() - 1) * g.dilationW() / g.strideW();
        GatherScratch scratch = GatherScratch.mine();
        PatchWindow window = scratch.window;
        window.of(y, g.outChannels(), g.outH(), g.outW());
        window.move(
                block.image(),
                block.images(),
                block.row() - reachH,
                block.rows() + reachH,
                block.column() - reachW,
                block.columns() + reachW,
                1);
        int padded = GatheredProduct.paddedRows(block.positions());
        int[] rows = scratch.rows(padded);
        int[] places = scratch.places(padded);
        int[] steps = scratch.steps(DEPTH);
        float[] sums = scratch.sums(padded * wide);
        int plane = g.inH() * g.inW();
        for (Phase phase : phases) {
            int used = pixels(phase, block, window, g, rows, places);
            if (used == 0) {
                continue;
            }
            int count = GatheredProduct.paddedRows(used);
            Arrays.fill(rows, used, count, rows[0]);
            Arrays.fill(sums, 0, count * wide, 0f);
            int each = phase.taps.length;
            int length = each * g.outChannels();
            int most = GatheredConvolutions.depth(each);
            for (int p = 0; p < length; p += most) {
                int depth = Math.min(most, length - p);
                window.hold(p / each, (p + depth - 1) / each + 1, true);
                for (int i = 0; i < depth; i++) {
                    int tap = phase.taps[(p + i) % each];
                    int up = tap / g.kernelW() * g.dilationH() / g.strideH();
                    int left = tap % g.kernelW() * g.dilationW() / g.strideW();
                    steps[i] = window.channel((p + i) / each) + (reachH - up) * window.rowPitch() + reachW - left;
                }
                int from = phase.at + p * columns + depth * j;
                GatheredProduct.add(count, depth, window.array(), rows, steps, panels, from, wide, sums, 0, wide);
            }
            int channels = Math.min(jEnd, g.inChannels()) - j;
            Transposition.unpack(used, channels, sums, 0, wide, x, j * plane, plane, places);
        }
    }

    /** The pixels of a phase in a block: where they are in the window and where in x; gives their number. */
    private static int pixels(
            Phase phase,
            PositionBlocks.Block block,
            PatchWindow window,
            ConvolutionGeometry g,
            int[] rows,
            int[] places) {
        int plane = g.inH() * g.inW();
        int count = 0;
        for (int n = 0; n < block.images(); n++) {
            int image = (block.image() + n) * g.inChannels() * plane;
            for (int m = block.row(); m < block.rowEnd(); m++) {
                int row = m * g.strideH() + phase.a - g.padH();
                if (row < 0 || row >= g.inH()) {
                    continue;
                }
                int from = window.image(n) + (m - block.row()) * window.rowPitch();
                for (int l = block.column(); l < block.columnEnd(); l++) {
                    int column = l * g.strideW() + phase.b - g.padW();
                    if (column >= 0 && column < g.inW()) {
                        rows[count] = from + l - block.column();
                        places[count++] = image + row * g.inW() + column;
                    }
                }
            }
        }
        return count;
    }
}
