package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeasonTest {
    private static final int PERIOD = 30;

    /** Each phase has a value of its own. */
    private static double[] periodic(int length, int period, double noise, long seed) {
        Random random = new Random(seed);
        double[] shape = random.doubles(period, -1, 1).toArray();
        double[] values = new double[length];
        Arrays.setAll(values, i -> shape[i % period] + noise * random.nextGaussian());
        return values;
    }

    private static double[] walk(int length, double back, long seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int i = 1; i < length; i++) {
            values[i] = (1 - back) * values[i - 1] + random.nextGaussian();
        }
        return values;
    }

    @Test
    void thePeriodIsFoundUnderNoiseASlopeAndSpikes() {
        for (int period : new int[] {5, 12, PERIOD, 144}) {
            for (long seed = 0; seed < 10; seed++) {
                double[] values = periodic(12 * period + 50 + (int) seed, period, 0.2, seed);
                assertEquals(period, Season.period(values), "bare, seed " + seed);
                double scale = Math.max(1, values.length / 100.0);
                double[] steep = IntStream.range(0, values.length)
                        .mapToDouble(i -> 5 * values[i] + i / scale)
                        .toArray();
                assertEquals(period, Season.period(steep), "steep, seed " + seed);
            }
        }
        double[] spikes = periodic(500, PERIOD, 0.2, 1);
        spikes[101] = 1e6;
        spikes[320] = -1e6;
        assertEquals(PERIOD, Season.period(spikes));
    }

    /** All multiples of the period correlate as well, up to noise, and any may be the best. */
    @Test
    void thePeriodIsTheShortest() {
        int others = 0;
        for (long seed = 0; seed < 20; seed++) {
            double[] values = periodic(12 * PERIOD, PERIOD, 0.3, seed);
            double[] correlation = Season.autocorrelation(values, 4 * PERIOD);
            others += correlation[PERIOD] < Math.max(correlation[2 * PERIOD], correlation[3 * PERIOD]) ? 1 : 0;
            assertEquals(PERIOD, Season.period(values), "seed " + seed);
        }
        assertTrue(others > 5, "the shortest was the best in all but " + others);
    }

    @Test
    void whatDoesNotRecurHasNoPeriod() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(0, Season.period(new Random(seed).doubles(500).toArray()), "noise " + seed);
            assertEquals(0, Season.period(walk(500, 0.1, seed)), "walk " + seed);
        }
        assertEquals(0, Season.period(new double[100]), "constant");
        assertEquals(0, Season.period(IntStream.range(0, 100).asDoubleStream().toArray()), "line");
        assertEquals(0, Season.period(new double[] {1, 2}), "two");
        assertEquals(0, Season.period(new double[] {1}), "one");
    }

    /** Of less than three periods nobody knows whether they recur. */
    @Test
    void aPeriodMustBeSeenThreeTimes() {
        double[] values = periodic(3 * PERIOD + 3, PERIOD, 0, 3);
        assertEquals(PERIOD, Season.period(values));
        assertEquals(0, Season.period(Arrays.copyOf(values, 2 * PERIOD + 15)));
    }

    @Test
    void theAutocorrelationIsThatOfItsDefinition() {
        for (int length : new int[] {1, 2, 3, 64, 101}) {
            double[] values = walk(length, 0.2, length);
            values[0] = 1;
            double[] actual = Season.autocorrelation(values, 40);
            double[] expected = new double[Math.min(41, length)];
            double whole = Arrays.stream(values).map(x -> x * x).sum() / length;
            for (int lag = 0; lag < expected.length; lag++) {
                for (int i = 0; i + lag < length; i++) {
                    expected[lag] += values[i] * values[i + lag] / (length - lag) / whole;
                }
            }
            assertArrayEquals(expected, actual, 1e-12, "length " + length);
        }
    }

    @Test
    void whatRecursExactlyIsExpectedExactly() {
        for (int period : new int[] {2, 5, PERIOD}) {
            double[] values = periodic(7 * period + 1, period, 0, 4);
            assertArrayEquals(values, Season.expected(values, period), 1e-12, "period " + period);
            double[] two = Arrays.copyOf(values, 2 * period);
            assertArrayEquals(two, Season.expected(two, period), 1e-12, "two periods of " + period);
        }
    }

    /** But for the ends, where the level is that of the first and the last period. */
    @Test
    void theLevelMayRise() {
        double[] values = periodic(12 * PERIOD, PERIOD, 0, 5);
        Arrays.setAll(values, i -> values[i] + i / 10.0);
        double[] expected = Season.expected(values, PERIOD);
        for (int i = 5 * PERIOD; i < 7 * PERIOD; i++) {
            assertEquals(values[i], expected[i], 1e-9, "sample " + i);
        }
    }

    @Test
    void aSampleHasNoPartInItsOwnSeason() {
        double[] usual = periodic(9 * PERIOD, PERIOD, 0, 6);
        double[] unusual = usual.clone();
        int at = 4 * PERIOD + 7;
        unusual[at] += 3;
        double[] expected = Season.expected(unusual, PERIOD);
        assertEquals(usual[at] + 3.0 / PERIOD, expected[at], 1e-12, "by its part in the level");
    }

    @Test
    void oneUnusualPeriodChangesNoOther() {
        double[] usual = periodic(9 * PERIOD, PERIOD, 0, 7);
        double[] unusual = usual.clone();
        // Up and down by as much, so that the level stays.
        for (int i = 0; i < PERIOD; i++) {
            unusual[4 * PERIOD + i] += i % 2 == 0 ? 3 : -3;
        }
        double[] expected = Season.expected(unusual, PERIOD);
        for (int i = 0; i < usual.length; i++) {
            assertEquals(usual[i], expected[i], 3.0 / PERIOD + 1e-12, "sample " + i);
        }
    }
}
