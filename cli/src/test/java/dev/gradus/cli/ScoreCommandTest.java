package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFile;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus train ganomaly} and {@code gradus score}. */
@Timeout(300)
class ScoreCommandTest {
    private static final List<Object> SMALL =
            List.of("train", "ganomaly", "--iterations", 3, "--filters", 2, "--limit", 120, "--variant", 32);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path saved;
    private Path csv;

    @BeforeEach
    void namePlaces() {
        saved = folder.resolve("ones.safetensors");
        csv = folder.resolve("scores.csv");
    }

    private int run(List<Object> first, Object... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(FakeTrainer::new)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(first.stream(), Stream.of(more))
                        .map(Object::toString)
                        .toArray(String[]::new));
    }

    private int train(Object... more) {
        return run(SMALL, more);
    }

    private int score(Object... more) {
        return run(List.of("score", "--load", saved, "--out", csv), more);
    }

    private Path images(Images images) throws IOException {
        Path file = folder.resolve("some-images-idx3-ubyte");
        IdxFile.writeImages(images, file);
        IdxFile.writeLabels(images, folder.resolve("some-labels-idx1-ubyte"));
        return file;
    }

    private void assertUsage(int status, String... parts) {
        assertEquals(2, status, err.toString());
        for (String part : parts) {
            assertTrue(err.toString().contains(part), err.toString());
        }
        assertFalse(err.toString().contains("\tat "), err.toString());
    }

    private static void assertPicture(Path file) throws IOException {
        assertNotEquals(null, ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file))), file.toString());
    }

    @Test
    void whatWasTrainedScoresImages() throws IOException {
        List<Path> pictures = Stream.of("grid.png", "scatter.png", "roc.png", "loss.png")
                .map(folder::resolve)
                .toList();
        List<Object> options = new ArrayList<>(List.of("--save", saved));
        List<String> names = List.of("--grid", "--scatter", "--roc", "--plot");
        for (int i = 0; i < names.size(); i++) {
            options.addAll(List.of(names.get(i), pictures.get(i)));
        }
        assertEquals(0, train(options.toArray()), err.toString());
        // 120 drawn digits have 12 of each kind; four fifths of the ones are trained on.
        assertTrue(
                out.toString().contains("Test       3 normal images that were not trained on, 12 others"),
                out.toString());
        assertTrue(out.toString().contains("AUROC      "), out.toString());
        assertTrue(out.toString().contains("digits of our own drawing"), out.toString());
        for (Path picture : pictures) {
            assertPicture(picture);
        }

        Images test = DrawnDigits.of(30, 9);
        Path file = images(test);
        Path labels = folder.resolve("some-labels-idx1-ubyte");
        Path plot = folder.resolve("plot.png");
        Path roc = folder.resolve("curve.png");
        assertEquals(
                0,
                score("--images", file, "--labels", labels, "--normal", "1,7", "--plot", plot, "--roc", roc),
                err.toString());
        assertTrue(out.toString().contains("ganomaly of 32 x 32"), out.toString());
        assertTrue(out.toString().contains("of 24 images that are not normal"), out.toString());
        assertTrue(out.toString().contains("of 6 normal images"), out.toString());
        assertTrue(out.toString().contains("AUROC"), out.toString());
        assertPicture(plot);
        assertPicture(roc);

        double[] scores = ImageDetector.load(saved).scores(test);
        List<String> rows = Files.readAllLines(csv);
        assertEquals("image,label,score,anomaly", rows.get(0));
        assertEquals(31, rows.size());
        for (int i = 0; i < scores.length; i++) {
            String[] cells = rows.get(i + 1).split(",");
            assertEquals(i, Integer.parseInt(cells[0]));
            assertEquals(test.label(i), Integer.parseInt(cells[1]));
            assertEquals(scores[i], Double.parseDouble(cells[2]), 1e-7 * scores[i]);
            assertEquals(ImageDetector.load(saved).isAnomaly(scores[i]), Boolean.parseBoolean(cells[3]));
        }
    }

    @Test
    void withoutLabelsThereAreScores() throws IOException {
        assertEquals(0, train("--save", saved), err.toString());
        Path plot = folder.resolve("plot.png");
        assertEquals(0, score("--images", images(DrawnDigits.of(4, 2)), "--plot", plot), err.toString());
        assertEquals("image,score,anomaly", Files.readAllLines(csv).get(0));
        assertFalse(out.toString().contains("AUROC"), out.toString());
        assertPicture(plot);
    }

    @Test
    void theSameCommandGivesTheSameFile() throws IOException {
        Path other = folder.resolve("other.safetensors");
        assertEquals(0, train("--save", saved, "--threads", 1), err.toString());
        assertEquals(0, train("--save", other, "--threads", 2, "--checkpoint", folder.resolve("c")), err.toString());
        assertArrayEquals(Files.readAllBytes(saved), Files.readAllBytes(other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--iterations|0|--iterations must be at least 1, not 0",
                "--filters|0|--filters must be at least 1, not 0",
                "--train|2|--train must be at least 3, not 2",
                "--train|500|--train: there are 12 normal images, of which some must be left to test; take fewer than 500",
                "--score|best|--score: there is no score 'best'; choose one of squares, absolute, contextual",
                "--variant|28|--variant: there is no variant '28'; choose one of 64, 32",
                "--epochs|3|--epochs: a GANomaly is trained for a number of steps; leave it out and say --iterations",
                "--abnormal|1|--abnormal: the label 1 is normal too",
                "--abnormal|11|--abnormal: no image has such a label",
                "--normal|11|--normal: 0 images have such labels, too few to train on",
            })
    void whatCannotBeTrainedIsExplained(String option, String value, String message) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of("train", "ganomaly", "--limit", 120));
        assertUsage(run(arguments, option, value), "gradus: " + message);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void whereSevenIsNormalAllOthersAreNot() {
        assertEquals(0, train("--normal", "7"), err.toString());
        assertTrue(out.toString().contains("3 normal images that were not trained on, 108 others"), out.toString());
    }

    @Test
    void whatCannotBeScoredIsExplained() throws IOException {
        Path file = images(DrawnDigits.of(4, 2));
        Path labels = folder.resolve("some-labels-idx1-ubyte");
        assertUsage(score("--images", file), "--load: there is no file " + saved);
        Files.writeString(saved, "image,score\n");
        assertUsage(score("--images", file), "--load: ones.safetensors: ");
        assertEquals(0, train("--save", saved), err.toString());
        assertUsage(score("--images", folder.resolve("none")), "none: there is no such file");
        assertUsage(score("--images", labels), "some-labels-idx1-ubyte: ");
        assertUsage(score("--images", file, "--normal", "1"), "--normal needs labels; name their file with --labels");
        assertUsage(score("--images", file, "--roc", folder.resolve("r.png")), "--roc needs to know");
        assertUsage(
                score("--images", file, "--labels", labels, "--normal", "11", "--roc", folder.resolve("r.png")),
                "--roc: the images must be of both kinds");
        assertUsage(score("--images", file, "--plot", file), "--plot and an input are the same file");
        Path none = folder.resolve("none-idx3-ubyte");
        IdxFile.writeImages(DrawnDigits.of(4, 2).range(0, 0), none);
        assertUsage(score("--images", none), "has no images");
        assertFalse(Files.exists(csv));
    }
}
