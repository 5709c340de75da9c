package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ScalerDriftTest {
    private static TimeSeries series(int length, IntToDoubleFunction value) {
        long[] times = new long[length];
        double[] values = new double[length];
        Arrays.setAll(times, i -> i * 60L);
        Arrays.setAll(values, value);
        return TimeSeries.of(times, values);
    }

    private static ScalerDrift.Channel drift(TimeSeries trained, TimeSeries looked) {
        return ScalerDrift.of(List.of(Preprocessing.fit(trained, null)), looked).worst();
    }

    /** Whole numbers from 0 to 10 and again. */
    private static final TimeSeries STAIRS = series(110, i -> i % 11);

    @Test
    void bothFiguresAreThoseOfTheBins() {
        assertEquals(new ScalerDrift.Channel("value", 0, 0), drift(STAIRS, STAIRS));
        ScalerDrift.Channel higher = drift(STAIRS, series(110, i -> i % 11 + 2));
        assertEquals(2.0 / 11, higher.outside(), 1e-12, "11 and 12 of 2 to 12");
        assertEquals(0.2, higher.shift(), 1e-12, "2 of a range of 10");
        ScalerDrift.Channel lower = drift(STAIRS, series(110, i -> i % 11 - 2));
        assertEquals(higher.outside(), lower.outside());
        assertEquals(-0.2, lower.shift(), 1e-12);
        ScalerDrift.Channel gaps = drift(STAIRS, series(110, i -> i < 55 ? Double.NaN : i % 11 + 2));
        assertEquals(higher, gaps, "gaps count for nothing");
        TimeSeries dense = TimeSeries.of(new long[] {0, 30, 60, 90}, new double[] {-10, 20, 0, 10});
        assertEquals(0, drift(STAIRS, dense).outside(), "what is outside are means of bins");
    }

    @Test
    void aTenthOutsideOrAThirdOfTheRangeIsDrift() {
        assertFalse(drift(STAIRS, series(100, i -> i < 10 ? 11 : 5)).isDetected(), "a tenth");
        assertTrue(drift(STAIRS, series(100, i -> i < 11 ? 11 : 5)).isDetected(), "more");
        assertFalse(drift(STAIRS, series(100, i -> 8.3)).isDetected(), "moved by 0.33");
        assertTrue(drift(STAIRS, series(100, i -> 8.4)).isDetected(), "moved by 0.34");
        assertTrue(drift(STAIRS, series(100, i -> 1.6)).isDetected(), "down, too");
    }

    @Test
    void halfAPeriodOfASineIsNoDrift() {
        TimeSeries whole = series(1000, i -> StrictMath.sin(i * Math.PI / 50));
        ScalerDrift.Channel half = drift(whole, series(50, i -> StrictMath.sin(i * Math.PI / 50)));
        assertEquals(1 / Math.PI, half.shift(), 1e-3);
        assertFalse(half.isDetected());
    }

    @Test
    void whatWasConstantHasNoRange() {
        TimeSeries constant = series(20, i -> 3);
        assertEquals(new ScalerDrift.Channel("value", 0, 0), drift(constant, series(30, i -> 3)));
        assertEquals(
                new ScalerDrift.Channel("value", 0.5, Double.POSITIVE_INFINITY),
                drift(constant, series(30, i -> 3 + i % 2)));
        assertTrue(drift(constant, series(30, i -> 3 - i % 2)).isDetected());
    }

    @Test
    void theWorstColumnCounts() {
        long[] times = STAIRS.times();
        double[] up = Arrays.stream(STAIRS.values()).map(v -> v + 9).toArray();
        String[] names = {"a", "b"};
        TimeSeries both = TimeSeries.ofMillis(times, names, new double[][] {STAIRS.values(), STAIRS.values()});
        TimeSeries moved = TimeSeries.ofMillis(times, names, new double[][] {STAIRS.values(), up});
        Detector detector = DenseAutoencoder.builder()
                .window(8)
                .units(2)
                .epochs(1)
                .columns("a", "b")
                .build()
                .fit(both);
        assertFalse(detector.drift(both).isDetected());
        ScalerDrift drift = detector.drift(moved);
        assertTrue(drift.isDetected());
        assertEquals("b", drift.worst().name());
        assertFalse(drift.channels().get(0).isDetected());
        assertThrows(UnsuitableSeriesException.class, () -> detector.drift(STAIRS));
    }

    @Test
    void aMatrixProfileHasARangeToo() {
        Detector detector = MatrixProfile.builder().window(8).build().fit(STAIRS);
        assertFalse(detector.drift(STAIRS).isDetected());
        assertTrue(detector.drift(series(110, i -> i % 11 + 4)).isDetected());
        assertThrows(UnsuitableSeriesException.class, () -> detector.drift(series(30, i -> Double.NaN)));
        assertThrows(
                UnsupportedOperationException.class,
                () -> detector.trainOn(STAIRS, WarmStart.of(1), TrainingListener.none()));
    }
}
