package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitAllCommandTest {
    private static final String[] SMALL = {"--model", "dense-ae", "--window", "12", "--epochs", "2"};

    @TempDir
    private Path folder;

    private Path data;
    private Path out;

    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @BeforeEach
    void writeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        out = folder.resolve("out");
        for (int i = 0; i < 3; i++) {
            write("m" + i, 120 + i);
        }
    }

    private Path write(String name, int length) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,cpu,disk\n");
        for (int i = 0; i < length; i++) {
            double value = StrictMath.sin(i / 5.0) + (i / 4 == length / 8 ? 9 : 0);
            text.append(1_700_000_000L + 3600L * i).append(',').append(value).append(",1\n");
        }
        return Files.writeString(data.resolve(name + ".csv"), text);
    }

    private int run(Object... more) {
        said.getBuffer().setLength(0);
        complained.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>();
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        return Main.commandLine(FakeTrainer::new)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments.toArray(String[]::new));
    }

    private int fitAll(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("fit-all", data, "--out", out, "--column", "cpu"));
        arguments.addAll(List.of((Object[]) SMALL));
        arguments.addAll(List.of(more));
        return run(arguments.toArray());
    }

    @Test
    void eachSeriesGetsADetectorThatDetectLoads() throws IOException {
        assertEquals(0, fitAll("--seed", 3, "--jobs", 2, "--scores"), complained.toString());
        assertTrue(said.toString().contains("Series     3\n"), said.toString());
        assertTrue(said.toString().contains("Done       3, with "), said.toString());
        assertTrue(said.toString().contains("Failed     0\n"), said.toString());
        assertTrue(
                said.toString().contains("Settings   dense autoencoder, window 12, 2 epochs, seed 3, backend "),
                said.toString());
        assertTrue(complained.toString().contains("fit-all: 3 of 3, m"), complained.toString());
        assertEquals(4, Files.readAllLines(out.resolve("report.csv")).size());
        for (int i = 0; i < 3; i++) {
            Path found = folder.resolve("found.csv");
            Path detector = out.resolve("detectors/m" + i + ".safetensors");
            Path series = data.resolve("m" + i + ".csv");
            Path plot = folder.resolve("found.png");
            assertEquals(
                    0,
                    run("detect", series, "--column", "cpu", "--load", detector, "--out", found, "--plot", plot),
                    complained.toString());
            assertArrayEquals(Files.readAllBytes(out.resolve("anomalies/m" + i + ".csv")), Files.readAllBytes(found));
            assertTrue(Files.exists(out.resolve("scores/m" + i + ".csv")));
        }
    }

    @Test
    void aSeriesThatFailsStopsNoOtherAndIsNotDoneAgain() throws IOException {
        write("brief", 5);
        write("long", 200);
        Files.writeString(data.resolve("z.csv"), "timestamp,value\n1,2\n");
        assertEquals(1, fitAll("--jobs", 1, "--longest", 150));
        assertTrue(said.toString().contains("Done       3, with "), said.toString());
        assertTrue(said.toString().contains("Failed     3; the report says why"), said.toString());
        List<String> report = Files.readAllLines(out.resolve("report.csv"));
        assertEquals("series,status,points,anomalies,training_s,scoring_s,file,error", report.get(0));
        assertTrue(report.get(1).startsWith("brief,failed,5,0,,,,\"the series has 5 samples"), report.get(1));
        assertTrue(report.get(2).contains("long: has 200 rows, more than the 150 points"), report.get(2));
        assertTrue(report.get(3).startsWith("m0,done,120,"), report.get(3));
        assertTrue(report.get(6).contains("there is no column 'cpu'"), report.get(6));
        assertTrue(complained.toString().contains("fit-all: 1 of 6, brief: failed: "), complained.toString());

        assertEquals(1, fitAll("--longest", 150));
        assertTrue(said.toString().contains("Series     6, 6 of them in " + out + " already"), said.toString());
        assertEquals("", complained.toString());
        assertEquals(report, Files.readAllLines(out.resolve("report.csv")));
        Files.writeString(
                out.resolve("report.csv"),
                String.join("\n", report.subList(0, 2)) + "\n" + report.get(4).substring(0, 4));
        assertEquals(1, fitAll("--longest", 150));
        assertTrue(said.toString().contains("1 of them in "), said.toString());
        assertEquals(7, Files.readAllLines(out.resolve("report.csv")).size());
    }

    @Test
    void anotherFleetInTheFolderIsRefused() {
        assertEquals(0, fitAll());
        assertEquals(2, fitAll("--seed", 1));
        assertTrue(
                complained
                        .toString()
                        .contains("holds a fleet with other settings: dense-ae.seed is '0' there and '1' here"),
                complained.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--jobs, 0, '--jobs must be at least 1, not 0'",
        "--longest, 0, '--longest must be at least 1, not 0'",
        "--interval, 0, '--interval must be a positive number of seconds'",
        "--columns, cpu, '--column and --columns exclude each other'",
        "--backend, none, --backend: there is no backend 'none'",
    })
    void wrongUsageIsExplained(String option, String value, String message) {
        assertEquals(2, fitAll(option, value));
        assertTrue(complained.toString().startsWith("gradus: " + message), complained.toString());
        assertFalse(Files.exists(out));
    }

    @Test
    void whatIsNotThereIsExplained() throws IOException {
        assertEquals(2, run("fit-all", folder.resolve("nowhere"), "--out", out));
        assertTrue(complained.toString().contains("there is no such folder"), complained.toString());
        assertEquals(2, run("fit-all", folder, "--out", out));
        assertTrue(complained.toString().contains("holds no file that ends in .csv"), complained.toString());
        assertEquals(2, run("fit-all", data, "--out", data));
        assertTrue(
                complained.toString().contains("--out: " + data + " is the folder of the series"),
                complained.toString());
        assertEquals(2, run("fit-all", data, "--out", out, "--model", "none"));
        assertTrue(complained.toString().contains("--model: there is no model 'none'"), complained.toString());
        assertEquals(2, run("fit-all", data, "--out", out, "--model", "matrix-profile", "--epochs", 1));
        assertTrue(complained.toString().contains("is not trained; leave out --epochs"), complained.toString());
        assertEquals(2, run("fit-all", data, "--out", out, "--window", 1));
        assertTrue(complained.toString().contains("--window "), complained.toString());
        Files.createDirectory(out);
        Files.writeString(out.resolve("report.csv"), "a,b\n");
        assertEquals(2, fitAll());
        assertTrue(complained.toString().contains("does not begin as a file of a report does"), complained.toString());
    }
}
