package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code gradus detect} with {@code --train-on}, and what it says of drift. */
class WarmStartCommandTest extends DetectInFolder {
    private Path saved;
    private Path again;
    private Path more;

    @BeforeEach
    void trainOne() throws IOException {
        file = write("series.csv", 150, 0);
        more = write("more.csv", 130, 0.1);
        saved = folder.resolve("first.safetensors");
        again = folder.resolve("second.safetensors");
        assertEquals(
                0,
                run(ModelTrainer::new, file, "--model", "dense-ae", "--window", 12, "--epochs", 2, "--save", saved),
                err.toString());
        Files.delete(csv);
        Files.delete(png);
    }

    private Path write(String name, int length, double level) throws IOException {
        StringBuilder text = new StringBuilder("timestamp,value\n");
        for (int i = 0; i < length; i++) {
            double value = level + StrictMath.sin(i / 5.0) + (i / 4 == length / 8 ? 2 : 0);
            text.append(1_700_000_000L + 3600L * i).append(',').append(value).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private int load(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of("--load", saved));
        all.addAll(List.of(arguments));
        return run(ModelTrainer::new, all.toArray());
    }

    @Test
    void aSavedDetectorIsTrainedOn() throws IOException {
        byte[] before = Files.readAllBytes(saved);
        assertEquals(0, load(file, "--train-on", more, "--epochs", 3, "--seed", 4, "--save", again), err.toString());
        assertArrayEquals(before, Files.readAllBytes(saved));
        assertTrue(out.toString().contains("Detector   " + saved + ", trained on with " + more), out.toString());
        assertTrue(out.toString().contains("Drift      none: "), out.toString());
        assertTrue(out.toString().contains("Scoring    frozen"), out.toString());
        assertTrue(out.toString().contains("window 12, 3 epochs, seed 4"), out.toString());
        Detector expected = Detector.load(saved)
                .trainOn(TimeSeries.readCsv(more), new WarmStart(3, 4, false), TrainingListener.none());
        assertArrayEquals(expected.toBytes(), Files.readAllBytes(again));
        Description description = Detector.load(Files.readAllBytes(again), "again", Backends.get())
                .description();
        assertEquals(3, description.epochs());

        assertEquals(0, load(more, "--train-on", more, "--epochs", 1, "--refit-scaler"), err.toString());
        assertTrue(out.toString().contains("Scoring    transductive"), out.toString());
    }

    @Test
    void aSeriesThatHasDriftedIsSaid() throws IOException {
        assertEquals(0, load(file), err.toString());
        String none =
                "Drift      none: 0.0 % of the bins outside of the trained range, the mean moved by +0.00 of it\n";
        assertTrue(out.toString().contains(none), out.toString());
        Path far = write("far.csv", 150, 10);
        assertEquals(0, load(far), err.toString());
        String drifted =
                "Drift      the series has left the trained range: 100.0 % of the bins outside of the trained range, the"
                        + " mean moved by +";
        assertTrue(out.toString().contains(drifted), out.toString());
        assertTrue(
                out.toString().contains("of it; train the detector on (--train-on, --refit-scaler) or anew\n"),
                out.toString());
        assertEquals(0, load(file, "--train-on", far, "--epochs", 1), err.toString());
        assertTrue(out.toString().contains("of it; --refit-scaler takes the new one\n"), out.toString());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        assertUsage(
                load(file, "--train-on", more, "--window", 12),
                "--train-on keeps the settings of the detector; leave out --window");
        assertUsage(
                run(ModelTrainer::new, file, "--train-on", more),
                "--train-on goes on from a detector; name it with --load");
        assertUsage(load(file, "--refit-scaler"), "--refit-scaler is for --train-on");
        assertUsage(load(file, "--train-on", more, "--save", saved), "--save and an input are the same file");
        assertUsage(load(file, "--train-on", more, "--save", more), "--save and an input are the same file");
        assertUsage(load(file, "--train-on", folder.resolve("no.csv")), "there is no file");
        assertUsage(load(file, "--train-on", more, "--epochs", 0), "--epochs must be at least 1");
        Path brief = write("brief.csv", 10, 0);
        assertUsage(load(file, "--train-on", brief), "--train-on: " + brief + ": the series has 10 samples");
        Path empty = Files.writeString(folder.resolve("empty.csv"), "time,value\n1,\n2,\n");
        assertUsage(load(file, "--train-on", empty), "the series has no values");
    }

    @Test
    void aModelWithoutWeightsIsRefused() {
        saved = folder.resolve("profile.safetensors");
        assertEquals(
                0,
                run(ModelTrainer::new, file, "--model", "matrix-profile", "--window", 12, "--save", saved),
                err.toString());
        assertEquals(0, load(more), err.toString());
        assertTrue(out.toString().contains("Drift      none: "), out.toString());
        assertEquals(2, load(file, "--train-on", more));
        assertTrue(
                err.toString().contains("--train-on: matrix-profile: has no weights that a training could begin with"),
                err.toString());
    }
}
