package dev.gradus.models.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Golden;
import dev.gradus.models.Interval;
import dev.gradus.models.Scoring;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixProfileTest {
    private final JsonObject golden = Golden.read("matrix_profile").getAsJsonObject();

    private TimeSeries goldenSeries() {
        return TimeSeries.of(Golden.longs(golden.get("times")), Golden.doubles(golden.get("values")));
    }

    private MatrixProfile.Builder goldenModel() {
        return MatrixProfile.builder()
                .window(golden.get("window").getAsInt())
                .interval(Duration.ofSeconds(golden.get("interval").getAsLong()))
                .finder(FinderOptions.builder().dynamicThreshold().padding(5).build());
    }

    private static TimeSeries series(double... values) {
        return TimeSeries.of(LongStream.range(0, values.length).map(i -> i * 60).toArray(), values);
    }

    private static double[] noise(int length, long seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        Arrays.setAll(values, i -> Math.sin(i / 3.0) + random.nextGaussian());
        return values;
    }

    @Test
    void theProfileIsTheOneOfTheReference() {
        Detection found =
                goldenModel().discords(true).build().fit(goldenSeries()).examine(goldenSeries());
        assertEquals(golden.get("bins").getAsInt(), found.values().length);
        // What is all but 0 is the root of a difference of nearly equal numbers.
        assertArrayEquals(Golden.doubles(golden.get("profile")), found.scores(), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "discords"})
    void findsTheIntervalsOfTheReference(String way) {
        MatrixProfile model = goldenModel().discords(way.equals("discords")).build();
        List<Anomaly> found = model.fit(goldenSeries()).detect(goldenSeries());
        JsonObject expected = golden.getAsJsonObject(way);
        JsonArray intervals = expected.getAsJsonArray("intervals");
        assertTrue(intervals.size() > 1);
        assertEquals(intervals.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            JsonArray interval = intervals.get(i).getAsJsonArray();
            assertEquals(1000 * interval.get(0).getAsLong(), found.get(i).start());
            assertEquals(1000 * interval.get(1).getAsLong(), found.get(i).end());
            assertEquals(interval.get(2).getAsDouble(), found.get(i).severity(), 1e-6);
        }
        List<Interval> labels = new ArrayList<>();
        for (JsonElement label : golden.getAsJsonArray("labels")) {
            long[] ends = Golden.longs(label);
            labels.add(new Interval(1000 * ends[0], 1000 * ends[1]));
        }
        assertEquals(
                new Confusion(
                        expected.get("tp").getAsInt(),
                        expected.get("fp").getAsInt(),
                        expected.get("fn").getAsInt()),
                Evaluation.overlap(labels, Evaluation.intervals(found)));
    }

    /** More diagonals than one thread takes at a time. */
    @ParameterizedTest
    @CsvSource({"700, 20", "60, 3", "40, 25"})
    void theNearestNeighbourIsTheNearestOfAll(int length, int window) {
        double[] x = noise(length, 1);
        Arrays.fill(x, 5, 5 + Math.min(window + 2, 30), 1.5);
        Stomp.Profile profile = Stomp.self(x, window);
        Stomp.Profile joined = Stomp.join(x, Arrays.copyOfRange(x, 7, length), window);
        int zone = (int) Math.ceil(window / 4.0);
        for (int i = 0; i < length - window + 1; i++) {
            double least = Double.POSITIVE_INFINITY;
            double leastJoined = Double.POSITIVE_INFINITY;
            for (int j = 0; j < length - window + 1; j++) {
                double distance = distance(x, i, j, window);
                least = Math.abs(i - j) > zone ? Math.min(least, distance) : least;
                leastJoined = j >= 7 ? Math.min(leastJoined, distance) : leastJoined;
            }
            assertEquals(least, profile.distances()[i], 1e-6, "window " + i);
            assertEquals(least, distance(x, i, profile.neighbours()[i], window), 1e-6, "neighbour of " + i);
            assertEquals(leastJoined, joined.distances()[i], 1e-6, "window " + i + " in another series");
            assertEquals(leastJoined, distance(x, i, 7 + joined.neighbours()[i], window), 1e-6);
        }
    }

    /** By its definition. */
    private static double distance(double[] x, int i, int j, int window) {
        double[] a = normal(Arrays.copyOfRange(x, i, i + window));
        double[] b = normal(Arrays.copyOfRange(x, j, j + window));
        if (a == null || b == null) {
            return a == b ? 0 : Math.sqrt(window);
        }
        double sum = 0;
        for (int k = 0; k < window; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    private static double[] normal(double... window) {
        double mean = Arrays.stream(window).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(window)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        return deviation < 1e-12
                ? null
                : Arrays.stream(window).map(v -> (v - mean) / deviation).toArray();
    }

    @Test
    void aShortSeriesIsRefused() {
        String message = assertThrows(
                        UnsuitableSeriesException.class,
                        () -> MatrixProfile.builder().build().fit(series(noise(150, 1))))
                .getMessage();
        assertTrue(message.contains("need at least 151"), message);
        MatrixProfile.builder().build().fit(series(noise(151, 1)));
    }

    @Test
    void aConstantSeriesHasNoAnomalies() {
        double[] values = new double[300];
        Arrays.fill(values, 4);
        Detector detector = MatrixProfile.builder().window(10).build().fit(series(values));
        for (Scoring scoring : Scoring.values()) {
            assertEquals(List.of(), detector.detect(series(values), scoring));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frozenScoresOfTheTrainingSeriesAreItsOwn(boolean discords) {
        TimeSeries series = series(noise(400, 2));
        Detector detector =
                MatrixProfile.builder().window(20).discords(discords).build().fit(series);
        assertArrayEquals(
                detector.examine(series, Scoring.TRANSDUCTIVE).scores(),
                detector.examine(series, Scoring.FROZEN).scores());
    }

    @Test
    void whatTheTrainingNeverSawIsADiscord() {
        double[] usual = new double[600];
        Arrays.setAll(usual, i -> Math.sin(i / 4.0) + 0.01 * Math.sin(i * 7.7));
        double[] odd = Arrays.copyOf(usual, 300);
        for (int i = 0; i < 20; i++) {
            odd[150 + i] = i % 2;
        }
        Detector detector = MatrixProfile.builder()
                .window(20)
                .discords(true)
                .finder(FinderOptions.builder().padding(5).build())
                .build()
                .fit(series(usual));
        assertEquals(List.of(), detector.detect(series(Arrays.copyOf(usual, 290))));
        Detection detection = detector.examine(series(odd));
        assertEquals(Scoring.FROZEN, detection.scoring());
        assertEquals(1, detection.anomalies().size());
        Anomaly anomaly = detection.anomalies().get(0);
        assertTrue(anomaly.start() <= 150 * 60_000 && 150 * 60_000 <= anomaly.end(), anomaly.toString());
        // Within the usual, the nearest neighbour says what comes.
        assertEquals(odd[50], detection.reconstruction()[50], 0.1);
    }

    @Test
    void aSavedDetectorIsTheSame(@TempDir Path folder) throws IOException {
        TimeSeries series = series(noise(400, 2));
        TimeSeries other = series(noise(300, 3));
        Detector detector = MatrixProfile.builder().window(20).build().fit(series);
        Path file = folder.resolve("profile.safetensors");
        detector.save(file);
        Detector loaded = Detector.load(file);
        assertEquals(detector.description(), loaded.description());
        for (TimeSeries each : List.of(series, other)) {
            assertArrayEquals(
                    detector.examine(each).scores(), loaded.examine(each).scores());
            assertEquals(detector.detect(each), loaded.detect(each));
        }
        Path again = folder.resolve("again.safetensors");
        loaded.save(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void aFileWithoutEnoughOfASeriesIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("profile.safetensors");
        MatrixProfile.builder().window(20).build().fit(series(noise(400, 2))).save(file);
        SafeTensors content = SafeTensors.read(file);
        SafeTensors.Builder changed = SafeTensors.builder();
        content.metadata().forEach((key, value) -> {
            if (!key.equals("gradus.sha256")) {
                changed.metadata(key, key.equals("matrix-profile.window") ? "2147483647" : value);
            }
        });
        changed.doubles("series", content.shape("series"), content.doubles("series"));
        changed.build().write(file);
        String message = assertThrows(ModelFileException.class, () -> Detector.load(file))
                .getMessage();
        assertTrue(message.contains("matrix-profile.window"), message);
    }

    @Test
    void thereIsNoTrainingToSave(@TempDir Path folder) {
        Path file = folder.resolve("checkpoint");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> MatrixProfile.builder()
                                .build()
                                .fit(series(noise(400, 2)), TrainingListener.none(), Checkpoints.in(file)))
                .getMessage();
        assertEquals("matrix-profile: has no training that could be saved; leave the checkpoints out", message);
        assertFalse(Files.exists(file));
    }
}
