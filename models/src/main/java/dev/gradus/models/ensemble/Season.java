package dev.gradus.models.ensemble;

import java.util.Arrays;
import org.apache.commons.math4.transform.FastFourierTransform;

/**
 * What a series does at the same time of other periods, in units that follow its level. With P samples in a period,
 * <pre>
 *   level_i    = mean of the P samples around i, the nearest whole period near the ends
 *   season_i   = median of x_j − level_j over the 8 nearest j = i ± P, i ± 2P, …
 *   expected_i = level_i + season_i
 * </pre>
 * so that a sample has no part in its own season, and one unusual period none in that of the others. To take away a mean over a
 * whole period first is the classical decomposition of a series.
 */
final class Season {
    /** Autocorrelation that a period must have: half of what the series has with itself. */
    private static final double LEAST = 0.5;

    /** A multiple of the period correlates as well as the period, but for noise: the first that is nearly the best is the period. */
    private static final double NEAR = 0.9;

    /** How many periods a series must have, so that each phase has others to be compared with, and chance has none. */
    private static final int PERIODS = 3;

    /** Other periods that a sample is compared with. */
    private static final int OTHERS = 8;

    /** Share at each end that counts no more than what is next to it, so that a few spikes do not hide a period. */
    private static final double EXTREME = 0.01;

    private Season() {}

    /**
     * The shortest period of a series: the first lag that is a local maximum of the autocorrelation and within a tenth of the highest such,
     * among the lags behind the first that does not correlate, up to a third of the series. Before, the linear trend is taken away, and
     * the highest and the lowest hundredth are limited to what lies between.
     *
     * @return samples in a period; 0 if no maximum is as high as a half
     */
    static int period(double[] samples) {
        double[] correlation = autocorrelation(detrended(limited(samples)), samples.length / PERIODS + 1);
        int lag = 1;
        while (lag < correlation.length && correlation[lag] > 0) {
            lag++;
        }
        double highest = 0;
        for (int l = lag; l < correlation.length - 1; l++) {
            highest = isMaximum(correlation, l) ? Math.max(highest, correlation[l]) : highest;
        }
        if (highest < LEAST) {
            return 0;
        }
        while (!isMaximum(correlation, lag) || correlation[lag] < NEAR * highest) {
            lag++;
        }
        return lag;
    }

    private static boolean isMaximum(double[] values, int i) {
        return values[i] > values[i - 1] && values[i] >= values[i + 1];
    }

    private static double[] limited(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double least = sorted[(int) (EXTREME * sorted.length)];
        double greatest = sorted[(int) ((1 - EXTREME) * sorted.length)];
        return Arrays.stream(samples)
                .map(x -> Math.max(least, Math.min(greatest, x)))
                .toArray();
    }

    /** Without the straight line that fits best. */
    private static double[] detrended(double... samples) {
        double middle = (samples.length - 1) / 2.0;
        double mean = Arrays.stream(samples).sum() / samples.length;
        double moment = 0;
        double squares = 0;
        for (int i = 0; i < samples.length; i++) {
            moment += (i - middle) * samples[i];
            squares += (i - middle) * (i - middle);
        }
        double slope = squares == 0 ? 0 : moment / squares;
        double[] result = new double[samples.length];
        Arrays.setAll(result, i -> samples[i] - mean - slope * (i - middle));
        return result;
    }

    /**
     * Of the lags 0 … {@code most}: the mean product of two samples so far apart, in units of the mean square; 0 for a series that is a
     * line. By the Wiener–Khinchin theorem it is the transform of the squares of the transform.
     */
    static double[] autocorrelation(double[] samples, int most) {
        int padded = Integer.highestOneBit(Math.max(1, samples.length + most)) * 2;
        double[][] spectrum = {Arrays.copyOf(samples, padded), new double[padded]};
        new FastFourierTransform(FastFourierTransform.Norm.STD).transformInPlace(spectrum);
        for (int k = 0; k < padded; k++) {
            spectrum[0][k] = spectrum[0][k] * spectrum[0][k] + spectrum[1][k] * spectrum[1][k];
            spectrum[1][k] = 0;
        }
        new FastFourierTransform(FastFourierTransform.Norm.STD, true).transformInPlace(spectrum);
        double whole = Arrays.stream(samples).map(x -> x * x).sum() / samples.length;
        double[] result = new double[Math.min(most + 1, samples.length)];
        Arrays.setAll(result, lag -> whole > 0 ? spectrum[0][lag] / (samples.length - lag) / whole : 0);
        return result;
    }

    /**
     * What is expected of each sample; see the class.
     *
     * @param samples [n], two periods at least
     * @param period  samples in a period
     */
    static double[] expected(double[] samples, int period) {
        double[] level = level(samples, period);
        double[] without = new double[samples.length];
        Arrays.setAll(without, i -> samples[i] - level[i]);
        double[] others = new double[OTHERS];
        double[] result = new double[samples.length];
        Arrays.setAll(result, i -> level[i] + season(without, i, period, others));
        return result;
    }

    private static double[] level(double[] samples, int period) {
        double[] sums = new double[samples.length + 1];
        for (int i = 0; i < samples.length; i++) {
            sums[i + 1] = sums[i] + samples[i];
        }
        double[] level = new double[samples.length];
        for (int i = 0; i < level.length; i++) {
            int from = Math.max(0, Math.min(samples.length - period, i - period / 2));
            level[i] = (sums[from + period] - sums[from]) / period;
        }
        return level;
    }

    /** @param others scratch */
    private static double season(double[] samples, int at, int period, double... others) {
        int count = 0;
        int before = at - period;
        long after = (long) at + period;
        while (count < OTHERS && (before >= 0 || after < samples.length)) {
            if (before >= 0) {
                others[count++] = samples[before];
            }
            if (after < samples.length && count < OTHERS) {
                others[count++] = samples[(int) after];
            }
            before -= period;
            after += period;
        }
        Arrays.sort(others, 0, count);
        return (others[(count - 1) / 2] + others[count / 2]) / 2;
    }
}
