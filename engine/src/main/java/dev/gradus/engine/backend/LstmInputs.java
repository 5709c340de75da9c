package dev.gradus.engine.backend;

/**
 * What one direction of an LSTM is given.
 *
 * @param x the sequence {@code [batch, time, features]}
 * @param inputWeight {@code [4·hidden, features]}
 * @param weight the recurrent weight {@code [4·hidden, hidden]}
 * @param bias {@code [4·hidden]}
 * @param h0 first h {@code [batch, hidden]}
 * @param c0 first c {@code [batch, hidden]}
 * @param mask dropout of h {@code [batch, hidden]}, the same at every step, or {@code null}
 */
public record LstmInputs(
        Storage x, Storage inputWeight, Storage weight, Storage bias, Storage h0, Storage c0, Storage mask) {}
