package dev.gradus.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * Like {@link SyntheticAnomalies}, with more kinds of series, of different lengths and spacings, whose levels, noise and shapes are drawn
 * anew for each, some with gaps; and with more kinds of anomalies, one to three in a series, of different lengths and sizes.
 *
 * <pre>
 *   java -cp bench/target/benchmarks.jar dev.gradus.bench.VariedAnomalies DIR SEED
 * </pre>
 *
 * <p>There are three series of each of eighteen kinds ({@link Usual}). What counts as known is, as in the Numenta Anomaly Benchmark, a tenth
 * of the series, shared by its anomalies ({@link Unusual}).
 */
public final class VariedAnomalies {
    private static final int EACH = 3;
    private static final int DAY_SECONDS = 86_400;

    private final Random random;

    private VariedAnomalies(long seed) {
        random = new Random(seed);
    }

    /** What a series does where nothing is wrong. */
    private enum Usual {
        /** A daily wave, round or square. */
        WAVE,
        /** A daily wave, lower on two of seven days. */
        WEEK,
        /** A level with noise and bursts at random times. */
        BURSTS,
        /** A walk that is drawn back to its mean. */
        WANDERING,
        /** Jobs that run and pause in turn, for nearly the same time. */
        JOBS,
        /** Silence with peaks once to three times a day. */
        PEAKS,
        /** Noise whose logarithm is normal: each sample for itself. */
        HEAVY,
        /** Little noise, and now and then one high sample. */
        SPARKS,
        /** Levels that last for days, with noise. */
        LEVELS,
        /** A processor that idles for some time and works for a shorter one. */
        CPU,
        /** A price of advertisements by the hour: a walk in the logarithm, and a few high hours. */
        RATE,
        /** Counts of messages, more by day, with bursts of any size that die away. */
        COUNTS,
        /** A trend, a walk and a daily wave. */
        DRIFT,
        /** Passengers by the half hour: a shape of the day, another at the weekend, and a slow change. */
        TAXI,
        /** The speed of cars: slow twice a day, with a quarter of the samples missing. */
        SPEED,
        /** Bytes written: blocks of random height at fixed times, and a few between. */
        DISK,
        /** An oscillation whose period wanders. */
        QUASI,
        /** Whole numbers around a daily wave. */
        DIGITS
    }

    /** What goes wrong. */
    private enum Unusual {
        /** A few samples far out. */
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
        NOISE,
        /** A few samples at the least value or at 0. */
        DROP,
        /** A slow rise, and back. */
        RAMP,
        /** Many high samples for a while. */
        DENSE,
        /** Another level to the end; for longer than the others where another anomaly follows. */
        FOREVER
    }

    /**
     * What is drawn once for a series.
     *
     * @param day       samples in it
     * @param square    whether its wave is square
     * @param amplitude of what it has of a wave
     * @param level     0 to 1, for what else differs
     * @param noise     deviation
     * @param width     share of the day that a square wave is low
     * @param week      on which day it begins
     * @param period    of what recurs, in samples
     * @param phase     of the day
     */
    private record Character(
            int day,
            boolean square,
            double amplitude,
            double level,
            double noise,
            double width,
            int week,
            int period,
            double phase) {
        double wave(int i) {
            return StrictMath.sin(2 * Math.PI * i / day + phase);
        }

        boolean isWorkday(int i) {
            return (i / day + week) % 7 < 5;
        }
    }

    /** See above. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("VariedAnomalies DIR SEED");
            System.exit(2);
        }
        SeriesFolder folder = new SeriesFolder(Path.of(arguments[0]), "synthetic");
        new VariedAnomalies(Long.parseLong(arguments[1])).write(folder);
        folder.writeLabels();
    }

    private void write(SeriesFolder folder) throws IOException {
        for (Usual usual : Usual.values()) {
            for (int k = 1; k <= EACH; k++) {
                series(usual, String.format(Locale.ROOT, "%s_%d", usual.name().toLowerCase(Locale.ROOT), k), folder);
            }
        }
    }

    private void series(Usual usual, String name, SeriesFolder folder) throws IOException {
        int length = length(usual);
        long spacing = spacing(usual);
        double[] values = usual(usual, length, (int) (DAY_SECONDS / spacing));
        double deviation = SeriesFolder.deviation(values);
        int count = 1 + random.nextInt(3);
        double reach = length / 10.0 / count / 2;
        for (int i = 0; i < count; i++) {
            // Each in a part of its own between the first tenth and the last.
            int at = (int) (length * (0.1 + 0.8 / count * (i + 0.15 + 0.7 * random.nextDouble())));
            Unusual unusual = Unusual.values()[random.nextInt(Unusual.values().length)];
            disturb(values, unusual, at, deviation, i == count - 1);
            if (isPositive(usual)) {
                Arrays.setAll(values, step -> Math.max(0, values[step]));
            }
            folder.label(name, spacing, (int) Math.max(0, at - reach), (int) Math.min(length - 1, at + reach));
        }
        folder.series(name, spacing, values, kept(usual, length));
    }

    private int length(Usual usual) {
        return switch (usual) {
            case RATE -> 1500 + random.nextInt(300);
            case COUNTS -> 9000;
            case TAXI -> 5000 + random.nextInt(2000);
            case CPU, DISK, DIGITS, PEAKS, WAVE -> 4032;
            case SPEED -> 2500;
            default -> 1600 + random.nextInt(800);
        };
    }

    private static long spacing(Usual usual) {
        return switch (usual) {
            case RATE -> 3600;
            case TAXI -> 1800;
            case COUNTS, CPU, DISK, DIGITS, PEAKS, WAVE -> 300;
            default -> 600;
        };
    }

    private static boolean isPositive(Usual usual) {
        return switch (usual) {
            case COUNTS, CPU, DISK, RATE, HEAVY -> true;
            default -> false;
        };
    }

    /** Which samples are there: some series lack a fortieth in one piece, those of {@link Usual#SPEED} also a quarter of the rest. */
    private IntPredicate kept(Usual usual, int length) {
        boolean gaps = usual == Usual.SPEED || random.nextInt(6) == 0;
        int hole = gaps ? random.nextInt(length) : length;
        return i -> !gaps
                || i == 0
                || i == length - 1
                || (i < hole || i >= hole + length / 40) && (usual != Usual.SPEED || random.nextInt(4) != 0);
    }

    private Character character(int day) {
        double phase = 2 * Math.PI * random.nextDouble();
        int week = random.nextInt(7);
        double amplitude = 0.3 + random.nextDouble();
        double level = random.nextDouble();
        double noise = 0.03 + 0.2 * random.nextDouble();
        double width = 0.3 + 0.4 * random.nextDouble();
        int period = day / (1 + random.nextInt(3));
        return new Character(day, phase > Math.PI, amplitude, level, noise, width, week, period, phase);
    }

    private double[] usual(Usual kind, int length, int day) {
        Character c = character(day);
        double[] values = new double[length];
        double state = 0;
        int left = 0;
        boolean running = false;
        for (int i = 0; i < length; i++) {
            double noise = random.nextGaussian();
            double wave = c.wave(i);
            switch (kind) {
                case WAVE -> {
                    double round = wave + 0.3 * StrictMath.sin(4 * Math.PI * i / day);
                    double square = i % day > c.width * day ? 1 : 0;
                    values[i] = (c.square ? square : round) + 0.5 * c.noise * noise;
                }
                case WEEK -> values[i] = (c.isWorkday(i) ? 1 : 0.4) * (1 + wave) + c.noise * noise;
                case BURSTS -> {
                    state = random.nextInt(60) == 0 ? 1 + 2 * random.nextDouble() : 0.6 * state;
                    values[i] = state + c.noise * noise;
                }
                case WANDERING -> {
                    state = (0.9 + 0.09 * c.level) * state + 0.25 * noise;
                    values[i] = state;
                }
                case JOBS -> {
                    if (left-- == 0) {
                        running = !running;
                        left = 16 + random.nextInt(5);
                    }
                    values[i] = (running ? 1 : 0) + 0.4 * c.noise * noise;
                }
                case PEAKS -> {
                    double peak = i % c.period < 4 + c.period / 40 ? 1 : 0;
                    values[i] = peak * (1 + 0.1 * random.nextGaussian()) + 0.02 * Math.abs(noise);
                }
                case HEAVY -> values[i] = StrictMath.exp((0.4 + 0.5 * c.level) * noise);
                case SPARKS -> {
                    double spark = random.nextInt(150) == 0 ? -StrictMath.log(1 - random.nextDouble()) : 0;
                    values[i] = 0.05 * noise + spark;
                }
                case LEVELS -> {
                    if (left-- == 0) {
                        state = random.nextGaussian();
                        left = 300 + random.nextInt(300);
                    }
                    values[i] = state + c.noise * noise;
                }
                case CPU -> {
                    if (left-- <= 0) {
                        running = !running;
                        left = running ? 3 + random.nextInt(20) : 20 + random.nextInt(200);
                        state = running ? 2 + 3 * random.nextDouble() : c.level;
                    }
                    values[i] = Math.max(0, state + c.noise * noise + 0.2 * c.amplitude * wave);
                }
                case RATE -> {
                    state = 0.5 * state + 0.25 * noise;
                    double high = random.nextInt(200) == 0 ? 2 + 3 * random.nextDouble() : 1;
                    values[i] = 0.1 * StrictMath.exp(state + 0.3 * c.amplitude * wave) * high;
                }
                case COUNTS -> {
                    double burst =
                            random.nextInt(400) == 0 ? 20 * StrictMath.pow(1 - random.nextDouble(), -0.6) - 15 : 0;
                    state = 0.8 * state + burst;
                    double mean = 8 * (1 + 0.7 * wave) * c.amplitude + state;
                    values[i] = Math.max(0, Math.round(mean + Math.sqrt(Math.max(mean, 0)) * noise));
                }
                case DRIFT -> {
                    state += 0.02 * noise;
                    values[i] = 2 * c.amplitude * i / length + state + 0.5 * wave + c.noise * random.nextGaussian();
                }
                case TAXI -> {
                    state = 0.95 * state + 0.02 * noise;
                    double time = 2 * Math.PI * (i % day) / day;
                    double shape =
                            1 + 0.6 * StrictMath.sin(time + c.phase) + 0.35 * StrictMath.sin(2 * (time + c.phase));
                    values[i] = 10_000 * shape * (c.isWorkday(i) ? 1 : 0.8 - 0.1 * StrictMath.sin(wave)) * (1 + state);
                }
                case SPEED -> {
                    double slow = random.nextInt(100) == 0 ? 20 * random.nextDouble() : 0;
                    double rush = hour(i, day, 0.33, 0.05) + hour(i, day, 0.72, 0.06);
                    values[i] = 75 - 25 * c.amplitude * rush * (c.isWorkday(i) ? 1 : 0.1) + 4 * noise - slow;
                }
                case DISK -> {
                    double block = i % c.period < 3 + c.period / 30 ? 1 + 0.5 * random.nextDouble() : 0;
                    double between = random.nextInt(40) == 0 ? 2e7 * random.nextDouble() : 0;
                    values[i] = block * 1e8 * c.amplitude + between + 1e5 * Math.abs(noise);
                }
                case QUASI -> {
                    state += 2 * Math.PI / (30 + 20 * c.level) * (1 + 0.15 * noise);
                    double both = StrictMath.sin(state) + 0.4 * StrictMath.sin(2 * state);
                    values[i] = both + c.noise * random.nextGaussian();
                }
                case DIGITS -> values[i] = Math.round(3 + 2 * wave * c.amplitude + 6 * c.noise * noise);
            }
        }
        return values;
    }

    /** 1 at a time of the day, and less the farther from it. */
    private static double hour(int i, int day, double at, double width) {
        double distance = ((i % day) / (double) day - at) / width;
        return StrictMath.exp(-distance * distance);
    }

    private void disturb(double[] values, Unusual kind, int at, double deviation, boolean last) {
        int length = values.length;
        int lasting = (int) (length * (0.008 + 0.04 * random.nextDouble()));
        if (kind == Unusual.SPIKE || kind == Unusual.DROP) {
            lasting = 1 + random.nextInt(4) * Math.max(1, length / 2000);
        }
        int from = Math.max(1, at - (kind == Unusual.FOREVER ? 0 : lasting / 2));
        if (kind == Unusual.FOREVER) {
            lasting = last ? length - from : length / 10;
        }
        double[] before = values.clone();
        double mean = SeriesFolder.mean(before);
        double least = Arrays.stream(before).min().orElseThrow();
        double sign = random.nextBoolean() ? 1 : -1;
        double size = (0.7 + 0.8 * random.nextDouble()) * deviation;
        for (int i = from; i < Math.min(length, from + lasting); i++) {
            double share = (i - from) / (double) lasting;
            values[i] = switch (kind) {
                case SPIKE -> mean + sign * 5 * size;
                case DROP -> random.nextBoolean() ? least : Math.min(least, 0);
                case SHIFT -> before[i] + sign * 1.8 * size;
                case FLAT -> before[from];
                case FAST -> before[Math.min(length - 1, from + 2 * (i - from))];
                case WEAK -> mean + (before[i] - mean) / 3;
                case NOISE -> before[i] + size * random.nextGaussian();
                case RAMP -> before[i] + sign * 3 * size * (1 - Math.abs(2 * share - 1));
                case DENSE -> before[i] + (random.nextInt(Math.max(2, lasting / 8)) == 0 ? 2.5 * size : 0);
                case FOREVER -> before[i] + sign * 1.5 * size;
            };
        }
    }
}
