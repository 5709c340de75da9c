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

    /** Copies a row of results, {@code step} elements apart, to where they go from {@code outAt}. */
    void write(float[] results, int at, float[] out, int outAt, int step) {
        for (int i = 0; i < stretches; i++) {
            int from = at + lanes[i];
            int to = outAt + places[i];
            int length = lengths[i];
            if (step == 1) {
                copy(results, from, out, to, length);
            } else if (step == 2) {
                for (int l = 0; l < length; l++) {
                    out[to + 2 * l] = results[from + l];
                }
            } else {
                for (int l = 0; l < length; l++) {
                    out[to + l * step] = results[from + l];
                }
            }
        }
    }

    /** A call of arraycopy costs more than a short loop. */
    private static void copy(float[] x, int from, float[] out, int to, int length) {
        if (length >= PatchWindow.LONG) {
            System.arraycopy(x, from, out, to, length);
            return;
        }
        for (int l = 0; l < length; l++) {
            out[to + l] = x[from + l];
        }
    }
}
