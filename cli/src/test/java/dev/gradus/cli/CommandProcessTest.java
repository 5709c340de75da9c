package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
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
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Djava.awt.headless=true", "-cp", classPath(), Main.class.getName(), "detect"));
        command.addAll(List.of(arguments));
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
