package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Binary;
import dev.gradus.engine.backend.Broadcast;
import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.parallel.Workers;

/** Kernels that walk over several axes, taken apart into stretches for the {@link Loops}. */
final class Walks {
    /** Rows that a sum over an outer axis adds up before it starts a new partial sum, for accuracy. */
    private static final int BLOCK = 256;

    /** Elements of a block that is transposed at once, on either side: both fit the first-level cache. */
    private static final int TILE = 32;

    private final Loops loops;
    private final Workers workers;

    Walks(Loops loops, Workers workers) {
        this.loops = loops;
        this.workers = workers;
    }

    // ---- elementwise under broadcasting --------------------------------------------------------------------------

    void binary(Binary f, float[] x, float[] y, Broadcast walk, double a, float[] out) {
        int axes = walk.extents().length;
        int inner = walk.extents()[axes - 1];
        int strideX = walk.strideX()[axes - 1];
        int strideY = walk.strideY()[axes - 1];
        if (axes == 1) {
            workers.loop(
                    inner,
                    CpuBackend.GRAIN,
                    (from, to) -> loops.binary(
                            f, x, from * strideX, strideX, y, from * strideY, strideY, a, out, from, to - from));
            return;
        }
        int rows = inner == 0 ? 0 : walk.size() / inner;
        workers.loop(rows, rowGrain(inner), (from, to) -> {
            for (int row = from; row < to; row++) {
                int atX = place(row, walk.extents(), walk.strideX());
                int atY = place(row, walk.extents(), walk.strideY());
                loops.binary(f, x, atX, strideX, y, atY, strideY, a, out, row * inner, inner);
            }
        });
    }

    private static int rowGrain(int rowLength) {
        return Math.max(1, CpuBackend.GRAIN / Math.max(1, rowLength));
    }

    /** Where row number {@code row} starts, counting over all axes but the last. */
    private static int place(int row, int[] extents, int[] strides) {
        int at = 0;
        for (int axis = extents.length - 2, rest = row; axis >= 0; axis--) {
            at += rest % extents[axis] * strides[axis];
            rest /= extents[axis];
        }
        return at;
    }

    // ---- reductions ----------------------------------------------------------------------------------------------

    void reduce(Reduction f, float[] x, int outer, int length, int inner, float[] out) {
        float start = f == Reduction.SUM ? 0f : Float.NEGATIVE_INFINITY;
        if (length == 0 || out.length == 0) {
            java.util.Arrays.fill(out, start);
        } else if (inner == 1) {
            workers.loop(outer, rowGrain(length), (from, to) -> {
                for (int o = from; o < to; o++) {
                    out[o] = loops.reduce(f, x, o * length, length);
                }
            });
        } else {
            int columns = Math.min(inner, 1024);
            int strips = (inner - 1) / columns + 1;
            workers.loop(outer * strips, rowGrain(length * columns), (from, to) -> {
                float[] partial = new float[columns];
                for (int i = from; i < to; i++) {
                    int column = i % strips * columns;
                    reduceStrip(
                            f, x, i / strips, length, inner, column, Math.min(columns, inner - column), out, partial);
                }
            });
        }
    }

    /** Reduces the rows of some columns: blocks of rows into a partial result, and that into the result. */
    private void reduceStrip(
            Reduction f,
            float[] x,
            int outer,
            int length,
            int inner,
            int column,
            int count,
            float[] out,
            float[] partial) {
        int into = outer * inner + column;
        for (int block = 0; block < length; block += BLOCK) {
            int end = Math.min(length, block + BLOCK);
            int at = (outer * length + block) * inner + column;
            float[] target = block == 0 ? out : partial;
            int targetAt = block == 0 ? into : 0;
            System.arraycopy(x, at, target, targetAt, count);
            for (int row = block + 1; row < end; row++) {
                loops.combine(f, target, targetAt, x, (outer * length + row) * inner + column, count);
            }
            if (block > 0) {
                loops.combine(f, out, into, partial, 0, count);
            }
        }
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    void copy(float[] source, Region from, float[] target, Region to, int[] extents) {
        int axes = extents.length;
        if (axes == 0) {
            target[to.offset()] = source[from.offset()];
            return;
        }
        int inner = extents[axes - 1];
        int rows = 1;
        for (int axis = 0; axis < axes - 1; axis++) {
            rows *= extents[axis];
        }
        int stepFrom = from.strides()[axes - 1];
        int stepTo = to.strides()[axes - 1];
        if (axes >= 2 && stepTo == 1 && stepFrom != 1 && from.strides()[axes - 2] == 1) {
            if (rows > 0 && inner > 0) {
                transpose(source, from, target, to, extents);
            }
            return;
        }
        workers.loop(rows, rowGrain(inner), (first, end) -> {
            for (int row = first; row < end; row++) {
                int in = from.offset() + place(row, extents, from.strides());
                int out = to.offset() + place(row, extents, to.strides());
                copyRow(source, in, stepFrom, target, out, stepTo, inner);
            }
        });
    }

    private static void copyRow(float[] source, int in, int stepFrom, float[] target, int out, int stepTo, int length) {
        if (stepFrom == 1 && stepTo == 1) {
            System.arraycopy(source, in, target, out, length);
        } else if (stepFrom == 0 && stepTo == 1) {
            java.util.Arrays.fill(target, out, out + length, source[in]);
        } else {
            for (int i = 0; i < length; i++) {
                target[out + i * stepTo] = source[in + i * stepFrom];
            }
        }
    }

    /** The last two axes change places: copied in blocks, so that neither side is walked across its rows. */
    private void transpose(float[] source, Region from, float[] target, Region to, int[] extents) {
        int axes = extents.length;
        int rows = extents[axes - 2];
        int columns = extents[axes - 1];
        int across = from.strides()[axes - 1];
        int down = to.strides()[axes - 2];
        int planes = 1;
        for (int axis = 0; axis < axes - 2; axis++) {
            planes *= extents[axis];
        }
        int bands = (rows - 1) / TILE + 1;
        workers.loop(planes * bands, rowGrain(TILE * columns), (first, end) -> {
            for (int i = first; i < end; i++) {
                int start = i / bands * rows;
                int in = from.offset() + place(start, extents, from.strides());
                int out = to.offset() + place(start, extents, to.strides());
                int band = i % bands * TILE;
                for (int column = 0; column < columns; column += TILE) {
                    int lastColumn = Math.min(columns, column + TILE);
                    for (int row = band; row < Math.min(rows, band + TILE); row++) {
                        for (int k = column; k < lastColumn; k++) {
                            target[out + row * down + k] = source[in + row + k * across];
                        }
                    }
                }
            }
        });
    }
}
