package dev.gradus.models.tadgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Detection;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** A TadGAN that trains in a moment, series for it, and what it makes of them compared to the bit. */
final class Small {
    static final int WINDOW = 18;
    static final long MINUTE = 60_000;

    private Small() {}

    static TadGan.Builder tadGan() {
        return TadGan.builder()
                .window(WINDOW)
                .latent(4)
                .encoderUnits(6)
                .generatorUnits(5)
                .criticFilters(4)
                .batch(16)
                .criticIterations(2)
                .epochs(2)
                .finder(FinderOptions.builder().padding(5).build())
                .seed(5);
    }

    /** A value for each minute. */
    static TimeSeries series(int length, IntToDoubleFunction value) {
        long[] times = new long[length];
        double[] values = new double[length];
        Arrays.setAll(times, i -> i * MINUTE);
        Arrays.setAll(values, value);
        return TimeSeries.ofMillis(times, values);
    }

    static TimeSeries series(double... values) {
        return series(values.length, i -> values[i]);
    }

    /** A wave around 50 with noise. */
    static TimeSeries wave(int length, long seed) {
        Rng noise = new Rng(seed);
        return series(length, i -> 50 + 10 * StrictMath.sin(i / 5.0) + noise.nextDouble());
    }

    /** The same values, some of them changed. */
    static TimeSeries changed(TimeSeries series, int from, int to, IntToDoubleFunction value) {
        double[] values = series.values();
        for (int i = from; i < to; i++) {
            values[i] = value.applyAsDouble(i);
        }
        return TimeSeries.ofMillis(series.times(), values);
    }

    static void assertSame(Detection expected, Detection actual) {
        assertEquals(expected.scoring(), actual.scoring());
        assertArrayEquals(expected.times(), actual.times());
        assertArrayEquals(expected.values(), actual.values());
        assertArrayEquals(expected.reconstruction(), actual.reconstruction());
        assertArrayEquals(expected.scores(), actual.scores());
        assertEquals(expected.anomalies(), actual.anomalies());
    }
}
