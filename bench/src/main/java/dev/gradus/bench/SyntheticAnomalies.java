package dev.gradus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes series with known anomalies, laid out as {@code gradus evaluate} reads them, so that a constant of a detector can be chosen
 * without looking at a benchmark. Everything is drawn from one seed.
 *
 * <pre>
 *   java -cp bench/target/benchmarks.jar dev.gradus.bench.SyntheticAnomalies DIR SEED
 *   gradus evaluate --data DIR --pipeline auto,aer,dense-ae --seeds 1 --out results.csv
 * </pre>
 *
 * <p>Each of nine kinds of series ({@link Usual}) of {@value #LENGTH} samples at ten minutes has three, with two anomalies in each, of six
 * kinds ({@link Unusual}), all of which every kind of series gets once. What counts as known is, as in the Numenta Anomaly Benchmark, a tenth
 * of the series, shared by its anomalies, each in the middle of its part.
 */
public final class SyntheticAnomalies {
    private static final int LENGTH = 2000;
    private static final long SPACING = 600;
    private static final int DAY = 144;

    /** Half of what an anomaly's label covers. */
    private static final int REACH = LENGTH / 10 / 2 / 2;

    private final Random random;

    private SyntheticAnomalies(long seed) {
        random = new Random(seed);
    }

    /** What a series does where nothing is wrong. */
    private enum Usual {
        /** A daily wave. */
        WAVE,
        /** A daily wave, lower on two of seven days. */
        WEEK,
        /** A level with noise and bursts at random times. */
        BURSTS,
        /** A walk that is drawn back to its mean. */
        WANDERING,
        /** Jobs that run and pause in turn, for nearly the same time. */
        JOBS,
        /** Silence with a peak every half day. */
        PEAKS,
        /** Noise whose logarithm is normal: each sample for itself. */
        HEAVY,
        /** Little noise, and now and then one high sample. */
        SPARKS,
        /** Levels that last for days, with noise. */
        LEVELS
    }

    /** What goes wrong. */
    private enum Unusual {
        /** One to three samples far out. */
        SPIKE,
        /** Another level for a while. */
        SHIFT,
        /** One value for a while. */
        FLAT,
        /** Twice as fast for a while. */
        FAST,
        /** A third of the amplitude for a while. */
        WEAK,
        /** Much noise for a while. */
        NOISE
    }

    /** See above. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("SyntheticAnomalies DIR SEED");
            System.exit(2);
        }
        SeriesFolder folder = new SeriesFolder(Path.of(arguments[0]), "synthetic");
        new SyntheticAnomalies(Long.parseLong(arguments[1])).write(folder);
        folder.writeLabels();
    }

    private void write(SeriesFolder folder) throws IOException {
        Unusual[] kinds = Unusual.values();
        for (Usual usual : Usual.values()) {
            for (int i = 0; i < kinds.length / 2; i++) {
                String name = String.format(Locale.ROOT, "%s_%d", usual.name().toLowerCase(Locale.ROOT), i + 1);
                double[] values = usual(usual);
                double deviation = SeriesFolder.deviation(values);
                // One in each half, where neither end of the series is near.
                int first = LENGTH / 5 + random.nextInt(LENGTH / 5);
                int second = 3 * LENGTH / 5 + random.nextInt(LENGTH / 5);
                for (int at : List.of(first, second)) {
                    disturb(values, kinds[at == first ? 2 * i : 2 * i + 1], at, deviation);
                    folder.label(name, SPACING, at - REACH, at + REACH);
                }
                folder.series(name, SPACING, values, sample -> true);
            }
        }
    }

    private double[] usual(Usual kind) {
        double[] values = new double[LENGTH];
        double phase = 2 * Math.PI * random.nextDouble();
        double state = 0;
        int left = 0;
        boolean running = false;
        for (int i = 0; i < LENGTH; i++) {
            double noise = random.nextGaussian();
            double wave = StrictMath.sin(2 * Math.PI * i / DAY + phase);
            switch (kind) {
                case WAVE -> values[i] = wave + 0.3 * StrictMath.sin(4 * Math.PI * i / DAY) + 0.1 * noise;
                case WEEK -> values[i] = (i / DAY % 7 < 5 ? 1 : 0.4) * (1 + wave) + 0.1 * noise;
                case BURSTS -> {
                    state = random.nextInt(60) == 0 ? 1 + 2 * random.nextDouble() : 0.6 * state;
                    values[i] = state + 0.2 * noise;
                }
                case WANDERING -> {
                    state = 0.97 * state + 0.25 * noise;
                    values[i] = state;
                }
                case JOBS -> {
                    if (left-- == 0) {
                        running = !running;
                        left = 16 + random.nextInt(5);
                    }
                    values[i] = (running ? 1 : 0) + 0.05 * noise;
                }
                case PEAKS -> values[i] = (i % (DAY / 2) < 4 ? 1 : 0) + 0.02 * Math.abs(noise);
                case HEAVY -> values[i] = StrictMath.exp(0.8 * noise);
                case SPARKS -> {
                    double spark = random.nextInt(150) == 0 ? -StrictMath.log(1 - random.nextDouble()) : 0;
                    values[i] = 0.05 * noise + spark;
                }
                default -> {
                    if (left-- == 0) {
                        state = random.nextGaussian();
                        left = 300 + random.nextInt(300);
                    }
                    values[i] = state + 0.15 * noise;
                }
            }
        }
        return values;
    }

    private void disturb(double[] values, Unusual kind, int at, double deviation) {
        int length = kind == Unusual.SPIKE ? 1 + random.nextInt(3) : 40 + random.nextInt(41);
        int from = at - length / 2;
        double[] before = values.clone();
        double mean = SeriesFolder.mean(before);
        double sign = random.nextBoolean() ? 1 : -1;
        for (int i = from; i < from + length; i++) {
            values[i] = switch (kind) {
                case SPIKE -> mean + sign * 6 * deviation;
                case SHIFT -> before[i] + sign * 2 * deviation;
                case FLAT -> before[from];
                case FAST -> before[from + 2 * (i - from)];
                case WEAK -> mean + (before[i] - mean) / 3;
                case NOISE -> before[i] + deviation * random.nextGaussian();
            };
        }
    }
}
