package dev.gradus.models.tadgan;

import static dev.gradus.models.Thrown.assertThrown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Series as they come: constant, out of order, with rows of the same time, with gaps; and those that nothing can be made of. */
class OddSeriesTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 7, -1e6 / 3, 1e300})
    void aConstantSeriesHasNoAnomalies(double value) {
        TimeSeries series = Small.series(200, i -> i % 17 == 5 ? Double.NaN : value);
        Detector detector = Small.tadGan().epochs(10).build().fit(series);
        for (Scoring scoring : Scoring.values()) {
            Detection detection = detector.examine(series, scoring);
            assertEquals(List.of(), detection.anomalies(), scoring.toString());
            assertTrue(Arrays.stream(detection.scores()).allMatch(Double::isFinite));
            assertTrue(Arrays.stream(detection.reconstruction()).allMatch(Double::isFinite));
        }
    }

    @Test
    void binsOfAConstantThatRoundDifferentlyAreConstant() {
        double third = 1e6 / 3;
        long[] times = new long[250];
        Arrays.setAll(times, i -> i * 60_000L + i % 3 * 7_000L);
        double[] values = new double[times.length];
        Arrays.fill(values, third);
        TimeSeries series = TimeSeries.ofMillis(times, values);
        Detector detector =
                Small.tadGan().interval(Duration.ofSeconds(150)).build().fit(series);
        for (Scoring scoring : Scoring.values()) {
            assertEquals(List.of(), detector.detect(series, scoring));
        }
    }

    @Test
    void aDetectorOfAConstantSeriesLooksAtOthers() {
        Detector detector = Small.tadGan().build().fit(Small.series(100, i -> 7));
        for (Scoring scoring : Scoring.values()) {
            Detection detection = detector.examine(Small.wave(100, 3), scoring);
            assertTrue(Arrays.stream(detection.scores()).allMatch(Double::isFinite));
        }
        TimeSeries other = Small.series(100, i -> i < 50 ? 7 : 9);
        assertFalse(detector.detect(other, Scoring.FROZEN).isEmpty(), "a step away from the constant is unusual");
    }

    @Test
    void theOrderOfTheRowsDoesNotMatter() {
        TimeSeries series = Small.wave(80, 4);
        long[] times = series.times();
        double[] values = series.values();
        long[] mixedTimes = new long[times.length];
        double[] mixed = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            int from = i * 37 % times.length;
            mixedTimes[i] = times[from];
            mixed[i] = values[from];
        }
        TimeSeries unsorted = TimeSeries.ofMillis(mixedTimes, mixed);
        TadGan model = Small.tadGan().build();
        Small.assertSame(model.fit(series).examine(series), model.fit(unsorted).examine(unsorted));
    }

    @Test
    void rowsOfTheSameTimeAreAveraged() {
        TimeSeries series = Small.series(80, i -> i % 5);
        long[] times = new long[160];
        double[] values = new double[160];
        for (int i = 0; i < 160; i++) {
            times[i] = series.time(i / 2);
            values[i] = series.values()[i / 2] + (i % 2 == 0 ? 3 : -3);
        }
        TimeSeries twice = TimeSeries.ofMillis(times, values);
        assertEquals(series.interval(), twice.interval());
        TadGan model = Small.tadGan().build();
        Small.assertSame(
                model.fit(series).examine(series, Scoring.FROZEN),
                model.fit(twice).examine(twice, Scoring.FROZEN));
    }

    private static void refuses(String message, TimeSeries series) {
        TadGan model = Small.tadGan().build();
        assertThrown(UnsuitableSeriesException.class, message, () -> model.fit(series));
    }

    @Test
    void whatNothingCanBeMadeOf(@TempDir Path folder) throws IOException {
        refuses(
                "the series has 18 samples after averaging, a window of 18 needs at least 19; choose a smaller"
                        + " window, a shorter interval or a longer series",
                Small.wave(18, 1));
        refuses(
                "the series has no values, only gaps; take another column or series",
                Small.series(40, i -> Double.NaN));
        refuses(
                "the sampling interval of a series with a single time is unknown; give an interval, or a series of at"
                        + " least two times",
                TimeSeries.ofMillis(new long[40], new double[40]));
        refuses(
                "the values reach from -1.7E308 to 1.7E308, too far apart to be scaled; take them in a larger unit",
                Small.series(40, i -> i % 2 == 0 ? 1.7e308 : -1.7e308));
        refuses(
                "an interval of 1 ms cuts the time from 0 to 50000000 into 50000001 bins, more than the 33554432 allowed:"
                        + " choose a longer one",
                TimeSeries.ofMillis(new long[] {0, 1, 50_000_000}, new double[3]));
        Path file = Files.writeString(folder.resolve("two.csv"), "time,cpu,disk\n1,2,3\n2,3,4\n");
        refuses("the series has 2 columns [cpu, disk]: choose one with column(name)", TimeSeries.readCsv(file));
    }

    @ParameterizedTest
    @EnumSource(Scoring.class)
    void detectorsRefuseThemToo(Scoring scoring) {
        Detector detector = Small.tadGan().build().fit(Small.wave(60, 2));
        assertThrown(
                UnsuitableSeriesException.class,
                "the series has 10 samples after averaging, a window of 18 needs at least 19; choose a smaller"
                        + " window, a shorter interval or a longer series",
                () -> detector.detect(Small.wave(10, 2), scoring));
        assertThrown(
                UnsuitableSeriesException.class,
                "the series has no values, only gaps; take another column or series",
                () -> detector.detect(Small.series(60, i -> Double.NaN), scoring));
    }
}
