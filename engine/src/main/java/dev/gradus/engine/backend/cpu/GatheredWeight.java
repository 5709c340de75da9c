package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.ConvolutionGeometry;
import dev.gradus.engine.parallel.Workers;

/**
 * The weight gradient of {@link GatheredConvolutions}, a product whose steps are positions. A few blocks of positions at a
 * time are turned, so that what belongs to a position is together; then each task adds up all of them for some rows and
 * vectors of the sum. So each sum has one owner and one order.
 */
final class GatheredWeight {
    /** Elements that are turned at a time, 2 MB, unless a single block takes more. */
    private static final int TURNED = 1 << 19;
    /** Rows of a task, so that what they read of the vectors' side is in the cache. */
    private static final int HIGH = 32;
    /** Vectors of a task. */
    private static final int WIDE = 2 * StripProduct.GROUP;

    /** Output channels whose sums are copied at a time. */
    private static final int GROUPED = 16;

    private final Workers workers;
    private final ReachedCache<TapPositions> reached = new ReachedCache<>(TapPositions::new);

    GatheredWeight(Workers workers) {
        this.workers = workers;
    }

    void run(float[] x, float[] y, float[] w, ConvolutionGeometry g) {
        WeightSides sides = new WeightSides(g);
        int rows = sides.rows();
        int vectors = sides.vectors();
        int[] starts = sides.starts();
        int pitch = starts.length * StripProduct.LANES;
        GatherScratch scratch = GatherScratch.mine();
        float[] sums = scratch.sums(StripProduct.padded(rows) * pitch);
        int size = sides.size() + DEPTH * StripProduct.padded(rows);
        int count = sides.blocks.count();
        int some = Math.min(count, Math.max(1, TURNED / size));
        float[] turned = scratch.panels(some * size);
        TapPositions positions = positions(sides);
        int wide = positions == null ? WIDE : Math.max(1, WIDE / sides.each()) * sides.each();
        int across = (vectors - 1) / wide + 1;
        int down = (rows - 1) / HIGH + 1;
        for (int first = 0; first < count; first += some) {
            int start = first;
            int end = Math.min(count, first + some);
            workers.loop(end - start, 1, (from, to) -> {
                for (int i = from; i < to; i++) {
                    sides.turn(x, y, sides.blocks.block(start + i), turned, i * size, i * size + sides.size());
                }
            });
            workers.loop(across * down, 1, (from, to) -> {
                for (int task = from; task < to; task++) {
                    int row = task / across * HIGH;
                    int rowEnd = Math.min(rows, row + HIGH);
                    int v = task % across * wide;
                    int vEnd = Math.min(vectors, v + wide);
                    for (int i = start; i < end; i++) {
                        int at = (i - start) * size;
                        if (positions == null) {
                            add(sides, i, turned, at, starts, v, vEnd, row, rowEnd, sums, pitch);
                        } else {
                            picked(sides, positions, i, turned, at, starts, v, vEnd, row, rowEnd, sums, pitch);
                        }
                    }
                }
            });
        }
        workers.loop(g.outChannels(), GROUPED, (from, to) -> sides.unpack(sums, pitch, from, to, w));
    }

    /** The positions that taps are not padding for, where to leave the others out pays. */
    private TapPositions positions(WeightSides sides) {
        if (StripProduct.TALL != 8 || sides.rows() % StripProduct.TALL != 0 || sides.each() == 1 || !sides.isWhole()) {
            return null;
        }
        TapPositions positions = reached.of(sides.g);
        return positions.pay() ? positions : null;
    }

    /** As {@link #add}, without the positions where a tap reads padding; v begins a tap, and vEnd ends one. */
    private static void picked(
            WeightSides sides,
            TapPositions positions,
            int index,
            float[] turned,
            int at,
            int[] starts,
            int v,
            int vEnd,
            int row,
            int rowEnd,
            float[] sums,
            int pitch) {
        GatherScratch scratch = GatherScratch.mine();
        int[] steps = scratch.steps(DEPTH);
        int[] order = scratch.order(DEPTH);
        int images = sides.blocks.images(index);
        int each = sides.g.outH() * sides.g.outW();
        int depth = images * each;
        for (int first = v; first < vEnd; first += sides.each()) {
            int[] indices = positions.indices(first / sides.each());
            int[] pixels = positions.pixels(first / sides.each());
            int count = 0;
            for (int n = 0; n < images; n++) {
                for (int i = 0; i < indices.length; i++) {
                    steps[count] = n * sides.imagePitch() + pixels[i] * WeightSides.GROUP;
                    order[count++] = (n * each + indices[i]) * StripProduct.TALL;
                }
            }
            int last = first + sides.each();
            for (int u = first; u < last; u += 2) {
                int next = Math.min(u + 1, last - 1);
                for (int i = row; i < rowEnd; i += StripProduct.TALL) {
                    StripProduct.picked(
                            next > u,
                            count,
                            turned,
                            at + sides.size() + depth * i,
                            steps,
                            order,
                            turned,
                            at + starts[u],
                            at + starts[next],
                            sums,
                            i * pitch + u * StripProduct.LANES,
                            pitch,
                            index > 0,
                            scratch.tile);
                }
            }
        }
    }

    /** Adds a block's share of rows {@code row … rowEnd − 1} of vectors {@code v … vEnd − 1}. */
    private static void add(
            WeightSides sides,
            int index,
            float[] turned,
            int at,
            int[] starts,
            int v,
            int vEnd,
            int row,
            int rowEnd,
            float[] sums,
            int pitch) {
        PositionBlocks.Block block = sides.blocks.block(index);
        GatherScratch scratch = GatherScratch.mine();
        int[] steps = scratch.steps(DEPTH);
        sides.steps(block, at, steps);
        StripProduct.multiply(
                row,
                rowEnd,
                sides.rows(),
                block.positions(),
                turned,
                at + sides.size(),
                turned,
                steps,
                starts,
                v,
                vEnd,
                sums,
                row * pitch,
                pitch,
                index > 0,
                scratch.tile);
    }
}
