package dev.gradus.models.scoring;

import java.io.IOException;

/** {@link Smoothing#centred}, value after value, with the same sums: of the end of one block and the start of the next. */
final class SmoothingStream {
    private final int size;

    /** How far a mean reaches ahead. */
    private final int ahead;

    /** The values of the block that is being filled. */
    private final double[] block;

    /** Of the block before it, the sums from each place to its end. */
    private final double[] toEnd;

    private double fromStart;
    private long count;
    private final DoubleQueue means = new DoubleQueue();

    SmoothingStream(int size) {
        ScoreStream.requireSmoothing(size);
        this.size = Math.max(1, size);
        this.ahead = (this.size - 1) / 2;
        this.block = new double[this.size];
        this.toEnd = new double[this.size];
    }

    /** The mean at i is there once the value at {@code i + ahead} is. */
    int ahead() {
        return ahead;
    }

    DoubleQueue means() {
        return means;
    }

    void add(double value) {
        int place = (int) (count % size);
        block[place] = value;
        fromStart = place == 0 ? value : fromStart + value;
        long right = count++;
        if (right >= ahead) {
            means.add(mean(Math.max(0, right - size + 1), right));
        }
        if (place == size - 1) {
            sumToEnd(toEnd, size);
        }
    }

    /** Of a window that begins in the block before, or with the block that its end is in. */
    private double mean(long left, long right) {
        double sum = left / size < right / size ? toEnd[(int) (left % size)] + fromStart : fromStart;
        return sum / (right - left + 1);
    }

    private void sumToEnd(double[] sums, int filled) {
        for (int i = filled - 1; i >= 0; i--) {
            sums[i] = i == filled - 1 ? block[i] : block[i] + sums[i + 1];
        }
    }

    /** No value follows: the last means are of fewer. */
    void end() {
        if (count == 0) {
            return;
        }
        long right = count - 1;
        double[] rest = new double[size];
        sumToEnd(rest, (int) (right % size) + 1);
        for (long i = Math.max(0, count - ahead); i < count; i++) {
            long left = Math.max(0, i + ahead - size + 1);
            if (left / size < right / size || left % size == 0) {
                means.add(mean(left, right));
            } else {
                means.add(rest[(int) (left % size)] / (right - left + 1));
            }
        }
    }

    /** @param values how many were added */
    void remember(String name, StreamMemory memory, long values) throws IOException {
        count = values;
        memory.numbers(name + ".block", block);
        memory.numbers(name + ".toEnd", toEnd);
        fromStart = memory.number(name + ".fromStart", fromStart);
    }

    /** How many means there are of so many values. */
    long meansOf(long values) {
        return Math.max(0, values - ahead);
    }
}
