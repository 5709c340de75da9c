package dev.gradus.engine.backend.cpu;

/**
 * One step of a recurrence for a few rows of the batch, as {@link CellGates} sees it: where what it reads and writes
 * lies. Made once for each thread and set from step to step.
 */
final class CellStep {
    /** Rows of numbers in an array, at equal distances. */
    static final class Rows {
        float[] array;
        int at;
        int stride;

        /** Rows from index {@code at}, with {@code stride} elements from one to the next. */
        void set(float[] array, int at, int stride) {
            this.array = array;
            this.at = at;
            this.stride = stride;
        }

        /** Where a row begins. */
        int row(int r) {
            return at + r * stride;
        }
    }

    int rows;
    int hidden;
    /** Whether relu stands in for tanh. */
    boolean relu;

    /** What the input and the bias make of the sums {@code [rows, G·hidden]}. */
    final Rows sums = new Rows();
    /** What h before the step makes of the sums, without bias {@code [rows, G·hidden]}. */
    final Rows recurrent = new Rows();
    /** A GRU's bias of u {@code [3·hidden]}. */
    float[] recurrentBias;
    /** An LSTM's c or a GRU's h before the step {@code [rows, hidden]}. */
    final Rows before = new Rows();
    /** An LSTM's c after the step {@code [rows, hidden]}. */
    final Rows c = new Rows();
    /** h after the step {@code [rows, hidden]}. */
    final Rows h = new Rows();
    /** {@code i, f, g, o} or {@code r, z, n, u_n} {@code [rows, 4·hidden]}. */
    final Rows gates = new Rows();

    /** What the loss says to h after the step {@code [rows, hidden]}. */
    final Rows gradH = new Rows();
    /** What the step after says to h {@code [rows, hidden]}. */
    final Rows dh = new Rows();
    /** What the step after says to an LSTM's c {@code [rows, hidden]}. */
    final Rows dc = new Rows();
    /** The cotangent of the sums {@code [rows, G·hidden]}. */
    final Rows ds = new Rows();
    /** The cotangent of a GRU's u {@code [rows, 3·hidden]}. */
    final Rows du = new Rows();
    /** The cotangent of {@link #before}; for a GRU without what comes through u. Overwrites nothing else here. */
    final Rows toBefore = new Rows();
}
