package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
    private static final String NUMBER = "(\\d+(?:\\.\\d+)?)";
    private static final Pattern JSON_ROW = Pattern.compile("  \\{\"name\": \"([a-z0-9-]+)\", \"threads\": (\\d+),"
            + " \"median_ms\": " + NUMBER + ", \"min_ms\": " + NUMBER + ", \"gflops\": " + NUMBER
            + ", \"peak_share\": " + NUMBER + ", \"bytes_per_op\": (\\d+)\\},?");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        String[] words = Stream.concat(Stream.of("bench"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new);
        return Main.run(
                Main.commandLine(FakeTrainer::new).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)), words);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aLineAndAnObjectForEachName() throws IOException {
        Path json = folder.resolve("figures.json");
        assertEquals(
                0,
                run("gemm-tiny", "tanh", "gemm-tiny", "--seconds", "0", "--threads", "1", "--json", json),
                err.toString());
        List<String> lines = out.toString().lines().toList();
        for (String start : List.of("Gradus ", "Processor ", "Java ", "Backend ", "Peak ", "name ")) {
            assertEquals(1, lines.stream().filter(l -> l.startsWith(start)).count(), out.toString());
        }
        String number = "[\\d.]+";
        assertTrue(
                lines.get(lines.size() - 2)
                        .matches("gemm-tiny +" + number + " +" + number + " +" + number + " +" + number
                                + " % +\\d+ +matrix" + " product 64\u00d720\u00d750"),
                out.toString());
        assertTrue(
                lines.get(lines.size() - 1)
                        .matches("tanh +" + number + " +" + number + " +" + number + " +" + number
                                + " % c +\\d+ +tanh of 32768 elements"),
                out.toString());
        assertTrue(err.toString().contains("bench: gemm-tiny, 1 of 2"), err.toString());

        List<String> rows = Files.readAllLines(json);
        assertEquals(List.of("[", "]"), List.of(rows.get(0), rows.get(3)));
        assertTrue(rows.get(1).endsWith("},") && rows.get(2).endsWith("}"), rows.toString());
        for (int i = 1; i <= 2; i++) {
            Matcher row = JSON_ROW.matcher(rows.get(i));
            assertTrue(row.matches(), rows.get(i));
            Workload workload = Workloads.named(row.group(1)).orElseThrow();
            assertEquals("1", row.group(2));
            double median = Double.parseDouble(row.group(3));
            assertTrue(median >= Double.parseDouble(row.group(4)) && median > 0, rows.get(i));
            double gflops = workload.flops() / median / 1e6;
            assertEquals(gflops, Double.parseDouble(row.group(5)), 1e-3 + 1e-3 * gflops);
            assertTrue(Double.parseDouble(row.group(6)) > 0, rows.get(i));
        }
    }

    @Test
    void theFirstScoreOfAJvmIsTimedLikeTheRest() {
        assertEquals(0, run("first-score", "--seconds", "0", "--backend", "plain"), err.toString());
        assertTrue(
                out.toString().lines().anyMatch(l -> l.matches("first-score +[\\d.]+ +[\\d.]+ +\\d+ +start a JVM, .*")),
                out.toString());
        assertTrue(out.toString().contains("\nBackend    plain, "), out.toString());
    }

    @Test
    void anUnknownNameListsTheNames() {
        assertEquals(2, run("gemm", "abacus"));
        String said = err.toString();
        assertTrue(said.startsWith("gradus: there is no benchmark 'abacus'; choose from gemm, "), said);
        for (Workload workload : Workloads.all()) {
            assertTrue(said.contains(workload.name()), said);
        }
        assertTrue(said.contains(", first-score, tadgan-parts, all"), said);
        assertEquals("", out.toString());
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedBeforeAnythingRuns() throws IOException {
        assertEquals(2, run("gemm", "--json", folder.resolve("nowhere").resolve("figures.json")));
        assertTrue(err.toString().startsWith("gradus: --json: "), err.toString());
        assertEquals("", out.toString());
        assertEquals(List.of(), files());
    }

    @Test
    void numbersAndBackendsAreChecked() {
        List<List<String>> wrong = List.of(
                List.of("--threads", "0", "--threads must be at least 1, not 0"),
                List.of("--seconds", "-1", "--seconds must be from 0 to 3600, not -1.0"),
                List.of("--seconds", "NaN", "--seconds must be from 0 to 3600, not NaN"),
                List.of("--backend", "abacus", "--backend: there is no backend 'abacus'; choose one of "));
        for (List<String> row : wrong) {
            err.getBuffer().setLength(0);
            assertEquals(2, run("gemm", row.get(0), row.get(1)));
            assertTrue(err.toString().startsWith("gradus: " + row.get(2)), err.toString());
        }
        assertFalse(out.toString().contains("Peak"), out.toString());
    }
}
