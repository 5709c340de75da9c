package dev.gradus.bench;

import dev.gradus.models.evaluation.BenchmarkFolder;
import dev.gradus.models.evaluation.Signal;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes real series with one more anomaly each, laid out as {@code gradus evaluate} reads them, so that a rule of a detector can be
 * chosen on real series without their labels, which are not read. Everything is drawn from one seed.
 *
 * <pre>
 *   java -cp bench/target/benchmarks.jar dev.gradus.bench.InjectedAnomalies DATA DIR SEED
 *   gradus evaluate --data DIR --pipeline auto --seeds 1 --out results.csv
 * </pre>
 *
 * <p>Each series of the folder {@code DATA} is written as it is, and once with an anomaly of each kind ({@link Kind}) at a place of its own. What
 * counts as known is, as in the Numenta Anomaly Benchmark, a tenth of the series around the anomaly. What is unusual in a series anyway counts
 * as a false alarm if it is found, so compare two detectors by the difference.
 */
public final class InjectedAnomalies {
    /** Of fewer samples, the shortest anomaly is none. */
    private static final int LEAST = 100;

    private final Random random;

    private InjectedAnomalies(long seed) {
        random = new Random(seed);
    }

    /** What is put into a series. */
    private enum Kind {
        /** One to three samples beyond the highest hundredth. */
        SPIKE,
        /** Up to a hundredth at the least value. */
        DROP,
        /** Another level for a while. */
        SHIFT,
        /** Much noise for a while. */
        NOISE,
        /** One value for a while. */
        FLAT,
        /** Twice as fast for a while. */
        FAST,
        /** Two and a half times the amplitude for a while, or a third of it. */
        SCALE,
        /** Another part of the series, backwards. */
        FOREIGN,
        /** Many high samples for a while. */
        DENSE
    }

    /**
     * What is drawn for an anomaly.
     *
     * @param from  first sample
     * @param to    behind the last sample
     * @param sign  1 or −1
     * @param size  in units of the range of the middle nine tenths, half of one to one and a half
     * @param other first sample of another part
     */
    private record Place(int from, int to, double sign, double size, int other) {}

    /** See above. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("InjectedAnomalies DATA DIR SEED");
            System.exit(2);
        }
        BenchmarkFolder data = BenchmarkFolder.open(Path.of(arguments[0]));
        SeriesFolder folder = new SeriesFolder(Path.of(arguments[1]), "injected");
        Random seeds = new Random(Long.parseLong(arguments[2]));
        for (Signal signal : data.signals(List.of(), List.of())) {
            TimeSeries series = TimeSeries.readCsv(signal.file());
            requireWhole(signal, series);
            new InjectedAnomalies(seeds.nextLong()).write(signal.name() + "__clean", series, null, folder);
            for (Kind kind : Kind.values()) {
                String name = signal.name() + "__" + kind.name().toLowerCase(Locale.ROOT);
                new InjectedAnomalies(seeds.nextLong()).write(name, series, kind, folder);
            }
        }
        folder.writeLabels();
    }

    /** In a gap, nothing can be changed; and what a short series lacks is a place. */
    private static void requireWhole(Signal signal, TimeSeries series) {
        if (series.length() < LEAST || Arrays.stream(series.values()).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException(signal.file() + ": has " + series.length()
                    + " samples, or gaps; an anomaly needs at least " + LEAST + " samples and no gap: leave it out");
        }
    }

    /** @param kind {@code null} for none */
    private void write(String name, TimeSeries series, Kind kind, SeriesFolder folder) throws IOException {
        int length = series.length();
        double[] values = series.values();
        if (kind != null) {
            Place place = place(kind, length);
            values = disturbed(values, kind, place);
            int middle = (place.from + place.to) / 2;
            int reach = length / 20;
            folder.label(
                    name,
                    series.time(Math.max(0, middle - reach)) / 1000,
                    series.time(Math.min(length - 1, middle + reach)) / 1000);
        }
        folder.series(name, i -> series.time(i) / 1000, values);
    }

    private Place place(Kind kind, int length) {
        int from = (int) (length * (0.1 + 0.8 * random.nextDouble()));
        int lasting = (int) (length * (0.015 + 0.035 * random.nextDouble()));
        double sign = random.nextBoolean() ? 1 : -1;
        double size = 0.5 + random.nextDouble();
        lasting = switch (kind) {
            case SPIKE -> 1 + random.nextInt(3);
            case DROP -> 3 + random.nextInt(Math.max(1, length / 100));
            default -> lasting;
        };
        return new Place(from, Math.min(length, from + lasting), sign, size, random.nextInt(length - lasting));
    }

    private double[] disturbed(double[] before, Kind kind, Place place) {
        double[] sorted = before.clone();
        Arrays.sort(sorted);
        double high = sorted[sorted.length * 99 / 100];
        double range = range(sorted);
        double mean = SeriesFolder.mean(Arrays.copyOfRange(before, place.from, place.to));
        int lasting = place.to - place.from;
        double[] values = before.clone();
        for (int i = place.from; i < place.to; i++) {
            int since = i - place.from;
            values[i] = switch (kind) {
                case SPIKE -> high + place.size * range;
                case DROP -> sorted[0];
                case SHIFT -> before[i] + place.sign * place.size * range;
                case NOISE -> before[i] + 0.5 * place.size * range * random.nextGaussian();
                case FLAT -> before[place.from];
                case FAST -> before[Math.min(before.length - 1, place.from + 2 * since)];
                case SCALE -> mean + (before[i] - mean) * (place.sign > 0 ? 2.5 : 0.3);
                case FOREIGN -> before[place.other + lasting - 1 - since];
                case DENSE ->
                    random.nextInt(Math.max(2, lasting / 8)) == 0 ? before[i] + place.size * range : before[i];
            };
        }
        return values;
    }

    /** Of the middle nine tenths; of more where those are equal. */
    private static double range(double... sorted) {
        int n = sorted.length;
        double range = sorted[n * 19 / 20] - sorted[n / 20];
        if (range <= 0) {
            range = sorted[n * 99 / 100] - sorted[0];
        }
        return range > 0 ? range : 1;
    }
}
