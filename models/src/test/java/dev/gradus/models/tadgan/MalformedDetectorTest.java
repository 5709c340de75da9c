package dev.gradus.models.tadgan;

import static dev.gradus.models.tadgan.Small.WINDOW;
import static dev.gradus.models.tadgan.Small.assertSame;
import static dev.gradus.models.tadgan.Small.wave;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.Scoring;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are none of a detector, or not quite: each gets a sentence, and none costs more than its bytes. */
class MalformedDetectorTest {
    private static final String DIGEST = "gradus.sha256";
    private static final TimeSeries TRAINING = wave(100 + WINDOW, 1);
    private static final TimeSeries OTHER = wave(40, 2);

    @TempDir
    private static Path folder;

    private static Path saved;
    private static Path file;

    @BeforeAll
    static void save() throws IOException {
        saved = folder.resolve("saved.safetensors");
        file = folder.resolve("taxi.safetensors");
        Small.tadGan().epochs(1).build().fit(TRAINING).save(saved);
    }

    /** Writes the saved detector with other fields; without the digest, unless the edit puts it back. */
    private static void edit(Consumer<Map<String, String>> edit) throws IOException {
        SafeTensors content = SafeTensors.read(saved);
        Map<String, String> fields = new LinkedHashMap<>(content.metadata());
        fields.remove(DIGEST);
        edit.accept(fields);
        SafeTensors.Builder edited = SafeTensors.builder();
        fields.forEach(edited::metadata);
        for (String name : content.names()) {
            edited.floats(name, content.shape(name), content.floats(name));
        }
        Files.write(file, edited.build().toBytes());
    }

    private static String refusal() {
        return assertThrows(ModelFileException.class, () -> Detector.load(file)).getMessage();
    }

    private static void assertRefused(String message, Consumer<Map<String, String>> edit) throws IOException {
        edit(edit);
        assertEquals("taxi.safetensors: " + message, refusal());
    }

    @Test
    void withoutDigestTheContentIsTakenAsItIs() throws IOException {
        edit(fields -> {});
        assertSame(Detector.load(saved).examine(OTHER), Detector.load(file).examine(OTHER));
        edit(fields -> fields.put("training.threshold.upper", "1E+3"));
        assertEquals(List.of(), Detector.load(file).detect(OTHER));
    }

    @Test
    void theDigestIsOfWhatIsSaidAndNotOfHow() throws IOException {
        String digest = SafeTensors.read(saved).metadata(DIGEST);
        edit(fields -> {
            List<String> keys = new ArrayList<>(fields.keySet());
            Collections.reverse(keys);
            Map<String, String> reversed = new LinkedHashMap<>();
            keys.forEach(key -> reversed.put(key, fields.get(key)));
            fields.clear();
            fields.put(DIGEST, digest);
            fields.putAll(reversed);
        });
        assertSame(Detector.load(saved).examine(OTHER), Detector.load(file).examine(OTHER));
        assertRefused(
                "metadata 'gradus.sha256': is not the digest of the content: the file is damaged, or was changed by"
                        + " something that did not take this field out",
                fields -> {
                    fields.put(DIGEST, digest);
                    fields.put("tadgan.seed", "6");
                });
    }

    @Test
    void everyFieldMustBeThere() throws IOException {
        for (String key : SafeTensors.read(saved).metadata().keySet()) {
            // Files from before there was a choice of procedure are read.
            if (!Set.of(DIGEST, "gradus.format", "tadgan.procedure").contains(key)) {
                assertRefused("metadata '" + key + "': is missing", fields -> fields.remove(key));
            }
        }
    }

    @Test
    void everyFieldMustBeOfItsType() throws IOException {
        for (String key : SafeTensors.read(saved).metadata().keySet()) {
            // Which version wrote the file is for the curious; every other text has a form.
            if (!key.equals(DIGEST) && !key.equals("gradus.version")) {
                for (String wrong : List.of("", "many", "NaN", "1e999", "0x10", " 1", "true ", "\u0663")) {
                    edit(fields -> fields.put(key, wrong));
                    String message = refusal();
                    assertTrue(message.startsWith("taxi.safetensors: metadata '" + key + "': must be "), message);
                    assertTrue(message.endsWith(", is '" + wrong + "'"), message);
                }
            }
        }
    }

    @Test
    void anUnknownFieldIsRefused() throws IOException {
        assertRefused(
                "metadata 'tadgan.windows': is not known, and has the value '18'",
                fields -> fields.put("tadgan.windows", "18"));
        assertRefused(
                "metadata 'note': is not known, and has the value 'a\\u{1b}b'",
                fields -> fields.put("note", "a\u001bb"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tadgan.window|19|metadata tadgan: tadgan: window must be even, not 19: the generator makes half as many"
                        + " steps and repeats each twice",
                "tadgan.window|20|metadata 'tadgan.window': 20 needs 10 along axis 0 of generator.0.weight, which is [9, 4]",
                "tadgan.latent|5|metadata 'tadgan.latent': 5 needs 5 along axis 1 of generator.0.weight, which is [9, 4]",
                "tadgan.epochs|0|metadata tadgan: tadgan: epochs must be at least 1, not 0",
                "tadgan.learningRate|-1|metadata tadgan: tadgan: learningRate must be positive, not -1.0",
                "tadgan.interval|PT0S|metadata tadgan: tadgan: interval must be at least a millisecond, not PT0S",
                "tadgan.interval|PT1Q|metadata 'tadgan.interval': must be a duration such as PT30M, or 'own', is 'PT1Q'",
                "tadgan.columns|0|metadata 'tadgan.columns': must be 1 or more, is '0'",
                "tadgan.columns|-1|metadata 'tadgan.columns': must be 1 or more, is '-1'",
                "tadgan.criticLayers|3|does not fit the network: missing tensors: 'critic_x.11.weight'",
                "score.lambda|2|metadata score: lambda must lie between 0 and 1, not 2.0",
                "score.combination|REGRESSION|metadata score: TadGAN has no regression to score",
                "score.measure|dtw|metadata 'score.measure': must be one of [POINT, AREA, DTW], is 'dtw'",
                "finder.padding|-3|metadata finder: the padding must not be negative: -3",
                "finder.step|4294967296|metadata 'finder.step': must be a whole number of 32 bits, is '4294967296'",
                "tadgan.seed|9223372036854775808|metadata 'tadgan.seed': must be a whole number of 64 bits, is"
                        + " '9223372036854775808'",
                "finder.lower|yes|metadata 'finder.lower': must be true or false, is 'yes'",
                "training.fingerprint|ABC|metadata 'training.fingerprint': must be 64 hexadecimal digits in small letters, is"
                        + " 'ABC'",
                "training.interval|0|metadata training: the interval must be at least a millisecond, not 0",
                "training.minimum|1000|metadata training: not a range of values: 1000.0 to ",
                "training.errors.deviation|-1|metadata training.errors: the deviation of a scale must not be negative: -1.0",
                "training.errorSmoothing|-1|metadata training: the smoothing window must not be negative: -1",
                "gradus.format|0|metadata 'gradus.format': must be at least 1, is '0'",
                "gradus.model|gan|metadata 'gradus.model': must be a model that this version knows, tadgan or lstm-ae or dense-ae or"
            })
    void aFieldThatCannotBeIsNamed(String key, String value, String message) throws IOException {
        edit(fields -> fields.put(key, value));
        String said = refusal();
        assertTrue(said.startsWith("taxi.safetensors: " + message.replace("''", "'")), said);
    }

    @Test
    void aNewerFormatIsSaidToBeOne() throws IOException {
        edit(fields -> {
            fields.put("gradus.format", "2");
            fields.put("gradus.version", "9.1.0");
            fields.put("gradus.novelty", "1");
        });
        assertEquals(
                "taxi.safetensors: was written by a newer Gradus ('9.1.0', format 2; this one reads up to 1); update Gradus",
                refusal());
    }

    @Test
    void weightsAloneAreSaidToBeThat() throws IOException {
        edit(Map::clear);
        assertEquals(
                "taxi.safetensors: holds tensors alone, such as weights from PyTorch, not a detector: it has no settings,"
                        + " scaler and thresholds (no metadata 'gradus.format'); TadGan.withWeights makes a detector of"
                        + " weights and a series",
                refusal());
        SafeTensors.builder().metadata("format", "pt").build().write(file);
        assertEquals(
                "taxi.safetensors: is empty, not a detector: it has neither tensors nor the metadata 'gradus.format'",
                refusal());
    }

    @Test
    void aCheckpointIsSaidToBeOne() throws IOException {
        SafeTensors.builder()
                .metadata("gradus.checkpoint", "1")
                .longs("x", new int[] {1}, 1)
                .build()
                .write(file);
        assertEquals(
                "taxi.safetensors: is a checkpoint of a training, not a detector; go on with the training and save the"
                        + " detector that it ends with",
                refusal());
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Files.writeString(file, "start,end,severity\n");
        assertTrue(refusal().startsWith("taxi.safetensors: "), refusal());
        Files.write(file, new byte[0]);
        assertTrue(refusal().startsWith("taxi.safetensors: "), refusal());
        assertThrows(ModelFileException.class, () -> Detector.load(folder));
        assertThrows(NoSuchFileException.class, () -> Detector.load(folder.resolve("none")));
    }

    @Test
    void aTensorThatIsMissingOrTooManyIsNamed() throws IOException {
        SafeTensors content = SafeTensors.read(saved);
        SafeTensors.Builder less = SafeTensors.builder();
        content.metadata().forEach(less::metadata);
        for (String name : content.names()) {
            if (!name.equals("encoder.2.bias")) {
                less.floats(name, content.shape(name), content.floats(name));
            }
        }
        less.floats("extra", new int[] {1}, 1).build().write(file);
        String message = refusal();
        assertTrue(message.contains("missing tensors: 'encoder.2.bias'"), message);
        assertTrue(message.contains("unexpected tensors: 'extra'"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tadgan.window",
                "tadgan.latent",
                "tadgan.encoderUnits",
                "tadgan.generatorUnits",
                "tadgan.criticFilters",
                "tadgan.latentCriticUnits",
                "tadgan.criticLayers",
                "tadgan.criticKernel"
            })
    void aHugeSizeCostsNothing(String key) throws IOException {
        for (String huge : List.of("2000000000", "2147483646", "1000000", "65536")) {
            edit(fields -> {
                fields.put(key, huge);
                if (key.startsWith("tadgan.critic")) {
                    // So that the layers, which shorten a window, do not use it up.
                    fields.put("tadgan.criticKernel", key.endsWith("Kernel") ? huge : "1");
                    fields.put("tadgan.criticLayers", key.endsWith("Layers") ? huge : "1");
                }
            });
            long before = allocated();
            String message = refusal();
            assertTrue(allocated() - before < 20_000_000, "bytes: " + (allocated() - before));
            assertTrue(message.contains(huge) && message.contains("tadgan"), message);
        }
    }

    @Test
    void sizesThatEachTensorBearsOutCostNoMoreThanTheFileTogether() throws IOException {
        // Each size stands in a small tensor, and their product would be 16 TB.
        SafeTensors content = SafeTensors.read(saved);
        Map<String, String> fields = new LinkedHashMap<>(content.metadata());
        fields.remove(DIGEST);
        fields.put("tadgan.window", "200000");
        fields.put("tadgan.encoderUnits", "10000000");
        SafeTensors.Builder hostile = SafeTensors.builder();
        fields.forEach(hostile::metadata);
        for (String name : content.names()) {
            if (name.equals("generator.0.weight")) {
                hostile.floats(name, new int[] {100_000, 4}, new float[400_000]);
            } else if (name.equals("encoder.0.weight_hh_l0")) {
                hostile.floats(name, new int[] {0, 10_000_000});
            } else {
                hostile.floats(name, content.shape(name), content.floats(name));
            }
        }
        hostile.build().write(file);
        long before = allocated();
        String message = refusal();
        assertTrue(allocated() - before < 20_000_000, "bytes: " + (allocated() - before));
        assertTrue(message.contains("the networks have "), message);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @Test
    void theNumberOfParametersIsThatOfTheNetworks() {
        for (TadGan.Builder settings : List.of(
                TadGan.builder(),
                Small.tadGan(),
                Small.tadGan().criticLayers(1).criticKernel(1).latentCriticUnits(3),
                Small.tadGan().criticLayers(2).criticFilters(9).window(30).latent(7))) {
            TadGanConfig config = settings.build().config();
            TadGanNetworks networks = TadGanNetworks.blank(config, Backends.get());
            assertEquals(networks.cells().parameterCount(), TadGanNetworks.parameterCount(config));
            networks.cells()
                    .byName()
                    .values()
                    .forEach(cell -> assertTrue(
                            cell.name().contains("bias_l0")
                                    || Arrays.stream(cell.constant().toArray()).allMatch(v -> v == 0),
                            cell::name));
        }
    }

    @Test
    void damageIsNoticed() throws IOException {
        byte[] good = Files.readAllBytes(saved);
        Detection expected = Detector.load(saved).examine(OTHER);
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            // Half of the rounds in the header, the rest anywhere.
            int at = random.nextInt(round % 2 == 0 ? 3000 : bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            try {
                Detector loaded = Detector.load(file);
                // Whatever changed said the same, such as another digit's escape; the detector must be the same.
                assertSame(expected, loaded.examine(OTHER));
            } catch (ModelFileException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("taxi.safetensors: "), e.getMessage());
            }
        }
        assertTrue(refused > 290, refused + " of 300 were noticed");
    }

    @Test
    void withoutDigestFieldsThatAreChangedAreRefusedOrMakeSense() throws IOException {
        Random random = new Random(8);
        List<String> keys = List.copyOf(SafeTensors.read(saved).metadata().keySet());
        String[] values = {
            "",
            "-1",
            "0",
            "1",
            "2",
            "18",
            "2147483647",
            "-2147483648",
            "9223372036854775807",
            "1E308",
            "-1E308",
            "5E-324",
            "0.5",
            "true",
            "false",
            "DTW",
            "SUM",
            "PT1S",
            "own",
            "tadgan",
            "\u0000",
            "x".repeat(5000)
        };
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            String key = keys.get(random.nextInt(keys.size()));
            String value = random.nextInt(3) > 0 ? values[random.nextInt(values.length)] : null;
            edit(fields -> fields.computeIfPresent(key, (k, old) -> value != null ? value : flipped(old, random)));
            long before = allocated();
            try {
                Detector loaded = Detector.load(file);
                assertTrue(allocated() - before < 50_000_000, key);
                // Bins of a millisecond are allowed, and make millions of them.
                for (Scoring scoring : key.equals("training.interval") ? new Scoring[0] : Scoring.values()) {
                    assertFinite(loaded.examine(OTHER, scoring));
                }
            } catch (ModelFileException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("taxi.safetensors: "), e.getMessage());
                assertTrue(e.getMessage().length() < 700, e.getMessage());
            } catch (IllegalArgumentException e) {
                // Such as a scale so fine that scores overflow.
                assertFalse(e.getMessage().isBlank());
            }
        }
        assertTrue(refused > 150 && refused < 400, refused + " of 400 were refused");
    }

    private static void assertFinite(Detection detection) {
        assertTrue(Arrays.stream(detection.scores()).allMatch(Double::isFinite));
        assertTrue(Arrays.stream(detection.reconstruction()).allMatch(Double::isFinite));
        assertTrue(detection.anomalies().stream().allMatch(a -> Double.isFinite(a.severity())));
    }

    private static String flipped(String text, Random random) {
        if (text.isEmpty()) {
            return text;
        }
        char[] chars = text.toCharArray();
        chars[random.nextInt(chars.length)] ^= (char) (1 << random.nextInt(7));
        return new String(chars);
    }
}
