package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.models.series.TimeSeries;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvenSeriesTest {
    private static TimeSeries series(double... values) {
        return TimeSeries.of(LongStream.range(0, values.length).toArray(), values);
    }

    @Test
    void binsGrowWithTheRootOfTheLength() {
        assertEquals(1000, EvenSeries.interval(series(new double[10])));
        assertEquals(1000, EvenSeries.interval(series(new double[2249])));
        assertEquals(2000, EvenSeries.interval(series(new double[2250])));
        assertEquals(2000, EvenSeries.interval(series(new double[4032])));
        assertEquals(10_000, EvenSeries.interval(series(new double[100_000])));
    }

    /** What counts is the time that a series takes: a gap makes it no shorter. */
    @Test
    void samplesThatAreMissingCount() {
        long[] times =
                LongStream.range(0, 1000).map(i -> i < 500 ? i : i + 3000).toArray();
        assertEquals(2000, EvenSeries.interval(TimeSeries.of(times, new double[1000])));
    }

    @Test
    void gapsBecomeLinesAndEndsAreConstant() {
        double gap = Double.NaN;
        TimeSeries even = EvenSeries.of(series(gap, gap, 1, gap, gap, 4, 5, gap), 1000);
        assertArrayEquals(new double[] {1, 1, 1, 2, 3, 4, 5, 5}, even.values(), 1e-12);
        assertEquals(7000, even.time(7));
    }

    @Test
    void binsAreMeans() {
        TimeSeries even = EvenSeries.of(TimeSeries.of(new long[] {0, 1, 4, 5, 6}, new double[] {1, 3, 6, 8, 9}), 2000);
        assertArrayEquals(new double[] {2, 4.5, 7, 9}, even.values(), 1e-12);
    }

    @Test
    void anEvenSeriesStaysAsItIs() {
        double[] values = {3, 1, 2};
        assertArrayEquals(values, EvenSeries.of(series(values), 1000).values());
    }
}
