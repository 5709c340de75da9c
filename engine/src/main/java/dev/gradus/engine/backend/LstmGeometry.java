package dev.gradus.engine.backend;

/**
 * The sizes and the kind of an LSTM over a whole sequence, see {@link Backend#lstm}.
 *
 * @param batch sequences
 * @param time steps
 * @param features numbers in a step of the input, F
 * @param hidden units in each direction, H
 * @param directions 1, or 2 for a second one that runs against the first, D
 * @param reverse whether the first direction takes the steps from the last to the first
 * @param relu whether the candidate and the cell's output go through relu instead of tanh
 */
public record LstmGeometry(
        int batch, int time, int features, int hidden, int directions, boolean reverse, boolean relu) {
    /** Whether a direction takes the steps from the last to the first. */
    public boolean reverse(int direction) {
        return reverse != (direction == 1);
    }

    /** How many numbers a state of one direction holds. */
    public int stateSize() {
        return batch * hidden;
    }
}
