package dev.gradus.models.scoring;

import java.io.IOException;

/**
 * What the last T windows of a stream say of each step. Step t is position {@code t − w} of window w; the values of a step are
 * gathered as {@link Overlap} lists them, the newest window first.
 */
final class OverlapStream {
    private final int length;

    /** Window w at {@code (w modulo T)·T}. */
    private final double[] values;

    private final double[] scratch;
    private long windows;

    OverlapStream(int length) {
        this.length = length;
        this.values = new double[length * length];
        this.scratch = new double[length];
    }

    /** How many windows there were. */
    long windows() {
        return windows;
    }

    /** Adds a window, {@code made[from … from + T − 1]}. */
    void add(double[] made, int from) {
        System.arraycopy(made, from, values, (int) (windows++ % length) * length, length);
    }

    /** The median of what the windows so far say of a step, one of those that the newest window covers. */
    double median(long step) {
        long newest = Math.min(step, windows - 1);
        long oldest = Math.max(0, step - length + 1);
        int count = 0;
        for (long window = newest; window >= oldest; window--) {
            scratch[count++] = values[(int) (window % length) * length + (int) (step - window)];
        }
        return Selection.median(scratch, count);
    }

    void remember(String name, StreamMemory memory, long seen) throws IOException {
        windows = seen;
        memory.numbers(name, values);
    }
}
