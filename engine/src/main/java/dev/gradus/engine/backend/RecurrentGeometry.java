package dev.gradus.engine.backend;

/**
 * The sizes and the kind of a recurrence over a whole sequence, see {@link Backend#recurrence}.
 *
 * @param cell what a step computes; it has G gates
 * @param batch sequences
 * @param time steps
 * @param features numbers in a step of the input, F
 * @param hidden units in each direction, H
 * @param directions 1, or 2 for a second one that runs against the first, D
 * @param reverse whether the first direction takes the steps from the last to the first
 */
public record RecurrentGeometry(
        RecurrentCell cell, int batch, int time, int features, int hidden, int directions, boolean reverse) {
    /** Whether a direction takes the steps from the last to the first. */
    public boolean reverse(int direction) {
        return reverse != (direction == 1);
    }

    /** The place in time of a direction's step number {@code step}. */
    public int place(int direction, int step) {
        return reverse(direction) ? time - 1 - step : step;
    }

    /** How many numbers a state of one direction holds. */
    public int stateSize() {
        return batch * hidden;
    }

    /** How many sums a unit group of one direction has in a step, G·H. */
    public int sums() {
        return cell.gates() * hidden;
    }
}
