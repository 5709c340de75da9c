package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/** The forward convolution of {@link GatheredConvolutions}: the weights are packed once, then block by block. */
final class GatheredForward {
    private final Workers workers;

    GatheredForward(Workers workers) {
        this.workers = workers;
    }

    void run(float[] x, float[] w, float[] y, ConvolutionGeometry g) {
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        int columns = GatheredProduct.paddedColumns(g.outChannels());
        int across = (columns - 1) / GatheredProduct.WIDTH + 1;
        int block = GatheredConvolutions.depth(g.kernelH() * g.kernelW());
        int deep = (taps - 1) / block + 1;
        float[] panels = GatherScratch.mine().panels(taps * columns);
        workers.loop(across * deep, 1, (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int p = unit / across * block;
                int depth = Math.min(block, taps - p);
                int j = unit % across * GatheredProduct.WIDTH;
                int jEnd = Math.min(columns, j + GatheredProduct.WIDTH);
                GatheredProduct.pack(depth, g.outChannels(), j, jEnd, w, p, taps, panels, p * columns, depth, 0);
            }
        });
        PositionBlocks blocks = new PositionBlocks(g.batch(), g.outH(), g.outW(), DEPTH);
        int split = GatheredConvolutions.split(across, blocks.count());
        int wide = ((across - 1) / split + 1) * GatheredProduct.WIDTH;
        workers.loop(blocks.count() * split, 1, (from, to) -> {
            for (int task = from; task < to; task++) {
                int j = task % split * wide;
                if (j < columns) {
                    block(x, panels, y, g, blocks.block(task / split), j, Math.min(columns, j + wide));
                }
            }
        });
    }

    /** The outputs of channels {@code j … jEnd − 1} (padded) at the positions of a block. */
    private static void block(
            float[] x, float[] panels, float[] y, ConvolutionGeometry g, PositionBlocks.Block block, int j, int jEnd) {
        int kernel = g.kernelH() * g.kernelW();
        int taps = g.inChannels() * kernel;
        int columns = GatheredProduct.paddedColumns(g.outChannels());
        int wide = jEnd - j;
        int count = GatheredProduct.paddedRows(block.positions());
        GatherScratch scratch = GatherScratch.mine();
        PatchWindow window = scratch.window;
        GatheredConvolutions.window(window, x, g, block);
        int[] rows = scratch.rows(count);
        GatheredConvolutions.positions(window, g, block, rows, count);
        int[] steps = scratch.steps(DEPTH);
        float[] sums = scratch.sums(count * wide);
        Arrays.fill(sums, 0, count * wide, 0f);
        int most = GatheredConvolutions.depth(kernel);
        for (int p = 0; p < taps; p += most) {
            int depth = Math.min(most, taps - p);
            window.hold(p / kernel, (p + depth - 1) / kernel + 1, true);
            GatheredConvolutions.taps(window, g, p, depth, steps);
            int from = p * columns + depth * j;
            GatheredProduct.add(count, depth, window.array(), rows, steps, panels, from, wide, sums, 0, wide);
        }
        int[] places = scratch.places(block.positions());
        int plane = g.outH() * g.outW();
        int put = 0;
        for (int n = 0; n < block.images(); n++) {
            int image = (block.image() + n) * g.outChannels() * plane + block.row() * g.outW() + block.column();
            // Blocks of several rows have whole rows.
            for (int i = 0; i < block.rows() * block.columns(); i++) {
                places[put++] = image + i;
            }
        }
        int used = Math.min(jEnd, g.outChannels()) - j;
        Transposition.unpack(put, used, sums, 0, wide, y, j * plane, plane, places);
    }
}
