package dev.gradus.models.scoring;

import java.io.IOException;

/**
 * The smoothed errors of reconstructions, window after window: the medians of what overlapping windows make of each step, their
 * {@link ErrorMeasure}, its mean over the channels, {@link Smoothing#centred}. By itself it is the score of an autoencoder.
 */
final class ErrorStream extends ScoreStream {
    private final int length;
    private final OverlapStream[] overlaps;
    private final MeasureStream[] measures;
    private final SmoothingStream smoothing;

    /** The last window, for the steps that no window begins with. */
    private final double[][] last;

    /**
     * @param smoothing steps that the errors are smoothed over
     * @param channels  that are reconstructed, K
     * @param length    of a window, T
     */
    ErrorStream(ErrorMeasure measure, int measureWindow, int smoothing, int channels, int length) {
        requireWindow(length, 1);
        requireChannels(channels);
        this.length = length;
        this.smoothing = new SmoothingStream(smoothing);
        this.overlaps = new OverlapStream[channels];
        this.measures = new MeasureStream[channels];
        this.last = new double[channels][length];
        for (int k = 0; k < channels; k++) {
            overlaps[k] = new OverlapStream(length);
            measures[k] = new MeasureStream(measure, measureWindow, length);
        }
    }

    /** The score of step t is there once window {@code t + ahead} is. */
    int ahead() {
        return measures[0].ahead() + smoothing.ahead();
    }

    @Override
    public int lag() {
        return length + ahead();
    }

    @Override
    public void add(double[][] samples, double[][] made, double critic) {
        add(samples, made, 0);
    }

    /** @param from where the windows begin in both arrays */
    void add(double[][] samples, double[][] made, int from) {
        for (int k = 0; k < overlaps.length; k++) {
            OverlapStream overlap = overlaps[k];
            overlap.add(made[k], from);
            System.arraycopy(samples[k], from, last[k], 0, length);
            measures[k].add(samples[k][from], overlap.median(overlap.windows() - 1));
        }
        smooth();
    }

    private void smooth() {
        while (measures[0].errors().size() > 0) {
            double sum = measures[0].errors().poll();
            for (int k = 1; k < measures.length; k++) {
                sum += measures[k].errors().poll();
            }
            smoothing.add(sum / measures.length);
        }
        emitAll();
    }

    private void emitAll() {
        while (smoothing.means().size() > 0) {
            emit(smoothing.means().poll());
        }
    }

    @Override
    public double provisional(double[][] samples, double[][] made, double critic) {
        return provisional(samples, made, 0, length);
    }

    /** Of the step {@code to − 1}. */
    double provisional(double[][] samples, double[][] made, int from, int to) {
        double sum = measures[0].last(samples[0], made[0], from, to);
        for (int k = 1; k < measures.length; k++) {
            sum += measures[k].last(samples[k], made[k], from, to);
        }
        return sum / measures.length;
    }

    @Override
    public void end(double... open) {
        long windows = overlaps[0].windows();
        if (windows == 0) {
            return;
        }
        for (int k = 0; k < overlaps.length; k++) {
            measures[k].ending(windows + length - 1);
            for (int j = 1; j < length; j++) {
                measures[k].add(last[k][j], overlaps[k].median(windows - 1 + j));
            }
            measures[k].end();
        }
        smooth();
        smoothing.end();
        emitAll();
    }

    @Override
    public long remember(StreamMemory memory, long windows) throws IOException {
        return remember("errors", memory, windows);
    }

    /** @return how many scores were ready so far */
    long remember(String name, StreamMemory memory, long windows) throws IOException {
        for (int k = 0; k < overlaps.length; k++) {
            overlaps[k].remember(name + "." + k + ".made", memory, windows);
            measures[k].remember(name + "." + k + ".steps", memory, windows);
            memory.numbers(name + "." + k + ".last", last[k]);
        }
        long errors = Math.max(0, windows - measures[0].ahead());
        smoothing.remember(name + ".smoothing", memory, errors);
        return smoothing.meansOf(errors);
    }
}
