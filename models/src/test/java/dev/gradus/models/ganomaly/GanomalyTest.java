package dev.gradus.models.ganomaly;

import static dev.gradus.models.ganomaly.MiniatureGanomaly.ONES;
import static dev.gradus.models.ganomaly.MiniatureGanomaly.SEVENS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.evaluation.Roc;
import dev.gradus.models.image.Images;
import dev.gradus.models.scoring.Threshold;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GanomalyTest {
    private static Map<String, float[]> copies(Map<String, Cell> cells) {
        Map<String, float[]> copies = new LinkedHashMap<>();
        cells.forEach((name, cell) -> copies.put(name, cell.constant().toFloats()));
        return copies;
    }

    private static GanomalyTrainer trainer(GanomalyConfig config) {
        Images images = ONES.resized(config.size(), config.size());
        return new GanomalyTrainer(config, Backends.get(), images, Map.of());
    }

    private static void step(GanomalyTrainer trainer) {
        trainer.begin();
        assertEquals(4, Scope.within(() -> trainer.step(0)).size());
    }

    @ParameterizedTest
    @EnumSource
    void everyNetworkIsTrainedTheSecondEncoderToo(GanomalyVariant variant) {
        GanomalyTrainer trainer =
                trainer(MiniatureGanomaly.of(variant).averaging(0).config());
        Map<String, Cell> cells = trainer.cells().byName();
        Map<String, float[]> before = copies(cells);
        step(trainer);
        long second = 0;
        for (Map.Entry<String, Cell> entry : cells.entrySet()) {
            String name = entry.getKey();
            boolean same =
                    Arrays.equals(before.get(name), entry.getValue().constant().toFloats());
            // The discriminator takes the statistics of the batch wherever it is used, and learns none.
            boolean constant = name.startsWith("features.") && !(entry.getValue() instanceof Parameter);
            // The mean of a batch is taken off behind these biases: they have no gradient but rounding.
            assertTrue(constant ? same : !same || name.endsWith("bias"), name);
            second += !same && name.startsWith("second_encoder.") ? 1 : 0;
        }
        assertTrue(second >= 7, "cells of the second encoder that changed: " + second);
    }

    @ParameterizedTest
    @EnumSource
    void theSecondEncoderLearnsFromNothingButTheCodes(GanomalyVariant variant) {
        GanomalyTrainer trainer =
                trainer(MiniatureGanomaly.of(variant).encoderWeight(0).config());
        Map<String, Cell> cells = trainer.networks().second().cells().byName();
        Map<String, float[]> before = copies(cells);
        step(trainer);
        cells.forEach((name, cell) -> {
            if (cell instanceof Parameter) {
                assertArrayEquals(before.get(name), cell.constant().toFloats(), name);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anImageHasItsScoreWhateverIsScoredBesideIt(GanomalyVariant variant) {
        GanomalyDetector detector = MiniatureGanomaly.of(variant).build().fit(ONES);
        Images both = ONES.range(0, 21).and(SEVENS.range(0, 24));
        Map<GanomalyScore, double[]> together = detector.allScores(both);
        for (int i = 0; i < both.count(); i += 7) {
            Map<GanomalyScore, double[]> alone = detector.allScores(both.range(i, i + 1));
            for (GanomalyScore score : GanomalyScore.values()) {
                assertEquals(together.get(score)[i], alone.get(score)[0], score + " of image " + i);
            }
        }
        int[] backwards =
                IntStream.range(0, both.count()).map(i -> both.count() - 1 - i).toArray();
        double[] reversed = detector.scores(both.select(backwards));
        for (int i = 0; i < reversed.length; i++) {
            assertEquals(together.get(detector.score())[backwards[i]], reversed[i]);
        }
        Images first = both.range(0, 1);
        assertEquals(
                together.get(GanomalyScore.SQUARES)[0], detector.score(first.height(), first.width(), first.pixels()));
    }

    @ParameterizedTest
    @EnumSource
    void scoresAreThoseOfTheirDefinitions(GanomalyVariant variant) {
        GanomalyDetector detector = MiniatureGanomaly.of(variant).build().fit(ONES);
        Images images = SEVENS.range(0, 40);
        Map<GanomalyScore, double[]> scores = detector.allScores(images);
        Images again = detector.reconstruct(images);
        assertEquals(40, again.count());
        Images sized = images.resized(16, 16);
        for (int i = 0; i < images.count(); i++) {
            double difference = 0;
            for (int j = 0; j < 256; j++) {
                difference += Math.abs(sized.pixel(i, j / 16, j % 16) - again.pixel(i, j / 16, j % 16)) / 127.5;
            }
            // A reconstruction is rounded to whole pixels.
            assertEquals(difference / 256, scores.get(GanomalyScore.CONTEXTUAL)[i], 0.5 / 127.5);
            double squares = scores.get(GanomalyScore.SQUARES)[i];
            double absolute = scores.get(GanomalyScore.ABSOLUTE)[i];
            int code = detector.variant() == GanomalyVariant.POOLED_64 ? 16 : 10;
            assertTrue(squares > 0 && squares <= absolute * absolute * 1.0001, squares + " and " + absolute);
            assertTrue(absolute * absolute <= code * squares * 1.0001, squares + " and " + absolute);
        }
    }

    @Test
    void theExerciseInMiniature() {
        Images normal = ONES.range(0, 40);
        Images test = ONES.range(40, 60).and(SEVENS);
        boolean[] unusual = new boolean[test.count()];
        Arrays.fill(unusual, 20, unusual.length, true);
        GanomalyDetector detector = Ganomaly.builder()
                .size(16)
                .filters(8)
                .batch(16)
                .iterations(150)
                .averaging(0.9)
                .seed(1)
                .build()
                .fit(normal);
        Map<GanomalyScore, double[]> scores = detector.allScores(test);
        double latent = Roc.of(scores.get(GanomalyScore.SQUARES), unusual).area();
        double contextual =
                Roc.of(scores.get(GanomalyScore.CONTEXTUAL), unusual).area();
        assertTrue(contextual > 0.9, "contextual " + contextual);
        assertTrue(latent > 0.8, "latent " + latent);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads(GanomalyVariant variant) {
        double[] expected = null;
        for (int threads = 1; threads <= 3; threads++) {
            Backend backend = Backends.named("plain", Workers.of(threads));
            double[] scores = MiniatureGanomaly.of(variant)
                    .backend(backend)
                    .build()
                    .fit(ONES)
                    .scores(SEVENS);
            assertArrayEquals(expected == null ? scores : expected, scores);
            expected = scores;
        }
        double[] other = MiniatureGanomaly.of(variant).seed(4).build().fit(ONES).scores(SEVENS);
        assertFalse(Arrays.equals(expected, other));
    }

    @Test
    void takesAsManyStepsAsWereAskedFor() {
        // 48 of 60 ones are trained on: six steps in a pass.
        for (int iterations : List.of(1, 5, 6, 7, 12)) {
            int[] steps = new int[1];
            TrainingListener counting = new TrainingListener() {
                @Override
                public void progress(TrainingProgress progress) {
                    steps[0]++;
                }
            };
            GanomalyDetector detector = MiniatureGanomaly.of(GanomalyVariant.POOLED_64)
                    .iterations(iterations)
                    .build()
                    .fit(ONES, counting);
            assertEquals(iterations, steps[0]);
            assertEquals((iterations + 5) / 6, detector.description().epochs());
        }
    }

    @Test
    void theThresholdIsLearntFromScoresOfImagesThatAreHeldBack() {
        Ganomaly.Builder settings = MiniatureGanomaly.of(GanomalyVariant.POOLED_64);
        GanomalyDetector highest =
                settings.threshold(Threshold.quantile(1)).build().fit(ONES);
        GanomalyDetector lowest =
                settings.threshold(Threshold.quantile(0)).build().fit(ONES);
        for (GanomalyScore score : GanomalyScore.values()) {
            double[] scores = highest.allScores(ONES).get(score);
            assertArrayEquals(scores, lowest.allScores(ONES).get(score), "the rule is no part of the training");
            assertTrue(Arrays.stream(scores).anyMatch(s -> s == highest.threshold(score)), "one of them has it");
            assertTrue(Arrays.stream(scores).anyMatch(s -> s == lowest.threshold(score)), "one of them has it");
            long within = Arrays.stream(scores)
                    .filter(s -> s <= highest.threshold(score) && s >= lowest.threshold(score))
                    .count();
            assertTrue(within >= 12, "a fifth of the sixty, and perhaps others: " + within);
        }
        assertEquals(highest.threshold(GanomalyScore.SQUARES), highest.threshold());
        assertFalse(highest.isAnomaly(highest.threshold()));
        assertTrue(highest.isAnomaly(Math.nextUp(highest.threshold())));
        GanomalyDetector given =
                settings.threshold(Threshold.given(0.25)).build().fit(ONES);
        assertEquals(0.25, given.threshold());
    }

    @Test
    void theScoreThatJudgesIsTheOneThatWasChosen() {
        Ganomaly.Builder settings = MiniatureGanomaly.of(GanomalyVariant.ORIGINAL_32);
        for (GanomalyScore score : GanomalyScore.values()) {
            GanomalyDetector detector = settings.score(score).build().fit(ONES);
            assertEquals(score, detector.score());
            assertArrayEquals(detector.allScores(SEVENS).get(score), detector.scores(SEVENS));
            assertEquals(detector.threshold(score), detector.threshold());
        }
    }

    @Test
    void averagesAreSomethingElseThanTheLastWeights() {
        Ganomaly.Builder settings = MiniatureGanomaly.of(GanomalyVariant.POOLED_64);
        double averaged = settings.averaging(0.99).build().fit(ONES).scores(SEVENS)[0];
        double last = settings.averaging(0).build().fit(ONES).scores(SEVENS)[0];
        assertNotEquals(averaged, last);
    }

    @Test
    void thePenaltyMakesKernelsSmaller() {
        double[] squares = new double[2];
        for (int i = 0; i < 2; i++) {
            GanomalyTrainer trainer = trainer(MiniatureGanomaly.of(GanomalyVariant.POOLED_64)
                    .kernelPenalty(10 * i)
                    .config());
            step(trainer);
            squares[i] = trainer.networks().cells().parameters().stream()
                    .filter(p -> p.shape().rank() == 4)
                    .mapToDouble(p -> p.constant().square().sum().item())
                    .sum();
        }
        assertTrue(squares[1] < squares[0], squares[1] + " and " + squares[0]);
    }

    @ParameterizedTest
    @EnumSource
    void parametersAreAsManyAsAreCounted(GanomalyVariant variant) {
        for (int factor : List.of(1, 2, 4)) {
            GanomalyConfig config =
                    MiniatureGanomaly.of(variant).size(16 * factor).filters(3).config();
            GanomalyNetworks networks = GanomalyNetworks.of(config, new Init(Backends.get(), new Rng(1)));
            assertEquals(
                    networks.cells().parameterCount(), variant.plan(config).parameterCount(), "size " + config.size());
        }
    }

    @Test
    void networksAreAsLargeAsThePublishedOnes() {
        GanomalyConfig config = Ganomaly.builder().config();
        Init init = Init.blank(Backends.get());
        GanomalyNetworks.Plan plan = config.variant().plan(config);
        // Keras counts 242 048 numbers in a stack: its running statistics are among them, 2 for each of 320 channels.
        assertEquals(242_048 - 2 * 320, plan.features(init).cells().parameterCount());
        GanomalyNetworks networks = GanomalyNetworks.blank(config, Backends.get());
        assertEquals(
                1_538_689 - 2 * 320,
                networks.encoder().cells().parameterCount()
                        + networks.decoder().cells().parameterCount());
    }

    @Test
    void noImagesHaveNoScores() {
        GanomalyDetector detector =
                MiniatureGanomaly.of(GanomalyVariant.POOLED_64).build().fit(ONES);
        assertEquals(0, detector.scores(ONES.range(0, 0)).length);
        assertEquals(0, detector.reconstruct(ONES.range(0, 0)).count());
    }
}
