package dev.gradus.models.scoring;

import java.io.IOException;

/** The smoothed errors of forecasts ({@link RegressionErrors}), window after window. */
final class ForecastStream extends ScoreStream {
    private final int length;
    private final ExponentialMean mean;
    private double forecast;
    private long windows;

    ForecastStream(int span, int length) {
        requireWindow(length, 1);
        this.length = length;
        this.mean = new ExponentialMean(span);
    }

    @Override
    public int lag() {
        return 1;
    }

    @Override
    public int first() {
        return length;
    }

    @Override
    public boolean forecasts() {
        return true;
    }

    @Override
    public void add(double[][] samples, double[][] made, double critic) {
        if (windows > 0) {
            score(samples[0][length - 1]);
        }
        windows++;
        forecast = made[0][0];
    }

    private void score(double sample) {
        if (windows == 1) {
            for (int i = 0; i < length; i++) {
                emit(0);
            }
        }
        emit(mean.add(Math.abs(sample - forecast)));
    }

    /** Of the step behind the last window: all that is not final is its sample. */
    @Override
    public double provisional(double[][] samples, double[][] made, double critic) {
        return windows == 0 ? Double.NaN : mean.with(Math.abs(samples[0][length - 1] - forecast));
    }

    @Override
    public void end(double... open) {
        if (windows > 0) {
            score(open[0]);
        }
    }

    @Override
    public long remember(StreamMemory memory, long seen) throws IOException {
        windows = seen;
        forecast = memory.number("forecast", forecast);
        mean.remember("mean", memory);
        return seen < 2 ? 0 : length + seen - 1;
    }
}
