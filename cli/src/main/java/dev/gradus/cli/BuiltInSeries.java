package dev.gradus.cli;

import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Interval;
import dev.gradus.models.series.TimeFormat;
import dev.gradus.models.series.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Three weeks of electricity demand in a town, every half hour, in megawatts, as it might have been: a low at
 * night, a peak in the morning and a higher one in the evening, quieter weekends, warm and cool spells, noise with
 * memory. Three things go wrong, each known to {@link #labels()}: a burst of spikes, an outage that leaves a low, flat
 * line for a morning and noon, and a working day far too high. The same numbers everywhere: they come from {@link Rng} and
 * {@link StrictMath} alone.
 */
final class BuiltInSeries {
    static final String NAME = "built-in series";

    private static final int DAYS = 21;
    private static final int PER_DAY = 48;
    private static final long START = Instant.parse("2024-03-04T00:00:00Z").toEpochMilli(); // a Monday
    private static final long STEP = Duration.ofMinutes(30).toMillis();

    /** First and last sample of each anomaly. */
    private static final int[] SPIKES = {at(5, 20), at(5, 31)};

    private static final int[] FLAT = {at(11, 16), at(11, 31)};
    private static final int[] HIGH = {at(18, 14), at(18, 33)};

    private BuiltInSeries() {}

    private static int at(int day, int halfHour) {
        return day * PER_DAY + halfHour;
    }

    /** The series, of one column. */
    static TimeSeries series() {
        Rng rng = new Rng(20240304);
        long[] seconds = new long[DAYS * PER_DAY];
        double[] values = new double[seconds.length];
        double weather = 0;
        double noise = 0;
        for (int i = 0; i < values.length; i++) {
            seconds[i] = (START + i * STEP) / 1000;
            weather = 0.995 * weather + 0.16 * normal(rng);
            noise = 0.6 * noise + 0.9 * normal(rng);
            double regular = demand(i) + weather + noise;
            values[i] = rounded(regular + disturbance(i, regular, rng));
        }
        return TimeSeries.of(seconds, values).withTimeFormat(TimeFormat.of("2024-03-04 00:00", ZoneOffset.UTC));
    }

    /** The three stretches that went wrong. */
    static List<Interval> labels() {
        return List.of(interval(SPIKES), interval(FLAT), interval(HIGH));
    }

    private static Interval interval(int[] samples) {
        return new Interval(START + samples[0] * STEP, START + samples[1] * STEP);
    }

    /** Without noise: a base load and two daily peaks, which weekends delay and lower. */
    private static double demand(int sample) {
        double hour = sample % PER_DAY / 2.0;
        int weekday = sample / PER_DAY % 7;
        boolean weekend = weekday >= 5;
        double morning = (weekend ? 13 : 20) * bump(hour, weekend ? 10.5 : 8.5, weekend ? 3.0 : 2.4);
        double noon = 11 * bump(hour, 13, 3.5);
        double evening = (weekend ? 22 : 27) * bump(hour, 19.5, 2.6);
        return 42 - (weekday == 6 ? 2 : 0) + morning + noon + evening;
    }

    /** A bell of height 1 around an hour of the day; it goes on past midnight. */
    private static double bump(double hour, double centre, double width) {
        double apart = Math.abs(hour - centre);
        double distance = Math.min(apart, 24 - apart) / width;
        return StrictMath.exp(-distance * distance / 2);
    }

    private static double disturbance(int i, double regular, Rng rng) {
        if (within(i, SPIKES)) {
            return (i - SPIKES[0]) % 3 == 0 ? 28 + 10 * rng.nextDouble() : -6 * rng.nextDouble();
        }
        if (within(i, FLAT)) {
            return 6 + 0.3 * normal(rng) - regular;
        }
        return within(i, HIGH) ? 30 : 0;
    }

    private static boolean within(int i, int[] samples) {
        return samples[0] <= i && i <= samples[1];
    }

    /** A normal deviate near enough for noise: twelve uniform ones, centred (Irwin and Hall). */
    private static double normal(Rng rng) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += rng.nextDouble();
        }
        return sum;
    }

    /** To two decimals, as a meter would say it. */
    private static double rounded(double value) {
        return StrictMath.rint(value * 100) / 100;
    }
}
