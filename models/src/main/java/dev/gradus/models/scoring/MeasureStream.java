package dev.gradus.models.scoring;

import java.io.IOException;
import java.util.Arrays;

/** An {@link ErrorMeasure}, step after step. */
final class MeasureStream {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final ErrorMeasure measure;
    private final int window;

    /** Steps of either series that are kept. */
    private final int size;

    /** The error of step t is there once step {@code t + ahead} is. */
    private final int ahead;

    /** Each number stands at two places, {@code size} apart, so that the last of them lie side by side wherever they end. */
    private final double[] truth;

    private final double[] expected;
    private final double[] costs;
    private long steps;
    private long length = UNKNOWN;
    private final DoubleQueue errors = new DoubleQueue();

    /**
     * @param window steps that the measure looks at
     * @param known  steps that a series is known to have from the newest on, itself included, while it has not ended
     */
    MeasureStream(ErrorMeasure measure, int window, int known) {
        if (window < 1 || window > ScoreStream.LONGEST_WINDOW) {
            throw new IllegalArgumentException("the window of the errors must be 1 to " + ScoreStream.LONGEST_WINDOW
                    + " steps of a stream, not " + window);
        }
        this.measure = measure;
        this.window = window;
        int half = window / 2;
        // The time warping of the last steps of a series is 0: a step must be known not to be one of them.
        this.ahead = switch (measure) {
            case POINT -> 0;
            case AREA -> (window - 1) / 2;
            case DTW -> Math.max(0, half + 2 - known);
        };
        this.size = measure == ErrorMeasure.DTW ? 2 * half + 1 + ahead : window + 1;
        this.truth = new double[2 * size];
        this.expected = new double[2 * size];
        this.costs = new double[2 * half + 2];
    }

    int ahead() {
        return ahead;
    }

    DoubleQueue errors() {
        return errors;
    }

    void add(double y, double r) {
        int place = (int) (steps++ % size);
        truth[place] = y;
        truth[place + size] = y;
        expected[place] = r;
        expected[place + size] = r;
        long step = steps - 1 - ahead;
        if (step >= 0) {
            errors.add(error(step, steps - 1));
        }
    }

    /** From now on the series is known to end with so many steps; they follow. */
    void ending(long wholeLength) {
        length = wholeLength;
    }

    /** The last step has been added. */
    void end() {
        for (long step = Math.max(0, steps - ahead); step < steps; step++) {
            errors.add(error(step, steps - 1));
        }
    }

    /** @param last the newest step */
    private double error(long step, long last) {
        int end = (int) (last % size) + size;
        int at = end - (int) (last - step);
        return switch (measure) {
            case POINT -> Math.abs(truth[at] - expected[at]);
            case AREA -> area(at - (int) Math.min(step, window - 1 - ahead), end);
            case DTW -> warped(step, at);
        };
    }

    private double area(int left, int right) {
        double area = 0;
        for (int k = left; k < right; k++) {
            area += (truth[k] - expected[k] + (truth[k + 1] - expected[k + 1])) * 0.5;
        }
        return Math.abs(area);
    }

    private double warped(long step, int at) {
        int half = window / 2;
        if (step < half || length != UNKNOWN && step > length - half - 2) {
            return 0;
        }
        // Before the first step there are zeros, as nothing has been written there.
        return ErrorMeasure.warpingDistance(truth, expected, at - 2 * half, 2 * half + 1, costs);
    }

    /** The error of the last step of a window by that window alone. */
    double last(double[] y, double[] r, int from, int to) {
        int count = to - from;
        int half = window / 2;
        switch (measure) {
            case POINT:
                return Math.abs(y[to - 1] - r[to - 1]);
            case AREA:
                double area = 0;
                for (int k = Math.max(from, to - window + (window - 1) / 2); k < to - 1; k++) {
                    area += (y[k] - r[k] + (y[k + 1] - r[k + 1])) * 0.5;
                }
                return Math.abs(area);
            default:
                int pieces = Math.min(count, 2 * half + 1);
                return ErrorMeasure.warpingDistance(y, r, to - pieces, pieces, costs);
        }
    }

    void remember(String name, StreamMemory memory, long seen) throws IOException {
        steps = seen;
        double[] both = Arrays.copyOf(truth, 2 * size);
        System.arraycopy(expected, 0, both, size, size);
        memory.numbers(name, both);
        for (int i = 0; i < size; i++) {
            truth[i] = both[i];
            truth[i + size] = both[i];
            expected[i] = both[i + size];
            expected[i + size] = both[i + size];
        }
    }
}
