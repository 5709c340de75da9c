package dev.gradus.engine.backend.cpu;

/**
 * Copies that turn rows into columns of a packed operand, in blocks of four by four numbers:
 * {@code out[to + W·p + j] = x[at + j·stride + p]} for j from 0 to 3 and p below {@code depth}, with W the length of a
 * column. As in {@link WideTiles}, W is a constant so that C2 checks indices once, before the loop; and it keeps
 * sixteen numbers in registers, where it reads them before it writes any.
 *
 * <p>In plain Java: vectors of 128 bit would do it faster by themselves, and make the kernels around slower, because C2 boxes vectors
 * where it has seen two widths (docs/architecture.md).
 */
final class PanelRows {
    private static final int STRIP = VectorTiles.TALL;
    private static final int PANEL = VectorPanels.WIDTH;

    private PanelRows() {}

    /** Four rows to a strip of A. */
    static void toStrip(int depth, float[] x, int at, int stride, float[] out, int to) {
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
            out[STRIP * p + to] = x00;
            out[STRIP * p + (to + 1)] = x10;
            out[STRIP * p + (to + 2)] = x20;
            out[STRIP * p + (to + 3)] = x30;
            out[STRIP * p + (to + STRIP)] = x01;
            out[STRIP * p + (to + STRIP + 1)] = x11;
            out[STRIP * p + (to + STRIP + 2)] = x21;
            out[STRIP * p + (to + STRIP + 3)] = x31;
            out[STRIP * p + (to + 2 * STRIP)] = x02;
            out[STRIP * p + (to + 2 * STRIP + 1)] = x12;
            out[STRIP * p + (to + 2 * STRIP + 2)] = x22;
            out[STRIP * p + (to + 2 * STRIP + 3)] = x32;
            out[STRIP * p + (to + 3 * STRIP)] = x03;
            out[STRIP * p + (to + 3 * STRIP + 1)] = x13;
            out[STRIP * p + (to + 3 * STRIP + 2)] = x23;
            out[STRIP * p + (to + 3 * STRIP + 3)] = x33;
        }
        for (; p < depth; p++) {
            out[STRIP * p + to] = x[p + at];
            out[STRIP * p + (to + 1)] = x[p + row1];
            out[STRIP * p + (to + 2)] = x[p + row2];
            out[STRIP * p + (to + 3)] = x[p + row3];
        }
    }

    /** Four rows to a panel of B. */
    static void toPanel(int depth, float[] x, int at, int stride, float[] out, int to) {
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
            out[PANEL * p + to] = x00;
            out[PANEL * p + (to + 1)] = x10;
            out[PANEL * p + (to + 2)] = x20;
            out[PANEL * p + (to + 3)] = x30;
            out[PANEL * p + (to + PANEL)] = x01;
            out[PANEL * p + (to + PANEL + 1)] = x11;
            out[PANEL * p + (to + PANEL + 2)] = x21;
            out[PANEL * p + (to + PANEL + 3)] = x31;
            out[PANEL * p + (to + 2 * PANEL)] = x02;
            out[PANEL * p + (to + 2 * PANEL + 1)] = x12;
            out[PANEL * p + (to + 2 * PANEL + 2)] = x22;
            out[PANEL * p + (to + 2 * PANEL + 3)] = x32;
            out[PANEL * p + (to + 3 * PANEL)] = x03;
            out[PANEL * p + (to + 3 * PANEL + 1)] = x13;
            out[PANEL * p + (to + 3 * PANEL + 2)] = x23;
            out[PANEL * p + (to + 3 * PANEL + 3)] = x33;
        }
        for (; p < depth; p++) {
            out[PANEL * p + to] = x[p + at];
            out[PANEL * p + (to + 1)] = x[p + row1];
            out[PANEL * p + (to + 2)] = x[p + row2];
            out[PANEL * p + (to + 3)] = x[p + row3];
        }
    }

    /** One row to a strip of A. */
    static void toStrip1(int depth, float[] x, int at, float[] out, int to) {
        for (int p = 0; p < depth; p++) {
            out[STRIP * p + to] = x[p + at];
        }
    }
}
