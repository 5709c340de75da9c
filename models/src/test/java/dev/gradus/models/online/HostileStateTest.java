package dev.gradus.models.online;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Detector;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** States that are none, or not quite, or of another detector: each gets a sentence. */
class HostileStateTest {
    private static final Detector DETECTOR = OnlineKinds.named("tadgan sum").detector();
    private static final TimeSeries SERIES = OnlineKinds.series(120, 17, 1);

    @TempDir
    private static Path folder;

    private static Path saved;
    private static Path file;

    /** A content that can be changed. */
    private record Content(Map<String, String> fields, Map<String, double[]> tensors) {
        static Content of(Path path) throws IOException {
            SafeTensors read = SafeTensors.read(path);
            Content content = new Content(new LinkedHashMap<>(read.metadata()), new LinkedHashMap<>());
            for (String name : read.names()) {
                content.tensors.put(name, read.doubles(name));
            }
            content.fields.remove("gradus.sha256");
            return content;
        }

        void write(Path path) throws IOException {
            SafeTensors.Builder edited = SafeTensors.builder();
            fields.forEach(edited::metadata);
            tensors.forEach((name, values) -> edited.doubles(name, new int[] {values.length}, values));
            Files.write(path, edited.build().toBytes());
        }
    }

    @BeforeAll
    static void save() throws IOException {
        saved = folder.resolve("saved.safetensors");
        file = folder.resolve("state.safetensors");
        OnlineDetector online = OnlineDetector.of(DETECTOR);
        for (int i = 0; i < SERIES.length(); i++) {
            online.add(SERIES.time(i), SERIES.values()[i]);
        }
        online.save(saved);
    }

    private static String refusal(Consumer<Content> edit) throws IOException {
        Content content = Content.of(saved);
        edit.accept(content);
        content.write(file);
        return assertThrows(ModelFileException.class, () -> OnlineDetector.load(file, DETECTOR))
                .getMessage();
    }

    private static void assertRefused(String message, Consumer<Content> edit) throws IOException {
        assertEquals("state.safetensors: " + message, refusal(edit));
    }

    @Test
    void theSameStateIsTheSameBytes() throws IOException {
        Path again = folder.resolve("again.safetensors");
        OnlineDetector.load(saved, DETECTOR).save(again);
        assertEquals(-1, Files.mismatch(saved, again));
    }

    @Test
    void everyFieldAndEveryTensorMustBeThere() throws IOException {
        Content content = Content.of(saved);
        for (String key : content.fields.keySet()) {
            if (!key.equals("gradus.format")) {
                assertRefused("metadata '" + key + "': is missing", c -> c.fields.remove(key));
            }
        }
        for (String name : content.tensors.keySet()) {
            assertRefused("tensor '" + name + "': is missing", c -> c.tensors.remove(name));
        }
    }

    @Test
    void everyFieldMustMakeSense() throws IOException {
        for (String key : Content.of(saved).fields.keySet()) {
            if (!key.equals("gradus.version")) {
                for (String wrong : List.of("", "many", "NaN", "1e999", "-1", "9223372036854775807")) {
                    // A peak, a sum, a forecast and the start of the first bin may be any number.
                    boolean any = key.endsWith("peak") || key.endsWith("fromStart") || key.endsWith("origin");
                    if (!any || !wrong.matches("[-0-9]+")) {
                        String message = refusal(c -> c.fields.put(key, wrong));
                        assertTrue(message.startsWith("state.safetensors: "), message);
                    }
                }
            }
        }
    }

    @Test
    void everyTensorMustHaveItsSizeAndBeFinite() throws IOException {
        Map<String, double[]> tensors = Content.of(saved).tensors;
        for (String name : tensors.keySet()) {
            int size = tensors.get(name).length;
            String longer = refusal(c -> c.tensors.put(name, new double[size + 1]));
            assertTrue(longer.startsWith("state.safetensors: tensor '" + name + "': must have "), longer);
            if (size > 0) {
                double[] broken = tensors.get(name).clone();
                broken[size / 2] = Double.NaN;
                assertRefused("tensor '" + name + "': holds NaN", c -> c.tensors.put(name, broken));
            }
        }
        assertRefused("tensor 'state.more': is not known", c -> c.tensors.put("state.more", new double[1]));
        assertRefused(
                "metadata 'state.more': is not known, and has the value '1'", c -> c.fields.put("state.more", "1"));
        assertRefused(
                "tensor 'state.pending': holds a stretch from step 5.5 to 6.0 of 97 steps",
                c -> c.tensors.put("state.pending", new double[] {5.5, 6, 1}));
        assertRefused("tensor 'state.open.counts': has 0.5 values with the sum 3.0", c -> {
            c.tensors.put("state.open.counts", new double[] {0.5});
            c.tensors.put("state.open.sums", new double[] {3});
        });
    }

    @Test
    void aStateOfAnotherPlaceInTheStreamIsRefusedOrWorks() throws IOException {
        for (String bin : List.of("0", "1", "16", "17", "18", "118", "120", "1000000000")) {
            Content content = Content.of(saved);
            content.fields.put("state.bin", bin);
            content.write(file);
            try {
                OnlineDetector online = OnlineDetector.load(file, DETECTOR);
                for (int i = 0; i < 60; i++) {
                    long time = SERIES.time(0) + (Long.parseLong(bin) + i) * OnlineKinds.MINUTE;
                    online.add(time, 50 + i);
                }
                online.finish();
            } catch (ModelFileException e) {
                assertTrue(e.getMessage().startsWith("state.safetensors: "), e::getMessage);
            }
        }
    }

    @Test
    void damageIsNoticedWhereverItIs() throws IOException {
        byte[] whole = Files.readAllBytes(saved);
        Random random = new Random(8);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThrows(ModelFileException.class, () -> OnlineDetector.load(file, DETECTOR));
        }
        for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(ModelFileException.class, () -> OnlineDetector.load(file, DETECTOR));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tadgan defaults", "dense-ae POINT", "tadgan columns"})
    void aStateBelongsToOneDetector(String other) {
        String message = assertThrows(
                        ModelFileException.class,
                        () -> OnlineDetector.load(
                                saved, OnlineKinds.named(other).detector()))
                .getMessage();
        assertTrue(message.startsWith("saved.safetensors: metadata '"), message);
        assertTrue(
                message.endsWith("; the state was saved with another detector, name that one")
                        || message.endsWith("is missing"),
                message);
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws IOException {
        Path detector = folder.resolve("detector.safetensors");
        DETECTOR.save(detector);
        String message = assertThrows(ModelFileException.class, () -> OnlineDetector.load(detector, DETECTOR))
                .getMessage();
        assertTrue(message.contains("'gradus.model': must be "), message);
        String reverse = assertThrows(ModelFileException.class, () -> Detector.load(saved))
                .getMessage();
        assertTrue(reverse.contains("'gradus.model': must be "), reverse);
        Path missing = folder.resolve("missing");
        assertEquals(
                missing + ": there is no such file",
                assertThrows(NoSuchFileException.class, () -> OnlineDetector.load(missing, DETECTOR))
                        .getMessage());
    }
}
