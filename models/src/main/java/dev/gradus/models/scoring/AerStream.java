package dev.gradus.models.scoring;

import dev.gradus.models.series.MinMaxScaler;
import java.io.IOException;

/** {@link AerScore}, window after window: a window is {@code [T]}, its first and its last sample are predictions. */
final class AerStream extends ScoreStream {
    private final AerScore score;
    private final AerStatistics by;
    private final int length;

    /** Steps between the two predictions of a window. */
    private final int gap;

    private final ErrorStream inside;
    private final ExponentialMean backward;
    private final ExponentialMean forward;
    private final MinMaxScaler regressionScale;
    private final MinMaxScaler reconstructionScale;

    /** The errors of the forward predictions, of window w at {@code w modulo T}. */
    private final double[] ahead;

    private final DoubleQueue regressions = new DoubleQueue();
    private final DoubleQueue reconstructions = new DoubleQueue();
    private long windows;
    private long reconstructed;

    AerStream(AerScore score, AerStatistics by, int length) {
        requireWindow(length, 3);
        this.score = score;
        this.by = by;
        this.length = length;
        this.gap = length - 1;
        this.inside = new ErrorStream(score.measure(), ErrorMeasure.DEFAULT_WINDOW, by.smoothing(), 1, length - 2);
        this.backward = new ExponentialMean(by.span());
        this.forward = new ExponentialMean(by.span());
        int low = score.combination() == Combination.MULTIPLY ? 1 : 0;
        this.regressionScale = by.regression().scaler(low);
        this.reconstructionScale = by.reconstruction().scaler(low);
        this.ahead = new double[length];
    }

    @Override
    public int lag() {
        return Math.max(length, length - 1 + inside.ahead());
    }

    @Override
    public void add(double[][] samples, double[][] made, double critic) {
        double[] x = samples[0];
        double[] y = made[0];
        long window = windows++;
        double back = backward.add(Math.abs(x[0] - y[0]));
        double front = forward.add(Math.abs(x[gap] - y[gap]));
        boolean masked = window < by.masked();
        ahead[(int) (window % length)] = masked ? 0 : front;
        double regression =
                (window < gap ? 0 : ahead[(int) ((window - gap) % length)]) + (masked ? by.backwardFloor() : back);
        regressions.add(window < (long) gap + by.masked() ? regression : regression / 2);
        inside.add(samples, made, 1);
        combine(Long.MAX_VALUE);
    }

    /** @param unmasked the first step of the inside that is not masked, whatever the statistics say */
    private void combine(long unmasked) {
        if (reconstructed == 0 && windows > 0) {
            reconstructions.add(0);
            reconstructed = 1;
        }
        while (inside.ready() > 0) {
            double error = inside.next();
            long step = reconstructed++ - 1;
            reconstructions.add(step < Math.min(by.masked(), unmasked) ? by.reconstructionFloor() : error);
        }
        emitCombined();
    }

    private void emitCombined() {
        while (regressions.size() > 0 && reconstructions.size() > 0) {
            emit(combined(regressions.poll(), reconstructions.poll()));
        }
    }

    private double combined(double regression, double reconstruction) {
        return switch (score.combination()) {
            case RECONSTRUCTION -> reconstruction;
            case REGRESSION -> regression;
            default ->
                score.combine(regressionScale.transform(regression), reconstructionScale.transform(reconstruction));
        };
    }

    @Override
    public double provisional(double[][] samples, double[][] made, double critic) {
        double regression = forward.with(Math.abs(samples[0][gap] - made[0][gap]));
        return combined(regression, inside.provisional(samples, made, 1, gap));
    }

    @Override
    public void end(double... open) {
        if (windows == 0) {
            return;
        }
        for (long step = windows; step < windows + gap; step++) {
            regressions.add(step < gap ? 0 : ahead[(int) ((step - gap) % length)]);
        }
        inside.end(open);
        combine(windows);
        reconstructions.add(0);
        emitCombined();
    }

    @Override
    public long remember(StreamMemory memory, long seen) throws IOException {
        windows = seen;
        backward.remember("backward", memory);
        forward.remember("forward", memory);
        memory.numbers("forward.errors", ahead);
        long ready = inside.remember("errors", memory, seen);
        reconstructed = seen == 0 ? 0 : ready + 1;
        regressions.remember("waiting.regression", memory, Math.max(0, seen - reconstructed));
        reconstructions.remember("waiting.reconstruction", memory, Math.max(0, reconstructed - seen));
        return Math.min(seen, reconstructed);
    }
}
