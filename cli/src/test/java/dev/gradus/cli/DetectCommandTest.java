package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.plot.AnomalyPlot;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectCommandTest extends DetectInFolder {

    @BeforeEach
    void writeSeries() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 200; i++) {
            double value = Math.sin(i / 5.0) + (i == 120 ? 9 : 0);
            text.append(String.format(Locale.ROOT, "2024-01-%02d %02d:00:00,%.4f%n", 1 + i / 24, i % 24, value));
        }
        Files.writeString(file, text);
    }

    private int fake(Object... more) {
        return run(FakeTrainer::new, more);
    }

    @Test
    void writesTheAnomaliesWithTheTimesOfTheInput() throws IOException {
        assertEquals(0, fake(file), err.toString());
        assertEquals("start,end,severity\n2024-01-05 22:00:00,2024-01-06 02:00:00,0.500000\n", Files.readString(csv));
        String said = out.toString();
        assertTrue(said.contains("2024-01-05 22:00:00  2024-01-06 02:00:00     0.500"), said);
        assertTrue(said.contains("Found 1 anomaly:"), said);
        assertTrue(said.contains("seed 0, backend fake"), said);
        assertTrue(said.contains(csv.toString()) && said.contains(png.toString()), said);
        assertTrue(said.contains("Time "), said);
        assertFalse(said.contains("precision"), said);
    }

    @Test
    void drawsAPicture() throws IOException {
        assertEquals(0, fake(file), err.toString());
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(AnomalyPlot.WIDTH, image.getWidth());
        assertEquals(AnomalyPlot.HEIGHT, image.getHeight());
        long coloured = Arrays.stream(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(rgb -> rgb != 0xFFFFFFFF)
                .count();
        assertTrue(coloured > 10_000, coloured + " pixels");
    }

    @Test
    void leavesNothingButTheResults() throws IOException {
        assertEquals(0, fake(file), err.toString());
        assertEquals(List.of(csv, png, file), files());
    }

    @Test
    void replacesOldResults() throws IOException {
        Files.writeString(csv, "old");
        assertEquals(0, fake(file), err.toString());
        assertTrue(Files.readString(csv).startsWith("start,end,severity\n"));
    }

    @Test
    void linesShowTheProgressInAPipe() {
        assertEquals(0, fake(file, "--epochs", 10), err.toString());
        List<String> lines = err.toString().lines().toList();
        assertEquals(10, lines.size(), err.toString());
        assertTrue(
                lines.get(0).startsWith("training:  10 %, epoch 1 of 10, critic x -1.500, critic z 0.250"),
                err::toString);
        assertTrue(lines.get(9).startsWith("training: 100 %, epoch 10 of 10"), err::toString);
    }

    @Test
    void comparesWithLabels() throws IOException {
        Path labels = folder.resolve("labels.csv");
        Files.writeString(
                labels,
                "signal,start,end\nseries,2024-01-06 00:00:00,2024-01-06 01:00:00\n"
                        + "series,2024-01-02 00:00:00,2024-01-02 05:00:00\nother,2024-01-03,2024-01-04\n");
        assertEquals(0, fake(file, "--labels", labels), err.toString());
        String said = out.toString();
        assertTrue(said.contains("2 known anomalies: 1 found, 1 missed; 0 false alarms"), said);
        assertTrue(said.contains("precision  1.000"), said);
        assertTrue(said.contains("recall     0.500"), said);
        assertTrue(said.contains("F1         0.667"), said);
        assertTrue(said.contains("flagged    2.0 % of the time"), said);
    }

    @Test
    void lookingForAnyLabelInVainIsSaid() throws IOException {
        Path labels = folder.resolve("labels.csv");
        Files.writeString(labels, "signal,start,end\nother,2024-01-03,2024-01-04\n");
        assertEquals(0, fake(file, "--labels", labels), err.toString());
        assertTrue(out.toString().contains("recall     undefined"), out.toString());
        assertTrue(out.toString().contains("no label lies in the time of the series"), out.toString());
    }

    @Test
    void withoutFileTheBuiltInSeriesIsTaken() {
        assertEquals(0, fake(), err.toString());
        assertTrue(out.toString().contains("built-in series"), out.toString());
        assertTrue(out.toString().contains("3 known anomalies"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs, 0, at least 1",
        "--epochs, many, is not a whole number",
        "--threads, 0, at least 1",
        "--interval, 0, positive number of seconds",
        "--interval, -5, positive number of seconds",
        "--window, 200, is too large for",
        "--column, speed, has no column 'speed'",
        "--backend, abacus, 'choose one of auto, vector, jblas, plain, reference'",
        "--labels, none.csv, there is no file none.csv",
        "--no-such-option, 1, --no-such-option"
    })
    void wrongOptionsAreExplained(String option, String value, String reason) {
        assertUsage(fake(file, option, value), option, reason);
    }

    @Test
    void aColumnMustBeChosenWhereThereAreSeveral() throws IOException {
        StringBuilder text = new StringBuilder("time,a,b\n");
        for (int i = 0; i < 150; i++) {
            text.append(i * 60).append(",1,").append(i % 7).append('\n');
        }
        Files.writeString(file, text);
        assertUsage(fake(file), "--column", "'a', 'b'");
        assertEquals(0, fake(file, "--column", "b"), err.toString());
    }

    @Test
    void filesThatAreNoneAreExplained() throws IOException {
        assertUsage(fake(folder.resolve("none.csv")), "there is no file", "none.csv");
        assertUsage(fake(folder), "is a folder");
        Files.writeString(file, "timestamp,value\n2024-01-01,many\n");
        assertUsage(fake(file), "series.csv:2", "'many' is not a number");
        Files.writeString(file, "timestamp,value\n2024-01-01,1\n");
        assertUsage(fake(file), "series.csv");
    }

    @Test
    void badLabelsAreExplained() throws IOException {
        Path labels = folder.resolve("labels.csv");
        Files.writeString(labels, "start,end\n2024-01-05,2024-01-03\n");
        assertUsage(fake(file, "--labels", labels), "labels.csv:2", "lies before the start");
    }

    @Test
    void placesThatCannotBeWrittenAreRefusedBeforeTheTraining() {
        Function<Settings, Trainer> never = settings -> new FailingTrainer();
        assertUsage(run(never, file, "--out", folder), "--out", "is a folder");
        assertUsage(run(never, file, "--plot", folder.resolve("no/such.png")), "--plot", "there is no folder");
        assertUsage(run(never, file, "--out", file), "--out", "are the same file");
        assertUsage(run(never, file, "--out", png), "--out and --plot are the same file");
    }

    @Test
    void aTrainingThatFailsLeavesNothing() throws IOException {
        assertEquals(1, run(settings -> new FailingTrainer(), file));
        assertEquals("gradus: the loss became NaN", err.toString().strip());
        assertEquals(List.of(file), files());
    }

    @Test
    void aStackTraceIsShownOnRequest() {
        assertEquals(1, run(settings -> new FailingTrainer(), file, "--verbose"));
        assertTrue(err.toString().contains("ArithmeticException"), err.toString());
        assertTrue(err.toString().contains("\tat "), err.toString());
    }

    @Test
    void tadGanRefusesAnOddWindow() {
        assertUsage(run(ModelTrainer::new, file, "--window", 21), "--window must be even, not 21");
    }

    @Test
    void theSameSeedGivesTheSameFilesWithTadGan() throws IOException {
        Object[] arguments = {file, "--window", 18, "--epochs", 1, "--interval", 7200, "--seed", 5};
        assertEquals(0, run(ModelTrainer::new, arguments), err.toString());
        byte[] firstCsv = Files.readAllBytes(csv);
        byte[] firstPng = Files.readAllBytes(png);
        assertEquals(0, run(ModelTrainer::new, arguments), err.toString());
        assertArrayEquals(firstCsv, Files.readAllBytes(csv));
        assertArrayEquals(firstPng, Files.readAllBytes(png));
    }

    @Test
    void helpNamesEveryOptionAndItsDefault() {
        assertEquals(0, fake("--help"), err.toString());
        String help = out.toString();
        for (String option : List.of(
                "--column",
                "--interval",
                "--window",
                "--epochs",
                "--seed",
                "--threads",
                "--backend",
                "--labels",
                "--out",
                "--plot",
                "--checkpoint",
                "--check-finite",
                "--save",
                "--load",
                "--scoring")) {
            assertTrue(help.contains(option), help);
        }
        assertTrue(help.contains("Default: anomalies.png"), help);
        assertTrue(help.contains("Default: 35"), help);
        assertFalse(help.contains("null"), help);
    }
}
