package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.parallel.Workers;
import java.util.Arrays;

/**
 * Reduces the middle axis of {@code [outer, length, inner]}. A long axis is cut in fixed pieces whose results are reduced
 * again in the same way: the pieces are what the threads share, and they keep the error of a sum from growing with its
 * length.
 */
final class AxisReduction {
    /** Elements of a piece of a contiguous axis. */
    private static final int STRETCH = 2 * CpuBackend.GRAIN;
    /** Rows of a piece of an axis that has others inside. */
    private static final int ROWS = 128;
    /** Inner axes shorter than this are reduced 16 rows at once, as one long row, which is then folded. */
    private static final int NARROW = 128;

    private static final int FOLD = 16;
    /** Columns of a segment of a wide row: its sums stay in the first-level cache. */
    private static final int SEGMENT = 4096;

    private final Loops loops;
    private final Workers workers;
    private final FloatArrays arrays;

    AxisReduction(Loops loops, Workers workers, FloatArrays arrays) {
        this.loops = loops;
        this.workers = workers;
        this.arrays = arrays;
    }

    void reduce(Reduction f, float[] x, int outer, int length, int inner, float[] out) {
        if (outer == 0 || inner == 0) {
            return;
        }
        int piece = inner == 1 ? STRETCH : ROWS;
        if (length <= piece) {
            pieces(f, x, outer, length, inner, piece, 1, out);
            return;
        }
        int count = (length - 1) / piece + 1;
        float[] partial = arrays.allocate(outer * count * inner);
        pieces(f, x, outer, length, inner, piece, count, partial);
        reduce(f, partial, outer, count, inner, out);
        arrays.recycle(partial);
    }

    /** Piece i of {@code outer·count} lies in outer index {@code i / count}; wide rows are shared out in segments. */
    private void pieces(Reduction f, float[] x, int outer, int length, int inner, int piece, int count, float[] out) {
        int segments = inner < 2 * SEGMENT ? 1 : (inner - 1) / SEGMENT + 1;
        int width = segments == 1 ? inner : SEGMENT;
        int elements = Math.max(1, Math.min(length, piece) * width);
        if (inner == 1 && count == 1) {
            workers.loop(
                    outer,
                    Math.max(1, CpuBackend.GRAIN / elements),
                    (from, to) -> loops.reduceRows(f, x, from * length, to - from, length, out, from));
            return;
        }
        workers.loop(outer * count * segments, Math.max(1, CpuBackend.GRAIN / elements), (from, to) -> {
            for (int unit = from; unit < to; unit++) {
                int i = unit / segments;
                int column = unit % segments * SEGMENT;
                int first = i % count * piece;
                int rows = Math.min(piece, length - first);
                int at = (i / count * length + first) * inner + column;
                if (inner == 1) {
                    out[i] = loops.reduce(f, x, at, rows);
                } else if (inner < NARROW && rows >= 2 * FOLD) {
                    narrow(f, x, at, rows, inner, out, i * inner);
                } else {
                    rows(f, x, at, rows, inner, out, i * inner + column, Math.min(width, inner - column));
                }
            }
        });
    }

    private void rows(Reduction f, float[] x, int at, int rows, int stride, float[] out, int outAt, int width) {
        Arrays.fill(out, outAt, outAt + width, f == Reduction.SUM ? 0f : Float.NEGATIVE_INFINITY);
        for (int row = 0; row < rows; row++) {
            loops.combine(f, out, outAt, x, at + row * stride, width);
        }
    }

    /** Rows r, r + 16, r + 32, … first, then the 16 results in halves. */
    private void narrow(Reduction f, float[] x, int at, int rows, int inner, float[] out, int outAt) {
        int wide = FOLD * inner;
        float[] folded = arrays.allocate(wide);
        System.arraycopy(x, at, folded, 0, wide);
        int size = rows * inner;
        for (int done = wide; done < size; done += wide) {
            loops.combine(f, folded, 0, x, at + done, Math.min(wide, size - done));
        }
        for (int half = wide / 2; half >= inner; half /= 2) {
            loops.combine(f, folded, 0, folded, half, half);
        }
        System.arraycopy(folded, 0, out, outAt, inner);
        arrays.recycle(folded);
    }
}
