package dev.gradus.models.scoring;

import java.util.Arrays;
import java.util.Objects;

/**
 * How unusual the critic of a GAN finds each step of a series. The critic gives one value per window; a step is
 * covered by up to {@code T} windows.
 */
public final class CriticScore {
    /** By how much two estimated densities may be closer than the true ones, for each kernel in them. */
    private static final double ESTIMATED = 1e-8;

    private CriticScore() {}

    /**
     * The commonest critic value of the windows that cover each step: of their values, the one where a Gaussian kernel
     * density estimate is greatest. The bandwidth is Scott's, {@code h = s·m^(−1/5)} for {@code m} values of sample
     * standard deviation {@code s}; only {@code Σₖ exp(−(cᵢ − cₖ)²/2h²)} matters. Of equal densities the newest
     * window's value is taken; where all values are equal, that value.
     *
     * <p>Costs {@code n·T²} estimates of exponentials, and {@code T} exact ones for each value that may be the one.
     *
     * @param critic one value per window, {@code [n]}
     * @param length length of a window, T
     * @return one value per step, {@code [n + T − 1]}
     */
    public static double[] modes(double[] critic, int length) {
        Statistics.requireFinite(critic, "critic value");
        if (length < 1) {
            throw new IllegalArgumentException("a window needs at least one sample, not " + length);
        }
        if (length > Integer.MAX_VALUE - critic.length) {
            throw new IllegalArgumentException(
                    "windows of " + length + " samples are longer than any series; choose shorter ones");
        }
        Overlap overlap = new Overlap(critic.length, length);
        double[] result = new double[overlap.steps()];
        overlap.forEachStep((step, scratch) -> {
            int first = overlap.first(step);
            int count = overlap.last(step) - first + 1;
            for (int j = 0; j < count; j++) {
                scratch[j] = critic[step - first - j];
            }
            result[step] = mode(scratch, count, new double[count]);
        });
        return result;
    }

    /**
     * The score {@code |c − μ|/σ + 1}, smoothed, where {@code μ} is the mean of the values between the first and the
     * third quartile and {@code σ} the standard deviation of <em>all</em> values. Unusually high values count as much
     * as low ones. Where all values are equal, the score is 1 everywhere.
     *
     * @param modes     critic value of each step, {@code [L]}
     * @param smoothing width of the centred rolling mean; 0 for none
     * @return {@code [L]}, at least 1
     */
    public static double[] of(double[] modes, int smoothing) {
        return of(modes, scale(modes), smoothing);
    }

    /** As {@link #of(double[], int)}, with {@code μ} and {@code σ} given, such as those of another series. */
    public static double[] of(double[] modes, Scale scale, int smoothing) {
        Objects.requireNonNull(scale, "the scale of the critic values is null");
        Statistics.requireFinite(modes, "critic value");
        double[] scores = new double[modes.length];
        Arrays.setAll(scores, i -> Math.abs(scale.distance(modes[i])) + 1);
        return Smoothing.centred(scores, smoothing);
    }

    /**
     * What a series' critic values are measured by: {@code μ}, the mean of those between the quartiles, and {@code σ}, the
     * deviation of all.
     *
     * @param modes critic value of each step, {@code [L]}
     */
    public static Scale scale(double[] modes) {
        Statistics.requireFinite(modes, "critic value");
        double[] sorted = modes.clone();
        Arrays.sort(sorted);
        double lower = Statistics.quantile(sorted, sorted.length, 0.25);
        double upper = Statistics.quantile(sorted, sorted.length, 0.75);
        double[] core =
                Arrays.stream(modes).filter(c -> c >= lower && c <= upper).toArray();
        // Of two values, the quartiles lie between them and the core is empty.
        double centre = core.length == 0 ? Statistics.mean(modes) : Statistics.mean(core);
        return new Scale(centre, Statistics.deviation(modes, Statistics.mean(modes)));
    }

    /**
     * The value of greatest density among the first {@code count}, which may be reordered.
     *
     * @param density scratch of as many at least
     */
    static double mode(double[] values, int count, double[] density) {
        return mode(values, count, bandwidth(count), density);
    }

    /** The square of the kernel's width for so many values of variance 1, by Scott's rule. */
    static double bandwidth(int count) {
        return StrictMath.pow(count, -0.4);
    }

    /** As {@link #mode(double[], int, double[])}, with {@code bandwidth(count)} given. */
    static double mode(double[] values, int count, double bandwidth, double[] density) {
        if (count == 1) {
            return values[0];
        }
        double mean = 0;
        for (int i = 0; i < count; i++) {
            mean += values[i];
        }
        mean /= count;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        double variance = squares / (count - 1);
        if (variance == 0) {
            return Selection.median(values, count);
        }
        double scale = -0.5 / (variance * bandwidth);
        double most = estimate(values, count, scale, density) - count * ESTIMATED;
        int best = 0;
        double highest = 0;
        for (int i = 0; i < count; i++) {
            if (density[i] < most) {
                continue;
            }
            double exact = density(values, count, scale, i);
            if (i == 0 || exact > highest) {
                best = i;
                highest = exact;
            }
        }
        return values[best];
    }

    private static double density(double[] values, int count, double scale, int at) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            double difference = values[at] - values[k];
            sum += k == at ? 0 : StrictMath.exp(difference * difference * scale);
        }
        return sum;
    }

    /**
     * Estimates densities, each greater by 1 than it is, to tell which need not be computed: exact exponentials of all pairs would take
     * as long as some layers of the critic. Here {@code exp(x) = exp(x/64)^64}, by a polynomial, in a loop that the JIT compiler makes
     * vectors of. A kernel is off by less than 10⁻⁹: the polynomial by 1.5·10⁻¹⁰, what is set to exp(−40) by that.
     *
     * @return the greatest
     */
    private static double estimate(double[] values, int count, double scale, double[] density) {
        Arrays.fill(density, 0, count, 0);
        double part = scale / 64;
        for (int i = 0; i < count; i++) {
            estimate(values[i], values, count, part, density);
        }
        double most = 0;
        for (int i = 0; i < count; i++) {
            most = density[i] > most ? density[i] : most;
        }
        return most;
    }

    private static void estimate(double value, double[] values, int count, double part, double[] density) {
        for (int k = 0; k < count; k++) {
            double difference = values[k] - value;
            double x = Math.max(difference * difference * part, -40.0 / 64);
            double e = 1 + x * (1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120)))));
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            e *= e;
            density[k] += e;
        }
    }
}
