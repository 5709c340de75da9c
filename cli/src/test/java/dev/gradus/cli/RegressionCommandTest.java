package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gradus detect} with models that predict samples. */
class RegressionCommandTest extends DetectInFolder {
    @BeforeEach
    void writeSeries() throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < 150; i++) {
            text.append(1_700_000_000L + 3600L * i).append(',').append(i % 12 + (i == 100 ? 60 : 0));
            text.append('\n');
        }
        Files.writeString(file, text);
    }

    private int model(String name, Object... more) {
        return run(
                ModelTrainer::new,
                Stream.concat(Stream.of(file, "--model", name), Stream.of(more)).toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aer", "lstm-regressor", "auto"})
    void trainsSavesAndLoads(String name) throws IOException {
        Path saved = folder.resolve("detector.safetensors");
        assertEquals(0, model(name, "--window", 12, "--epochs", 2, "--save", saved), err.toString());
        assertTrue(out.toString().contains("window 12, 2 epochs, seed 0, backend "), out.toString());
        byte[] found = Files.readAllBytes(csv);
        assertTrue(Files.size(png) > 0);
        assertEquals(0, run(ModelTrainer::new, file, "--load", saved), err.toString());
        assertArrayEquals(found, Files.readAllBytes(csv));
    }

    @Test
    void thePublishedWindowIsTheDefault() {
        assertUsage(model("lstm-regressor"), "--window 250 is too large for ");
        assertUsage(model("aer", "--window", 2), "aer: window must be at least 3, not 2");
    }

    @Test
    void severalColumnsAreRefused() {
        assertUsage(
                model("aer", "--columns", "value", "--domain", "spectrum"),
                "--model aer sees one column as it is; leave out --columns and --domain");
    }
}
