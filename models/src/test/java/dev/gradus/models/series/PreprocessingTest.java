package dev.gradus.models.series;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.assertThrown;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final String FILL = "; fill gaps first, as Imputation does";
    private static final double GAP = Double.NaN;

    @Test
    void binsBeginAtTheFirstSampleAndAreAllThere() {
        TimeSeries raw = TimeSeries.of(new long[] {107, 7, 7, 16, 17, 45}, new double[] {9, 1, 3, 5, 7, GAP});
        TimeSeries bins = Aggregation.mean(raw, 10_000);
        assertArrayEquals(
                new long[] {7, 17, 27, 37, 47, 57, 67, 77, 87, 97, 107},
                Arrays.stream(bins.times()).map(t -> t / 1000).toArray());
        assertArrayEquals(new double[] {3, 7, GAP, GAP, GAP, GAP, GAP, GAP, GAP, GAP, 9}, bins.values());
        assertEquals("17", bins.format(bins.time(1)));
    }

    @Test
    void aggregatesEachColumn() {
        TimeSeries raw = new TimeSeries(
                TimeFormat.epochMillis(), new long[] {0, 1, 2}, java.util.List.of("a", "b"), new double[][] {
                    {1, 3, 5}, {GAP, 4, 6}
                });
        TimeSeries bins = Aggregation.mean(raw, 2);
        assertArrayEquals(new double[] {2, 5}, bins.values("a"));
        assertArrayEquals(new double[] {4, 6}, bins.values("b"));
    }

    @Test
    void aggregationAgreesWithADefinitionPerBin() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int length = 1 + random.nextInt(60);
            long[] times = random.longs(length, -500, 500).toArray();
            double[] values = random.doubles(length, -5, 5)
                    .map(v -> random.nextInt(5) == 0 ? GAP : v)
                    .toArray();
            long interval = 1 + random.nextInt(90);
            TimeSeries bins = Aggregation.mean(TimeSeries.ofMillis(times, values), interval);
            long first = Arrays.stream(times).min().getAsLong();
            double[] expected = new double[bins.length()];
            for (int b = 0; b < expected.length; b++) {
                double sum = 0;
                int count = 0;
                for (int i = 0; i < length; i++) {
                    boolean inside = times[i] >= first + b * interval && times[i] < first + (b + 1) * interval;
                    if (inside && !Double.isNaN(values[i])) {
                        sum += values[i];
                        count++;
                    }
                }
                expected[b] = count == 0 ? GAP : sum / count;
            }
            assertClose(expected, bins.values(), "bins");
            assertEquals((Arrays.stream(times).max().getAsLong() - first) / interval + 1, bins.length());
        }
    }

    @Test
    void aggregationRefusesIntervalsThatCannotBeMeant() {
        TimeSeries raw = TimeSeries.of(new long[] {0, 100_000_000}, new double[2]);
        refused("the interval must be positive, not 0 ms", () -> Aggregation.mean(raw, 0));
        refused("the interval must be positive, not -5 ms", () -> Aggregation.mean(raw, -5));
        refused(
                "an interval of 1 ms cuts the time from 0 to 100000000 into 100000000001 bins, more than the 33554432"
                        + " allowed: choose a longer one",
                () -> Aggregation.mean(raw, 1));
    }

    @Test
    void gapsGetTheMeanOfTheRest() {
        assertArrayEquals(new double[] {1, 2.5, 4, 2.5}, Imputation.mean(new double[] {1, GAP, 4, GAP}));
        double[] whole = {1, 2};
        assertArrayEquals(whole, Imputation.mean(whole));
        refused(
                "the series has no values, only gaps; take another column or series",
                () -> Imputation.mean(new double[] {GAP, GAP}));
        refused(
                "the series has no values, only gaps; take another column or series",
                () -> Imputation.mean(new double[0]));
    }

    @Test
    void scalerMapsTheRangeAndBack() {
        MinMaxScaler scaler = MinMaxScaler.fit(new double[] {2, 10, 4});
        assertEquals(new MinMaxScaler(2, 10, -1, 1), scaler);
        assertArrayEquals(new double[] {-1, 1, -0.5, 3}, scaler.transform(new double[] {2, 10, 4, 18}));
        assertArrayEquals(new double[] {2, 10, 4, 18}, scaler.inverse(new double[] {-1, 1, -0.5, 3}));
        assertArrayEquals(
                new double[] {1, 2}, MinMaxScaler.fit(new double[] {5, 7}, 1, 2).transform(new double[] {5, 7}));
        Random random = new Random(2);
        for (int round = 0; round < 100; round++) {
            double[] values = random.doubles(20, -1e6, 1e6).toArray();
            MinMaxScaler fitted = MinMaxScaler.fit(values, -3, 0.5);
            assertClose(values, fitted.inverse(fitted.transform(values)), "there and back");
        }
    }

    @Test
    void constantSeriesScalesToTheLowEnd() {
        MinMaxScaler scaler = MinMaxScaler.fit(new double[] {7, 7, 7});
        assertArrayEquals(new double[] {-1, -1, -1}, scaler.transform(new double[] {7, 7, 7}));
        assertArrayEquals(new double[] {7, 7}, scaler.inverse(new double[] {-1, -1}));
        assertArrayEquals(new double[] {-1}, MinMaxScaler.fit(new double[] {0}).transform(new double[] {0}));
    }

    @Test
    void scalerRefusesWhatItCannotScale() {
        refused("there are no values to fit a scaler to", () -> MinMaxScaler.fit(new double[0]));
        refused("the value at index 1 is NaN" + FILL, () -> MinMaxScaler.fit(new double[] {1, GAP}));
        refused(
                "the value at index 0 is Infinity" + FILL,
                () -> MinMaxScaler.fit(new double[] {Double.POSITIVE_INFINITY}));
        MinMaxScaler scaler = MinMaxScaler.fit(new double[] {1, 2});
        refused("the value at index 2 is NaN" + FILL, () -> scaler.transform(new double[] {1, 2, GAP}));
        refused("the value at index 0 is NaN" + FILL, () -> scaler.inverse(new double[] {GAP}));
        refused("not a range of values: 2.0 to 1.0", () -> new MinMaxScaler(2, 1, 0, 1));
        refused("not a range to scale to: 1.0 to 1.0", () -> new MinMaxScaler(1, 2, 1, 1));
        refused(
                "the values reach from -1.7E308 to 1.7E308, too far apart to be scaled; take them in a larger unit",
                () -> MinMaxScaler.fit(new double[] {-1.7e308, 1.7e308}));
    }

    @Test
    void theLastSampleIsTheLastTargetAndInNoWindow() {
        double[] samples = {0, 1, 2, 3, 4, 5};
        Windows windows = Windows.of(samples, 4);
        assertEquals(2, windows.count());
        assertEquals(4, windows.length());
        assertEquals(5, windows.steps());
        assertArrayEquals(new double[] {0, 1, 2, 3, 1, 2, 3, 4}, windows.toDoubles());
        assertArrayEquals(new float[] {0, 1, 2, 3, 1, 2, 3, 4}, windows.toFloats());
        assertArrayEquals(new double[] {1, 2, 3, 4}, windows.row(1));
        assertEquals(3, windows.get(1, 2));
        assertEquals(4, windows.target(0));
        assertEquals(5, windows.target(1));
        assertArrayEquals(new double[] {0, 1, 2, 3, 4}, windows.truth());
        float[] batch = new float[10];
        windows.copyTo(1, batch, 5);
        assertArrayEquals(new float[] {0, 0, 0, 0, 0, 1, 2, 3, 4, 0}, batch);
        samples[0] = 99;
        assertEquals(0, windows.get(0, 0));
    }

    @Test
    void windowsRefuseWhatDoesNotFit() {
        refused(
                "windows of 100 samples need a series of at least 101, this one has 100",
                () -> Windows.of(new double[100], 100));
        refused("windows of 1 sample need a series of at least 2, this one has 0", () -> Windows.of(new double[0], 1));
        refused("a window needs at least one sample, not 0", () -> Windows.of(new double[3], 0));
        refused("the sample at index 2 is NaN" + FILL, () -> Windows.of(new double[] {1, 2, GAP}, 1));
        Windows windows = Windows.of(new double[6], 4);
        assertThrows(IndexOutOfBoundsException.class, () -> windows.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> windows.get(0, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> windows.row(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> windows.target(2));
        assertThrows(IndexOutOfBoundsException.class, () -> windows.copyTo(0, new float[4], 1));
        assertThrown(
                IllegalStateException.class,
                "100000 windows of 100000 samples do not fit into one array; copy them in batches",
                () -> Windows.of(new double[200_000], 100_000).toFloats());
    }
}
