package dev.gradus.models.profile;

import dev.gradus.models.jobs.Loops;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.util.Arrays;
import java.util.Objects;

/**
 * The nearest neighbour of every window of a series (Zhu et al., <em>Matrix Profile II: Exploiting a Novel Algorithm and GPUs
 * to Break the One Hundred Million Barrier for Time Series Motifs and Joins</em>, 2016). With μ and σ the mean and the
 * population deviation of a window of m samples, windows i and j are
 * <pre>
 *   d(i, j) = √(2m·(1 − ρ)),     ρ = min((Σ_k x[i+k]·y[j+k] − m·μᵢ·μⱼ)/(m·σᵢ·σⱼ), 1)
 * </pre>
 * apart: the Euclidean distance of both once they are brought to mean 0 and deviation 1. A flat window, whose samples are all
 * equal, has no such form: two of them are 0 apart, and one is √m from all that are not flat. Along a diagonal, where
 * {@code j − i} is the same, a sum of products follows from the one before it by one product less and one more.
 *
 * <p>Takes O(n²) time and O(n) memory for each of the threads that share the diagonals. Of neighbours that are equally near,
 * the first is taken, so no bit depends on the threads.
 */
public final class Stomp {
    /** Deviations below this are rounding, of samples that span about 1. */
    private static final double FLAT = 1e-12;

    /** The sums of products of larger samples might be infinite. */
    private static final double LARGEST = 1e100;

    /** Diagonals that a thread takes at a time. */
    private static final int BLOCK = 256;

    /** A window of this many samples is the shortest that has a shape: of two, one is high and one low. */
    static final int LEAST_WINDOW = 3;

    /**
     * What was found for each window.
     *
     * @param window     samples in a window, m
     * @param distances  to the nearest neighbour, {@code [n − m + 1]}
     * @param neighbours where it begins, {@code [n − m + 1]}
     */
    public record Profile(int window, double[] distances, int[] neighbours) {}

    private final int window;
    private final Moments of;
    private final Moments among;
    private final double[] nearest;
    private final int[] neighbours;

    private Stomp(Moments of, Moments among) {
        this.window = of.window;
        this.of = of;
        this.among = among;
        nearest = new double[of.count()];
        neighbours = new int[of.count()];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        Arrays.fill(neighbours, Integer.MAX_VALUE);
    }

    /** Windows that begin no more than a quarter of a window apart, rounded up, are not neighbours of one another. */
    static int exclusion(int window) {
        return (int) ((window + 3L) / 4);
    }

    /** The samples that {@link #self} needs at least: then every window has one that is no neighbour. */
    static long leastLength(int window) {
        return window + 2L * exclusion(window) + 1;
    }

    /**
     * The nearest neighbour of each window in the series itself, which begins more than a quarter of a window away.
     *
     * @param samples {@code [n]}
     * @param window  samples in a window, m, at least 3
     * @throws UnsuitableSeriesException if there are fewer than {@code m + 2·ceil(m/4) + 1} samples
     * @throws IllegalArgumentException  if a sample is NaN, infinite or beyond ±1e100
     */
    public static Profile self(double[] samples, int window) {
        require("samples", samples, window);
        if (samples.length < leastLength(window)) {
            throw new UnsuitableSeriesException("matrix-profile: the series has " + samples.length
                    + " samples, windows of " + window + " that do not overlap much need at least "
                    + leastLength(window) + "; choose a smaller window, a shorter interval or a longer series");
        }
        Moments moments = Moments.of(samples, window);
        Stomp join = new Stomp(moments, moments);
        int first = exclusion(window) + 1;
        join.run(first, moments.count(), true);
        return join.profile();
    }

    /**
     * The nearest neighbour of each window in another series.
     *
     * @param samples {@code [n]}
     * @param among   the other series, {@code [k]}
     * @param window  samples in a window, m, at least 3
     * @throws UnsuitableSeriesException if one of both is shorter than a window
     * @throws IllegalArgumentException  if a sample is NaN, infinite or beyond ±1e100
     */
    public static Profile join(double[] samples, double[] among, int window) {
        require("samples", samples, window);
        require("samples of the other series", among, window);
        Stomp join = new Stomp(Moments.of(samples, window), Moments.of(among, window));
        join.run(1 - join.of.count(), join.among.count(), false);
        return join.profile();
    }

    private static void require(String what, double[] samples, int window) {
        Objects.requireNonNull(samples, () -> "matrix-profile: the " + what + " are null");
        if (window < LEAST_WINDOW) {
            throw new IllegalArgumentException(
                    "matrix-profile: window must be at least " + LEAST_WINDOW + ", not " + window);
        }
        if (samples.length < window) {
            throw new UnsuitableSeriesException("matrix-profile: there are " + samples.length + " " + what
                    + ", a window needs " + window + "; choose a smaller window or a longer series");
        }
        for (int i = 0; i < samples.length; i++) {
            if (!(Math.abs(samples[i]) <= LARGEST)) {
                throw new IllegalArgumentException("matrix-profile: number " + i + " of the " + what + " is "
                        + samples[i] + "; fill gaps first, and scale what is beyond 1e100");
            }
        }
    }

    /** Means and deviations of windows, and which of them are flat. */
    private record Moments(double[] samples, int window, double[] mean, double[] deviation, boolean[] flat) {
        static Moments of(double[] samples, int window) {
            int count = samples.length - window + 1;
            Moments moments = new Moments(samples, window, new double[count], new double[count], new boolean[count]);
            for (int i = 0; i < count; i++) {
                moments.measure(i);
            }
            return moments;
        }

        private void measure(int i) {
            double sum = 0;
            double least = samples[i];
            double greatest = samples[i];
            for (int k = i; k < i + window; k++) {
                sum += samples[k];
                least = Math.min(least, samples[k]);
                greatest = Math.max(greatest, samples[k]);
            }
            double centre = sum / window;
            double squares = 0;
            for (int k = i; k < i + window; k++) {
                squares += (samples[k] - centre) * (samples[k] - centre);
            }
            double spread = Math.sqrt(squares / window);
            mean[i] = centre;
            flat[i] = greatest == least || spread < FLAT;
            deviation[i] = flat[i] ? 1 : spread;
        }

        int count() {
            return mean.length;
        }
    }

    /** @param both whether what is near to a window has the window for a neighbour too */
    private void run(int firstDiagonal, int end, boolean both) {
        int blocks = (end - firstDiagonal - 1) / BLOCK + 1;
        Loops.forEach(blocks, block -> {
            Stomp part = new Stomp(of, among);
            int from = firstDiagonal + block * BLOCK;
            for (int d = from; d < Math.min(end, from + BLOCK); d++) {
                part.diagonal(d, both);
            }
            merge(part);
        });
    }

    private void diagonal(int d, boolean both) {
        double[] x = of.samples;
        double[] y = among.samples;
        int start = Math.max(0, -d);
        int end = Math.min(of.count(), among.count() - d);
        double dot = 0;
        for (int k = 0; k < window; k++) {
            dot += x[start + k] * y[start + d + k];
        }
        for (int i = start; i < end; i++) {
            int j = i + d;
            if (i > start) {
                dot = dot - x[i - 1] * y[j - 1] + x[i + window - 1] * y[j + window - 1];
            }
            double squared = squaredDistance(i, j, dot);
            offer(i, j, squared);
            if (both) {
                offer(j, i, squared);
            }
        }
    }

    private double squaredDistance(int i, int j, double dot) {
        if (of.flat[i] || among.flat[j]) {
            return of.flat[i] && among.flat[j] ? 0 : window;
        }
        double rho = (dot - window * of.mean[i] * among.mean[j]) / (window * of.deviation[i] * among.deviation[j]);
        return 2 * window * (1 - Math.min(rho, 1));
    }

    private void offer(int i, int j, double squared) {
        if (squared < nearest[i] || squared == nearest[i] && j < neighbours[i]) {
            nearest[i] = squared;
            neighbours[i] = j;
        }
    }

    private synchronized void merge(Stomp part) {
        for (int i = 0; i < nearest.length; i++) {
            offer(i, part.neighbours[i], part.nearest[i]);
        }
    }

    private Profile profile() {
        double[] distances = Arrays.stream(nearest).map(Math::sqrt).toArray();
        return new Profile(window, distances, neighbours);
    }
}
