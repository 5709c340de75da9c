package dev.gradus.engine.backend;

/**
 * What one direction of a recurrence is given; or, from {@link Backend#recurrenceBackward}, the cotangents of it, where
 * the mask's and what was not asked for are {@code null}. The cell has G gates.
 *
 * @param x the sequence {@code [batch, time, features]}
 * @param inputWeight {@code [G·hidden, features]}
 * @param weight the recurrent weight {@code [G·hidden, hidden]}
 * @param bias {@code [G·hidden]}
 * @param recurrentBias of a GRU {@code [3·hidden]}; {@code null} for an LSTM, where only the sum of both matters
 * @param h0 first h {@code [batch, hidden]}
 * @param c0 first c of an LSTM {@code [batch, hidden]}; {@code null} for a GRU
 * @param mask dropout of h {@code [batch, hidden]}, the same at every step, or {@code null}
 */
public record RecurrentInputs(
        Storage x,
        Storage inputWeight,
        Storage weight,
        Storage bias,
        Storage recurrentBias,
        Storage h0,
        Storage c0,
        Storage mask) {}
