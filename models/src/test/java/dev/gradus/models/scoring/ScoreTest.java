package dev.gradus.models.scoring;

import static dev.gradus.models.Golden.assertClose;
import static dev.gradus.models.Thrown.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.series.Windows;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** The critic's, TadGAN's and AER's scores where the golden cases do not reach. */
class ScoreTest {
    private static double[] constant(int length, double value) {
        double[] result = new double[length];
        Arrays.fill(result, value);
        return result;
    }

    @Test
    void modeIsOneOfTheValues() {
        assertEquals(1.1, CriticScore.mode(new double[] {6.1, 1, 1.1, 1.2, -3.9}, 5, new double[7]));
        assertEquals(7, CriticScore.mode(new double[] {7, 3}, 2, new double[7]));
        assertEquals(3, CriticScore.mode(new double[] {3, 7}, 2, new double[7]));
        assertEquals(5, CriticScore.mode(new double[] {5, 99}, 1, new double[7]));
        assertEquals(0.1, CriticScore.mode(constant(7, 0.1), 7, new double[7]));
        assertEquals(2, CriticScore.mode(new double[] {2, 2, 2, 2}, 4, new double[7]));
    }

    @Test
    void modesAgreeWithTheDefinition() {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            int n = 1 + random.nextInt(60);
            int length = 1 + random.nextInt(25);
            double[] critic = Naive.random(random, n);
            double[] windows = new double[n * length];
            Arrays.setAll(windows, i -> critic[i / length]);
            double[] expected = Naive.byStep(windows, n, length).stream()
                    .mapToDouble(Naive::mode)
                    .toArray();
            assertArrayEquals(expected, CriticScore.modes(critic, length));
        }
    }

    /** Densities are estimated first; which value is taken must be decided by the exact ones, to the last bit. */
    @Test
    void modesAreThoseOfExactDensities() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int count = 2 + random.nextInt(120);
            double[] values = Naive.random(random, count);
            for (int i = 0; i < count; i++) {
                switch (round % 4) {
                    case 1 -> values[i] = Math.rint(3 * values[i]);
                    case 2 -> values[i] = 1e-9 * values[i] + (random.nextInt(20) == 0 ? 1e6 : 0);
                    // Both ends are equally dense but for rounding.
                    case 3 -> values[i] = i % 2 == 0 ? values[i] : -values[i - 1];
                    default -> {}
                }
            }
            double mean = 0;
            for (double value : values) {
                mean += value;
            }
            mean /= count;
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            if (squares == 0) {
                continue;
            }
            double scale = -0.5 / (squares / (count - 1) * StrictMath.pow(count, -0.4));
            double[] densities = new double[count];
            int best = 0;
            for (int i = 0; i < count; i++) {
                for (int k = 0; k < count; k++) {
                    double difference = values[i] - values[k];
                    densities[i] += i == k ? 0 : StrictMath.exp(difference * difference * scale);
                }
                best = densities[i] > densities[best] ? i : best;
            }
            assertEquals(values[best], CriticScore.mode(values.clone(), count, new double[count]), "round " + round);
        }
    }

    @Test
    void criticScoreCentresOnTheMiddleHalfAndScalesByAll() {
        // Quartiles 1 and 3, so the centre is 2; the deviation is that of all five, around their mean of 6.
        double[] modes = {0, 1, 2, 3, 24};
        double deviation = Math.sqrt((36 + 25 + 16 + 9 + 324) / 5.0);
        double[] expected =
                Arrays.stream(modes).map(m -> Math.abs(m - 2) / deviation + 1).toArray();
        assertClose(expected, CriticScore.of(modes, 0), "critic score");
    }

    @Test
    void equalCriticValuesScoreOne() {
        assertArrayEquals(constant(5, 1), CriticScore.of(constant(5, 0.1), 0));
        assertArrayEquals(constant(1, 1), CriticScore.of(new double[] {3}, 2));
        // Differences of rounding only.
        assertArrayEquals(constant(3, 1), CriticScore.of(new double[] {0.3, 0.1 + 0.2, 0.3}, 0));
        assertArrayEquals(new double[] {2, 2}, CriticScore.of(new double[] {0, 2}, 0));
    }

    @Test
    void equalErrorsScoreOne() {
        for (double error : new double[] {0.1, 0, 1e-9, 1e30}) {
            double[] errors = constant(4, error);
            assertArrayEquals(constant(4, 1), TadGanScore.reconstructionScore(errors, Scale.of(errors)));
        }
    }

    @Test
    void perfectReconstructionAndIndifferentCriticGiveAFlatScore() {
        for (int n : new int[] {1, 2, 50, 230}) {
            Windows windows = Windows.of(Naive.random(new Random(n), n + 20), 20);
            Reconstruction same = Reconstruction.of(windows.toDoubles(), n, 20);
            for (Combination combination : Combination.values()) {
                if (combination != Combination.REGRESSION) {
                    double[] score = TadGanScore.builder()
                            .combination(combination)
                            .build()
                            .of(windows, same, constant(n, -0.3));
                    double flat = combination == Combination.SUM ? 0 : 1;
                    assertArrayEquals(constant(n + 19, flat), score);
                    assertTrue(AnomalyFinder.withDefaults().segments(score).isEmpty());
                }
            }
            double[] first = new double[n];
            double[] last = new double[n];
            Arrays.setAll(first, i -> windows.get(i, 0));
            Arrays.setAll(last, i -> windows.get(i, 19));
            double[] inner = new double[n * 18];
            Arrays.setAll(inner, i -> windows.get(i / 18, 1 + i % 18));
            Reconstruction inside = Reconstruction.of(inner, n, 18);
            for (Combination combination : Combination.values()) {
                double[] score =
                        AerScore.builder().combination(combination).build().of(windows, first, inside, last);
                assertArrayEquals(constant(n + 19, combination == Combination.MULTIPLY ? 1 : 0), score);
            }
        }
    }

    @Test
    void scoresOfShortSeriesAreFinite() {
        Random random = new Random(8);
        for (int n = 1; n < 130; n += 4) {
            Windows windows = Windows.of(Naive.random(random, n + 6), 6);
            Reconstruction reconstruction = Reconstruction.of(Naive.random(random, n * 6), n, 6);
            double[] score = TadGanScore.builder().build().of(windows, reconstruction, Naive.random(random, n));
            assertTrue(Arrays.stream(score).allMatch(s -> s >= 1 && s < 1e6));
            Reconstruction inside = Reconstruction.of(Naive.random(random, n * 4), n, 4);
            double[] aer =
                    AerScore.builder().build().of(windows, Naive.random(random, n), inside, Naive.random(random, n));
            assertTrue(Arrays.stream(aer).allMatch(s -> s >= 1 - 1e-12 && s <= 4 + 1e-12));
        }
    }

    @Test
    void threadsDoNotChangeABit() throws Exception {
        Random random = new Random(9);
        int n = 700;
        double[] critic = Naive.random(random, n);
        Reconstruction reconstruction = Reconstruction.of(Naive.random(random, n * 30), n, 30);
        double[][] one = onThreads(1, reconstruction, critic);
        double[][] many = onThreads(7, reconstruction, critic);
        assertArrayEquals(one[0], many[0]);
        assertArrayEquals(one[1], many[1]);
    }

    private static double[][] onThreads(int threads, Reconstruction reconstruction, double[] critic) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> new double[][] {reconstruction.median(), CriticScore.modes(critic, 30)})
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void tadGanRefusesWhatDoesNotFit() {
        Windows windows = Windows.of(new double[10], 4);
        TadGanScore score = TadGanScore.builder().build();
        Reconstruction fits = Reconstruction.of(new double[24], 6, 4);
        refused(
                "the reconstruction has 4 windows of length 6, expected 6 of length 4",
                () -> score.of(windows, Reconstruction.of(new double[24], 4, 6), new double[6]));
        refused("5 critic values do not go with 6 windows", () -> score.of(windows, fits, new double[5]));
        double[] critic = new double[6];
        critic[3] = Double.NaN;
        refused("the critic value at index 3 is NaN", () -> score.of(windows, fits, critic));
        refused("a window needs at least one sample, not 0", () -> CriticScore.modes(new double[3], 0));
        TadGanScore.Builder builder = TadGanScore.builder();
        refused(
                "TadGAN has no regression to score",
                () -> builder.combination(Combination.REGRESSION).build());
        refused(
                "lambda must lie between 0 and 1, not 1.5",
                () -> TadGanScore.builder().lambda(1.5).build());
        refused(
                "lambda must lie between 0 and 1, not NaN",
                () -> AerScore.builder().lambda(Double.NaN).build());
        refused(
                "the window of the errors must be at least 1, not 0",
                () -> TadGanScore.builder().measureWindow(0).build());
        refused(
                "the smoothing window must not be negative: -2",
                () -> TadGanScore.builder().criticSmoothing(-2).build());
        refused(
                "the smoothing window must not be negative: -3",
                () -> TadGanScore.builder().errorSmoothing(-3).build());
        assertThrows(
                NullPointerException.class,
                () -> TadGanScore.builder().measure(null).build());
    }

    @Test
    void aerRefusesWhatDoesNotFit() {
        Windows windows = Windows.of(new double[10], 4);
        AerScore score = AerScore.builder().build();
        Reconstruction inside = Reconstruction.of(new double[12], 6, 2);
        refused(
                "the reconstruction has 6 windows of length 4, expected 6 of length 2",
                () -> score.of(windows, new double[6], Reconstruction.of(new double[24], 6, 4), new double[6]));
        refused(
                "6 values of the series do not go with 5 of the reconstruction",
                () -> score.of(windows, new double[5], inside, new double[6]));
        refused(
                "AER needs windows of at least 3 samples, not 2",
                () -> score.of(Windows.of(new double[5], 2), new double[3], inside, new double[3]));
        refused(
                "the portion must be at least 0 and less than 1, not 1.0",
                () -> AerScore.builder().portion(1).build());
    }
}
