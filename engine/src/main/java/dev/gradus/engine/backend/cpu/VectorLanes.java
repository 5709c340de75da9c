package dev.gradus.engine.backend.cpu;

import dev.gradus.engine.backend.Reduction;
import dev.gradus.engine.memory.PerThread;
import java.util.Arrays;

/**
 * {@link LaneProduct} on the Vector API. W is cut along k as {@link VectorPanels} cuts, and each block in strips of up to 12 rows: 8
 * for the last two, if 4 would be left. A column of a strip follows the other, 12 numbers long whatever the strip; rows beyond the last
 * are zeros up to a multiple of 4.
 */
final class VectorLanes implements LaneProduct {
    private static final int LANES = VectorTiles.LANES;
    private static final int ROWS = RecurrentKernels.ROWS;
    private static final int HEIGHT = LaneTiles.HEIGHT;
    /** Whether one vector holds a block of the batch. */
    private static final boolean WIDE = LANES >= ROWS;

    private static final PerThread<Scratch> SCRATCH = new PerThread<>(Scratch::new);

    /** The sums of a block along k that are to be added to those before. */
    private static final class Scratch {
        private float[] sums = new float[0];

        float[] reserve(int length) {
            if (sums.length < length) {
                sums = new float[length];
            }
            return sums;
        }
    }

    private final VectorLoops loops = new VectorLoops();
    private int rows;
    private int columns;
    private int extra;
    private int strips;
    private float[] w = new float[0];

    @Override
    public int blocks() {
        return WIDE ? 2 : 1;
    }

    @Override
    public void reserve(int rows, int columns, int extra) {
        this.rows = (rows + 3) / 4 * 4;
        this.columns = columns;
        this.extra = extra;
        strips = (this.rows - 1) / HEIGHT + 1;
        int size = strips * HEIGHT * columns;
        if (w.length < size) {
            w = new float[size];
        } else {
            Arrays.fill(w, 0, size, 0f);
        }
    }

    @Override
    public int size() {
        return ROWS * rows;
    }

    /** The rows of the strip that begins at row i. */
    private int height(int i) {
        int left = rows - i;
        return left > HEIGHT && left % HEIGHT == 4 && left < 2 * HEIGHT ? 8 : Math.min(left, HEIGHT);
    }

    /** The end of the block along k that begins at column p. */
    private int end(int p) {
        return Math.min(columns, p + VectorPanels.DEPTH + (p == 0 ? extra : 0));
    }

    @Override
    public void put(int row, int rows, int column, int columns, float[] w, int wAt, int rowStep, int columnStep) {
        for (int p = 0; p < this.columns; p = end(p)) {
            int depth = end(p) - p;
            int first = Math.max(p, column);
            int last = Math.min(p + depth, column + columns);
            int strip = p * strips * HEIGHT;
            int height;
            for (int i = 0; i < this.rows; i += height) {
                height = height(i);
                for (int r = Math.max(i, row); r < Math.min(i + height, row + rows); r++) {
                    int from = wAt + (r - row) * rowStep - column * columnStep;
                    int to = strip + r - i - p * HEIGHT;
                    for (int q = first; q < last; q++) {
                        this.w[to + q * HEIGHT] = w[from + q * columnStep];
                    }
                }
                strip += HEIGHT * depth;
            }
        }
    }

    @Override
    public void multiply(int blocks, float[] x, int xAt, int xGap, float[] out, int outGap) {
        for (int p = 0; p < columns; p = end(p)) {
            if (p == 0) {
                block(p, blocks, x, xAt + p * ROWS, xGap, out, outGap);
                continue;
            }
            int size = size();
            float[] sums = SCRATCH.get().reserve(2 * size);
            block(p, blocks, x, xAt + p * ROWS, xGap, sums, size);
            for (int b = 0; b < blocks; b++) {
                loops.combine(Reduction.SUM, out, b * outGap, sums, b * size, size);
            }
        }
    }

    /** The sums of the block along k that begins at p. */
    private void block(int p, int blocks, float[] x, int xAt, int xGap, float[] out, int outGap) {
        int depth = end(p) - p;
        int strip = p * strips * HEIGHT;
        int height;
        for (int i = 0; i < rows; i += height) {
            height = height(i);
            if (!WIDE) {
                for (int lane = 0; lane < ROWS; lane += 2 * LANES) {
                    narrow(height, depth, strip, x, xAt + lane, out, i * ROWS + lane);
                }
                for (int lane = 0; lane < ROWS && blocks > 1; lane += 2 * LANES) {
                    narrow(height, depth, strip, x, xAt + xGap + lane, out, outGap + i * ROWS + lane);
                }
            } else if (blocks > 1) {
                two(height, depth, strip, x, xAt, xGap, out, i * ROWS, outGap);
            } else {
                one(height, depth, strip, x, xAt, out, i * ROWS);
            }
            strip += HEIGHT * depth;
        }
    }

    private void two(int height, int depth, int strip, float[] x, int xAt, int xGap, float[] out, int to, int outGap) {
        if (height == 12) {
            LaneTiles.tile12x2(depth, w, strip, x, xAt, xGap, out, to, outGap);
        } else if (height == 8) {
            LaneTiles.tile8x2(depth, w, strip, x, xAt, xGap, out, to, outGap);
        } else {
            LaneTiles.tile4x2(depth, w, strip, x, xAt, xGap, out, to, outGap);
        }
    }

    private void one(int height, int depth, int strip, float[] x, int xAt, float[] out, int to) {
        if (height == 12) {
            LaneTiles.tile12x1(depth, w, strip, x, xAt, out, to);
        } else if (height == 8) {
            LaneTiles.tile8x1(depth, w, strip, x, xAt, out, to);
        } else {
            LaneTiles.tile4x1(depth, w, strip, x, xAt, out, to);
        }
    }

    /** A strip for CPUs with 16 vector registers: two vectors of the same block. */
    private void narrow(int height, int depth, int strip, float[] x, int xAt, float[] out, int to) {
        int r = 0;
        for (; r + 6 <= height && height == 12; r += 6) {
            LaneTiles.tile6x2(depth, w, strip + r, x, xAt, LANES, out, to + r * ROWS, LANES);
        }
        for (; r < height; r += 4) {
            LaneTiles.tile4x2(depth, w, strip + r, x, xAt, LANES, out, to + r * ROWS, LANES);
        }
    }
}
