package dev.gradus.engine.backend.cpu;

/** Copies that turn rows into columns. Four rows go at a time, so that lines of the cache are used while they are there. */
final class Transposition {
    private Transposition() {}

    /**
     * {@code out[to + p·width + j] = x[at + j·stride + p]} for p below {@code depth} and j below {@code used}, zero for j
     * from there to {@code width}.
     */
    static void pack(int depth, int used, float[] x, int at, int stride, float[] out, int to, int width) {
        int j = 0;
        for (; j + 4 <= used && width == 8; j += 4) {
            fourTo8(depth, x, at + j * stride, stride, out, to + j);
        }
        for (; j + 4 <= used && width == 16; j += 4) {
            LaneTurn.fourToLanes(depth, x, at + j * stride, stride, out, to + j);
        }
        for (; j + 4 <= used; j += 4) {
            int r0 = at + j * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            int into = to + j;
            for (int p = 0; p < depth; p++) {
                out[into] = x[r0 + p];
                out[into + 1] = x[r1 + p];
                out[into + 2] = x[r2 + p];
                out[into + 3] = x[r3 + p];
                into += width;
            }
        }
        for (; j < width; j++) {
            int row = at + j * stride;
            for (int p = 0; p < depth; p++) {
                out[to + j + p * width] = j < used ? x[row + p] : 0;
            }
        }
    }

    /** Four rows to columns of eight, as {@link LaneTurn} does it with sixteen. */
    private static void fourTo8(int depth, float[] x, int at, int stride, float[] out, int to) {
        int row1 = at + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int p = 0;
        for (; p < depth - 3; p += 4) {
            float x00 = x[p + at];
            float x01 = x[p + (at + 1)];
            float x02 = x[p + (at + 2)];
            float x03 = x[p + (at + 3)];
            float x10 = x[p + row1];
            float x11 = x[p + (row1 + 1)];
            float x12 = x[p + (row1 + 2)];
            float x13 = x[p + (row1 + 3)];
            float x20 = x[p + row2];
            float x21 = x[p + (row2 + 1)];
            float x22 = x[p + (row2 + 2)];
            float x23 = x[p + (row2 + 3)];
            float x30 = x[p + row3];
            float x31 = x[p + (row3 + 1)];
            float x32 = x[p + (row3 + 2)];
            float x33 = x[p + (row3 + 3)];
            out[8 * p + to] = x00;
            out[8 * p + (to + 1)] = x10;
            out[8 * p + (to + 2)] = x20;
            out[8 * p + (to + 3)] = x30;
            out[8 * p + (to + 8)] = x01;
            out[8 * p + (to + 9)] = x11;
            out[8 * p + (to + 10)] = x21;
            out[8 * p + (to + 11)] = x31;
            out[8 * p + (to + 16)] = x02;
            out[8 * p + (to + 17)] = x12;
            out[8 * p + (to + 18)] = x22;
            out[8 * p + (to + 19)] = x32;
            out[8 * p + (to + 24)] = x03;
            out[8 * p + (to + 25)] = x13;
            out[8 * p + (to + 26)] = x23;
            out[8 * p + (to + 27)] = x33;
        }
        for (; p < depth; p++) {
            out[8 * p + to] = x[p + at];
            out[8 * p + (to + 1)] = x[p + row1];
            out[8 * p + (to + 2)] = x[p + row2];
            out[8 * p + (to + 3)] = x[p + row3];
        }
    }

    /** {@code out[to[p] + j] = x[at + j·stride + from[p]]} for p below {@code depth} and j below {@code used}. */
    static void scatter(
            int depth, int used, float[] x, int at, int stride, int[] from, float[] out, int outAt, int[] to) {
        int j = 0;
        for (; j + 4 <= used; j += 4) {
            int r0 = at + j * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            for (int p = 0; p < depth; p++) {
                int read = from[p];
                int into = outAt + to[p] + j;
                out[into] = x[r0 + read];
                out[into + 1] = x[r1 + read];
                out[into + 2] = x[r2 + read];
                out[into + 3] = x[r3 + read];
            }
        }
        for (; j < used; j++) {
            for (int p = 0; p < depth; p++) {
                out[outAt + to[p] + j] = x[at + j * stride + from[p]];
            }
        }
    }

    /** {@code out[outAt + j·stride + p] = x[at + p·width + j]} for p below {@code depth} and j below {@code used}. */
    static void unpack(int depth, int used, float[] x, int at, int width, float[] out, int outAt, int stride) {
        int j = 0;
        for (; j + 4 <= used; j += 4) {
            int r0 = outAt + j * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            int from = at + j;
            for (int p = 0; p < depth; p++) {
                out[r0 + p] = x[from];
                out[r1 + p] = x[from + 1];
                out[r2 + p] = x[from + 2];
                out[r3 + p] = x[from + 3];
                from += width;
            }
        }
        for (; j < used; j++) {
            for (int p = 0; p < depth; p++) {
                out[outAt + j * stride + p] = x[at + p * width + j];
            }
        }
    }

    /** {@code out[outAt + j·stride + places[p]] = x[at + p·width + j]} for all places and j below {@code used}. */
    static void place(int used, float[] x, int at, int width, float[] out, int outAt, int stride, int[] places) {
        int j = 0;
        for (; j + 4 <= used; j += 4) {
            fourToPlaces(x, at + j, width, out, outAt + j * stride, stride, places);
        }
        for (; j < used; j++) {
            int from = at + j;
            for (int place : places) {
                out[outAt + j * stride + place] = x[from];
                from += width;
            }
        }
    }

    private static void fourToPlaces(float[] x, int at, int width, float[] out, int to, int stride, int[] places) {
        int row1 = to + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int from = at;
        int p = 0;
        for (; p < places.length - 1; p += 2) {
            int next = from + width;
            float x00 = x[from];
            float x10 = x[from + 1];
            float x20 = x[from + 2];
            float x30 = x[from + 3];
            float x01 = x[next];
            float x11 = x[next + 1];
            float x21 = x[next + 2];
            float x31 = x[next + 3];
            int place0 = places[p];
            int place1 = places[p + 1];
            out[to + place0] = x00;
            out[row1 + place0] = x10;
            out[row2 + place0] = x20;
            out[row3 + place0] = x30;
            out[to + place1] = x01;
            out[row1 + place1] = x11;
            out[row2 + place1] = x21;
            out[row3 + place1] = x31;
            from = next + width;
        }
        if (p < places.length) {
            out[to + places[p]] = x[from];
            out[row1 + places[p]] = x[from + 1];
            out[row2 + places[p]] = x[from + 2];
            out[row3 + places[p]] = x[from + 3];
        }
    }
}
