package dev.gradus.engine.backend;

/**
 * The sizes and the kind of an LSTM recurrence over a whole sequence, see {@link Backend#lstm}.
 *
 * @param batch sequences
 * @param time steps
 * @param hidden units, H
 * @param reverse whether the steps are taken from the last to the first
 * @param relu whether the candidate and the cell's output go through relu instead of tanh
 */
public record LstmGeometry(int batch, int time, int hidden, boolean reverse, boolean relu) {}
