package dev.gradus.models.ganomaly;

import static dev.gradus.models.ganomaly.MiniatureGanomaly.ONES;
import static dev.gradus.models.ganomaly.MiniatureGanomaly.SEVENS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.image.ImageDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings that are interrupted, detectors in files, and files that are none of a detector. */
class GanomalyFileTest {
    private static final String DIGEST = "gradus.sha256";

    @TempDir
    private static Path folder;

    private static Path saved;
    private static Path edited;

    @BeforeAll
    static void save() throws IOException {
        saved = folder.resolve("saved.safetensors");
        edited = folder.resolve("ones.safetensors");
        MiniatureGanomaly.of(GanomalyVariant.ORIGINAL_32)
                .iterations(1)
                .build()
                .fit(ONES)
                .save(saved);
    }

    private static void assertSame(GanomalyDetector a, GanomalyDetector b) {
        assertEquals(a.description(), b.description());
        assertEquals(a.variant(), b.variant());
        assertEquals(a.score(), b.score());
        for (GanomalyScore score : GanomalyScore.values()) {
            assertEquals(a.threshold(score), b.threshold(score));
            assertArrayEquals(
                    a.allScores(SEVENS).get(score), b.allScores(SEVENS).get(score));
        }
        assertEquals(a.reconstruct(SEVENS), b.reconstruct(SEVENS));
    }

    // ---- trainings ---------------------------------------------------------------------------------------------

    /** Gives up before a step. */
    private static final class Impatient implements TrainingListener {
        private final int steps;
        private int done;
        private int resumed = -1;

        Impatient(int steps) {
            this.steps = steps;
        }

        @Override
        public void progress(TrainingProgress progress) {
            done++;
        }

        @Override
        public void resumed(int epoch, int epochs) {
            resumed = epoch;
        }

        @Override
        public boolean cancelled() {
            return done == steps;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrainingThatWasInterruptedEndsAsOneThatWasNot(GanomalyVariant variant, @TempDir Path place)
            throws IOException {
        // Six steps in a pass: 16 are two passes and four steps.
        Ganomaly model = MiniatureGanomaly.of(variant).iterations(16).build();
        Path whole = place.resolve("whole");
        GanomalyDetector expected = model.fit(ONES, TrainingListener.none(), Checkpoints.in(whole));
        assertSame(expected, model.fit(ONES));

        Path file = place.resolve("interrupted");
        // In the first pass, in the second one, in the last one; what was done after a pass is done again.
        int[] resumed = {-1, 0, 1, 2};
        int[] until = {3, 9, 8, 100};
        for (int i = 0; i < until.length; i++) {
            Impatient listener = new Impatient(until[i]);
            if (i < until.length - 1) {
                assertThrows(CancellationException.class, () -> model.fit(ONES, listener, Checkpoints.in(file)));
            } else {
                assertSame(expected, model.fit(ONES, listener, Checkpoints.in(file)));
            }
            assertEquals(resumed[i], listener.resumed);
        }
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
        Impatient idle = new Impatient(1);
        assertSame(expected, model.fit(ONES, idle, Checkpoints.in(file)));
        assertEquals(0, idle.done, "nothing is left to train");
    }

    @Test
    void aTrainingIsNotGoneOnWithByAnother(@TempDir Path place) throws IOException {
        Path file = place.resolve("training");
        Checkpoints checkpoints = Checkpoints.in(file);
        Ganomaly.Builder settings = MiniatureGanomaly.of(GanomalyVariant.POOLED_64);
        settings.build().fit(ONES, TrainingListener.none(), checkpoints);
        byte[] before = Files.readAllBytes(file);
        Map<String, Ganomaly.Builder> others = new LinkedHashMap<>();
        others.put(
                "setting 'iterations' was '6', is '7'",
                MiniatureGanomaly.of(GanomalyVariant.POOLED_64).iterations(7));
        others.put(
                "setting 'averaging' was '0.99', is '0.5'",
                MiniatureGanomaly.of(GanomalyVariant.POOLED_64).averaging(0.5));
        others.put(
                "setting 'variant' was 'POOLED_64', is 'ORIGINAL_32'",
                MiniatureGanomaly.of(GanomalyVariant.ORIGINAL_32));
        others.forEach((message, other) -> {
            ModelFileException e = assertThrows(
                    ModelFileException.class, () -> other.build().fit(ONES, TrainingListener.none(), checkpoints));
            assertTrue(e.getMessage().contains(message), e.getMessage());
        });
        ModelFileException e = assertThrows(
                ModelFileException.class, () -> settings.build().fit(SEVENS, TrainingListener.none(), checkpoints));
        assertTrue(e.getMessage().contains("setting 'images' was '"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        // What judges the images is no part of the training.
        GanomalyDetector contextual =
                settings.score(GanomalyScore.CONTEXTUAL).build().fit(ONES, TrainingListener.none(), checkpoints);
        assertEquals(GanomalyScore.CONTEXTUAL, contextual.score());
    }

    // ---- detectors ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource
    void isTheSameAfterSavingAndLoading(GanomalyVariant variant, @TempDir Path place) throws IOException {
        GanomalyDetector detector = MiniatureGanomaly.of(variant).build().fit(ONES);
        Path file = place.resolve("detector.safetensors");
        detector.save(file);
        GanomalyDetector again = (GanomalyDetector) ImageDetector.load(file);
        assertSame(detector, again);
        Path second = place.resolve("second.safetensors");
        again.save(second);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(second));
    }

    @Test
    void isNoDetectorOfSeries() {
        String message = assertThrows(ModelFileException.class, () -> Detector.load(saved))
                .getMessage();
        assertTrue(message.contains("'gradus.model': must be a model that this version knows"), message);
    }

    // ---- files that are not quite one --------------------------------------------------------------------------

    private static void edit(Consumer<Map<String, String>> edit) throws IOException {
        SafeTensors content = SafeTensors.read(saved);
        Map<String, String> fields = new LinkedHashMap<>(content.metadata());
        fields.remove(DIGEST);
        edit.accept(fields);
        SafeTensors.Builder copy = SafeTensors.builder();
        fields.forEach(copy::metadata);
        for (String name : content.names()) {
            copy.floats(name, content.shape(name), content.floats(name));
        }
        Files.write(edited, copy.build().toBytes());
    }

    private static String refusal() {
        return assertThrows(ModelFileException.class, () -> ImageDetector.load(edited))
                .getMessage();
    }

    @Test
    void everyFieldMustBeThereAndOfItsType() throws IOException {
        for (String key : SafeTensors.read(saved).metadata().keySet()) {
            if (key.startsWith("gradus.")) {
                continue;
            }
            edit(fields -> fields.remove(key));
            assertEquals("ones.safetensors: metadata '" + key + "': is missing", refusal());
            for (String wrong : List.of("", "many", "NaN", "1e999", " 1", "\u0663")) {
                edit(fields -> fields.put(key, wrong));
                String message = refusal();
                assertTrue(message.startsWith("ones.safetensors: metadata '" + key + "': must be "), message);
            }
        }
        edit(fields -> fields.put("ganomaly.colour", "3"));
        assertEquals("ones.safetensors: metadata 'ganomaly.colour': is not known, and has the value '3'", refusal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ganomaly.size|24|ganomaly: size must be a power of two from 16 to 1024, not 24",
                "ganomaly.size|1024|with 4, size 1024 and code 10, the networks have ",
                "ganomaly.size|32|with 4, size 32 and code 10, the networks have ",
                "ganomaly.filters|0|ganomaly: filters must be 1 to 1024, not 0",
                "ganomaly.filters|1024|with 1024, size 16 and code 10, the networks have ",
                "ganomaly.filters|3|encoder.0.0.weight",
                "ganomaly.code|65536|with 4, size 16 and code 65536, the networks have ",
                "ganomaly.code|9|encoder.1.weight",
                "ganomaly.code|2147483647|ganomaly: code must be 1 to 65536",
                "ganomaly.variant|POOLED_64|ganomaly: code must be 4 times the filters (16) where it is pooled, not 10",
                "ganomaly.batch|1|ganomaly: batch must be at least 2, not 1",
                "ganomaly.averaging|1|ganomaly: averaging must be at least 0 and below 1, not 1",
                "ganomaly.heldBack|0|ganomaly: heldBack must be above 0 and below 1, not 0",
                "ganomaly.score|BEST|must be one of [SQUARES, ABSOLUTE, CONTEXTUAL], is 'BEST'",
                "training.epochs|0|must be at least 1, is '0'",
            })
    void sizesMustBeThoseOfTheTensors(String key, String value, String problem) throws IOException {
        edit(fields -> fields.put(key, value));
        String message = refusal();
        assertTrue(message.startsWith("ones.safetensors: "), message);
        assertTrue(message.contains(problem), message);
    }

    @Test
    void anyDamageIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(saved);
        for (int i = 0; i < bytes.length; i += 1 + bytes.length / 60) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= 4;
            Files.write(edited, damaged);
            assertThrows(ModelFileException.class, () -> ImageDetector.load(edited));
            Files.write(edited, Arrays.copyOf(bytes, i));
            assertThrows(ModelFileException.class, () -> ImageDetector.load(edited));
        }
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        SafeTensors content = SafeTensors.read(saved);
        SafeTensors.Builder copy = SafeTensors.builder();
        content.metadata().forEach((key, value) -> {
            if (!key.equals(DIGEST)) {
                copy.metadata(key, value);
            }
        });
        for (String name : content.names()) {
            float[] numbers = content.floats(name);
            numbers[0] = name.startsWith("second_encoder.1.") ? Float.NaN : numbers[0];
            copy.floats(name, content.shape(name), numbers);
        }
        Files.write(edited, copy.build().toBytes());
        assertTrue(refusal().contains("second_encoder.1.weight"), refusal());
    }
}
