package dev.gradus.models.window;

import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.models.scoring.ScoreStream;
import dev.gradus.models.scoring.StreamMemory;
import java.io.IOException;

/**
 * Shows the newest window of a stream of bins to a model, and scores the bins. The last bin, which may still change, is the open
 * one; all before it are closed and do not change any more. For one thread at a time.
 *
 * <p>A network runs once for each window: what it makes of the window that ends with the open bin still holds when the bin is
 * closed as it was, and a window of the same samples as the one before, as in a long gap, is not shown again.
 */
public final class WindowStream {
    /** A critic that is shown one window after the other. */
    @FunctionalInterface
    public interface Critic {
        /** The critic's value of a window {@code [T, C]}, which is read and not kept. */
        double of(double[] window);
    }

    /** What the numbers in {@code made} are of. */
    private enum Shown {
        NOTHING,
        /** The window that ends with the open bin as it is in {@code samples}. */
        OPEN,
        /** The newest window that was closed. */
        CLOSED
    }

    private final String model;
    private final ScoreStream scores;
    private final Repeated network;

    /** {@code null} where there is none. */
    private final Critic judge;

    private final int length;
    private final int channels;

    /** {@code null} where windows are seen as they are. */
    private final CircleTransform transform;

    /** The closed bins of the newest window and, in the last place, the open one; {@code [C][T]}. */
    private final double[][] samples;

    /** Those of the channels that are reconstructed, {@code [K][T]}. */
    private final double[][] targets;

    /** The window as a model sees it, {@code [T, C]}: in float32, as windows of a whole series are. */
    private final float[] seen;

    private final double[] shownNumbers;
    private final double[] result;

    /** What the network makes of it, {@code [K][T]}. */
    private final double[][] made;

    private double critic;
    private Shown shown = Shown.NOTHING;
    private long closed;

    /** How many of the last closed bins are the same. */
    private long same;

    /**
     * @param model  begins messages
     * @param view   what it sees
     * @param window samples in a window, T
     * @param scores of what the network makes of windows
     * @param network from a window {@code [1, T, C]} to {@code [1, T, K]}, or for a forecast to {@code [1, 1]}
     * @param critic  {@code null} where there is none
     */
    public WindowStream(String model, View view, int window, ScoreStream scores, Repeated network, Critic critic) {
        this.model = model;
        this.judge = critic;
        this.scores = scores;
        this.network = network;
        this.length = window;
        this.channels = view.channels().count();
        this.transform = view.domain().transformed()
                ? new CircleTransform(window, view.domain().radius())
                : null;
        this.samples = new double[channels][length];
        int[] indices = view.channels().targetIndices();
        this.targets = new double[indices.length][];
        this.made = new double[indices.length][scores.forecasts() ? 1 : length];
        for (int k = 0; k < indices.length; k++) {
            targets[k] = samples[indices[k]];
        }
        this.seen = new float[length * channels];
        this.shownNumbers = new double[seen.length];
        this.result = new double[made.length * made[0].length];
    }

    /** Bins: the score of bin b is final when the first sample of bin {@code b + lag} comes. */
    public int lag() {
        return scores.lag();
    }

    /** The first bin that has a score; those before it are given a 0. */
    public int first() {
        return scores.first();
    }

    /** How many scores can be taken, in the order of the bins. */
    public int ready() {
        return scores.ready();
    }

    /** The next score. */
    public double next() {
        return scores.next();
    }

    /**
     * What can be said of the open bin at once; NaN before there is a window. Changes no score.
     *
     * @param scaled value of each channel, {@code [C]}
     */
    public double provisional(double... scaled) {
        if (scores.forecasts()) {
            put(scaled);
            return scores.provisional(targets, made, critic);
        }
        if (closed < length - 1) {
            return Double.NaN;
        }
        show(scaled);
        return scores.provisional(targets, made, critic);
    }

    /** Closes the open bin, with these values. */
    public void close(double... scaled) {
        if (closed >= length - 1) {
            show(scaled);
            scores.add(targets, made, critic);
            shown = Shown.CLOSED;
        } else {
            put(scaled);
        }
        closed++;
        boolean equal = closed > 1;
        for (double[] channel : samples) {
            equal &= length > 1 && bits(channel[length - 1]) == bits(channel[Math.max(0, length - 2)]);
            System.arraycopy(channel, 1, channel, 0, length - 1);
        }
        same = equal ? same + 1 : 1;
    }

    /** The stream ends with this open bin, which lies in no window. */
    public void end(double... scaled) {
        double[] open = new double[targets.length];
        put(scaled);
        for (int k = 0; k < open.length; k++) {
            open[k] = targets[k][length - 1];
        }
        scores.end(open);
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    /** Writes the open bin; what was shown of another value of it holds no more. */
    private boolean put(double... scaled) {
        boolean equal = true;
        for (int channel = 0; channel < channels; channel++) {
            equal &= bits(samples[channel][length - 1]) == bits(scaled[channel]);
            samples[channel][length - 1] = scaled[channel];
        }
        return equal;
    }

    private void show(double... scaled) {
        boolean equal = put(scaled);
        if (shown == Shown.OPEN && equal || shown == Shown.CLOSED && isLikeTheLast()) {
            return;
        }
        see();
        critic = judge == null ? 0 : requireFinite("critic x", judge.of(shownNumbers));
        network.apply(shownNumbers, result);
        take();
        shown = Shown.OPEN;
    }

    /** Whether the window that ends with the open bin has the samples of the one before it. */
    private boolean isLikeTheLast() {
        boolean equal = same >= length && length > 1;
        for (double[] channel : samples) {
            equal &= length > 1 && bits(channel[length - 1]) == bits(channel[length - 2]);
        }
        return equal;
    }

    private void see() {
        for (int channel = 0; channel < channels; channel++) {
            double[] x = samples[channel];
            if (transform != null) {
                transform.see(x, seen, channel, channels);
            } else {
                for (int j = 0; j < length; j++) {
                    seen[channel + j * channels] = (float) x[j];
                }
            }
        }
        for (int i = 0; i < seen.length; i++) {
            shownNumbers[i] = seen[i];
        }
    }

    private void take() {
        int count = made[0].length;
        for (int k = 0; k < made.length; k++) {
            for (int j = 0; j < count; j++) {
                made[k][j] = requireFinite(model, (float) result[j * made.length + k]);
            }
            if (transform != null) {
                System.arraycopy(transform.back(targets[k], made[k]), 0, made[k], 0, count);
            }
        }
    }

    private double requireFinite(String part, double value) {
        if (!Double.isFinite(value)) {
            throw new NonFiniteException(
                    part,
                    value,
                    model + ": the network makes " + value
                            + " of the newest window; its weights have diverged: train again with a lower learning rate");
        }
        return value;
    }

    /**
     * Saves or restores what has to be known to go on.
     *
     * @param bins how many were closed
     * @return how many scores there were
     */
    public long remember(StreamMemory memory, long bins) throws IOException {
        closed = bins;
        for (int channel = 0; channel < channels; channel++) {
            memory.numbers("samples." + channel, samples[channel]);
        }
        same = memory.whole("same", same, 0, bins);
        shown = Shown.NOTHING;
        return scores.remember(memory, Math.max(0, bins - length + 1));
    }
}
