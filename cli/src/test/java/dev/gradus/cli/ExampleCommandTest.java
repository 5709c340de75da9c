package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.IdxFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus example}. */
@Timeout(300)
class ExampleCommandTest {
    @TempDir
    private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine(FakeTrainer::new)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        Stream.concat(Stream.of("example"), Stream.of(arguments).map(Object::toString))
                                .toArray(String[]::new));
    }

    private Path folder() {
        return root.resolve("made/pictures");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requirePictures(String... names) throws IOException {
        assertEquals(List.of(names), files());
        for (String name : names) {
            if (name.endsWith(".png")) {
                assertNotNull(ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(folder().resolve(name)))));
                assertTrue(out.toString().contains(folder().resolve(name).toString()), out.toString());
            }
        }
    }

    @Test
    void listsTheExamplesWithoutAName() {
        assertEquals(0, run());
        List<String> names =
                out.toString().lines().map(line -> line.strip().split(" ")[0]).toList();
        assertTrue(
                names.containsAll(List.of(
                        "lstm-ae",
                        "dense-ae",
                        "denoising",
                        "columns",
                        "spectrum",
                        "tadgan",
                        "dcgan",
                        "ganomaly",
                        "anogan")),
                out.toString());
    }

    @Test
    void aWrongNameIsAUsageErrorThatListsTheNames() {
        assertEquals(2, run("lstm"));
        assertTrue(
                err.toString().startsWith("gradus: there is no example 'lstm'; choose one of lstm-ae, dense-ae,"),
                err.toString());
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "lstm-ae, --epochs, 0, --epochs must be at least 1",
        "lstm-ae, --seeds, 0, --seeds must be at least 1",
        "dense-ae, --threshold, NaN, --threshold must be a number",
        "denoising, --data, nowhere, --data: ",
        "denoising, --backend, none, --backend",
        "dcgan, --epochs, 0, --epochs must be at least 1",
    })
    void aWrongOptionIsAUsageError(String example, String option, String value, String sentence) {
        assertEquals(2, run(example, option, value, "--folder", folder()), out.toString());
        assertTrue(err.toString().startsWith("gradus: " + sentence), err.toString());
    }

    @Test
    void theFolderMustBeOne() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "x");
        assertEquals(2, run("lstm-ae", "--folder", file));
        assertTrue(err.toString().startsWith("gradus: --folder: " + file), err.toString());
    }

    @Test
    void sequencesAreMeasuredForEverySeed() throws IOException {
        assertEquals(0, run("lstm-ae", "--epochs", 20, "--seeds", 2, "--seed", 3, "--folder", folder()));
        List<String> rows = out.toString().lines().map(String::strip).toList();
        double[] first = numbers(rows, "3 ");
        double[] second = numbers(rows, "4 ");
        double[] median = numbers(rows, "median ");
        assertEquals(4, median.length);
        for (int i = 0; i < 4; i++) {
            assertEquals((first[i] + second[i]) / 2, median[i], 2e-5);
            assertTrue(median[i] > 0 && median[i] < 0.9, out.toString());
        }
        requirePictures("lstm-ae-losses.png", "lstm-ae.png");
    }

    private static double[] numbers(List<String> rows, String start) {
        String row = rows.stream().filter(r -> r.startsWith(start)).findFirst().orElseThrow();
        return Arrays.stream(row.substring(start.length()).strip().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void theTableIsLearntAndItsFaultsAreFound() throws IOException {
        assertEquals(0, run("dense-ae", "--epochs", 150, "--threshold", 2, "--folder", folder()));
        assertTrue(out.toString().contains("2.0000  given: 10 faults, and 0 other rows"), out.toString());
        assertTrue(out.toString().contains("of the last column, power in kW"), out.toString());
        requirePictures("dense-ae-losses.png", "dense-ae.png");
    }

    @Test
    void noiseIsTakenOut() throws IOException {
        Path data = Files.createDirectory(root.resolve("data"));
        IdxFile.writeImages(DrawnDigits.of(200, 1), data.resolve("train-images-idx3-ubyte"), false);
        assertEquals(0, run("denoising", "--epochs", 30, "--data", data, "--folder", folder()));
        double[] errors = out.toString()
                .lines()
                .filter(line -> line.matches(".*(damaged|mended).*"))
                .mapToDouble(line ->
                        Double.parseDouble(line.replace("MAE", "").strip().split(" ")[0]))
                .toArray();
        assertTrue(errors[1] < 0.8 * errors[0] && errors[2] < 0.8 * errors[0], out.toString());
        assertTrue(out.toString().contains(data.toString()), out.toString());
        requirePictures("denoising-losses.png", "denoising.png");
    }

    @Test
    void theFaultOfOneColumnAmongSeveralIsLookedFor() throws IOException {
        assertEquals(0, run("columns", "--epochs", 1, "--folder", folder()), err.toString());
        assertTrue(out.toString().contains("'pressure', 'flow', 'temperature'"), out.toString());
        assertTrue(out.toString().contains("of 1 faults"), out.toString());
        requirePictures("columns.png");
    }

    @Test
    void aChangeOfFrequencyIsFoundInEveryDomain() throws IOException {
        assertEquals(0, run("spectrum", "--epochs", 20, "--folder", folder()), err.toString());
        assertEquals(3, out.toString().split("1 of 1 faults", -1).length - 1, out.toString());
        requirePictures("spectrum-circle.png", "spectrum-time.png", "spectrum.png");
    }

    @Test
    void presetsSayWhatTheyRunAndTakeItsOptions() throws IOException {
        assertEquals(0, run("tadgan", "--epochs", 2, "--seed=4", "--folder", folder()));
        assertEquals(
                "Command    gradus detect --plot " + folder().resolve("tadgan.png") + " --out "
                        + folder().resolve("tadgan.csv") + " --epochs 2 --seed=4",
                out.toString().lines().findFirst().orElseThrow());
        requirePictures("tadgan.csv", "tadgan.png");
    }

    @Test
    void presetsOfImagesSayThatTheDigitsAreDrawn() throws IOException {
        Object[] small = {"--limit", 60, "--filters", 2, "--epochs", 2, "--batch=16", "--folder", folder()};
        assertEquals(0, run(Stream.concat(Stream.of("dcgan"), Stream.of(small)).toArray()), err.toString());
        assertTrue(out.toString().contains("digits of our own drawing"), out.toString());
        String command = out.toString().lines().findFirst().orElseThrow();
        assertTrue(command.contains("--filters 2") && !command.contains("--filters 16"), command);
        assertFalse(command.contains("--batch 64"), command);
        requirePictures("dcgan-grid.png", "dcgan-losses.png", "dcgan-sheet.png");
    }

    @Test
    void theSameSeedGivesTheSamePictures() throws IOException {
        Path other = root.resolve("other");
        assertEquals(0, run("dense-ae", "--epochs", 5, "--folder", folder()));
        assertEquals(0, run("dense-ae", "--epochs", 5, "--folder", other, "--threads", 1));
        assertArrayEquals(
                Files.readAllBytes(folder().resolve("dense-ae.png")),
                Files.readAllBytes(other.resolve("dense-ae.png")));
    }

    @Test
    void helpOfAPresetNamesItsCommandAndSettings() {
        assertEquals(0, run("ganomaly", "--help"));
        assertTrue(out.toString().contains("gradus train ganomaly"), out.toString());
        assertTrue(out.toString().contains("--iterations 300"), out.toString());
    }
}
