package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus evaluate}, with the matrix profile, which needs no training. */
class EvaluateCommandTest {
    private static final int SIGNALS = 8;

    @TempDir
    private Path folder;

    private Path data;
    private Path out;
    private Path page;

    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("data");
        out = folder.resolve("results.csv");
        page = folder.resolve("results.html");
        StringBuilder labels = new StringBuilder("signal,start,end\n");
        for (int i = 0; i < SIGNALS; i++) {
            String signal = "signal_" + i;
            write(i < 5 ? "realAdExchange" : "elsewhere", signal, 1500 + i);
            labels.append(signal).append(",2024-01-11 00:00:00,2024-01-11 12:00:00\n");
        }
        Files.writeString(data.resolve("labels.csv"), labels);
    }

    private void write(String dataset, String signal, int length) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < length; i++) {
            double value = Math.sin(i / 5.0) + 0.1 * (i * length % 13) + (i >= 240 && i < 250 ? 3 : 0);
            text.append(String.format(
                    Locale.ROOT, "2024-%02d-%02d %02d:00:00,%.4f%n", 1 + i / 672, 1 + i / 24 % 28, i % 24, value));
        }
        Files.createDirectories(data.resolve(dataset));
        Files.writeString(data.resolve(dataset).resolve(signal + ".csv"), text);
    }

    private List<String> arguments(Object... more) {
        List<String> arguments = new ArrayList<>(List.of("evaluate"));
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        if (!arguments.contains("--data")) {
            arguments.addAll(List.of("--data", data.toString()));
        }
        if (!arguments.contains("--pipeline")) {
            arguments.addAll(List.of("--pipeline", "matrix-profile"));
        }
        arguments.addAll(List.of("--out", out.toString()));
        return arguments;
    }

    private int run(Object... more) {
        said.getBuffer().setLength(0);
        complained.getBuffer().setLength(0);
        return Main.commandLine(ModelTrainer::new)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments(more).toArray(String[]::new));
    }

    /** The rows without the seconds. */
    private List<String> rows() throws IOException {
        return Files.readAllLines(out).stream()
                .map(line -> line.replaceFirst("(\\d+\\.\\d+),(\\d+\\.\\d+),([^,]*)$", "$3"))
                .toList();
    }

    @Test
    void writesARowAndAPictureForEachSignal() throws IOException {
        assertEquals(0, run(), complained.toString());
        List<String> rows = Files.readAllLines(out);
        assertEquals(1 + SIGNALS, rows.size());
        assertEquals(
                "dataset,signal,pipeline,seed,zone,backend,tp,fp,fn,precision,recall,f1,flagged,vus_pr,training_s,scoring_s,error",
                rows.get(0));
        assertTrue(rows.get(1).startsWith("elsewhere,signal_5,matrix-profile,0,UTC,"), rows.get(1));
        String html = Files.readString(page);
        assertEquals(SIGNALS, html.split("<svg ", -1).length - 1);
        assertEquals(SIGNALS, html.split("class=\"known\"", -1).length - 1);
        assertTrue(html.contains("<strong>matrix-profile/realAdExchange/signal_0</strong>"), html);
        String text = said.toString();
        assertTrue(text.contains("Trials     8 on 8 signals"), text);
        assertTrue(text.contains("published"), text);
        String line = text.lines()
                .filter(l -> l.contains("realAdExchange"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.matches("matrix-profile +realAdExchange +5 +1 +\\d+ +\\d+ +\\d+ .* 0\\.692 +26\\.12"), line);
        assertTrue(html.contains(line), "the page has the summary too");
        List<String> progress = complained.toString().lines().toList();
        assertEquals(SIGNALS, progress.size());
        assertTrue(
                progress.get(6).matches("evaluate: 7 of 8, matrix-profile on .* s; about \\d+ s left"),
                progress.get(6));
    }

    @Test
    void onlyWhatIsMissingIsRun() throws IOException {
        assertEquals(0, run("--datasets", "elsewhere"), complained.toString());
        List<String> first = Files.readAllLines(out);
        assertEquals(4, first.size());
        assertEquals(0, run("--jobs", 3), complained.toString());
        List<String> all = Files.readAllLines(out);
        assertEquals(first, all.subList(0, 4), "what is there stays as it is");
        assertEquals(1 + SIGNALS, all.size());
        assertEquals(5, complained.toString().lines().count());
        assertTrue(said.toString().contains("on 8 signals, 3 of them in "), said.toString());
        assertEquals(SIGNALS, Files.readString(page).split("<svg ", -1).length - 1);
        assertEquals(0, run(), complained.toString());
        assertEquals("", complained.toString());
        assertEquals(all, Files.readAllLines(out));
    }

    @Test
    void aSignalThatFailsDoesNotStopTheOthers() throws IOException {
        Files.writeString(data.resolve("elsewhere").resolve("signal_6.csv"), "timestamp,value\n2024-01-01,x,y\n");
        assertEquals(1, run(), complained.toString());
        List<String> rows = Files.readAllLines(out);
        assertEquals(1 + SIGNALS, rows.size());
        assertTrue(
                rows.get(2).matches("elsewhere,signal_6,.*,0,0,1,,0\\.0+,,,,,,\"?signal_6\\.csv:2: .*"), rows.get(2));
        assertTrue(said.toString().contains("1 failed; the results say why."), said.toString());
        assertEquals(SIGNALS - 1, Files.readString(page).split("<svg ", -1).length - 1);
    }

    @ParameterizedTest
    @CsvSource({
        "--pipeline, x, --pipeline: there is no pipeline 'x'; choose some of tadgan",
        "--datasets, x, --datasets: there is no dataset 'x' in ",
        "--signals, x, --signals: there is no signal 'x' in any dataset; choose some of signal_0",
        "--jobs, 0, '--jobs must be at least 1, not 0'",
        "--zone, Mars, --zone: there is no zone 'Mars'",
        "--data, no-such-folder, --data: no-such-folder: there is no such folder",
        "--threads, 0, '--threads must be at least 1, not 0'",
        "--page, no-such-folder/page.html, --page: no-such-folder/page.html",
    })
    void wrongUsageIsOneSentence(String option, String value, String sentence) {
        assertEquals(2, run(option, value), complained.toString());
        assertTrue(complained.toString().startsWith("gradus: " + sentence), complained.toString());
        assertEquals(2, complained.toString().lines().count(), complained.toString());
        assertFalse(Files.exists(out));
        assertFalse(Files.exists(page));
    }

    @Test
    void seedsAreNamedOnce() {
        assertEquals(2, run("--seeds", "1,2,1"), complained.toString());
        assertTrue(complained.toString().contains("a seed is named twice in [1, 2, 1]"), complained.toString());
    }

    @Test
    void labelsAreNeeded() throws IOException {
        Files.delete(data.resolve("labels.csv"));
        assertEquals(2, run(), complained.toString());
        assertTrue(
                complained.toString().startsWith("gradus: --data: " + data + ": has no file labels.csv; put the known"),
                complained.toString());
    }

    @Test
    void filesOfSomethingElseAreLeftAlone() throws IOException {
        Files.writeString(page, "<html>mine</html>");
        assertEquals(2, run(), complained.toString());
        assertTrue(complained.toString().contains("was not written by this command"), complained.toString());
        assertEquals("<html>mine</html>", Files.readString(page));
        Files.delete(page);
        Files.writeString(out, "a,b\n");
        assertEquals(2, run(), complained.toString());
        assertTrue(complained.toString().contains("does not begin as a file of results"), complained.toString());
        assertEquals("a,b\n", Files.readString(out));
    }

    /** In a JVM of its own, which is killed as soon as it has some results. */
    @Test
    void aRunThatWasKilledGoesOn() throws IOException, InterruptedException {
        assertEquals(0, run("--backend", "plain"), complained.toString());
        List<String> whole = rows();
        Files.delete(out);
        Files.delete(page);
        Process process = start();
        while (process.isAlive()
                && !(Files.exists(out) && Files.readAllLines(out).size() > 2)) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process does not die");
        int done = Files.readAllLines(out).size() - 1;
        assertTrue(done >= 2 && done < SIGNALS, done + " results were there when it was killed");
        assertEquals(0, run("--backend", "plain"), complained.toString());
        assertTrue(complained.toString().lines().count() >= SIGNALS - done, complained.toString());
        assertTrue(complained.toString().lines().count() <= SIGNALS - done + 1, complained.toString());
        assertEquals(whole, rows());
        assertEquals(whole.size(), new TreeSet<>(rows()).size(), "nothing is there twice");
        assertEquals(SIGNALS, Files.readString(page).split("<svg ", -1).length - 1);
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Slow enough to be killed in between.
        command.addAll(List.of("-Xint", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(arguments("--backend", "plain"));
        return new ProcessBuilder(command)
                .redirectOutput(new File(folder.toFile(), "out.txt"))
                .redirectError(new File(folder.toFile(), "err.txt"))
                .start();
    }
}
