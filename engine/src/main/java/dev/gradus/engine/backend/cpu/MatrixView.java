package dev.gradus.engine.backend.cpu;

/** A matrix inside of an array: element (i, j) is at {@code at + i·down + j·right}. May serve again for another. */
final class MatrixView {
    /** Rows that a transposing copy fills at once. */
    private static final int BAND = 8;

    private float[] array;
    private int at;
    private int down;
    private int right;

    /** From now on a row-major matrix, or the transpose of one. */
    MatrixView of(float[] numbers, int from, int stride, boolean transpose) {
        return set(numbers, from, transpose ? 1 : stride, transpose ? stride : 1);
    }

    /** From now on the columns of another from {@code column} on. */
    MatrixView columns(MatrixView other, int column) {
        return set(other.array, other.place(0, column), other.down, other.right);
    }

    /** From now on its transpose. */
    MatrixView transpose() {
        return set(array, at, right, down);
    }

    private MatrixView set(float[] numbers, int from, int toNextRow, int toNextColumn) {
        array = numbers;
        at = from;
        down = toNextRow;
        right = toNextColumn;
        return this;
    }

    float[] array() {
        return array;
    }

    int down() {
        return down;
    }

    int right() {
        return right;
    }

    int place(int i, int j) {
        return at + i * down + j * right;
    }

    /** Sets an element, or adds to it. */
    void put(int i, int j, float value, boolean add) {
        int to = place(i, j);
        array[to] = add ? array[to] + value : value;
    }

    /** Copies {@code length} elements of row {@code i} from column {@code j} on. */
    void read(int i, int j, int length, float[] row) {
        int from = place(i, j);
        if (right == 1) {
            System.arraycopy(array, from, row, 0, length);
            return;
        }
        for (int q = 0; q < length; q++) {
            row[q] = array[from + q * right];
        }
    }

    void write(int i, int j, int length, float[] row) {
        int to = place(i, j);
        if (right == 1) {
            System.arraycopy(row, 0, array, to, length);
            return;
        }
        for (int q = 0; q < length; q++) {
            array[to + q * right] = row[q];
        }
    }

    /** Copies a block to {@code block[first …]}, with the inner loop along whichever axis is dense. */
    void read(int i, int rows, int j, int length, float[][] block, int first) {
        int p = 0;
        if (down == 1 && right != 1) {
            for (; p + BAND <= rows; p += BAND) {
                band(place(i + p, j), length, block, first + p);
            }
        }
        for (; p < rows; p++) {
            read(i + p, j, length, block[first + p]);
        }
    }

    /** Eight rows of a matrix whose columns are dense. */
    private void band(int from, int length, float[][] block, int first) {
        float[] r0 = block[first];
        float[] r1 = block[first + 1];
        float[] r2 = block[first + 2];
        float[] r3 = block[first + 3];
        float[] r4 = block[first + 4];
        float[] r5 = block[first + 5];
        float[] r6 = block[first + 6];
        float[] r7 = block[first + 7];
        for (int q = 0; q < length; q++) {
            int place = from + q * right;
            r0[q] = array[place];
            r1[q] = array[place + 1];
            r2[q] = array[place + 2];
            r3[q] = array[place + 3];
            r4[q] = array[place + 4];
            r5[q] = array[place + 5];
            r6[q] = array[place + 6];
            r7[q] = array[place + 7];
        }
    }
}
