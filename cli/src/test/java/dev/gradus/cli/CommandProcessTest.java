package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import dev.gradus.models.series.TimeSeries;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a JVM of its own: what befalls the process as a whole. */
class CommandProcessTest {
    @TempDir
    private Path folder;

    private Path said;

    @BeforeEach
    void writeSeries() throws IOException {
        said = folder.resolve("said.txt");
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 60; i++) {
            text.append(i * 60).append(',').append(i % 7).append('\n');
        }
        Files.writeString(folder.resolve("series.csv"), text);
    }

    private Process start(List<String> flags, String... arguments) throws IOException {
        return start(List.of(), flags, arguments);
    }

    private Process start(List<String> shell, List<String> flags, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("detect"));
        all.addAll(List.of(arguments));
        return command(shell, flags, all);
    }

    private Process command(List<String> shell, List<String> flags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Djava.awt.headless=true", "-cp", classPath(), Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(said.toFile())
                .start();
    }

    /** The child runs in another folder. */
    private static String classPath() {
        String[] parts = System.getProperty("java.class.path").split(File.pathSeparator);
        return String.join(
                File.pathSeparator,
                Stream.of(parts).map(p -> new File(p).getAbsolutePath()).toList());
    }

    /** The one line that the command says; besides it there may be the progress and what the JVM says by itself. */
    private String sentence() throws IOException {
        String text = Files.readString(said);
        assertFalse(text.contains("\tat "), text);
        List<String> lines =
                text.lines().filter(line -> line.startsWith("gradus: ")).toList();
        assertEquals(1, lines.size(), text);
        return lines.get(0);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aCommandThatIsStoppedLeavesNoResults() throws IOException, InterruptedException {
        Process process = start(
                List.of(), "series.csv", "--window", "18", "--epochs", "1000000", "--checkpoint", "training.state");
        // The training runs as soon as it has been saved once.
        while (process.isAlive() && !Files.exists(folder.resolve("training.state"))) {
            Thread.onSpinWait();
        }
        assumeTrue(process.supportsNormalTermination(), "processes are killed here, not asked to stop");
        process.destroy();
        process.waitFor();
        assertEquals(
                "gradus: stopped; no result was written. training.state keeps the training: the same command goes on from"
                        + " there.",
                sentence());
        assertEquals(List.of("out.txt", "said.txt", "series.csv", "training.state"), files());
    }

    @Test
    void aWatchThatIsStoppedKeepsItsState() throws IOException, InterruptedException {
        TimeSeries series = TimeSeries.readCsv(folder.resolve("series.csv"));
        DenseAutoencoder.builder().window(10).epochs(1).build().fit(series).save(folder.resolve("saved.safetensors"));
        Process process = command(
                List.of(),
                List.of(),
                List.of(
                        "watch",
                        "--load",
                        "saved.safetensors",
                        "--state",
                        "state.safetensors",
                        "--scores",
                        "--backend",
                        "plain"));
        assumeTrue(process.supportsNormalTermination(), "processes are killed here, not asked to stop");
        OutputStream input = process.getOutputStream();
        input.write(Files.readAllBytes(folder.resolve("series.csv")));
        input.flush();
        // 59 bins are complete, and a score is final after 10; the input stays open.
        while (process.isAlive()
                && Files.readString(folder.resolve("out.txt")).lines().count() < 50) {
            Thread.sleep(20);
        }
        process.destroy();
        process.waitFor();
        List<String> printed =
                Files.readString(folder.resolve("out.txt")).lines().toList();
        assertEquals(50, printed.stream().filter(line -> !line.contains("open")).count(), printed::toString);
        assertEquals(
                9,
                printed.stream().filter(line -> line.contains("\"open\":true")).count());
        Detector detector =
                Detector.load(folder.resolve("saved.safetensors"), Backends.named("plain", Workers.shared()));
        OnlineDetector restored = OnlineDetector.load(folder.resolve("state.safetensors"), detector);
        double[] whole = detector.examine(series, Scoring.FROZEN).scores();
        OnlineUpdate rest = restored.finish();
        assertEquals(9, rest.count());
        for (int i = 0; i < 9; i++) {
            assertEquals(whole[50 + i], rest.score(i));
        }
    }

    @Test
    void aFileThatFailsHalfWayLeavesNothing() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell that limits the size of files");
        Process process = start(
                List.of("/bin/sh", "-c", "ulimit -f 16 && exec \"$@\"", "sh"),
                List.of("-XX:-UsePerfData"),
                "series.csv",
                "--window",
                "18",
                "--epochs",
                "1",
                "--save",
                "detector.safetensors");
        process.waitFor();
        assertEquals(1, process.exitValue());
        assertEquals(
                "gradus: cannot write the results: detector.safetensors: cannot be written: File too large; name another"
                        + " file",
                sentence());
        assertEquals(List.of("out.txt", "said.txt", "series.csv"), files());
    }

    @Test
    void tooLittleMemoryIsOneSentence() throws IOException, InterruptedException {
        Process process = start(List.of("-Xmx24m"), "--epochs", "1", "--threads", "1");
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the command does not end");
        assertEquals(1, process.exitValue());
        assertEquals("gradus: " + Errors.MEMORY, sentence());
        assertEquals(List.of("out.txt", "said.txt", "series.csv"), files());
    }
}
