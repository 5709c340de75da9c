package dev.gradus.engine.backend.cpu;

import static dev.gradus.engine.backend.cpu.GatheredConvolutions.DEPTH;

import dev.gradus.engine.backend.cpu.ReachedPositions.Group;
import dev.gradus.engine.parallel.Workers;

/**
 * Convolutions of small images on the Vector API with an image in each lane, after all images were turned to
 * {@code [channel][pixel][image]}. So a position may leave out the taps that only read padding, which for 7×7 positions and kernels of
 * 5×5 are a third of them, and no lane lies between two rows. The sums are those of {@link GatheredConvolutions} to the bit: what is
 * left out adds zeros.
 */
final class ImageLanes {
    private static final int LANES = StripProduct.LANES;
    private static final int TALL = StripProduct.TALL;
    /** Numbers of turned images, 512 kB: they stay in the second cache. */
    private static final int HELD = 1 << 17;
    /** Numbers of a task's results, 1 MB. */
    private static final int SUMS = 1 << 18;
    /** Channels of a task's results, where there are as many: it turns the images for itself. */
    private static final int LEAST_CHANNELS = 32;
    /** Vectors of images that a task has, where there are as many: pairs of them make the better tiles. */
    private static final int PAIR = 2;

    private final Workers workers;

    ImageLanes(Workers workers) {
        this.workers = workers;
    }

    /**
     * The source and the filters of a convolution.
     *
     * @param x        images {@code [batch, channels, plane]}
     * @param channels of an image
     * @param plane    pixels of a channel
     * @param strips   filters as {@link PackedFilters} packs them
     * @param at       where they begin
     */
    record Operands(float[] x, int batch, int channels, int plane, float[] strips, int at) {}

    /**
     * Whether lanes can be images: there are enough of them, and their source and results are small enough for the cache.
     *
     * @param plane     pixels of a channel of the source
     * @param positions of an image's result
     * @param channels  of the results
     */
    static boolean mayPay(int batch, int plane, long positions, int taps, int channels) {
        return TALL == 8
                && channels % TALL == 0
                && batch > GatheredConvolutions.FEW_IMAGES
                && taps > 0
                && taps <= DEPTH
                && positions * LANES * LEAST_CHANNELS <= SUMS
                && (long) plane * LANES * (GatheredConvolutions.depth(taps) / taps) <= HELD;
    }

    /** Whether that saves enough multiply-adds, all in all. */
    static boolean pay(int batch, ReachedPositions... positions) {
        int filled = (batch + LANES - 1) / LANES * LANES;
        long reached = 0;
        long all = 0;
        for (ReachedPositions some : positions) {
            reached += some.reached();
            all += some.all();
        }
        return ReachedPositions.pays(reached * filled, all * batch);
    }

    /**
     * Convolves.
     *
     * @param channels of the results
     * @param y        results {@code [batch, channels, yPlane]}; only the given positions are written
     */
    void run(Operands in, ReachedPositions positions, int channels, float[] y, int yPlane) {
        int vectors = (in.batch - 1) / LANES + 1;
        int each = vectors >= PAIR * workers.threads() ? PAIR : 1;
        int across = (vectors - 1) / each + 1;
        int most = Math.max(LEAST_CHANNELS, SUMS / (positions.places().length * each * LANES) / TALL * TALL);
        int parts = (channels - 1) / most + 1;
        int high = ((channels / TALL - 1) / parts + 1) * TALL;
        workers.loop(across * parts, 1, (from, to) -> {
            for (int task = from; task < to; task++) {
                int first = task / parts * each;
                int o = task % parts * high;
                if (o < channels) {
                    new Task(in, positions, first * LANES, Math.min(each, vectors - first), o)
                            .run(channels, Math.min(channels, o + high), y, yPlane);
                }
            }
        });
    }

    /**
     * Some vectors of images.
     *
     * @param image the first
     * @param vectors how many vectors
     * @param o the first channel of the results
     */
    private record Task(Operands in, ReachedPositions positions, int image, int vectors, int o) {
        void run(int channels, int oEnd, float[] y, int yPlane) {
            GatherScratch scratch = GatherScratch.mine();
            int pitch = positions.places().length * vectors * LANES;
            float[] sums = scratch.sums((oEnd - o) * pitch);
            int taps = positions.offsets().length;
            int some = GatheredConvolutions.depth(taps) / taps;
            for (int c = 0; c < in.channels; c += some) {
                int count = Math.min(some, in.channels - c);
                float[] held = turned(c, count, scratch);
                int at = in.at + c * taps * channels;
                int vector = 0;
                for (Group group : positions.groups()) {
                    multiply(group, count, held, at, oEnd, sums, vector * LANES, pitch, c > 0, scratch);
                    vector += group.pixels().length * vectors;
                }
            }
            for (int i = o; i < oEnd; i++) {
                for (int v = 0; v < vectors; v++) {
                    int n = image + v * LANES;
                    int used = Math.min(LANES, in.batch - n);
                    int from = (i - o) * pitch + v * LANES;
                    int to = (n * channels + i) * yPlane;
                    Transposition.place(
                            used, sums, from, vectors * LANES, y, to, channels * yPlane, positions.places());
                }
            }
        }

        /** Channels {@code c … c + count − 1} of the images, {@code [vector][channel][pixel][lane]}. */
        private float[] turned(int c, int count, GatherScratch scratch) {
            int size = in.plane * LANES;
            float[] held = scratch.lanes(vectors * count * size);
            for (int v = 0; v < vectors; v++) {
                int n = image + v * LANES;
                int used = Math.min(LANES, in.batch - n);
                for (int i = 0; i < count; i++) {
                    int from = (n * in.channels + c + i) * in.plane;
                    int to = (v * count + i) * size;
                    Transposition.pack(in.plane, used, in.x, from, in.channels * in.plane, held, to, LANES);
                }
            }
            return held;
        }

        /** What some channels of the source add to the results of a group of positions. */
        private void multiply(
                Group group,
                int count,
                float[] held,
                int stripsAt,
                int oEnd,
                float[] sums,
                int at,
                int pitch,
                boolean add,
                GatherScratch scratch) {
            int all = positions.offsets().length;
            int used = group.taps().length;
            int[] steps = scratch.steps(DEPTH);
            int[] order = scratch.order(DEPTH);
            for (int i = 0; i < count; i++) {
                for (int t = 0; t < used; t++) {
                    int tap = group.taps()[t];
                    steps[i * used + t] = (i * in.plane + positions.offsets()[tap]) * LANES;
                    order[i * used + t] = (i * all + tap) * TALL;
                }
            }
            int[] pixels = group.pixels();
            int size = count * in.plane;
            int last = pixels.length * vectors;
            for (int v = 0; v < last; v += 2) {
                int x0 = (v % vectors * size + pixels[v / vectors]) * LANES;
                int next = Math.min(v + 1, last - 1);
                int x1 = (next % vectors * size + pixels[next / vectors]) * LANES;
                for (int i = o; i < oEnd; i += TALL) {
                    StripProduct.picked(
                            next > v,
                            count * used,
                            in.strips,
                            stripsAt + count * all * i,
                            steps,
                            order,
                            held,
                            x0,
                            x1,
                            sums,
                            at + (i - o) * pitch + v * LANES,
                            pitch,
                            add,
                            scratch.tile);
                }
            }
        }
    }
}
