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
        for (; j + 8 <= used && width == 8; j += 8) {
            packTo8(depth, x, at + j * stride, stride, out, to + j);
        }
        for (; j + 8 <= used && width == 16; j += 8) {
            packTo16(depth, x, at + j * stride, stride, out, to + j);
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

    /** Eight rows to a width that C2 knows, so that it checks the places once, before the loop. */
    private static void packTo8(int depth, float[] x, int at, int stride, float[] out, int to) {
        int r0 = at;
        int r1 = r0 + stride;
        int r2 = r1 + stride;
        int r3 = r2 + stride;
        int r4 = r3 + stride;
        int r5 = r4 + stride;
        int r6 = r5 + stride;
        int r7 = r6 + stride;
        for (int p = 0; p < depth; p++) {
            out[to + p * 8] = x[r0 + p];
            out[to + p * 8 + 1] = x[r1 + p];
            out[to + p * 8 + 2] = x[r2 + p];
            out[to + p * 8 + 3] = x[r3 + p];
            out[to + p * 8 + 4] = x[r4 + p];
            out[to + p * 8 + 5] = x[r5 + p];
            out[to + p * 8 + 6] = x[r6 + p];
            out[to + p * 8 + 7] = x[r7 + p];
        }
    }

    /** As {@link #packTo8}. */
    private static void packTo16(int depth, float[] x, int at, int stride, float[] out, int to) {
        int r0 = at;
        int r1 = r0 + stride;
        int r2 = r1 + stride;
        int r3 = r2 + stride;
        int r4 = r3 + stride;
        int r5 = r4 + stride;
        int r6 = r5 + stride;
        int r7 = r6 + stride;
        for (int p = 0; p < depth; p++) {
            out[to + p * 16] = x[r0 + p];
            out[to + p * 16 + 1] = x[r1 + p];
            out[to + p * 16 + 2] = x[r2 + p];
            out[to + p * 16 + 3] = x[r3 + p];
            out[to + p * 16 + 4] = x[r4 + p];
            out[to + p * 16 + 5] = x[r5 + p];
            out[to + p * 16 + 6] = x[r6 + p];
            out[to + p * 16 + 7] = x[r7 + p];
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
            int r0 = outAt + j * stride;
            int r1 = r0 + stride;
            int r2 = r1 + stride;
            int r3 = r2 + stride;
            int from = at + j;
            for (int place : places) {
                out[r0 + place] = x[from];
                out[r1 + place] = x[from + 1];
                out[r2 + place] = x[from + 2];
                out[r3 + place] = x[from + 3];
                from += width;
            }
        }
        for (; j < used; j++) {
            int from = at + j;
            for (int place : places) {
                out[outAt + j * stride + place] = x[from];
                from += width;
            }
        }
    }
}
