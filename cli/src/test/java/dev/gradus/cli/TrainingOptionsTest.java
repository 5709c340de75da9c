package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.tensor.NonFiniteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code --checkpoint} and {@code --check-finite}, with TadGAN itself on a series of 60 samples. */
class TrainingOptionsTest extends DetectInFolder {
    private Path checkpoint;

    @BeforeEach
    void writeSeries() throws IOException {
        checkpoint = folder.resolve("series.checkpoint");
        write(60);
    }

    private void write(int samples) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < samples; i++) {
            text.append(1_700_000_000L + 3600L * i).append(',').append(i % 12 + (i == 40 ? 30 : 0));
            text.append('\n');
        }
        Files.writeString(file, text);
    }

    private int run(Object... more) {
        return run(
                ModelTrainer::new,
                Stream.concat(Stream.of(file, "--window", 18), Stream.of(more)).toArray());
    }

    @Test
    void aTrainingGoesOnFromItsCheckpoint() throws IOException {
        assertEquals(0, run("--epochs", 3), err.toString());
        byte[] expectedCsv = Files.readAllBytes(csv);
        byte[] expectedPng = Files.readAllBytes(png);
        assertEquals(0, run("--epochs", 2, "--checkpoint", checkpoint), err.toString());
        assertFalse(err.toString().contains("goes on"), err.toString());
        assertEquals(0, run("--epochs", 3, "--checkpoint", checkpoint), err.toString());
        List<String> lines = err.toString().lines().toList();
        assertEquals("training: goes on from the checkpoint, after epoch 2 of 3", lines.get(0));
        assertTrue(lines.get(1).startsWith("training: 100 %, epoch 3 of 3"), err.toString());
        assertEquals(2, lines.size(), err.toString());
        assertArrayEquals(expectedCsv, Files.readAllBytes(csv));
        assertArrayEquals(expectedPng, Files.readAllBytes(png));
        assertEquals(0, run("--epochs", 3, "--checkpoint", checkpoint), err.toString());
        assertEquals("training: complete, all 3 epochs are in the checkpoint\n", err.toString());
        assertArrayEquals(expectedCsv, Files.readAllBytes(csv));
    }

    @Test
    void whatDoesNotGoTogetherIsExplained() throws IOException {
        assertEquals(0, run("--epochs", 1, "--checkpoint", checkpoint), err.toString());
        byte[] content = Files.readAllBytes(checkpoint);
        Files.delete(csv);
        assertRefused(
                "gradus: --checkpoint: series.checkpoint: does not fit this training: setting 'interval' was"
                        + " 'PT1H', is 'PT2H'; setting 'seed' was '0', is '4'; name another file to begin anew",
                run("--epochs", 1, "--checkpoint", checkpoint, "--seed", 4, "--interval", 7200));
        write(61);
        assertEquals(2, run("--epochs", 1, "--checkpoint", checkpoint));
        assertTrue(err.toString().contains("setting 'series' was '60 rows from "), err.toString());
        assertTrue(err.toString().contains("is '61 rows from "), err.toString());
        assertArrayEquals(content, Files.readAllBytes(checkpoint));
    }

    private void assertRefused(String message, int status) {
        assertEquals(2, status, err.toString());
        List<String> lines = err.toString().lines().toList();
        assertEquals(List.of(message, "Try 'gradus detect --help'."), lines);
        assertFalse(Files.exists(csv));
    }

    @Test
    void placesThatAreNoneAreRefusedBeforeTheTraining() throws IOException {
        assertRefused(
                "gradus: --checkpoint: " + folder + ": is a folder; name a file in it",
                run("--epochs", 1000, "--checkpoint", folder));
        Path nowhere = folder.resolve("no").resolve("such");
        assertRefused(
                "gradus: --checkpoint: " + nowhere + ": there is no folder " + folder.resolve("no") + "; create it",
                run("--epochs", 1000, "--checkpoint", nowhere));
        assertRefused(
                "gradus: --checkpoint and an input are the same file, " + file + "; name another",
                run("--epochs", 1000, "--checkpoint", file));
        assertRefused(
                "gradus: --out and --checkpoint are the same file, " + csv + "; name another",
                run("--epochs", 1000, "--checkpoint", csv));
    }

    @Test
    void anInterruptionSaysWhatIsLeft() throws IOException {
        TrainingOptions none = new TrainingOptions();
        assertEquals("no file was written.", none.leftBehind());
        Holder holder = new Holder();
        new CommandLine(holder).parseArgs("--checkpoint", checkpoint.toString());
        TrainingOptions options = holder.options;
        assertEquals("no file was written.", options.leftBehind());
        Files.writeString(checkpoint, "");
        assertEquals(
                "no result was written. " + checkpoint + " keeps the training: the same command goes on from there.",
                options.leftBehind());
    }

    @Command
    private static final class Holder {
        @Mixin
        private final TrainingOptions options = new TrainingOptions();
    }

    @Test
    void checkingFiniteChangesNoResult() throws IOException {
        assertEquals(0, run("--epochs", 1), err.toString());
        byte[] expected = Files.readAllBytes(csv);
        assertEquals(0, run("--epochs", 1, "--check-finite"), err.toString());
        assertArrayEquals(expected, Files.readAllBytes(csv));
    }

    @Test
    void numbersThatAreNotFiniteNameTheOption() {
        NonFiniteException e = new NonFiniteException("critic x", Double.NaN, "oh, or have checkFinite(true) name it");
        assertEquals(
                "oh, or have --check-finite name it", ModelTrainer.failure(e).getMessage());
    }
}
