package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus detect --model matrix-profile}. */
class MatrixProfileCommandTest extends DetectInFolder {
    @BeforeEach
    void writeSeries() throws IOException {
        write(600);
    }

    private void write(int samples) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < samples; i++) {
            double value = Math.sin(i / 4.0) + 0.01 * (i * 7 % 5) + (i >= 300 && i < 310 ? i % 2 : 0);
            text.append(1_700_000_000L + 3600L * i).append(',').append(value).append('\n');
        }
        Files.writeString(file, text);
    }

    private int profile(Object... more) {
        return run(
                ModelTrainer::new,
                Stream.concat(Stream.of(file, "--model", "matrix-profile"), Stream.of(more))
                        .toArray());
    }

    @Test
    void discordsAreFound() throws IOException {
        assertEquals(0, profile("--window", 20, "--discords"), err.toString());
        String said = out.toString();
        assertTrue(said.contains("matrix profile, window 20, backend "), said);
        assertFalse(said.contains("seed"), said);
        String[] lines = Files.readString(csv).split("\n");
        assertEquals(2, lines.length, Files.readString(csv));
        long start = Long.parseLong(lines[1].split(",")[0]);
        long end = Long.parseLong(lines[1].split(",")[1]);
        long odd = 1_700_000_000L + 3600L * 300;
        assertTrue(start <= odd && odd <= end, lines[1]);
        assertTrue(Files.size(png) > 0);
    }

    @Test
    void aSavedProfileScoresAsBefore() throws IOException {
        Path saved = folder.resolve("profile.safetensors");
        assertEquals(0, profile("--window", 20, "--save", saved), err.toString());
        byte[] found = Files.readAllBytes(csv);
        assertEquals(0, run(ModelTrainer::new, file, "--load", saved), err.toString());
        assertArrayEquals(found, Files.readAllBytes(csv));
        assertTrue(out.toString().contains("matrix profile, window 20, backend "), out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs, 3, leave out --epochs",
        "--seed, 3, leave out --seed",
        "--checkpoint, file, leave out --checkpoint",
        "--columns, value, leave out --columns",
        "--domain, spectrum, leave out --domain",
        "--losses, losses.png, leave out --losses",
        "--window, 2, 'window must be at least 3, not 2'",
    })
    void whatHasNoEffectIsRefused(String option, String value, String sentence) {
        assertUsage(profile(option, value), sentence);
    }

    @Test
    void discordsAreOfTheProfileAlone() {
        assertUsage(
                run(ModelTrainer::new, file, "--model", "dense-ae", "--discords"),
                "--discords is for --model matrix-profile");
    }

    @Test
    void aShortSeriesIsRefused() throws IOException {
        write(120);
        assertUsage(profile(), "series.csv: matrix-profile: the series has 120 samples", "at least 151");
    }
}
