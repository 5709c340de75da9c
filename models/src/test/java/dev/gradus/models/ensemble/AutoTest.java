package dev.gradus.models.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoTest {
    private static final int WINDOW = 12;
    private static final long MINUTE = 60_000;
    private static final int JUMP = 200;

    private static Auto.Builder small(int epochs, int threads) {
        return Auto.builder()
                .members(2)
                .window(WINDOW)
                .epochs(epochs)
                .backend(Backends.named("plain", Workers.of(threads)))
                .finder(FinderOptions.builder().padding(6).build());
    }

    private static double[] wave(int length, boolean jumps) {
        Random noise = new Random(3);
        double[] values = new double[length];
        Arrays.setAll(
                values, i -> Math.sin(i / 3.0) + 0.05 * noise.nextGaussian() + (jumps && i / 4 == JUMP / 4 ? 4 : 0));
        return values;
    }

    private static TimeSeries series(double... values) {
        return TimeSeries.ofMillis(
                LongStream.range(0, values.length).map(i -> i * MINUTE).toArray(), values);
    }

    @Test
    void aJumpIsFound() {
        TimeSeries series = series(wave(400, true));
        Detection found = small(12, 2).build().fit(series).examine(series);
        assertEquals(Scoring.TRANSDUCTIVE, found.scoring());
        assertEquals(1, found.anomalies().size(), found.anomalies().toString());
        Anomaly anomaly = found.anomalies().get(0);
        assertTrue(anomaly.start() <= JUMP * MINUTE && JUMP * MINUTE <= anomaly.end(), anomaly.toString());
        assertTrue(anomaly.end() - anomaly.start() < 50 * MINUTE, anomaly.toString());
    }

    @Test
    void theBitsDependOnTheSeedAlone() {
        TimeSeries series = series(wave(200, true));
        double[] one = small(2, 1).build().fit(series).examine(series).scores();
        assertArrayEquals(one, small(2, 3).build().fit(series).examine(series).scores());
        double[] other = small(2, 1).seed(1).build().fit(series).examine(series).scores();
        assertTrue(!Arrays.equals(one, other), "another seed");
    }

    @Test
    void aSavedDetectorIsTheSame(@TempDir Path folder) throws IOException {
        double[] holes = wave(150, false);
        Arrays.fill(holes, 40, 60, Double.NaN);
        TimeSeries series = series(wave(300, true));
        Detector detector = small(2, 2).build().fit(series);
        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        Detector loaded = Detector.load(file, Backends.named("plain", Workers.of(1)));
        assertEquals(detector.description(), loaded.description());
        assertEquals("auto", loaded.description().model());
        for (Scoring scoring : Scoring.values()) {
            for (TimeSeries each : List.of(series, series(holes))) {
                Detection expected = detector.examine(each, scoring);
                Detection actual = loaded.examine(each, scoring);
                assertArrayEquals(expected.scores(), actual.scores());
                assertEquals(expected.anomalies(), actual.anomalies());
            }
        }
        assertEquals(Scoring.TRANSDUCTIVE, loaded.examine(series).scoring(), "the training series is recognised");
        Path again = folder.resolve("again.safetensors");
        loaded.save(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void frozenScoresOfTheTrainingSeriesAreItsOwn() {
        TimeSeries series = series(wave(300, true));
        Detector detector = small(2, 2).build().fit(series);
        assertArrayEquals(
                detector.examine(series, Scoring.TRANSDUCTIVE).scores(),
                detector.examine(series, Scoring.FROZEN).scores());
    }

    @Test
    void aTrainingGoesOnFromItsCheckpoint(@TempDir Path folder) throws IOException {
        TimeSeries series = series(wave(200, true));
        double[] expected = small(3, 2).build().fit(series).examine(series).scores();
        Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoint"));
        small(2, 2).build().fit(series, TrainingListener.none(), checkpoints);
        Detector resumed = small(3, 2).build().fit(series, TrainingListener.none(), checkpoints);
        assertArrayEquals(expected, resumed.examine(series).scores());
        String message = assertThrows(
                        ModelFileException.class,
                        () -> small(3, 2).members(3).build().fit(series, TrainingListener.none(), checkpoints))
                .getMessage();
        assertTrue(message.contains("members"), message);
    }

    @Test
    void aConstantSeriesHasNoAnomalies() {
        TimeSeries series = series(new double[100]);
        Detector detector = small(1, 1).build().fit(series);
        for (Scoring scoring : Scoring.values()) {
            assertEquals(List.of(), detector.detect(series, scoring));
        }
    }

    /** A series with gaps is, to the model, the same as one in which somebody drew lines over them. */
    @Test
    void aStreamCannotBeWatchedSinceGapsAreBridgedFromBehind() {
        Detector detector = small(1, 1).build().fit(series(wave(60, false)));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> OnlineDetector.of(detector));
        assertTrue(e.getMessage().startsWith("auto: cannot score sample by sample"), e.getMessage());
    }

    @Test
    void gapsAreBridged() {
        double[] whole = wave(200, true);
        double[] holes = whole.clone();
        for (int k = 1; k < 10; k++) {
            whole[50 + k] = whole[50] + k / 10.0 * (whole[60] - whole[50]);
            holes[50 + k] = Double.NaN;
        }
        Detection expected = small(2, 1).build().fit(series(whole)).examine(series(whole));
        Detection actual = small(2, 1).build().fit(series(holes)).examine(series(holes));
        assertArrayEquals(expected.scores(), actual.scores(), 1e-4);
    }

    @Test
    void binsAreAskedForOrFollowFromTheLength() {
        TimeSeries series = series(wave(300, false));
        Detector byRule = small(1, 1).build().fit(series);
        assertEquals(Duration.ofMinutes(1), byRule.description().interval());
        Detector asked = small(1, 1).interval(Duration.ofMinutes(2)).build().fit(series);
        assertEquals(Duration.ofMinutes(2), asked.description().interval());
        assertEquals(150, asked.examine(series).values().length);
    }

    @Test
    void whatItCannotUseIsRefused() {
        TimeSeries two = TimeSeries.ofMillis(new long[] {0, 1, 2}, new String[] {"a", "b"}, new double[2][3]);
        assertThrows(UnsuitableSeriesException.class, () -> small(1, 1).build().fit(two));
        double[] nothing = new double[50];
        Arrays.fill(nothing, Double.NaN);
        assertThrows(UnsuitableSeriesException.class, () -> small(1, 1).build().fit(series(nothing)));
        assertThrows(UnsuitableSeriesException.class, () -> small(1, 1).build().fit(series(new double[WINDOW])));
    }

    @Test
    void aFileOfMoreNetworksIsRefused(@TempDir Path folder) throws IOException {
        String message = refusal(folder, "auto.members", "1000000");
        assertTrue(message.contains("auto.members"), message);
    }

    /** Its threshold would be that of other scores. */
    @Test
    void aFileOfAnotherScoreIsRefused(@TempDir Path folder) throws IOException {
        String before = refusal(folder, "auto.score", null);
        assertTrue(before.contains("scores by form 1") && before.contains("train it again"), before);
        String after = refusal(folder, "auto.score", "4");
        assertTrue(after.contains("scores by form 4"), after);
    }

    /** Those of form 2 knew no season. */
    @Test
    void aFileOfTheScoreBeforeIsRead(@TempDir Path folder) throws IOException {
        double[] values = wave(90, false);
        Arrays.setAll(values, i -> i % 3 == 0 ? 1 : values[i] / 10);
        TimeSeries series = series(values);
        Detector detector = small(1, 1).build().fit(series);
        Path file = changed(folder, detector, "auto.score", "2");
        Detector loaded = Detector.load(file, Backends.named("plain", Workers.of(1)));
        assertArrayEquals(
                detector.examine(series, Scoring.FROZEN).scores(),
                loaded.examine(series, Scoring.FROZEN).scores());
    }

    @Test
    void itsFinderLooksThroughASecondWindow(@TempDir Path folder) throws IOException {
        TimeSeries series = series(wave(150, true));
        Auto.Builder auto = Auto.builder().members(1).window(WINDOW).epochs(1);
        Path file = folder.resolve("two.safetensors");
        auto.build().fit(series).save(file);
        String field = "finder.secondWindowPortion";
        assertEquals("0.5", SafeTensors.read(file).metadata().get(field));
        Path again = folder.resolve("again.safetensors");
        Detector.load(file).save(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        auto.finder(FinderOptions.defaults()).build().fit(series).save(file);
        assertFalse(SafeTensors.read(file).metadata().containsKey(field));
    }

    /** A wave of 19 samples is not twice in a window of 12, and is known afterwards. */
    @Test
    void thePeriodIsInTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("detector.safetensors");
        small(1, 1).build().fit(series(wave(300, true))).save(file);
        assertEquals("19", SafeTensors.read(file).metadata().get("training.season.period"));
        String message = refusal(folder, "training.season.period", "1");
        assertTrue(message.contains("a period must have at least 2 samples"), message);
    }

    /**
     * Of a detector's file in which a field has another value.
     *
     * @param value {@code null} for none
     */
    private static String refusal(Path folder, String field, String value) throws IOException {
        Path file = changed(folder, small(1, 1).build().fit(series(wave(60, false))), field, value);
        return assertThrows(ModelFileException.class, () -> Detector.load(file)).getMessage();
    }

    private static Path changed(Path folder, Detector detector, String field, String value) throws IOException {
        Path file = folder.resolve("detector.safetensors");
        detector.save(file);
        SafeTensors content = SafeTensors.read(file);
        SafeTensors.Builder changed = SafeTensors.builder();
        content.metadata().forEach((key, old) -> {
            String now = key.equals(field) ? value : old;
            if (!key.equals("gradus.sha256") && now != null) {
                changed.metadata(key, now);
            }
        });
        for (String name : content.names()) {
            changed.floats(name, content.shape(name), content.floats(name));
        }
        changed.build().write(file);
        return file;
    }
}
