package dev.gradus.engine.backend.aparapi;

/**
 * Matrix products and convolutions. A group computes a tile of {@value #TILE} rows by {@value #TILE} columns of the result,
 * {@value #DEPTH} terms at a time out of local memory; each of its work items holds four rows by four columns in registers. A
 * convolution is the product with the unfolded images, whose elements are looked up as a tile is loaded; nothing is unfolded
 * in memory.
 *
 * <p>Row: kind, A, B, C, m, n, k, slices, stretches of k, terms of a stretch, then strides or the convolution's sizes. A slice is a
 * stretch of one product of a batch, its result a matrix of its own; another row adds the stretches.
 */
abstract class ProductKernels extends SumKernels {
    static final int TILE = 64;
    static final int DEPTH = 16;

    static final int MATRICES = 0;
    static final int CONVOLUTION = 1;
    static final int CONVOLUTION_TRANSPOSED = 2;
    static final int CONVOLUTION_WEIGHT = 3;

    /** Of matrices: A's row, column and batch; B's row, column and batch; C's row and slice. */
    static final int STRIDES = 11;
    /** Of convolutions: channels, height, width of x; the same of y; kernel, stride, padding, dilation, each height and width. */
    static final int SIZES = 11;

    @Local
    float[] left = new float[TILE * DEPTH];

    @Local
    float[] right = new float[TILE * DEPTH];

    final void productRow() {
        int kind = parameter(1);
        int m = parameter(5);
        int n = parameter(6);
        int k = parameter(7);
        int stretches = parameter(9);
        int terms = parameter(10);
        int tileColumns = (n + TILE - 1) / TILE;
        int tilesOfSlice = (m + TILE - 1) / TILE * tileColumns;
        int tiles = parameter(8) * tilesOfSlice;
        int item = getLocalId();
        int along = item % TILE;
        int depth = item / TILE;
        int itemRow = item / 16 * 4;
        int itemColumn = item % 16 * 4;
        for (int tile = getGroupId(); tile < tiles; tile += getNumGroups()) {
            int slice = tile / tilesOfSlice;
            int inSlice = tile - slice * tilesOfSlice;
            int batch = slice / stretches;
            int from = (slice - batch * stretches) * terms;
            int to = min(from + terms, k);
            int firstRow = inSlice / tileColumns * TILE;
            int firstColumn = inSlice % tileColumns * TILE;
            int row = firstRow + along;
            int column = firstColumn + along;
            float c00 = 0f;
            float c01 = 0f;
            float c02 = 0f;
            float c03 = 0f;
            float c10 = 0f;
            float c11 = 0f;
            float c12 = 0f;
            float c13 = 0f;
            float c20 = 0f;
            float c21 = 0f;
            float c22 = 0f;
            float c23 = 0f;
            float c30 = 0f;
            float c31 = 0f;
            float c32 = 0f;
            float c33 = 0f;
            for (int first = from; first < to; first += DEPTH) {
                for (int d = depth; d < DEPTH; d += GROUP / TILE) {
                    int term = first + d;
                    float a = 0f;
                    float b = 0f;
                    if (term < to) {
                        if (row < m) {
                            a = leftValue(kind, batch, row, term);
                        }
                        if (column < n) {
                            b = rightValue(kind, batch, term, column);
                        }
                    }
                    left[d * TILE + along] = a;
                    right[d * TILE + along] = b;
                }
                localBarrier();
                for (int d = 0; d < DEPTH; d++) {
                    float a0 = left[d * TILE + itemRow];
                    float a1 = left[d * TILE + itemRow + 1];
                    float a2 = left[d * TILE + itemRow + 2];
                    float a3 = left[d * TILE + itemRow + 3];
                    float b0 = right[d * TILE + itemColumn];
                    float b1 = right[d * TILE + itemColumn + 1];
                    float b2 = right[d * TILE + itemColumn + 2];
                    float b3 = right[d * TILE + itemColumn + 3];
                    c00 = fma(a0, b0, c00);
                    c01 = fma(a0, b1, c01);
                    c02 = fma(a0, b2, c02);
                    c03 = fma(a0, b3, c03);
                    c10 = fma(a1, b0, c10);
                    c11 = fma(a1, b1, c11);
                    c12 = fma(a1, b2, c12);
                    c13 = fma(a1, b3, c13);
                    c20 = fma(a2, b0, c20);
                    c21 = fma(a2, b1, c21);
                    c22 = fma(a2, b2, c22);
                    c23 = fma(a2, b3, c23);
                    c30 = fma(a3, b0, c30);
                    c31 = fma(a3, b1, c31);
                    c32 = fma(a3, b2, c32);
                    c33 = fma(a3, b3, c33);
                }
                localBarrier();
            }
            row = firstRow + itemRow;
            column = firstColumn + itemColumn;
            storeResults(kind, slice, row, column, c00, c01, c02, c03);
            storeResults(kind, slice, row + 1, column, c10, c11, c12, c13);
            storeResults(kind, slice, row + 2, column, c20, c21, c22, c23);
            storeResults(kind, slice, row + 3, column, c30, c31, c32, c33);
        }
    }

    final void storeResults(int kind, int slice, int row, int column, float r0, float r1, float r2, float r3) {
        if (row < parameter(5)) {
            int n = parameter(6);
            if (column < n) {
                store(resultAddress(kind, slice, row, column), r0);
            }
            if (column + 1 < n) {
                store(resultAddress(kind, slice, row, column + 1), r1);
            }
            if (column + 2 < n) {
                store(resultAddress(kind, slice, row, column + 2), r2);
            }
            if (column + 3 < n) {
                store(resultAddress(kind, slice, row, column + 3), r3);
            }
        }
    }

    /** Columns of a convolution's result are places of all images; the images lie apart by all rows. */
    final int resultAddress(int kind, int slice, int row, int column) {
        int at = parameter(4);
        if (kind == MATRICES) {
            at = at + slice * parameter(STRIDES + 7) + row * parameter(STRIDES + 6) + column;
        }
        if (kind == CONVOLUTION_WEIGHT) {
            at = at + (slice * parameter(5) + row) * parameter(6) + column;
        }
        if (kind == CONVOLUTION || kind == CONVOLUTION_TRANSPOSED) {
            int places = parameter(SIZES + 4) * parameter(SIZES + 5);
            if (kind == CONVOLUTION_TRANSPOSED) {
                places = parameter(SIZES + 1) * parameter(SIZES + 2);
            }
            int image = column / places;
            at = at + (image * parameter(5) + row) * places + (column - image * places);
        }
        return at;
    }

    final float leftValue(int kind, int batch, int row, int term) {
        int at = parameter(2);
        if (kind == MATRICES) {
            at = at + batch * parameter(STRIDES + 2) + row * parameter(STRIDES) + term * parameter(STRIDES + 1);
        }
        if (kind == CONVOLUTION) { // w[row, c, p, q], term = (c, p, q)
            at = at + row * parameter(7) + term;
        }
        if (kind == CONVOLUTION_TRANSPOSED) { // w[o, row, p, q], term = (o, p, q)
            int taps = parameter(SIZES + 6) * parameter(SIZES + 7);
            int o = term / taps;
            at = at + (o * parameter(SIZES) + row) * taps + (term - o * taps);
        }
        if (kind == CONVOLUTION_WEIGHT) { // y[n, row, i, j], term = (n, i, j)
            int places = parameter(SIZES + 4) * parameter(SIZES + 5);
            int image = term / places;
            at = at + (image * parameter(SIZES + 3) + row) * places + (term - image * places);
        }
        return load(at);
    }

    final float rightValue(int kind, int batch, int term, int column) {
        float value = 0f;
        if (kind == MATRICES) {
            value = load(parameter(3)
                    + batch * parameter(STRIDES + 5)
                    + term * parameter(STRIDES + 3)
                    + column * parameter(STRIDES + 4));
        }
        if (kind == CONVOLUTION) {
            value = patchValue(term, column);
        }
        if (kind == CONVOLUTION_WEIGHT) {
            value = patchValue(column, term);
        }
        if (kind == CONVOLUTION_TRANSPOSED) {
            value = spreadValue(term, column);
        }
        return value;
    }

    /** x at tap (c, p, q) of the window of output (n, i, j), 0 in the padding. */
    final float patchValue(int tap, int output) {
        int kernelW = parameter(SIZES + 7);
        int outW = parameter(SIZES + 5);
        int line = tap / kernelW;
        int channel = line / parameter(SIZES + 6);
        int outLine = output / outW;
        int image = outLine / parameter(SIZES + 4);
        int h = (outLine - image * parameter(SIZES + 4)) * parameter(SIZES + 8)
                - parameter(SIZES + 10)
                + (line - channel * parameter(SIZES + 6)) * parameter(SIZES + 12);
        int w = (output - outLine * outW) * parameter(SIZES + 9)
                - parameter(SIZES + 11)
                + (tap - line * kernelW) * parameter(SIZES + 13);
        float value = 0f;
        if (h >= 0) {
            if (h < parameter(SIZES + 1)) {
                if (w >= 0) {
                    if (w < parameter(SIZES + 2)) {
                        value = load(parameter(3)
                                + ((image * parameter(SIZES) + channel) * parameter(SIZES + 1) + h)
                                        * parameter(SIZES + 2)
                                + w);
                    }
                }
            }
        }
        return value;
    }

    /** y [n, o, i, j] where the tap (o, p, q) of its window lies on the input place (n, h, w); 0 where none does. */
    final float spreadValue(int tap, int input) {
        int kernelW = parameter(SIZES + 7);
        int inW = parameter(SIZES + 2);
        int line = tap / kernelW;
        int channel = line / parameter(SIZES + 6);
        int inLine = input / inW;
        int image = inLine / parameter(SIZES + 1);
        int h = inLine
                - image * parameter(SIZES + 1)
                + parameter(SIZES + 10)
                - (line - channel * parameter(SIZES + 6)) * parameter(SIZES + 12);
        int w = input - inLine * inW + parameter(SIZES + 11) - (tap - line * kernelW) * parameter(SIZES + 13);
        float value = 0f;
        if (h >= 0) {
            if (w >= 0) {
                int i = h / parameter(SIZES + 8);
                int j = w / parameter(SIZES + 9);
                if (i * parameter(SIZES + 8) == h) {
                    if (j * parameter(SIZES + 9) == w) {
                        if (i < parameter(SIZES + 4)) {
                            if (j < parameter(SIZES + 5)) {
                                value = load(parameter(3)
                                        + ((image * parameter(SIZES + 3) + channel) * parameter(SIZES + 4) + i)
                                                * parameter(SIZES + 5)
                                        + j);
                            }
                        }
                    }
                }
            }
        }
        return value;
    }
}
