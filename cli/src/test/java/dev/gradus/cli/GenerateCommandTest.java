package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.dcgan.DcganGenerator;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFile;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus train dcgan}, {@code gradus train anogan} and {@code gradus generate}. */
@Timeout(300)
class GenerateCommandTest {
    private static final List<Object> SMALL = List.of("--limit", 60, "--filters", 2, "--noise", 4, "--batch", 16);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(FakeTrainer::new)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }

    private int train(String model, Object... more) {
        Stream<Object> all = Stream.of(Stream.<Object>of("train", model), SMALL.stream(), Stream.of(more))
                .flatMap(part -> part);
        return run(all.toArray());
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static BufferedImage picture(Path file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    @Test
    void whatWasTrainedGenerates() throws IOException {
        Path model = file("dcgan.safetensors");
        Path grid = file("grid.png");
        Path sheet = file("sheet.png");
        Path plot = file("plot.png");
        Path history = file("losses.csv");
        int status = train(
                "dcgan",
                "--epochs",
                3,
                "--every",
                2,
                "--judge",
                "--save",
                model,
                "--grid",
                grid,
                "--sheet",
                sheet,
                "--plot",
                plot,
                "--history",
                history);
        assertEquals(0, status, err.toString());
        assertTrue(out.toString().contains("digits of our own drawing"), out.toString());
        assertTrue(out.toString().contains("Generated  mean confidence 0."), out.toString());
        assertTrue(out.toString().contains("Judge      right about "), out.toString());
        // Two panels of ten by ten, and a row for before and the epochs 2 and 3.
        assertEquals(24 + 2 * (10 * 88 - 4 + 24), picture(grid).getWidth());
        assertEquals(24 + 40 + 3 * 88 - 4 + 24, picture(sheet).getHeight());
        assertEquals(1200, picture(plot).getWidth());
        List<String> rows = Files.readAllLines(history);
        assertEquals("epoch,discriminator,generator", rows.get(0));
        assertEquals(4, rows.size());

        Path images = file("some-images-idx3-ubyte.gz");
        assertEquals(0, run("generate", "--load", model, "--count", 13, "--seed", 5, "--out", images), err.toString());
        Images generated = DcganGenerator.load(model).generate(13, 5);
        assertEquals(generated, IdxFile.readImages(images));
        Path drawn = file("drawn.png");
        assertEquals(0, run("generate", "--load", model, "--count", 13, "--seed", 5, "--out", drawn), err.toString());
        BufferedImage picture = picture(drawn);
        assertEquals(4 + 2 * 88, picture.getHeight());
        // The second image of the second row, its pixel in row 3 and column 7, is three pixels wide and high.
        int grey = generated.pixel(11, 3, 7);
        assertEquals(grey * 0x010101, picture.getRGB(4 + 88 + 3 * 7 + 1, 4 + 88 + 3 * 3 + 1) & 0xFFFFFF);
    }

    @Test
    void theSameCommandGivesTheSameFilesAndGoesOn() throws IOException {
        Path one = file("one.safetensors");
        Path two = file("two.safetensors");
        Path sheet = file("sheet.png");
        assertEquals(0, train("dcgan", "--epochs", 3, "--threads", 1, "--save", one), err.toString());
        Path checkpoint = file("checkpoint");
        assertEquals(0, train("dcgan", "--epochs", 2, "--checkpoint", checkpoint), err.toString());
        int status = train(
                "dcgan", "--epochs", 3, "--checkpoint", checkpoint, "--save", two, "--sheet", sheet, "--every", 1);
        assertEquals(0, status, err.toString());
        assertTrue(err.toString().contains("goes on from the checkpoint, after epoch 2 of 3"), err.toString());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        // Before the first epoch, and after the third.
        assertEquals(24 + 40 + 2 * 88 - 4 + 24, picture(sheet).getHeight());
        // A training that is complete draws what it ends with.
        byte[] before = Files.readAllBytes(sheet);
        assertEquals(0, train("dcgan", "--epochs", 3, "--checkpoint", checkpoint, "--sheet", sheet), err.toString());
        assertArrayEquals(before, Files.readAllBytes(sheet));
        assertEquals(2, train("dcgan", "--epochs", 3, "--seed", 1, "--checkpoint", checkpoint));
        assertTrue(err.toString().startsWith("gradus: --checkpoint: checkpoint: does not fit"), err.toString());
    }

    @Test
    void aFolderOfFilesIsTrainedOn() throws IOException {
        Images digits = DrawnDigits.of(70, 4);
        IdxFile.writeImages(digits, file("train-images-idx3-ubyte.gz"));
        assertEquals(0, train("dcgan", "--epochs", 1, "--data", folder), err.toString());
        assertTrue(out.toString().contains("DCGAN      60 images of 28 x 28\n"), out.toString());
        assertTrue(out.toString().contains("Data       " + folder + "\n"), out.toString());
        assertEquals(2, train("dcgan", "--judge", "--data", folder));
        assertTrue(err.toString().startsWith("gradus: --judge needs labels"), err.toString());
        assertEquals(2, train("anogan", "--normal", 1, "--data", folder));
        assertTrue(err.toString().startsWith("gradus: --normal needs labels"), err.toString());
    }

    @Test
    void anAnoGanIsTrainedAndLoaded() throws IOException {
        Path model = file("anogan.safetensors");
        Path grid = file("grid.png");
        int status = train("anogan", "--normal", "1,7", "--epochs", 2, "--steps", 2, "--save", model, "--grid", grid);
        assertEquals(0, status, err.toString());
        assertTrue(out.toString().contains("Threshold  "), out.toString());
        assertTrue(out.toString().contains(" of 48 images with other labels"), out.toString());
        assertEquals("anogan", ImageDetector.load(model).description().model());
        assertEquals(24 + 40 + 4 * 88 - 4 + 24, picture(grid).getHeight());
        assertEquals(2, run("generate", "--load", model, "--out", file("a.png")));
        assertTrue(err.toString().contains("must be a model that this version knows"), err.toString());
        assertFalse(Files.exists(file("a.png")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dcgan|--epochs|0|--epochs must be at least 1, not 0",
                "dcgan|--limit|0|--limit must be at least 1, not 0",
                "dcgan|--limit|1|dcgan: there must be at least 2 images to train on, not 1",
                "dcgan|--threads|0|--threads must be at least 1, not 0",
                "dcgan|--backend|abacus|--backend: there is no backend 'abacus'; choose one of",
                "dcgan|--every|0|--every must be at least 1, not 0",
                "dcgan|--batch|1|--batch must be at least 2, not 1",
                "dcgan|--filters|0|--filters must be at least 1, not 0",
                "dcgan|--learning-rate|0|--learning-rate must be positive, not 0.0",
                "dcgan|--beta1|1|--beta1 must be at least 0 and below 1, not 1.0",
                "dcgan|--averaging|-0.1|--averaging must be at least 0 and below 1, not -0.1",
                "dcgan|--noise|many|Invalid value for option '--noise': 'many' is not a whole number",
                "dcgan|--data|no-such-folder|--data: no-such-folder: is no folder; name the one with the IDX files",
                "anogan|--steps|-1|--steps must not be negative, got -1",
                "anogan|--normal|11|--normal: 0 images have such labels, too few to train on",
            })
    void whatCannotBeTrainedIsExplained(String model, String option, String value, String message) throws IOException {
        Path save = file("model.safetensors");
        assertEquals(2, run("train", model, "--save", save, option, value), err.toString());
        assertTrue(err.toString().contains("gradus: " + message), err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
        assertEquals(List.of(), files());
    }

    @Test
    void whatCannotBeGeneratedIsExplained() throws IOException {
        Path model = file("model.safetensors");
        Path picture = file("a.png");
        explains("--load: there is no file " + model, "--load", model, "--out", picture);
        Files.writeString(model, "image,score\n");
        explains("--load: model.safetensors: ", "--load", model, "--out", picture);
        explains("--count must be at least 1, not 0", "--load", model, "--count", 0);
        explains("--out: a.jpg ends neither in .png nor in idx3-ubyte", "--load", model, "--out", "a.jpg");
        explains(
                "--count: a picture shows at most 10000 images, not 10001",
                "--load",
                model,
                "--count",
                10_001,
                "--out",
                picture);
        Path same = file("same.png");
        Files.writeString(same, "x");
        explains("--out and an input are the same file", "--load", same, "--out", same);
        assertNotEquals(0, run("generate"));
        assertFalse(Files.exists(picture));
    }

    private void explains(String message, Object... arguments) {
        Object[] all =
                Stream.concat(Stream.of("generate"), Stream.of(arguments)).toArray();
        assertEquals(2, run(all), err.toString());
        assertTrue(err.toString().startsWith("gradus: " + message), err.toString());
        assertFalse(err.toString().contains("\tat "), err.toString());
    }

    @Test
    void trainWithoutAModelListsThem() {
        assertEquals(0, run("train"));
        for (String model : List.of("dcgan", "anogan", "ganomaly")) {
            assertTrue(out.toString().contains("  " + model + " "), out.toString());
        }
    }
}
