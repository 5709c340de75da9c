package dev.gradus.engine.backend.cpu;

import java.util.Arrays;

/**
 * The positions of a convolution as vectors: each is {@link StripProduct#LANES} neighbours of a {@link PatchWindow}, from a
 * position that no vector before it holds. What lies between two rows fills lanes whose results nobody reads. Where
 * positions begin and end in the vectors, and where their results go, is kept as a list of stretches.
 */
final class PositionVectors {
    private int[] starts = new int[StripProduct.GROUP];
    private int count;

    private int[] lanes = new int[16];
    private int[] places = new int[16];
    private int[] lengths = new int[16];
    private int stretches;

    /** Where each lane goes, and how many do; none where whole stretches are copied. */
    private int[] targets = new int[0];

    private int used;

    void clear() {
        count = 0;
        stretches = 0;
    }

    /**
     * Adds some neighbours, which are behind all before them in the window.
     *
     * @param from where the first one begins in the window
     * @param place where its result goes
     * @param step from the place of a result to that of the next
     */
    void add(int from, int place, int length, int step) {
        int at = from;
        int end = from + length;
        while (at < end) {
            if (count == 0 || at >= starts[count - 1] + StripProduct.LANES) {
                if (count + StripProduct.GROUP >= starts.length) {
                    starts = Arrays.copyOf(starts, 2 * starts.length + StripProduct.GROUP);
                }
                starts[count++] = at;
            }
            int start = starts[count - 1];
            int take = Math.min(end, start + StripProduct.LANES) - at;
            stretch((count - 1) * StripProduct.LANES + at - start, place + (at - from) * step, take, step);
            at += take;
        }
    }

    private void stretch(int lane, int place, int length, int step) {
        int last = stretches - 1;
        if (last >= 0 && lanes[last] + lengths[last] == lane && places[last] + lengths[last] * step == place) {
            lengths[last] += length;
            return;
        }
        if (stretches == lanes.length) {
            lanes = Arrays.copyOf(lanes, 2 * stretches);
            places = Arrays.copyOf(places, 2 * stretches);
            lengths = Arrays.copyOf(lengths, 2 * stretches);
        }
        lanes[stretches] = lane;
        places[stretches] = place;
        lengths[stretches++] = length;
    }

    /** How many vectors. */
    int count() {
        return count;
    }

    /** Where the vectors begin in the window, filled up for {@link StripProduct}. */
    int[] starts() {
        StripProduct.fill(starts, count);
        return starts;
    }

    /** Elements that a row of results takes. */
    int pitch() {
        return StripProduct.filled(count) * StripProduct.LANES;
    }

    /**
     * Decides how results are copied, when all positions have been added: whole stretches where they are long, else lane by
     * lane, for many short loops would take longer.
     *
     * @param step from the place of a result to that of the next, 0 where there are no results
     */
    void settle(int step) {
        used = 0;
        if (step == 0 || count == 0 || step == 1 && count * StripProduct.LANES >= stretches * PatchWindow.LONG) {
            return;
        }
        int last = stretches - 1;
        used = lanes[last] + lengths[last];
        if (targets.length < used) {
            targets = new int[used];
        }
        int lane = 0;
        for (int i = 0; i < stretches; i++) {
            // What nobody wants is written where the next result goes, just before it.
            for (; lane < lanes[i]; lane++) {
                targets[lane] = places[i];
            }
            for (int l = 0; l < lengths[i]; l++) {
                targets[lane++] = places[i] + l * step;
            }
        }
    }

    /** Copies a row of results to where they go from {@code outAt}. */
    void write(float[] results, int at, float[] out, int outAt) {
        if (used > 0) {
            spread(results, at, out, outAt);
            return;
        }
        for (int i = 0; i < stretches; i++) {
            System.arraycopy(results, at + lanes[i], out, outAt + places[i], lengths[i]);
        }
    }

    private void spread(float[] results, int at, float[] out, int outAt) {
        int[] to = targets;
        for (int i = 0; i < used; i++) {
            out[outAt + to[i]] = results[at + i];
        }
    }
}
