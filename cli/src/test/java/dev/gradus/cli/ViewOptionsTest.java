package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several columns and other domains in {@code gradus detect}. */
class ViewOptionsTest extends DetectInFolder {
    @BeforeEach
    void writeSeries() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,cpu,disk,net\n");
        for (int i = 0; i < 160; i++) {
            text.append(1_700_000_000L + 60L * i)
                    .append(',')
                    .append(StrictMath.sin(i / 4.0))
                    .append(',')
                    .append(i % 7)
                    .append(',')
                    .append(StrictMath.cos(i / 4.0) + (i / 3 == 30 ? 5 : 0))
                    .append('\n');
        }
        Files.writeString(file, text);
    }

    private int detect(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(file, "--epochs", 1));
        if (!List.of(more).contains("--window")) {
            arguments.addAll(List.of("--window", 20));
        }
        arguments.addAll(List.of(more));
        return run(ModelTrainer::new, arguments.toArray());
    }

    @ParameterizedTest
    @CsvSource({"tadgan, 18", "lstm-ae, 17", "dense-ae, 15"})
    void aDetectorOfSeveralColumnsKeepsThem(String model, int window) throws IOException {
        Path saved = folder.resolve("detector.safetensors");
        int status = detect(
                "--model",
                model,
                "--window",
                window,
                "--columns",
                "cpu,net,disk",
                "--targets",
                "net,cpu",
                "--domain",
                "laplace",
                "--radius",
                1.01,
                "--save",
                saved);
        assertEquals(0, status, err.toString());
        assertTrue(out.toString().contains("columns 'cpu', 'net', 'disk'"), out.toString());
        assertTrue(out.toString().contains("window " + window + ", laplace of radius 1.01"), out.toString());
        byte[] found = Files.readAllBytes(csv);
        byte[] drawn = Files.readAllBytes(png);
        assertEquals(0, run(ModelTrainer::new, file, "--load", saved), err.toString());
        assertTrue(out.toString().contains("columns 'cpu', 'net', 'disk'"), out.toString());
        assertArrayEquals(found, Files.readAllBytes(csv));
        assertArrayEquals(drawn, Files.readAllBytes(png));
    }

    @Test
    void theSpectrumIsTheCircleOfRadiusOne() throws IOException {
        assertEquals(0, detect("--model", "dense-ae", "--column", "net", "--domain", "spectrum"), err.toString());
        assertTrue(out.toString().contains("window 20, spectrum, 1 epoch"), out.toString());
        byte[] found = Files.readAllBytes(csv);
        assertEquals(0, detect("--model", "dense-ae", "--column", "net", "--domain", "laplace"), err.toString());
        assertArrayEquals(found, Files.readAllBytes(csv));
    }

    @Test
    void theLossesAreKept() throws IOException {
        Path losses = folder.resolve("losses.png");
        Path history = folder.resolve("losses.csv");
        int status = run(
                ModelTrainer::new,
                file,
                "--model",
                "dense-ae",
                "--window",
                20,
                "--column",
                "cpu",
                "--epochs",
                3,
                "--losses",
                losses,
                "--history",
                history);
        assertEquals(0, status, err.toString());
        List<String> lines = Files.readAllLines(history);
        assertEquals("epoch,reconstruction,validation", lines.get(0));
        assertEquals(4, lines.size());
        assertTrue(Files.size(losses) > 1000);
        assertTrue(out.toString().contains(history.toString()), out.toString());
    }

    @Test
    void mistakesAreNamed() {
        assertUsage(detect("--columns", "cpu,none"), "--columns: ", "has no column 'none'; choose some of 'cpu', ");
        assertUsage(detect("--columns", "cpu,cpu"), "--columns: a column is named twice");
        assertUsage(detect("--columns", "cpu", "--targets", "net"), "--targets: 'net' is none of the columns");
        assertUsage(detect("--targets", "net"), "--targets needs --columns");
        assertUsage(detect("--column", "cpu", "--columns", "net"), "--column and --columns exclude each other");
        assertUsage(detect("--column", "cpu", "--domain", "wavelet"), "there is no domain 'wavelet'");
        assertUsage(
                detect("--column", "cpu", "--domain", "spectrum", "--radius", 2), "--radius is for --domain laplace");
        assertUsage(detect("--column", "cpu", "--domain", "laplace", "--radius", -2), "--domain: the radius must be");
        assertUsage(
                detect("--column", "cpu", "--domain", "laplace", "--radius", 3), "a radius of 3.0 weighs the ends of");
        assertUsage(detect(), "has several columns of values; choose one with --column");
        assertUsage(
                run(ModelTrainer::new, "--columns", "a,b"), "--columns: the built-in series has the column 'value'");
        assertUsage(
                run(ModelTrainer::new, file, "--load", "x", "--columns", "cpu"),
                "--load takes a detector as it was saved and trains nothing; leave out --columns");
    }
}
