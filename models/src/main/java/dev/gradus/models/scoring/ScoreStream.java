package dev.gradus.models.scoring;

import java.io.IOException;

/**
 * The score of a series, step after step, as its windows come in. It gives the same bits as the score of the whole series does:
 * of step t as soon as nothing that may follow can change it, and of the last steps when the series ends. For one thread at a time.
 *
 * <p>Windows come in order and overlap in all but one step, so that window w is the first to begin with step w.
 */
public abstract class ScoreStream {
    /** Longer windows would keep more than half a gigabyte of reconstructions. */
    static final int LONGEST_WINDOW = 8192;

    private static final int LONGEST_SMOOTHING = 1 << 24;

    private final DoubleQueue scores = new DoubleQueue();

    /** For the scores of this package. */
    ScoreStream() {}

    /**
     * Steps: the score of step t is final when the first sample of step {@code t + lag} comes. That is when step
     * {@code t + lag − 1} is complete, and known not to be the last one. The first score of AER may come a step earlier.
     */
    public abstract int lag();

    /** The first step that has a score; those before it are given a 0. */
    public int first() {
        return 0;
    }

    /** Whether a window is shown to predict the step behind it, rather than to be judged itself. */
    public boolean forecasts() {
        return false;
    }

    /**
     * The next window, whose last step is complete.
     *
     * @param samples of each channel that is reconstructed, {@code [K][T]}; read and not kept
     * @param made    what the model made of them, {@code [K][T]}, or of a forecast {@code [K][1]}; read and not kept
     * @param critic  the critic's value of the window; of no meaning where there is no critic
     */
    public abstract void add(double[][] samples, double[][] made, double critic);

    /**
     * What the newest window alone says of its last step: its own reconstruction there, not smoothed. Changes nothing.
     *
     * @param samples of a window that has not been added, or of a forecast the step behind the last one, {@code [K][..]}
     */
    public abstract double provisional(double[][] samples, double[][] made, double critic);

    /**
     * The series ends: the rest of the scores become ready. Nothing can be added afterwards.
     *
     * @param open the sample behind the last window, of each channel, {@code [K]}
     */
    public abstract void end(double... open);

    /**
     * What is remembered, after so many windows. Called when all scores that were ready have been taken.
     *
     * @return how many there were
     */
    public abstract long remember(StreamMemory memory, long windows) throws IOException;

    /** How many scores can be taken. */
    public final int ready() {
        return scores.size();
    }

    /** The score of the next step. */
    public final double next() {
        return scores.poll();
    }

    final void emit(double score) {
        scores.add(score);
    }

    static void requireWindow(int window, int least) {
        if (window < least || window > LONGEST_WINDOW) {
            throw new IllegalArgumentException("a stream can be watched through windows of " + least + " to "
                    + LONGEST_WINDOW + " samples, not " + window);
        }
    }

    static void requireSmoothing(int size) {
        if (size < 0 || size > LONGEST_SMOOTHING) {
            throw new IllegalArgumentException(
                    "a stream can be smoothed over at most " + LONGEST_SMOOTHING + " steps, not " + size);
        }
    }

    static void requireChannels(int channels) {
        if (channels < 1 || channels > LONGEST_WINDOW) {
            throw new IllegalArgumentException(
                    "a stream has 1 to " + LONGEST_WINDOW + " channels that are reconstructed, not " + channels);
        }
    }
}
