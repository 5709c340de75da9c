package dev.gradus.models.tadgan;

import static dev.gradus.models.tadgan.Small.MINUTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Thrown;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** TadGAN as a whole, mostly in a size that trains in a moment. */
class TadGanTest {
    /** With the published finder. */
    static TadGan.Builder small() {
        return Small.tadGan().finder(FinderOptions.defaults());
    }

    static TimeSeries wave(int length) {
        return Small.wave(length, 11);
    }

    private static TimeSeries waveWithBump(int length, int from, int to) {
        double[] values = wave(length).values();
        for (int i = from; i < to; i++) {
            values[i] += 25;
        }
        return TimeSeries.ofMillis(wave(length).times(), values);
    }

    @Test
    void hasThePublishedNumberOfParameters() {
        TadGanNetworks networks = TadGanNetworks.of(TadGan.builder().build().config(), Backends.get(), new Rng(0));
        assertEquals(81_600 + 400_020, networks.encoder().cells().parameterCount());
        assertEquals(1_050 + 33_792 + 98_816 + 129, networks.generator().cells().parameterCount());
        assertEquals(384 + 3 * 20_544 + 5_377, networks.criticX().cells().parameterCount());
        assertEquals(420 + 420 + 21, networks.criticZ().cells().parameterCount());
    }

    @Test
    void namesItsCellsByTheirPath() {
        TadGanNetworks networks = TadGanNetworks.of(small().build().config(), Backends.get(), new Rng(0));
        assertTrue(networks.cells().byName().containsKey("encoder.2.weight"));
        networks.cells().byName().forEach((name, cell) -> assertEquals(name, cell.name()));
    }

    @Test
    void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() {
        TimeSeries series = wave(150);
        Detection first = onThreads(1).fit(series).examine(series);
        for (int threads = 1; threads <= 3; threads++) {
            Detection again = onThreads(threads).fit(series).examine(series);
            assertArrayEquals(first.reconstruction(), again.reconstruction(), threads + " threads");
            assertArrayEquals(first.scores(), again.scores(), threads + " threads");
            assertEquals(first.anomalies(), again.anomalies());
        }
    }

    private static TadGan onThreads(int threads) {
        return small().backend(Backends.named("auto", Workers.of(threads))).build();
    }

    @Test
    void anotherSeedGivesAnotherDetector() {
        TimeSeries series = wave(150);
        double[] one = small().seed(1).build().fit(series).examine(series).scores();
        double[] two = small().seed(2).build().fit(series).examine(series).scores();
        assertFalse(Arrays.equals(one, two));
    }

    @Test
    void trainingChangesWhatItReconstructs() {
        TimeSeries series = wave(150);
        double[] less = small().epochs(1).build().fit(series).examine(series).reconstruction();
        double[] more = small().epochs(40).build().fit(series).examine(series).reconstruction();
        assertTrue(meanError(series, more) < 0.8 * meanError(series, less), "the error must fall with training");
    }

    private static double meanError(TimeSeries series, double[] reconstruction) {
        double sum = 0;
        for (int i = 0; i < reconstruction.length; i++) {
            sum += Math.abs(series.values()[i] - reconstruction[i]);
        }
        return sum / reconstruction.length;
    }

    @Test
    void findsABump() {
        TimeSeries series = waveWithBump(400, 250, 262);
        List<Anomaly> found = small().epochs(40).build().fit(series).detect(series);
        long start = 250 * MINUTE;
        long end = 262 * MINUTE;
        assertTrue(found.stream().anyMatch(a -> a.start() <= end && start <= a.end()), () -> "found " + found);
    }

    @Test
    void detectionHasOneStepLessThanSamples() {
        TimeSeries series = wave(100);
        Detection detection = small().epochs(1).build().fit(series).examine(series);
        assertEquals(100, detection.times().length);
        assertEquals(100, detection.values().length);
        assertEquals(99, detection.reconstruction().length);
        assertEquals(99, detection.scores().length);
        assertArrayEquals(series.values(), detection.values());
    }

    @Test
    void averagesOverTheIntervalAndFillsGaps() {
        double[] values = wave(200).values();
        Arrays.fill(values, 60, 70, Double.NaN);
        TimeSeries series = TimeSeries.ofMillis(wave(200).times(), values);
        Detection detection =
                small().interval(Duration.ofMinutes(2)).build().fit(series).examine(series);
        assertEquals(100, detection.times().length);
        assertEquals(2 * MINUTE, detection.times()[1] - detection.times()[0]);
        double mean = Arrays.stream(detection.values()).limit(30).average().orElseThrow();
        assertEquals(50.5, mean, 3);
        assertEquals(detection.values()[30], detection.values()[34], "a gap is filled with one number");
    }

    @Test
    void scoresAnotherSeriesOnTheScaleOfTheFirst() {
        Detector detector = small().build().fit(wave(150));
        Detection detection = detector.examine(waveWithBump(120, 60, 70));
        assertEquals(120, detection.values().length);
        assertEquals(wave(120).values()[65] + 25, detection.values()[65], 1e-12);
    }

    @Test
    void aSeriesShorterThanAGroupStillTrains() {
        List<TrainingProgress> seen = new ArrayList<>();
        TimeSeries series = wave(30);
        Detection detection = small().batch(64)
                .criticIterations(5)
                .build()
                .fit(series, seen::add)
                .examine(series);
        assertEquals(2, seen.size());
        assertEquals(29, detection.scores().length);
        TimeSeries least = wave(19);
        assertEquals(18, small().build().fit(least).examine(least).scores().length);
    }

    @Test
    void reportsItsProgress() {
        List<TrainingProgress> seen = new ArrayList<>();
        small().build().fit(wave(18 + 3 * 32 + 5), seen::add);
        assertEquals(6, seen.size());
        TrainingProgress last = seen.get(5);
        assertEquals(2, last.epoch());
        assertEquals(2, last.epochs());
        assertEquals(3, last.step());
        assertEquals(3, last.steps());
        assertEquals(
                List.of("critic x", "critic z", "encoder-generator"),
                List.copyOf(last.losses().keySet()));
    }

    @Test
    void canBeCancelled() {
        TrainingListener impatient = new TrainingListener() {
            private boolean enough;

            @Override
            public void progress(TrainingProgress progress) {
                enough = progress.epoch() == 2;
            }

            @Override
            public boolean cancelled() {
                return enough;
            }
        };
        TadGan model = small().epochs(1000).build();
        CancellationException e = assertThrows(CancellationException.class, () -> model.fit(wave(200), impatient));
        assertEquals("tadgan: training was cancelled in epoch 2 of 1000", e.getMessage());
    }

    @Test
    void aDetectorMayBeSharedByThreads() throws Exception {
        TimeSeries series = wave(150);
        Detector detector = small().build().fit(series);
        double[] expected = detector.examine(series).scores();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<double[]> task = () -> detector.examine(series).scores();
            for (Future<double[]> future : pool.invokeAll(java.util.Collections.nCopies(24, task))) {
                assertArrayEquals(expected, future.get());
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aConstantSeriesIsNotAnAnomaly() {
        double[] values = new double[100];
        Arrays.fill(values, 7);
        TimeSeries series = TimeSeries.ofMillis(wave(100).times(), values);
        Detection detection = small().build().fit(series).examine(series);
        assertTrue(Arrays.stream(detection.scores()).allMatch(Double::isFinite));
    }

    @Test
    void refusesWhatItCannotTake() {
        Thrown.refused(
                "tadgan: window must be even, not 25: the generator makes half as many steps and repeats each twice",
                () -> small().window(25).build());
        Thrown.refused(
                "tadgan: window must be at least 18, not 16: the critic's 4 convolutions of kernel 5 shorten it by 16",
                () -> small().window(16).build());
        Thrown.refused(
                "tadgan: epochs must be at least 1, not 0",
                () -> small().epochs(0).build());
        Thrown.refused(
                "tadgan: learningRate must be positive, not NaN",
                () -> small().learningRate(Double.NaN).build());
        Thrown.refused(
                "tadgan: criticDropout must be at least 0 and below 1, not 1.0",
                () -> small().criticDropout(1).build());
        Thrown.refused(
                "tadgan: interval must be at least a millisecond, not PT0S",
                () -> small().interval(Duration.ZERO).build());
        Thrown.refused(
                "the series has 18 samples after averaging, a window of 18 needs at least 19; choose a smaller"
                        + " window, a shorter interval or a longer series",
                () -> small().build().fit(wave(18)));
    }

    @Test
    void aSmallerCriticTakesASmallerWindow() {
        TadGan model = small().criticLayers(2)
                .criticKernel(3)
                .latentCriticUnits(7)
                .negativeSlope(0.1)
                .window(6)
                .build();
        TimeSeries series = wave(60);
        assertEquals(59, model.fit(series).examine(series).scores().length);
        Thrown.refused(
                "tadgan: window must be at least 6, not 4: the critic's 2 convolutions of kernel 3 shorten it by 4",
                () -> small().criticLayers(2).criticKernel(3).window(4).build());
    }

    @Test
    void aLossThatIsNotFiniteEndsTheTraining() {
        TadGan wild = small().learningRate(1e30).epochs(50).build();
        NonFiniteException e = assertThrows(NonFiniteException.class, () -> wild.fit(wave(150)));
        assertTrue(
                e.getMessage()
                        .matches("tadgan: the loss of critic [xz] became \\S+ in epoch 1; lower the learning rate"
                                + " \\(1.0E30\\), or have checkFinite\\(true\\) name the operation that did it"),
                e.getMessage());
    }

    /** The loss is 3e38 times a mean square of about 1; its gradient, twice that, is beyond float32. */
    @Test
    void weightsThatAreNotFiniteEndTheTrainingToo() {
        double[] values = new double[60];
        Arrays.fill(values, 7);
        TimeSeries constant = TimeSeries.ofMillis(wave(60).times(), values);
        TadGan steep = small().reconstructionWeight(3e38)
                .epochs(1)
                .backend(Backends.named("plain", Workers.shared()))
                .build();
        NonFiniteException e = assertThrows(NonFiniteException.class, () -> steep.fit(constant));
        assertTrue(e.getMessage().startsWith("tadgan: the weights of "), e.getMessage());
    }

    @Test
    void checkingNamesTheFirstOperationThatIsNotFinite() {
        TadGan wild = small().learningRate(1e30).epochs(50).checkFinite(true).build();
        NonFiniteException e = assertThrows(NonFiniteException.class, () -> wild.fit(wave(150)));
        assertTrue(
                e.getMessage()
                        .matches(
                                e.source() + ": produced " + e.value() + " at index .*\\[16, .*; met by critic [xz]; in"
                                        + " epoch 1; lower the learning rate \\(1.0E30\\)"),
                e.getMessage());
    }

    @Test
    void checkingChangesNothingElse() {
        TimeSeries series = wave(100);
        double[] scores = small().build().fit(series).examine(series).scores();
        Detector checked = small().checkFinite(true).build().fit(series);
        assertArrayEquals(scores, checked.examine(series).scores());
    }
}
