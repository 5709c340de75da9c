package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;

/** The forward convolution of {@link GatheredConvolutions}: the weights are packed once, then block by block. */
final class GatheredForward {
    private final Workers workers;
    private final ImageLanes lanes;
    private final ReachedCache<ReachedPositions> reached = new ReachedCache<>(GatheredForward::reached);

    GatheredForward(Workers workers) {
        this.workers = workers;
        lanes = new ImageLanes(workers);
    }

    private static ReachedPositions reached(ConvolutionGeometry g) {
        return new ReachedPositions(
                g.outH(),
                g.outW(),
                g.strideH(),
                g.strideW(),
                ReachedPositions.Taps.of(g),
                g.inH(),
                g.inW(),
                new ReachedPositions.Grid(0, g.outW(), 1));
    }

    void run(float[] x, float[] w, float[] y, ConvolutionGeometry g) {
        int kernel = g.kernelH() * g.kernelW();
        int taps = g.inChannels() * kernel;
        int channels = g.outChannels();
        int tall = StripProduct.TALL;
        float[] strips = GatherScratch.mine().panels(taps * StripProduct.padded(channels));
        workers.loop(
                GatheredConvolutions.strips(channels),
                GatheredConvolutions.grain(taps),
                (from, to) -> PackedFilters.pack(
                        w, channels, taps, kernel, from * tall, Math.min(channels, to * tall), strips));
        int plane = g.inH() * g.inW();
        if (ImageLanes.mayPay(g.batch(), plane, (long) g.outH() * g.outW(), kernel, channels)) {
            ReachedPositions positions = reached.of(g);
            if (ImageLanes.pay(g.batch(), positions)) {
                ImageLanes.Operands in = new ImageLanes.Operands(x, g.batch(), g.inChannels(), plane, strips, 0);
                lanes.run(in, positions, channels, y, g.outH() * g.outW());
                return;
            }
        }
        runPacked(x, strips, y, g);
    }

    /** With filters that {@link PackedFilters} has packed. */
    void runPacked(float[] x, float[] strips, float[] y, ConvolutionGeometry g) {
        int channels = g.outChannels();
        PositionBlocks blocks = GatheredConvolutions.blocks(g.batch(), g.outH(), g.outW());
        // Each task fills a window: alone, a thread does not split.
        int split = workers.threads() == 1
                ? 1
                : GatheredConvolutions.split(GatheredConvolutions.strips(channels), blocks.count());
        if (workers.threads() == 1) {
            tasks(0, blocks.count() * split, x, strips, y, g, blocks, split);
            return;
        }
        workers.loop(blocks.count() * split, 1, (from, to) -> tasks(from, to, x, strips, y, g, blocks, split));
    }

    /** The tasks {@code from … to − 1}, {@code split} of each block, which share its channels. */
    private static void tasks(
            int from,
            int to,
            float[] x,
            float[] strips,
            float[] y,
            ConvolutionGeometry g,
            PositionBlocks blocks,
            int split) {
        int channels = g.outChannels();
        int high = GatheredConvolutions.high(channels, split);
        for (int task = from; task < to; task++) {
            int o = task % split * high;
            if (o < channels) {
                block(x, strips, y, g, blocks.block(task / split), o, Math.min(channels, o + high));
            }
        }
    }

    /** The outputs of channels {@code o … oEnd − 1} at the positions of a block. */
    private static void block(
            float[] x, float[] strips, float[] y, ConvolutionGeometry g, PositionBlocks.Block block, int o, int oEnd) {
        int kernel = g.kernelH() * g.kernelW();
        int taps = g.inChannels() * kernel;
        int channels = g.outChannels();
        int padded = StripProduct.padded(channels);
        GatherScratch scratch = GatherScratch.mine();
        PatchWindow window = scratch.window;
        PositionVectors vectors = scratch.vectors;
        GatheredConvolutions.window(window, x, g, block);
        window.suit(block.rows(), block.columns(), vectors);
        int plane = g.outH() * g.outW();
        int place = block.image() * channels * plane + block.row() * g.outW() + block.column();
        window.list(vectors, 0, block.rows(), 0, block.columns(), place, channels * plane, g.outW(), 1);
        int[] starts = vectors.starts();
        int pitch = vectors.pitch();
        float[] sums = scratch.sums((StripProduct.padded(oEnd - o)) * pitch);
        int[] steps = scratch.steps(DEPTH);
        int[] reaches = GatheredConvolutions.reaches(window, g);
        int most = GatheredConvolutions.depth(kernel);
        for (int p = 0; p < taps; p += most) {
            int depth = Math.min(most, taps - p);
            window.hold(p / kernel, (p + depth - 1) / kernel + 1, true);
            GatheredConvolutions.steps(window, reaches, kernel, p, depth, steps);
            StripProduct.multiply(
                    o,
                    oEnd,
                    channels,
                    depth,
                    strips,
                    p * padded,
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
        for (int i = o; i < oEnd; i++) {
            vectors.write(sums, (i - o) * pitch, y, i * plane);
        }
    }
}
