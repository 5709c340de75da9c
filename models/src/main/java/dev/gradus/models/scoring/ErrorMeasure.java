package dev.gradus.models.scoring;

import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Objects;

/** How far a reconstruction {@code r} lies from the series {@code y}, at each of its {@code L} steps. */
public enum ErrorMeasure {
    /** The distance of the points, {@code |y − r|}. The default of the autoencoders. */
    POINT {
        @Override
        double[] errors(double[] truth, double[] reconstruction, int window) {
            double[] result = new double[truth.length];
            Arrays.setAll(result, i -> Math.abs(truth[i] - reconstruction[i]));
            return result;
        }
    },

    /**
     * The area between the curves, {@code |∫(y − r)|} by trapezoids of unit width over a window centred at the step.
     */
    AREA {
        @Override
        double[] errors(double[] truth, double[] reconstruction, int window) {
            int length = truth.length;
            double[] result = new double[length];
            for (int i = 0; i < length; i++) {
                int left = Smoothing.left(i, window);
                int right = Smoothing.right(i, window, length);
                double area = 0;
                for (int k = left; k < right; k++) {
                    area += (truth[k] - reconstruction[k] + (truth[k + 1] - reconstruction[k + 1])) * 0.5;
                }
                result[i] = Math.abs(area);
            }
            return result;
        }
    },

    /**
     * The dynamic time warping distance of the pieces of length {@code 2·floor(window/2) + 1}: a shape that comes a
     * little early or late costs little. The default of TadGAN and AER.
     *
     * <p>As in Orion 0.7.1, whose published results it is held to, the distance of the pieces centred at step {@code i}
     * stands at {@code i + floor(window/2)}, half a window late; the first {@code floor(window/2)} steps and the last
     * {@code floor(window/2) + 1} have the error 0. Beyond the ends, both series count as 0.
     */
    DTW {
        @Override
        double[] errors(double[] truth, double[] reconstruction, int window) {
            int half = window / 2;
            int size = 2 * half + 1;
            double[] result = new double[truth.length];
            if (truth.length <= size) {
                return result;
            }
            double[] y = pad(truth, half);
            double[] r = pad(reconstruction, half);
            double[] costs = new double[size + 1];
            for (int i = 0; i < truth.length - size; i++) {
                result[i + half] = warpingDistance(y, r, i, size, costs);
            }
            return result;
        }
    };

    /** Width of the window of {@link #AREA} and {@link #DTW} in Orion 0.7.1. */
    public static final int DEFAULT_WINDOW = 10;

    abstract double[] errors(double[] truth, double[] reconstruction, int window);

    /**
     * The errors, not smoothed.
     *
     * @param truth          the series, {@code [L]}
     * @param reconstruction its reconstruction, {@code [L]}
     * @param window         steps that the error of one step looks at, at least 1; {@link #POINT} has no use for it
     * @return {@code [L]}, none negative
     * @throws IllegalArgumentException if the lengths differ or a value is NaN or infinite
     */
    public double[] between(double[] truth, double[] reconstruction, int window) {
        if (window < 1) {
            throw new IllegalArgumentException("the window of the errors must be at least 1, not " + window);
        }
        Statistics.requireSameLength(truth, "series", reconstruction, "reconstruction");
        Statistics.requireFinite(truth, "series' value");
        Statistics.requireFinite(reconstruction, "reconstruction");
        return errors(truth, reconstruction, window);
    }

    /**
     * The mean errors of several series that are measured alike, such as columns that are scaled to the same range.
     *
     * @param windows        of each series; what is compared are the samples that lie in them
     * @param reconstruction of each, its median
     * @param window         as in {@link #between(double[], double[], int)}
     * @return {@code [L]}, none negative
     */
    public double[] between(Windows[] windows, Reconstruction[] reconstruction, int window) {
        Objects.requireNonNull(windows, "the windows are null");
        Objects.requireNonNull(reconstruction, "the reconstruction is null");
        if (windows.length == 0 || windows.length != reconstruction.length) {
            throw new IllegalArgumentException(reconstruction.length + " reconstructions do not go with "
                    + windows.length + " series of windows; give one for each, of one series at least");
        }
        double[] sum = null;
        for (int k = 0; k < windows.length; k++) {
            Objects.requireNonNull(windows[k], "the windows are null");
            Objects.requireNonNull(reconstruction[k], "the reconstruction is null");
            double[] errors = between(windows[k].truth(), reconstruction[k].median(), window);
            if (sum == null) {
                sum = errors;
            } else {
                Statistics.requireSameLength(sum, "first series", errors, "next series");
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += errors[i];
                }
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= windows.length;
        }
        return sum;
    }

    /**
     * The errors of a series whose windows come one after the other, smoothed ({@link Smoothing#centred}).
     *
     * @param window    as in {@link #between(double[], double[], int)}
     * @param smoothing steps that the errors are smoothed over
     * @param channels  that are reconstructed
     * @param length    samples in a window of the series, T
     */
    public ScoreStream stream(int window, int smoothing, int channels, int length) {
        return new ErrorStream(this, window, smoothing, channels, length);
    }

    /** The errors with the default window, smoothed over {@code smoothing} steps ({@link Smoothing#centred}). */
    public double[] smoothed(double[] truth, double[] reconstruction, int smoothing) {
        return Smoothing.centred(between(truth, reconstruction, DEFAULT_WINDOW), smoothing);
    }

    private static double[] pad(double[] values, int zeros) {
        double[] result = new double[values.length + 2 * zeros];
        System.arraycopy(values, 0, result, zeros, values.length);
        return result;
    }

    /**
     * The dynamic time warping distance of {@code a[from … from+size−1]} and the same stretch of {@code b}: the root
     * of the least sum of {@code (aᵢ − bⱼ)²} along a path from corner to corner by steps (1,0), (0,1) and (1,1).
     *
     * @param row scratch of {@code size + 1}: the least sums of the current row, {@code row[j+1]} for {@code bⱼ}
     */
    static double warpingDistance(double[] a, double[] b, int from, int size, double[] row) {
        Arrays.fill(row, Double.POSITIVE_INFINITY);
        row[0] = 0;
        for (int i = 0; i < size; i++) {
            double diagonal = row[0];
            double left = Double.POSITIVE_INFINITY;
            row[0] = left;
            for (int j = 0; j < size; j++) {
                double difference = a[from + i] - b[from + j];
                double above = row[j + 1];
                left = difference * difference + Math.min(diagonal, Math.min(above, left));
                row[j + 1] = left;
                diagonal = above;
            }
        }
        return Math.sqrt(row[size]);
    }
}
