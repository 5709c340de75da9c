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
    private final ImageLanes lanes;
    private final ReachedCache<ReachedPositions[]> reached = new ReachedCache<>(GatheredTransposed::reached);

    GatheredTransposed(Workers workers) {
        this.workers = workers;
        lanes = new ImageLanes(workers);
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

    private static Phase[] phases(ConvolutionGeometry g, int padded) {
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
            at += count * g.outChannels() * padded;
        }
        return all;
    }

    void run(float[] y, float[] w, float[] x, ConvolutionGeometry g) {
        int channels = g.inChannels();
        int padded = StripProduct.padded(channels);
        Phase[] phases = phases(g, padded);
        float[] strips = GatherScratch.mine().panels(g.outChannels() * g.kernelH() * g.kernelW() * padded);
        workers.loop(g.outChannels(), 8, (from, to) -> {
            for (Phase phase : phases) {
                pack(phase, from, to, w, g, strips);
            }
        });
        if (imagesAsLanes(y, strips, x, g, phases)) {
            return;
        }
        int m = g.padH() / g.strideH();
        int mEnd = (g.padH() + g.inH() - 1) / g.strideH() + 1;
        int l = g.padW() / g.strideW();
        int lEnd = (g.padW() + g.inW() - 1) / g.strideW() + 1;
        PositionBlocks blocks = GatheredConvolutions.blocks(g.batch(), mEnd - m, lEnd - l);
        int split = GatheredConvolutions.split(GatheredConvolutions.strips(channels), blocks.count());
        int high = GatheredConvolutions.high(channels, split);
        workers.loop(blocks.count() * split, 1, (from, to) -> {
            for (int task = from; task < to; task++) {
                int c = task % split * high;
                if (c < channels) {
                    PositionBlocks.Block block = blocks.block(task / split).shifted(m, l);
                    block(y, strips, x, g, phases, block, c, Math.min(channels, c + high));
                }
            }
        });
    }

    /** The pixels of each phase, with the offsets of its taps in y. */
    private static ReachedPositions[] reached(ConvolutionGeometry g) {
        Phase[] phases = phases(g, 0);
        ReachedPositions[] all = new ReachedPositions[phases.length];
        for (int i = 0; i < all.length; i++) {
            Phase phase = phases[i];
            Pixels pixels = Pixels.of(phase, g);
            int[] rows = new int[phase.taps.length];
            int[] columns = new int[rows.length];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = pixels.row - phase.taps[t] / g.kernelW() * g.dilationH() / g.strideH();
                columns[t] = pixels.column - phase.taps[t] % g.kernelW() * g.dilationW() / g.strideW();
            }
            all[i] = new ReachedPositions(
                    Math.max(0, pixels.rowEnd - pixels.row),
                    Math.max(0, pixels.columnEnd - pixels.column),
                    1,
                    1,
                    new ReachedPositions.Taps(rows, columns),
                    g.outH(),
                    g.outW(),
                    new ReachedPositions.Grid(
                            pixels.place(pixels.row, pixels.column), g.strideH() * g.inW(), g.strideW()));
        }
        return all;
    }

    /** Computes x with an image in each lane, or says that this would not pay. */
    private boolean imagesAsLanes(float[] y, float[] strips, float[] x, ConvolutionGeometry g, Phase[] phases) {
        int plane = g.outH() * g.outW();
        long most = ((g.inH() - 1L) / g.strideH() + 1) * ((g.inW() - 1) / g.strideW() + 1);
        for (Phase phase : phases) {
            if (!ImageLanes.mayPay(g.batch(), plane, most, phase.taps.length, g.inChannels())) {
                return false;
            }
        }
        ReachedPositions[] positions = reached.of(g);
        if (!ImageLanes.pay(g.batch(), positions)) {
            return false;
        }
        for (int i = 0; i < phases.length; i++) {
            ImageLanes.Operands in =
                    new ImageLanes.Operands(y, g.batch(), g.outChannels(), plane, strips, phases[i].at);
            lanes.run(in, positions[i], g.inChannels(), x, g.inH() * g.inW());
        }
        return true;
    }

    /** Packs the weights of output channels {@code from … to − 1}: steps are (channel, tap of the phase). */
    private static void pack(Phase phase, int from, int to, float[] w, ConvolutionGeometry g, float[] strips) {
        int channels = g.inChannels();
        int padded = StripProduct.padded(channels);
        int kernel = g.kernelH() * g.kernelW();
        int each = phase.taps.length;
        int length = each * g.outChannels();
        int most = GatheredConvolutions.depth(each);
        int[] places = GatherScratch.mine().places(each);
        for (int o = from; o < to; o++) {
            int height;
            for (int c = 0; c < channels; c += height) {
                height = StripProduct.height(channels - c);
                for (int t = 0; t < each; t++) {
                    int step = o * each + t;
                    int p = step / most * most;
                    int depth = Math.min(most, length - p);
                    places[t] = p * padded + depth * c + (step - p) * height;
                }
                int used = Math.min(height, channels - c);
                int read = (o * channels + c) * kernel;
                Transposition.scatter(each, used, w, read, kernel, phase.taps, strips, phase.at, places);
                for (int t = 0; t < each && used < height; t++) {
                    int at = phase.at + places[t];
                    Arrays.fill(strips, at + used, at + height, 0f);
                }
            }
        }
    }

    /** Input channels {@code c … cEnd − 1} of the pixels of a block, whose rows are m and columns are l. */
    private static void block(
            float[] y,
            float[] strips,
            float[] x,
            ConvolutionGeometry g,
            Phase[] phases,
            PositionBlocks.Block block,
            int c,
            int cEnd) {
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
                1,
                block.column() - reachW,
                block.columns() + reachW,
                block.columns(),
                1);
        window.suit(block.rows(), block.columns(), scratch.vectors);
        for (Phase phase : phases) {
            pixels(phase, block, window, g, scratch.vectors);
            if (scratch.vectors.count() > 0) {
                phase(strips, x, g, phase, reachH, reachW, c, cEnd);
            }
        }
    }

    /** The pixels of one phase, which are listed, from the window that was moved there. */
    private static void phase(
            float[] strips, float[] x, ConvolutionGeometry g, Phase phase, int reachH, int reachW, int c, int cEnd) {
        GatherScratch scratch = GatherScratch.mine();
        PatchWindow window = scratch.window;
        PositionVectors vectors = scratch.vectors;
        int channels = g.inChannels();
        int padded = StripProduct.padded(channels);
        int[] starts = vectors.starts();
        int pitch = vectors.pitch();
        int[] steps = scratch.steps(DEPTH);
        float[] sums = scratch.sums(StripProduct.padded(cEnd - c) * pitch);
        int each = phase.taps.length;
        int length = each * g.outChannels();
        int most = GatheredConvolutions.depth(each);
        int[] reaches = scratch.reaches(each);
        for (int t = 0; t < each; t++) {
            int up = phase.taps[t] / g.kernelW() * g.dilationH() / g.strideH();
            int left = phase.taps[t] % g.kernelW() * g.dilationW() / g.strideW();
            reaches[t] = window.reach(reachH - up, reachW - left);
        }
        if (length == 0) {
            Arrays.fill(sums, 0, (cEnd - c) * pitch, 0f);
        }
        for (int p = 0; p < length; p += most) {
            int depth = Math.min(most, length - p);
            window.hold(p / each, (p + depth - 1) / each + 1, true);
            GatheredConvolutions.steps(window, reaches, each, p, depth, steps);
            StripProduct.multiply(
                    c,
                    cEnd,
                    channels,
                    depth,
                    strips,
                    phase.at + p * padded,
                    window.array(),
                    steps,
                    starts,
                    0,
                    vectors.count(),
                    sums,
                    0,
                    pitch,
                    p > 0,
                    scratch.tile);
        }
        int plane = g.inH() * g.inW();
        for (int i = c; i < cEnd; i++) {
            vectors.write(sums, (i - c) * pitch, x, i * plane);
        }
    }

    /** Lists the pixels of a phase in a block: where they are in the window and where in x. */
    private static void pixels(
            Phase phase, PositionBlocks.Block block, PatchWindow window, ConvolutionGeometry g, PositionVectors out) {
        Pixels all = Pixels.of(phase, g);
        int row = Math.max(block.row(), all.row);
        int rowEnd = Math.min(block.rowEnd(), all.rowEnd);
        int column = Math.max(block.column(), all.column);
        int columnEnd = Math.min(block.columnEnd(), all.columnEnd);
        int image = g.inChannels() * g.inH() * g.inW();
        window.list(
                out,
                row - block.row(),
                Math.max(row, rowEnd) - block.row(),
                column - block.column(),
                Math.max(column, columnEnd) - block.column(),
                block.image() * image + all.place(row, column),
                image,
                g.strideH() * g.inW(),
                g.strideW());
    }

    /** The rows m and columns l of the pixels of a phase that are inside of the image. */
    private record Pixels(Phase phase, ConvolutionGeometry g, int row, int rowEnd, int column, int columnEnd) {
        static Pixels of(Phase phase, ConvolutionGeometry g) {
            return new Pixels(
                    phase,
                    g,
                    (g.padH() - phase.a + g.strideH() - 1) / g.strideH(),
                    Math.floorDiv(g.padH() - phase.a + g.inH() - 1, g.strideH()) + 1,
                    (g.padW() - phase.b + g.strideW() - 1) / g.strideW(),
                    Math.floorDiv(g.padW() - phase.b + g.inW() - 1, g.strideW()) + 1);
        }

        /** Where in a channel of x the pixel of a row and a column is. */
        int place(int m, int l) {
            return (m * g.strideH() + phase.a - g.padH()) * g.inW() + l * g.strideW() + phase.b - g.padW();
        }
    }
}
