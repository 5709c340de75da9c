package dev.gradus.models.window;

/**
 * What a model makes of a series of N samples, of which L = N − 1 lie in its windows.
 *
 * @param expected   what it would have expected of each channel that it reconstructs, scaled as the channel is, {@code [K][L]}
 * @param scores     how unusual each step is, {@code [L]}
 * @param statistics what the scores were measured by
 * @param <S>        what scores of the model are measured by
 */
public record Judgement<S>(double[][] expected, double[] scores, S statistics) {}
