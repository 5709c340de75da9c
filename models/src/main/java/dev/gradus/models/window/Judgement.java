package dev.gradus.models.window;

import java.util.Arrays;

/**
 * What a model makes of a series of N samples, of which L = N − 1 lie in its windows.
 *
 * @param expected   what it would have expected of each channel that it reconstructs, scaled as the channel is, {@code [K][L]}
 * @param scores     how unusual each step is, from {@code first} on
 * @param statistics what the scores were measured by
 * @param first      the first step that has a score: 0, or the number of samples that a forecast needs before it
 * @param <S>        what scores of the model are measured by
 */
public record Judgement<S>(double[][] expected, double[] scores, S statistics, int first) {
    /** Of a model that scores every step. */
    public Judgement(double[][] expected, double[] scores, S statistics) {
        this(expected, scores, statistics, 0);
    }

    /** The time of each score, of those of all steps. */
    long[] times(long[] ofSteps) {
        return Arrays.copyOfRange(ofSteps, first, ofSteps.length);
    }

    /** The score of each step, 0 for those that have none. */
    double[] scoresOfSteps() {
        double[] all = new double[first + scores.length];
        System.arraycopy(scores, 0, all, first, scores.length);
        return all;
    }
}
