package dev.gradus.models.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFolder;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageClassifierTest {
    private static final Images TRAINED = DrawnDigits.of(1000, 1);
    private static final Images KEPT = DrawnDigits.of(400, 2);
    private static ImageClassifier classifier;

    @BeforeAll
    static void train() {
        classifier = ImageClassifier.train(TRAINED, 4, 1, TrainingListener.none());
    }

    @Test
    void tellsDrawnDigitsApart() {
        double accuracy = classifier.accuracy(KEPT);
        assertTrue(accuracy >= 0.97, "right about " + accuracy);
        assertEquals(10, classifier.classes());
        for (double[] each : classifier.probabilities(KEPT.range(0, 70))) {
            double sum = 0;
            for (double probability : each) {
                sum += probability;
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @Test
    void theSameSeedGivesTheSameClassifier() {
        Images few = TRAINED.range(0, 100);
        ImageClassifier first = ImageClassifier.train(few, 1, 3, TrainingListener.none());
        ImageClassifier second = ImageClassifier.train(few, 1, 3, TrainingListener.none());
        assertArrayEquals(first.probabilities(KEPT), second.probabilities(KEPT));
    }

    @Test
    void goodImagesAreJudgedBetterThanBadOnes() {
        Images real = DrawnDigits.of(300, 3);
        GenerationQuality good = GenerationQuality.of(classifier, DrawnDigits.of(300, 4), real);
        assertTrue(good.confidence() > 0.85, good::toString);
        assertTrue(good.entropy() > 2.25, good::toString);
        assertTrue(good.leastShare() > 0.05, good::toString);

        GenerationQuality one =
                GenerationQuality.of(classifier, KEPT.labelled(3).and(KEPT.labelled(3)), real);
        assertTrue(one.entropy() < 0.5, one::toString);
        assertTrue(one.shares()[3] > 0.9, one::toString);
        assertTrue(one.distance() > 10 * good.distance(), () -> one + " after " + good);

        byte[] grey = new byte[20 * 28 * 28];
        Arrays.fill(grey, (byte) 127);
        GenerationQuality nothing = GenerationQuality.of(classifier, Images.of(20, 28, 28, grey), real);
        assertEquals(0, nothing.entropy());
        assertTrue(nothing.distance() > 10 * good.distance(), () -> nothing + " after " + good);
    }

    /** The figure that a judge must reach, on the test set of MNIST where {@code GRADUS_DATA} says where it is. */
    @Test
    void tellsHandwrittenDigitsApart() throws IOException {
        String data = System.getenv("GRADUS_DATA");
        assumeTrue(data != null, "GRADUS_DATA is not set: no handwritten digits were read");
        Path folder = Path.of(data).resolve("mnist");
        assumeTrue(Files.isDirectory(folder), folder + " does not exist: no handwritten digits were read");
        Images digits = IdxFolder.read(folder);
        int[] counts = new int[10];
        for (int label : digits.labels()) {
            counts[label]++;
        }
        assertArrayEquals(new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, counts);
        ImageClassifier judge = ImageClassifier.train(digits.range(0, 8000), 6, 1, TrainingListener.none());
        double accuracy = judge.accuracy(digits.range(8000, 10_000));
        assertTrue(accuracy >= 0.975, "right about " + accuracy);
    }
}
