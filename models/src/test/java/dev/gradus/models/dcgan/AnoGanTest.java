package dev.gradus.models.dcgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import dev.gradus.models.image.PixelScale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnoGanTest {
    private static final Images ONES = DrawnDigits.of(2000, 1).labelled(1);
    private static final Images OTHERS = DrawnDigits.of(60, 2).labelled(0, 8, 5);
    private static AnoGanDetector detector;

    @TempDir
    private Path folder;

    private static AnoGan.Builder small() {
        return AnoGan.builder()
                .dcgan(Dcgan.builder()
                        .size(16)
                        .noise(8)
                        .filters(6)
                        .batch(32)
                        .epochs(40)
                        .learningRate(1e-3)
                        .seed(3))
                .steps(30);
    }

    @BeforeAll
    static void train() {
        detector = small().build().fit(ONES);
    }

    @Test
    void whatIsNotGeneratedIsUnusual() {
        double[] ones = detector.scores(DrawnDigits.of(300, 7).labelled(1));
        double[] others = detector.scores(OTHERS);
        long alarms = Arrays.stream(ones).filter(detector::isAnomaly).count();
        long found = Arrays.stream(others).filter(detector::isAnomaly).count();
        assertTrue(alarms <= ones.length / 4, alarms + " alarms of " + ones.length);
        assertTrue(found >= 0.8 * others.length, found + " found of " + others.length);
    }

    @Test
    void theScoreIsOfTheImageThatWasFound() {
        Images images = ONES.range(0, 5).and(OTHERS.range(0, 5)).resized(16, 16);
        AnoGanDetector.Examination examination = detector.examine(images);
        Tensor x = images.tensor(Backends.get(), PixelScale.SYMMETRIC);
        Tensor fake = examination.nearest().tensor(Backends.get(), PixelScale.SYMMETRIC);
        DcganNetworks networks = detector.generator().networks();
        Tensor deep = networks.features()
                .apply(fake, Pass.inference())
                .sub(networks.features().apply(x, Pass.inference()));
        double[] expected = x.sub(fake)
                .abs()
                .flatten(1)
                .sum(1)
                .mul(0.9)
                .add(deep.abs().flatten(1).sum(1).mul(0.1))
                .toArray();
        // The image that is shown is rounded to pixels.
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], examination.scores()[i], 0.02 * expected[i] + 0.5);
        }
    }

    /** The same networks with another search. */
    private static AnoGanDetector searching(int steps, int starts, double lambda) {
        AnoGanConfig c = detector.config();
        AnoGanConfig other = new AnoGanConfig(c.dcgan(), steps, starts, lambda, c.searchRate(), c.held(), c.quantile());
        return new AnoGanDetector(other, detector.generator(), 0);
    }

    @Test
    void searchingBringsImagesNearer() {
        // These can be generated, so that a search could find them.
        Images some = detector.generator().generate(20, 99);
        double[] started = searching(0, 1, 0).scores(some);
        double[] searched = searching(100, 1, 0).scores(some);
        double[] chosen = searching(0, 64, 0).scores(some);
        for (int i = 0; i < some.count(); i++) {
            assertTrue(searched[i] < started[i], i + ": from " + started[i] + " to " + searched[i]);
            assertTrue(chosen[i] <= started[i], i + ": from " + started[i] + " to " + chosen[i]);
        }
        double gain = Arrays.stream(started).sum() / Arrays.stream(searched).sum();
        assertTrue(gain > 1.3, "by a factor of " + gain);
    }

    @Test
    void aScoreDoesNotDependOnWhatIsScoredBesideIt() {
        Images many = OTHERS.and(ONES.range(0, 30)).range(0, 40);
        double[] together = detector.scores(many);
        for (int i : new int[] {0, 17, 31, 32, 39}) {
            Images one = many.range(i, i + 1);
            assertEquals(together[i], detector.scores(one)[0]);
            assertEquals(together[i], detector.score(28, 28, one.pixels()));
        }
    }

    @Test
    void theThresholdLetsMostOfTheKeptImagesPass() {
        // The split is drawn from the seed: a tenth of 200.
        int[] order = IntStream.range(0, ONES.count()).toArray();
        new Rng(3).shuffle(order);
        double[] scores = detector.scores(ONES.select(Arrays.copyOf(order, 20)));
        long above = Arrays.stream(scores).filter(detector::isAnomaly).count();
        assertEquals(1, above);
        assertTrue(detector.isAnomaly(Math.nextUp(detector.threshold())));
        assertFalse(detector.isAnomaly(detector.threshold()));
    }

    @Test
    void isTheSameAfterSavingAndLoading() throws IOException {
        Path file = folder.resolve("anogan.safetensors");
        Path second = folder.resolve("second.safetensors");
        detector.save(file);
        ImageDetector again = ImageDetector.load(file);
        assertEquals(new ImageDescription("anogan", 16, 16, 40, 3), again.description());
        assertEquals(detector.threshold(), again.threshold());
        assertArrayEquals(detector.scores(OTHERS), again.scores(OTHERS));
        again.save(second);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(second));
    }

    @Test
    void goesOnFromACheckpointToTheBit() throws IOException {
        Path file = folder.resolve("checkpoint");
        Images few = ONES.range(0, 60);
        AnoGan.Builder first = small().dcgan(DcganTest.small(1)).steps(2);
        first.build().fit(few, TrainingListener.none(), Checkpoints.in(file));
        AnoGan.Builder all = small().dcgan(DcganTest.small(3)).steps(2);
        AnoGanDetector resumed = all.build().fit(few, TrainingListener.none(), Checkpoints.in(file));
        AnoGanDetector undisturbed = all.build().fit(few);
        assertEquals(undisturbed.threshold(), resumed.threshold());
        assertArrayEquals(undisturbed.scores(few), resumed.scores(few));
    }
}
