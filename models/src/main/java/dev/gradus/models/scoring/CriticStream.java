package dev.gradus.models.scoring;

import java.io.IOException;

/** {@link CriticScore}, window after window. */
final class CriticStream {
    private final int length;
    private final Scale scale;
    private final SmoothingStream smoothing;

    /** The critic value of window w at {@code w modulo T}. */
    private final double[] values;

    private final double[] scratch;
    private final double[] density;
    /** Of all values that a step has, once there are as many windows. */
    private final double bandwidth;

    private long windows;

    CriticStream(int length, Scale scale, int smoothing) {
        this.length = length;
        this.scale = scale;
        this.smoothing = new SmoothingStream(smoothing);
        this.values = new double[length];
        this.scratch = new double[length];
        this.density = new double[length];
        this.bandwidth = CriticScore.bandwidth(length);
    }

    /** The score of step t is there once window {@code t + ahead} is. */
    int ahead() {
        return smoothing.ahead();
    }

    DoubleQueue scores() {
        return smoothing.means();
    }

    void add(double critic) {
        values[(int) (windows++ % length)] = critic;
        addStep(windows - 1);
    }

    private void addStep(long step) {
        long newest = Math.min(step, windows - 1);
        long oldest = Math.max(0, step - length + 1);
        int count = 0;
        for (long window = newest; window >= oldest; window--) {
            scratch[count++] = values[(int) (window % length)];
        }
        double width = count == length ? bandwidth : CriticScore.bandwidth(count);
        smoothing.add(of(CriticScore.mode(scratch, count, width, density)));
    }

    /** Not smoothed. */
    double of(double critic) {
        return Math.abs(scale.distance(critic)) + 1;
    }

    void end() {
        for (int j = 1; j < length; j++) {
            addStep(windows - 1 + j);
        }
        smoothing.end();
    }

    /** @return how many scores were ready so far */
    long remember(StreamMemory memory, long seen) throws IOException {
        windows = seen;
        memory.numbers("critic.values", values);
        smoothing.remember("critic.smoothing", memory, seen);
        return smoothing.meansOf(seen);
    }
}
