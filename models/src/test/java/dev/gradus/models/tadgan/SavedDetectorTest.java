package dev.gradus.models.tadgan;

import static dev.gradus.models.tadgan.Small.WINDOW;
import static dev.gradus.models.tadgan.Small.assertSame;
import static dev.gradus.models.tadgan.Small.changed;
import static dev.gradus.models.tadgan.Small.wave;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A detector that was saved and loaded is the same detector. */
class SavedDetectorTest {
    private static final TimeSeries TRAINING = changed(wave(200 + WINDOW, 1), 150, 156, i -> 80);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("taxi.safetensors");
    }

    private static void assertSameDetector(Detector expected, Detector actual) {
        List<TimeSeries> inputs = List.of(
                TRAINING, wave(WINDOW + 7, 2), changed(wave(150, 3), 70, 80, i -> i % 2 == 0 ? Double.NaN : 1e7));
        for (TimeSeries series : inputs) {
            assertSame(expected.examine(series), actual.examine(series));
            for (Scoring scoring : Scoring.values()) {
                assertSame(expected.examine(series, scoring), actual.examine(series, scoring));
            }
        }
    }

    @Test
    void detectsTheSameBitsAfterLoading() throws IOException {
        Detector detector = Small.tadGan()
                .finder(FinderOptions.builder().fixedThreshold(2).padding(3).build())
                .build()
                .fit(TRAINING);
        detector.save(file);
        Detector again = Detector.load(file);
        assertSameDetector(detector, again);
        assertEquals(Scoring.TRANSDUCTIVE, again.examine(TRAINING).scoring());
        assertEquals(detector.detect(TRAINING), again.detect(TRAINING));
        assertFalse(again.detect(TRAINING).isEmpty());
    }

    static Stream<TadGan.Builder> settings() {
        FinderOptions.Builder finder = FinderOptions.builder();
        return Stream.of(
                Small.tadGan()
                        .score(TadGanScore.builder()
                                .measure(ErrorMeasure.AREA)
                                .measureWindow(7)
                                .build()),
                Small.tadGan()
                        .score(TadGanScore.builder()
                                .measure(ErrorMeasure.POINT)
                                .combination(Combination.SUM)
                                .lambda(1 / 3.0)
                                .criticSmoothing(0)
                                .errorSmoothing(9)
                                .build()),
                Small.tadGan()
                        .score(TadGanScore.builder()
                                .combination(Combination.RECONSTRUCTION)
                                .build())
                        .finder(finder.window(40)
                                .step(7)
                                .dynamicThreshold(1, 9)
                                .padding(0)
                                .minimumDrop(1e-17)
                                .build()),
                Small.tadGan()
                        .finder(FinderOptions.builder()
                                .fixedThreshold(0.1)
                                .lower(true)
                                .build()),
                Small.tadGan()
                        .finder(FinderOptions.builder()
                                .fixedThreshold(1.7)
                                .inverse(true)
                                .build()),
                Small.tadGan().interval(Duration.ofSeconds(61, 7)).seed(Long.MIN_VALUE),
                Small.tadGan()
                        .criticLayers(1)
                        .criticKernel(1)
                        .latentCriticUnits(3)
                        .negativeSlope(0)
                        .learningRate(1e-5),
                Small.tadGan()
                        .window(20)
                        .generatorDropout(0)
                        .recurrentDropout(0.999)
                        .criticDropout(1e-300));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsKept(TadGan.Builder settings) throws IOException {
        TadGan model = settings.epochs(1).build();
        Detector detector = model.fit(TRAINING);
        detector.save(file);
        Detector again = Detector.load(file);
        assertSameDetector(detector, again);
        assertEquals(model.config(), ((TadGanDetector) again).config());
        byte[] first = Files.readAllBytes(file);
        again.save(file);
        assertArrayEquals(first, Files.readAllBytes(file), "saved again");
    }

    @Test
    void tensorsHaveTheNamesOfPyTorch() throws IOException {
        Small.tadGan().epochs(1).build().fit(TRAINING).save(file);
        SafeTensors content = SafeTensors.read(file);
        Set<String> encoder = new TreeSet<>();
        for (String name : List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")) {
            encoder.add("encoder.0." + name);
            encoder.add("encoder.0." + name + "_reverse");
        }
        encoder.addAll(List.of("encoder.2.weight", "encoder.2.bias"));
        Set<String> found = new TreeSet<>(content.names());
        found.removeIf(name -> !name.startsWith("encoder."));
        assertEquals(encoder, found);
        assertArrayEquals(new int[] {24, 1}, content.shape("encoder.0.weight_ih_l0"));
        assertArrayEquals(new int[] {4, 1, 5}, content.shape("critic_x.1.weight"));
        assertArrayEquals(new int[] {4, 2 * 6 * WINDOW}, content.shape("encoder.2.weight"));
    }

    @Test
    void metadataAreReadable() throws IOException {
        Small.tadGan().learningRate(1e-3).epochs(1).build().fit(TRAINING).save(file);
        SafeTensors content = SafeTensors.read(file);
        assertEquals("1", content.metadata("gradus.format"));
        assertEquals("tadgan", content.metadata("gradus.model"));
        assertEquals("18", content.metadata("tadgan.window"));
        assertEquals("0.001", content.metadata("tadgan.learningRate"));
        assertEquals("DTW", content.metadata("score.measure"));
        assertEquals("0.13", content.metadata("finder.minimumDrop"));
        assertEquals("60000", content.metadata("training.interval"));
        assertEquals("2", content.metadata("training.criticSmoothing"));
        assertEquals(80, Double.parseDouble(content.metadata("training.maximum")));
    }

    @Test
    void theSameTrainingGivesTheSameFile() throws IOException {
        Small.tadGan().build().fit(TRAINING).save(file);
        byte[] first = Files.readAllBytes(file);
        Small.tadGan().build().fit(TRAINING).save(file);
        assertArrayEquals(first, Files.readAllBytes(file));
    }

    private static Backend backend(String name) {
        return Backends.named(name, Workers.of(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "plain", "reference"})
    void anotherBackendRoundsDifferently(String trainedOn) throws IOException {
        Detector detector = Small.tadGan().backend(backend(trainedOn)).build().fit(TRAINING);
        detector.save(file);
        for (String other : List.of("auto", "plain", "reference")) {
            Detector loaded = Detector.load(file, backend(other));
            for (Scoring scoring : Scoring.values()) {
                Detection expected = detector.examine(TRAINING, scoring);
                Detection actual = loaded.examine(TRAINING, scoring);
                assertArrayEquals(expected.reconstruction(), actual.reconstruction(), 1e-3);
                assertArrayEquals(expected.scores(), actual.scores(), 0.02);
                if (backend(other).name().equals(backend(trainedOn).name())) {
                    assertSame(expected, actual);
                }
            }
            assertEquals(Scoring.TRANSDUCTIVE, loaded.examine(TRAINING).scoring());
        }
    }

    @Test
    void savingReplacesAFileAndLeavesNothingBeside() throws IOException {
        Files.writeString(file, "old");
        Detector detector = Small.tadGan().epochs(1).build().fit(TRAINING);
        detector.save(file);
        assertSameDetector(detector, Detector.load(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void whatCannotBeWrittenIsSaid() {
        Detector detector = Small.tadGan().epochs(1).build().fit(TRAINING);
        Path nowhere = folder.resolve("no/such/taxi.safetensors");
        IOException e = assertThrows(IOException.class, () -> detector.save(nowhere));
        assertTrue(e.getMessage().contains("no"), e.getMessage());
        assertThrows(NoSuchFileException.class, () -> Detector.load(nowhere));
    }

    @Test
    void detectorsOfThisVersionStayReadable() throws Exception {
        // Written when format 1 was new: what changes the format without a new number makes this test fail.
        Path kept = Path.of(SavedDetectorTest.class
                .getResource("/detectors/tadgan-1.safetensors")
                .toURI());
        Detector detector = Detector.load(kept, backend("plain"));
        Detection detection = detector.examine(TRAINING);
        assertEquals(Scoring.TRANSDUCTIVE, detection.scoring());
        SafeTensors expected = SafeTensors.read(Path.of(SavedDetectorTest.class
                .getResource("/detectors/tadgan-1-scores.safetensors")
                .toURI()));
        assertArrayEquals(expected.doubles("transductive"), detection.scores(), 1e-3);
        assertArrayEquals(
                expected.doubles("frozen"),
                detector.examine(wave(100, 2), Scoring.FROZEN).scores(),
                1e-3);
    }
}
