package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * The weight gradient of {@link GatheredConvolutions}. Outputs are turned, a few megabytes at a time; then each task takes
 * some rows of the sum, which are taps of the kernel, and adds up all positions. So each sum has one owner and one order.
 */
final class GatheredWeight {
    /** Elements of y that are turned at a time, 4 MB. */
    private static final int TURNED = 1 << 20;
    /** Rows of a task: at least, so that it pays to look for its window, and at most. */
    private static final int LEAST_ROWS = 48;

    private static final int MOST_ROWS = 384;
    /** Tasks that the rows are shared out to where there are enough. */
    private static final int TASKS = 16;

    private final Workers workers;

    GatheredWeight(Workers workers) {
        this.workers = workers;
    }

    void run(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        int taps = g.inChannels() * g.kernelH() * g.kernelW();
        int columns = GatheredProduct.paddedColumns(g.outChannels());
        int across = (columns - 1) / GatheredProduct.WIDTH + 1;
        PositionBlocks blocks = new PositionBlocks(g.batch(), g.outH(), g.outW(), DEPTH);
        int rows = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, ((taps - 1) / TASKS / 12 + 1) * 12));
        int groups = (taps - 1) / rows + 1;
        int split = GatheredConvolutions.split(across, groups);
        int wide = ((across - 1) / split + 1) * GatheredProduct.WIDTH;
        GatherScratch scratch = GatherScratch.mine();
        int size = GatheredProduct.paddedRows(taps) * columns;
        float[] sums = scratch.sums(size);
        Arrays.fill(sums, 0, size, 0f);
        int some = Math.min(blocks.count(), Math.max(1, TURNED / columns / DEPTH));
        float[] turned = scratch.panels(some * DEPTH * columns);
        for (int first = 0; first < blocks.count(); first += some) {
            int start = first;
            int end = Math.min(blocks.count(), first + some);
            workers.loop(end - start, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    turn(y, g, blocks.block(start + i), turned, i * DEPTH * columns);
                }
            });
            workers.loop(groups * split, 1, (from, to) -> {
                for (int task = from; task < to; task++) {
                    int j = task % split * wide;
                    int row = task / split * rows;
                    int rowEnd = Math.min(taps, row + rows);
                    for (int i = start; i < end && j < columns; i++) {
                        int at = (i - start) * DEPTH * columns;
                        add(x, turned, at, sums, g, blocks.block(i), row, rowEnd, j, Math.min(columns, j + wide));
                    }
                }
            });
        }
        int[] places = scratch.places(taps);
        for (int i = 0; i < taps; i++) {
            places[i] = i;
        }
        workers.loop(
                g.outChannels(),
                16,
                (from, to) -> Transposition.unpack(taps, to - from, sums, from, columns, w, from * taps, taps, places));
    }

    /** Turns the outputs of a block: B of the products. */
    private static void turn(float[] y, ConvolutionGeometry g, PositionBlocks.Block block, float[] out, int at) {
        int columns = GatheredProduct.paddedColumns(g.outChannels());
        int plane = g.outH() * g.outW();
        // Blocks of several rows have whole rows.
        int each = block.rows() * block.columns();
        for (int n = 0; n < block.images(); n++) {
            int from = (block.image() + n) * g.outChannels() * plane + block.row() * g.outW() + block.column();
            GatheredProduct.pack(
                    each, g.outChannels(), 0, columns, y, from, plane, out, at, block.positions(), n * each);
        }
    }

    /** Adds a block's share of taps {@code row … rowEnd − 1} and output channels {@code j … jEnd − 1} (padded). */
    private static void add(
            float[] x,
            float[] turned,
            int turnedAt,
            float[] sums,
            ConvolutionGeometry g,
            PositionBlocks.Block block,
            int row,
            int rowEnd,
            int j,
            int jEnd) {
        int columns = GatheredProduct.paddedColumns(g.outChannels());
        int kernel = g.kernelH() * g.kernelW();
        int count = GatheredProduct.paddedRows(rowEnd - row);
        int depth = block.positions();
        GatherScratch scratch = GatherScratch.mine();
        PatchWindow window = scratch.window;
        GatheredConvolutions.window(window, x, g, block);
        window.hold(row / kernel, (rowEnd - 1) / kernel + 1, false);
        int[] rows = scratch.rows(count);
        GatheredConvolutions.steps(window, GatheredConvolutions.reaches(window, g), kernel, row, rowEnd - row, rows);
        Arrays.fill(rows, rowEnd - row, count, rows[0]);
        int[] steps = scratch.steps(DEPTH);
        GatheredConvolutions.positions(window, g, block, steps, depth);
        int from = turnedAt + depth * j;
        int to = row * columns + j;
        GatheredProduct.add(
                count, depth, window.array(), rows, steps, turned, from, jEnd - j, sums, to, columns, scratch.tile);
    }
}
