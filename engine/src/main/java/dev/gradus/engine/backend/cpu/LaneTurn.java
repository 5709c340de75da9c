package dev.gradus.engine.backend.cpu;

/**
 * Copies between rows of the batch and lanes: number p of row r of a block is at {@code 16·p + r}. In plain Java, four rows at a time,
 * at a constant stride and with sixteen numbers read before any is written, as in {@link PanelRows}.
 */
final class LaneTurn {
    private static final int ROWS = RecurrentKernels.ROWS;

    private LaneTurn() {}

    /** {@code lanes[to + 16·p + r] = x[at + r·stride + p]} for the sixteen rows r of a block and p below {@code depth}. */
    static void toLanes(int depth, float[] x, int at, int stride, float[] lanes, int to) {
        toLanes(1, depth, x, at, stride, 0, lanes, to, 0);
    }

    /** As above for some steps, {@code step} apart in x and {@code laneStep} in the lanes: four rows of x at a time are read as they lie. */
    static void toLanes(
            int steps, int depth, float[] x, int at, int stride, int step, float[] lanes, int to, int laneStep) {
        for (int r = 0; r < ROWS; r += 4) {
            for (int k = 0; k < steps; k++) {
                fourToLanes(depth, x, at + r * stride + k * step, stride, lanes, to + r + k * laneStep);
            }
        }
    }

    /** {@code x[at + r·stride + p] = lanes[from + 16·p + r]} for the sixteen rows r of a block and p below {@code depth}. */
    static void toRows(int depth, float[] lanes, int from, float[] x, int at, int stride) {
        toRows(1, depth, lanes, from, 0, x, at, stride, 0);
    }

    /** As above for some steps, {@code step} apart in x and {@code laneStep} in the lanes. */
    static void toRows(
            int steps, int depth, float[] lanes, int from, int laneStep, float[] x, int at, int stride, int step) {
        for (int r = 0; r < ROWS; r += 4) {
            for (int k = 0; k < steps; k++) {
                fourToRows(depth, lanes, from + r + k * laneStep, x, at + r * stride + k * step, stride);
            }
        }
    }

    /** Four rows of a block. */
    static void fourToLanes(int depth, float[] x, int at, int stride, float[] out, int to) {
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
            out[ROWS * p + to] = x00;
            out[ROWS * p + (to + 1)] = x10;
            out[ROWS * p + (to + 2)] = x20;
            out[ROWS * p + (to + 3)] = x30;
            out[ROWS * p + (to + ROWS)] = x01;
            out[ROWS * p + (to + ROWS + 1)] = x11;
            out[ROWS * p + (to + ROWS + 2)] = x21;
            out[ROWS * p + (to + ROWS + 3)] = x31;
            out[ROWS * p + (to + 2 * ROWS)] = x02;
            out[ROWS * p + (to + 2 * ROWS + 1)] = x12;
            out[ROWS * p + (to + 2 * ROWS + 2)] = x22;
            out[ROWS * p + (to + 2 * ROWS + 3)] = x32;
            out[ROWS * p + (to + 3 * ROWS)] = x03;
            out[ROWS * p + (to + 3 * ROWS + 1)] = x13;
            out[ROWS * p + (to + 3 * ROWS + 2)] = x23;
            out[ROWS * p + (to + 3 * ROWS + 3)] = x33;
        }
        for (; p < depth; p++) {
            out[ROWS * p + to] = x[p + at];
            out[ROWS * p + (to + 1)] = x[p + row1];
            out[ROWS * p + (to + 2)] = x[p + row2];
            out[ROWS * p + (to + 3)] = x[p + row3];
        }
    }

    private static void fourToRows(int depth, float[] x, int at, float[] out, int to, int stride) {
        int row1 = to + stride;
        int row2 = row1 + stride;
        int row3 = row2 + stride;
        int p = 0;
        for (; p < depth - 3; p += 4) {
            float x00 = x[ROWS * p + at];
            float x10 = x[ROWS * p + (at + 1)];
            float x20 = x[ROWS * p + (at + 2)];
            float x30 = x[ROWS * p + (at + 3)];
            float x01 = x[ROWS * p + (at + ROWS)];
            float x11 = x[ROWS * p + (at + ROWS + 1)];
            float x21 = x[ROWS * p + (at + ROWS + 2)];
            float x31 = x[ROWS * p + (at + ROWS + 3)];
            float x02 = x[ROWS * p + (at + 2 * ROWS)];
            float x12 = x[ROWS * p + (at + 2 * ROWS + 1)];
            float x22 = x[ROWS * p + (at + 2 * ROWS + 2)];
            float x32 = x[ROWS * p + (at + 2 * ROWS + 3)];
            float x03 = x[ROWS * p + (at + 3 * ROWS)];
            float x13 = x[ROWS * p + (at + 3 * ROWS + 1)];
            float x23 = x[ROWS * p + (at + 3 * ROWS + 2)];
            float x33 = x[ROWS * p + (at + 3 * ROWS + 3)];
            out[p + to] = x00;
            out[p + (to + 1)] = x01;
            out[p + (to + 2)] = x02;
            out[p + (to + 3)] = x03;
            out[p + row1] = x10;
            out[p + (row1 + 1)] = x11;
            out[p + (row1 + 2)] = x12;
            out[p + (row1 + 3)] = x13;
            out[p + row2] = x20;
            out[p + (row2 + 1)] = x21;
            out[p + (row2 + 2)] = x22;
            out[p + (row2 + 3)] = x23;
            out[p + row3] = x30;
            out[p + (row3 + 1)] = x31;
            out[p + (row3 + 2)] = x32;
            out[p + (row3 + 3)] = x33;
        }
        for (; p < depth; p++) {
            out[p + to] = x[ROWS * p + at];
            out[p + row1] = x[ROWS * p + (at + 1)];
            out[p + row2] = x[ROWS * p + (at + 2)];
            out[p + row3] = x[ROWS * p + (at + 3)];
        }
    }
}
