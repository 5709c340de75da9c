package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code gradus detect --procedure}. */
class ProcedureCommandTest extends DetectInFolder {
    @BeforeEach
    void writeSeries() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 60; i++) {
            text.append(1_700_000_000L + 3600L * i).append(',').append(i % 12).append('\n');
        }
        Files.writeString(file, text);
    }

    private int detect(Object... more) {
        return run(
                ModelTrainer::new,
                Stream.concat(Stream.of(file, "--window", 18, "--epochs", 1), Stream.of(more))
                        .toArray());
    }

    private byte[] saved(Object... more) throws IOException {
        Path saved = folder.resolve("detector.safetensors");
        Stream<Object> save = Stream.of("--save", saved);
        assertEquals(0, detect(Stream.concat(save, Stream.of(more)).toArray()), err.toString());
        return Files.readAllBytes(saved);
    }

    @Test
    void fourPhasesAreTrainedAndSaved() throws IOException {
        byte[] usual = saved();
        assertArrayEquals(usual, saved("--procedure", "orion"));
        byte[] phases = saved("--procedure", "four-phases");
        assertTrue(new String(phases, StandardCharsets.ISO_8859_1).contains("FOUR_PHASES"));
    }

    @Test
    void procedureIsOfTadGanAlone() {
        assertUsage(
                detect("--model", "dense-ae", "--procedure", "orion"),
                "--procedure is for --model tadgan; leave it out, or choose that model");
        assertUsage(
                detect("--procedure", "three-phases"),
                "--procedure: there is no procedure 'three-phases'; choose orion or four-phases");
        assertUsage(
                detect("--load", file, "--procedure", "orion"),
                "--load takes a detector as it was saved and trains nothing; leave out ");
    }
}
