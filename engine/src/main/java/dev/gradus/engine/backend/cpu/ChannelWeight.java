package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The weight gradient of {@link GatheredConvolutions} where input channels fill vectors. A few blocks of positions at a
 * time are turned: the outputs into strips, and the images so that the channels of a pixel are neighbours,
 * {@code [group][image][row][column][16]}, padding included. A step of the product is then a position, its vectors are one
 * tap of some channels, and each task adds up all positions for some output channels and some vectors: each sum has one owner
 * and one order.
 */
final class ChannelWeight {
    /** Channels of a group; the longest vector. */
    static final int GROUP = 16;

    /** Elements that are turned at a time, 2 MB, unless a single block takes more. */
    private static final int TURNED = 1 << 19;
    /** Output channels of a task, so that what they read of x is in the cache. */
    private static final int HIGH = 32;
    /** Vectors of a task. */
    private static final int WIDE = 2 * StripProduct.GROUP;

    private final Workers workers;

    ChannelWeight(Workers workers) {
        this.workers = workers;
    }

    /** The sizes that a call works with. */
    private static final class Plan {
        private final ConvolutionGeometry g;
        private final PositionBlocks blocks;
        private final int kernel;
        private final int groups;
        /** Vectors of all taps and channels. */
        private final int vectors;
        /** Rows of an image that the patches of a block reach. */
        private final int rows;

        private final int columns;
        /** Elements that a group of channels takes in a turned block. */
        private final int groupPitch;
        /** Elements of a turned block of x, and of y behind it. */
        private final int inputs;

        private final int outputs;

        Plan(ConvolutionGeometry g) {
            this.g = g;
            blocks = new PositionBlocks(g.batch(), g.outH(), g.outW(), DEPTH);
            kernel = g.kernelH() * g.kernelW();
            groups = (g.inChannels() - 1) / GROUP + 1;
            vectors = groups * (GROUP / StripProduct.LANES) * kernel;
            PositionBlocks.Block first = blocks.block(0);
            rows = (first.rows() - 1) * g.strideH() + (g.kernelH() - 1) * g.dilationH() + 1;
            columns = (first.columns() - 1) * g.strideW() + (g.kernelW() - 1) * g.dilationW() + 1;
            groupPitch = first.images() * rows * columns * GROUP;
            inputs = groups * groupPitch;
            outputs = DEPTH * StripProduct.padded(g.outChannels());
        }

        /** Elements of a turned block. */
        int size() {
            return inputs + outputs;
        }
    }

    void run(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        Plan plan = new Plan(g);
        int channels = g.outChannels();
        int[] starts = starts(plan);
        int pitch = starts.length * StripProduct.LANES;
        GatherScratch scratch = GatherScratch.mine();
        float[] sums = scratch.sums(StripProduct.padded(channels) * pitch);
        int count = plan.blocks.count();
        int some = Math.min(count, Math.max(1, TURNED / plan.size()));
        float[] turned = scratch.panels(some * plan.size());
        int across = (plan.vectors - 1) / WIDE + 1;
        int down = (channels - 1) / HIGH + 1;
        for (int first = 0; first < count; first += some) {
            int start = first;
            int end = Math.min(count, first + some);
            workers.loop(end - start, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    turnInputs(x, plan, plan.blocks.block(start + i), turned, i * plan.size());
                    turnOutputs(y, g, plan.blocks.block(start + i), turned, i * plan.size() + plan.inputs);
                }
            });
            workers.loop(across * down, 1, (from, to) -> {
                for (int task = from; task < to; task++) {
                    int o = task / across * HIGH;
                    int oEnd = Math.min(channels, o + HIGH);
                    int v = task % across * WIDE;
                    int vEnd = Math.min(plan.vectors, v + WIDE);
                    for (int i = start; i < end; i++) {
                        add(plan, i, turned, (i - start) * plan.size(), starts, v, vEnd, o, oEnd, sums, pitch);
                    }
                }
            });
        }
        workers.loop(channels, 8, (from, to) -> {
            for (int o = from; o < to; o++) {
                unpack(sums, o * pitch, plan, w, o * g.inChannels() * plan.kernel);
            }
        });
    }

    /** Where each vector begins in a turned block: some channels, and within them one tap after the other. */
    private static int[] starts(Plan plan) {
        ConvolutionGeometry g = plan.g;
        int end = (plan.vectors + StripProduct.GROUP - 1) / StripProduct.GROUP * StripProduct.GROUP;
        int[] starts = new int[end];
        int each = GROUP / StripProduct.LANES;
        for (int v = 0; v < plan.vectors; v++) {
            int channels = v / plan.kernel;
            int tap = v % plan.kernel;
            int pixel = tap / g.kernelW() * g.dilationH() * plan.columns + tap % g.kernelW() * g.dilationW();
            starts[v] = channels / each * plan.groupPitch + channels % each * StripProduct.LANES + pixel * GROUP;
        }
        StripProduct.fill(starts, plan.vectors);
        return starts;
    }

    /** Turns what the patches of a block reach: zeros outside of the image and behind the last channel. */
    private static void turnInputs(float[] x, Plan plan, PositionBlocks.Block block, float[] out, int at) {
        ConvolutionGeometry g = plan.g;
        int plane = g.inH() * g.inW();
        int firstColumn = block.column() * g.strideW() - g.padW();
        int left = Math.min(plan.columns, Math.max(0, -firstColumn));
        int right = Math.max(left, Math.min(plan.columns, g.inW() - firstColumn));
        for (int n = 0; n < block.images(); n++) {
            for (int r = 0; r < plan.rows; r++) {
                int row = block.row() * g.strideH() - g.padH() + r;
                boolean inside = row >= 0 && row < g.inH() && left < right;
                int from = (block.image() + n) * g.inChannels() * plane + row * g.inW() + firstColumn;
                int to = at + (n * plan.rows + r) * plan.columns * GROUP;
                for (int c = 0; c < g.inChannels(); c += GROUP, to += plan.groupPitch) {
                    if (!inside) {
                        Arrays.fill(out, to, to + plan.columns * GROUP, 0f);
                        continue;
                    }
                    Arrays.fill(out, to, to + left * GROUP, 0f);
                    int used = Math.min(GROUP, g.inChannels() - c);
                    int read = from + c * plane + left;
                    Transposition.pack(right - left, used, x, read, plane, out, to + left * GROUP, GROUP);
                    Arrays.fill(out, to + right * GROUP, to + plan.columns * GROUP, 0f);
                }
            }
        }
    }

    /** Turns the outputs of a block into strips. */
    private static void turnOutputs(float[] y, ConvolutionGeometry g, PositionBlocks.Block block, float[] out, int at) {
        int plane = g.outH() * g.outW();
        // Blocks of several rows have whole rows.
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

    /** Adds a block's share of vectors {@code v … vEnd − 1} for output channels {@code o … oEnd − 1}. */
    private static void add(
            Plan plan,
            int index,
            float[] turned,
            int at,
            int[] starts,
            int v,
            int vEnd,
            int o,
            int oEnd,
            float[] sums,
            int pitch) {
        ConvolutionGeometry g = plan.g;
        PositionBlocks.Block block = plan.blocks.block(index);
        GatherScratch scratch = GatherScratch.mine();
        int[] steps = scratch.steps(DEPTH);
        int depth = 0;
        for (int n = 0; n < block.images(); n++) {
            for (int i = 0; i < block.rows(); i++) {
                int row = at + (n * plan.rows + i * g.strideH()) * plan.columns * GROUP;
                for (int j = 0; j < block.columns(); j++) {
                    steps[depth++] = row + j * g.strideW() * GROUP;
                }
            }
        }
        StripProduct.multiply(
                o,
                oEnd,
                g.outChannels(),
                depth,
                turned,
                at + plan.inputs,
                turned,
                steps,
                starts,
                v,
                vEnd,
                sums,
                o * pitch,
                pitch,
                index > 0,
                scratch.tile);
    }

    /** Turns the sums of an output channel, {@code [channels][tap][LANES]}, back to {@code [channel][tap]}. */
    private static void unpack(float[] sums, int at, Plan plan, float[] w, int to) {
        for (int c = 0; c < plan.g.inChannels(); c++) {
            int from = at + c / StripProduct.LANES * plan.kernel * StripProduct.LANES + c % StripProduct.LANES;
            for (int tap = 0; tap < plan.kernel; tap++) {
                w[to + c * plan.kernel + tap] = sums[from + tap * StripProduct.LANES];
            }
        }
    }
}
