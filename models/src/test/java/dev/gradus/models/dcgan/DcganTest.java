package dev.gradus.models.dcgan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.image.DrawnDigits;
import dev.gradus.models.image.ImageDescription;
import dev.gradus.models.image.ImageDetector;
import dev.gradus.models.image.Images;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DcganTest {
    static final Images DIGITS = DrawnDigits.of(40, 1);

    @TempDir
    private Path folder;

    /** One that trains in a moment. */
    static Dcgan.Builder small(int epochs) {
        return Dcgan.builder()
                .size(12)
                .noise(6)
                .filters(3)
                .batch(16)
                .epochs(epochs)
                .seed(5);
    }

    private static TrainingListener cancelling(int epoch, int step) {
        return new TrainingListener() {
            private boolean enough;

            @Override
            public void progress(TrainingProgress progress) {
                enough = progress.epoch() == epoch && progress.step() == step;
            }

            @Override
            public boolean cancelled() {
                return enough;
            }
        };
    }

    @Test
    void networksAreThoseOfTheExercise() {
        DcganConfig config = Dcgan.builder().build().config();
        DcganNetworks networks = DcganNetworks.of(config, Init.blank(Backends.get()));
        // TensorFlow's tutorial: 212 865 numbers in its discriminator, and in its generator those of 50 codes in place
        // of 100.
        assertEquals(212_865, networks.discriminator().cells().parameterCount());
        assertEquals(
                50 * 12_544 + 2 * 12_544 + 25 * 256 * 128 + 2 * 128 + 25 * 128 * 64 + 2 * 64 + 25 * 64,
                networks.generator().cells().parameterCount());
        assertEquals(networks.cells().parameterCount(), DcganNetworks.parameterCount(config));
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 1", "12, 6, 3", "32, 7, 2"})
    void shapesFollowTheSize(int size, int noise, int filters) {
        DcganConfig config =
                Dcgan.builder().size(size).noise(noise).filters(filters).build().config();
        DcganNetworks networks = DcganNetworks.of(config, new Init(Backends.get(), new Rng(1)));
        Tensor z = new Rng(2).normal(Backends.get(), Shape.of(3, noise), 0, 1);
        Tensor x = networks.generator().apply(z, Pass.inference());
        assertEquals(Shape.of(3, 1, size, size), x.shape());
        assertEquals(
                Shape.of(3, 1),
                networks.discriminator().apply(x, Pass.inference()).shape());
        assertEquals(
                Shape.of(3, 2 * filters, size / 4, size / 4),
                networks.features().apply(x, Pass.inference()).shape());
        assertEquals(networks.cells().parameterCount(), DcganNetworks.parameterCount(config));
    }

    @Test
    void aStepFollowsItsDefinition() {
        List<TrainingProgress> seen = new ArrayList<>();
        small(3).build().fit(DIGITS, seen::add);
        // 40 images make two batches of 16; eight wait.
        assertEquals(6, seen.size());
        assertEquals(2, seen.get(0).steps());
        assertEquals(
                List.of("discriminator", "generator"),
                List.copyOf(seen.get(0).losses().keySet()));
        // At first the discriminator knows nothing: −2·log ½ and −log ½.
        assertEquals(2 * StrictMath.log(2), seen.get(0).losses().get("discriminator"), 0.4);
        assertEquals(StrictMath.log(2), seen.get(0).losses().get("generator"), 0.3);
    }

    @Test
    void imagesAreGeneratedByTheAverageOfTheWeights() {
        DcganConfig config = small(1).averaging(0.5).build().config();
        Backend backend = Backends.get();
        DcganTrainer trainer = new DcganTrainer(config, backend, DIGITS.resized(12, 12), Map.of());
        Cell weight = trainer.cells().byName().get("generator.0.weight");
        Cell average = trainer.averaged().generator().cells().byName().get("0.weight");
        double[] expected = weight.constant().toArray();
        assertArrayEquals(expected, average.constant().toArray(), "before the first step");
        trainer.begin();
        for (int step = 0; step < 2; step++) {
            trainer.step(step);
            // (1 + t)/(10 + t) is below a half in these steps.
            double kept = (1.0 + step) / (10 + step);
            double[] now = weight.constant().toArray();
            for (int i = 0; i < now.length; i++) {
                expected[i] = kept * expected[i] + (1 - kept) * now[i];
            }
            assertArrayEquals(expected, average.constant().toArray(), 1e-7);
        }
        assertNotEquals(
                small(1).averaging(0).build().fit(DIGITS).generate(3, 1),
                small(1).averaging(0.5).build().fit(DIGITS).generate(3, 1));
    }

    @Test
    void theFirstMomentsKeepWhatTheyAreTold() {
        Dcgan.Builder settings = small(3).learningRate(0.01);
        Images asPublished = settings.build().fit(DIGITS).generate(3, 1);
        assertEquals(
                asPublished,
                settings.beta1(0.9).averaging(0.999).build().fit(DIGITS).generate(3, 1));
        assertNotEquals(asPublished, settings.beta1(0.5).build().fit(DIGITS).generate(3, 1));
    }

    @Test
    void learnsToGenerateWhatItIsShown() {
        // All dark but a light square: what is generated must become dark beside it and light in it.
        byte[] pixels = new byte[64 * 8 * 8];
        for (int i = 0; i < pixels.length; i++) {
            int row = i / 8 % 8;
            int column = i % 8;
            pixels[i] = (byte) (row >= 2 && row < 6 && column >= 2 && column < 6 ? 230 : 20);
        }
        Dcgan model = Dcgan.builder()
                .size(8)
                .noise(4)
                .filters(8)
                .batch(32)
                .epochs(150)
                .learningRate(1e-3)
                .seed(1)
                .build();
        Images generated = model.fit(Images.of(64, 8, 8, pixels)).generate(16, 1);
        double inside = 0;
        double outside = 0;
        for (int i = 0; i < 16; i++) {
            inside += (generated.pixel(i, 3, 3) + generated.pixel(i, 4, 4)) / 32.0;
            outside += (generated.pixel(i, 0, 0) + generated.pixel(i, 7, 7)) / 32.0;
        }
        assertTrue(inside > 170 && outside < 80, inside + " inside, " + outside + " outside");
    }

    @Test
    void theSameSeedGivesTheSameGeneratorOnAnyNumberOfThreads() {
        Images one = small(2).backend(Backends.named("plain", Workers.of(1)))
                .build()
                .fit(DIGITS)
                .generate(9, 2);
        Images three = small(2).backend(Backends.named("plain", Workers.of(3)))
                .build()
                .fit(DIGITS)
                .generate(9, 2);
        assertEquals(one, three);
        assertNotEquals(one, small(2).seed(6).build().fit(DIGITS).generate(9, 2));
    }

    @Test
    void anInterruptedTrainingGoesOnToTheBit() throws IOException {
        Path file = folder.resolve("checkpoint");
        Path undisturbed = folder.resolve("undisturbed");
        Path resumed = folder.resolve("resumed");
        small(5).build().fit(DIGITS).save(undisturbed);
        assertThrows(
                CancellationException.class,
                () -> small(5).build().fit(DIGITS, cancelling(3, 1), Checkpoints.in(file)));
        small(4).build().fit(DIGITS, TrainingListener.none(), Checkpoints.in(file));
        small(5).build()
                .fit(DIGITS, TrainingListener.none(), Checkpoints.in(file))
                .save(resumed);
        assertArrayEquals(Files.readAllBytes(undisturbed), Files.readAllBytes(resumed));
    }

    @Test
    void otherSettingsAndImagesAreNotGoneOnWith() throws IOException {
        Path file = folder.resolve("digits.checkpoint");
        small(1).build().fit(DIGITS, TrainingListener.none(), Checkpoints.in(file));
        ModelFileException settings = assertThrows(
                ModelFileException.class,
                () -> small(2).batch(8).build().fit(DIGITS, TrainingListener.none(), Checkpoints.in(file)));
        assertEquals(
                "digits.checkpoint: does not fit this training: setting 'batch' was '16', is '8'",
                settings.getMessage());
        ModelFileException images = assertThrows(
                ModelFileException.class,
                () -> small(2).build().fit(DIGITS.range(0, 39), TrainingListener.none(), Checkpoints.in(file)));
        assertTrue(
                images.getMessage()
                        .startsWith("digits.checkpoint: does not fit this training: setting 'images' was '40 images of"
                                + " 28 x 28, with labels, SHA-256 "),
                images.getMessage());
    }

    @Test
    void isTheSameAfterSavingAndLoading() throws IOException {
        DcganGenerator generator = small(2).build().fit(DIGITS);
        Path file = folder.resolve("dcgan.safetensors");
        Path second = folder.resolve("second.safetensors");
        generator.save(file);
        DcganGenerator again = DcganGenerator.load(file);
        assertEquals(generator.config(), again.config());
        assertEquals(new ImageDescription("dcgan", 12, 12, 2, 5), again.description());
        assertEquals(generator.generate(70, 3), again.generate(70, 3));
        again.save(second);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(second));
    }

    @Test
    void moreImagesBeginWithTheSameOnes() {
        DcganGenerator generator = small(1).build().fit(DIGITS);
        Images many = generator.generate(130, 9);
        assertEquals(many.range(0, 50), generator.generate(50, 9));
        assertNotEquals(many, generator.generate(130, 10));
        Tensor codes = new Rng(9).normal(Backends.get(), Shape.of(130, 6), 0, 1);
        assertEquals(many, generator.generate(codes));
    }

    @Test
    void snapshotsAreTakenAndChangeNothing() throws IOException {
        Path with = folder.resolve("with");
        Path without = folder.resolve("without");
        Map<Integer, Images> taken = new TreeMap<>();
        Snapshots snapshots = new Snapshots(4, 2, taken::put);
        DcganGenerator generator = small(5).snapshots(snapshots).build().fit(DIGITS);
        assertEquals(List.of(0, 2, 4, 5), List.copyOf(taken.keySet()));
        assertNotEquals(taken.get(0), taken.get(5));
        assertEquals(generator.generate(4, 5), taken.get(5));
        generator.save(with);
        small(5).build().fit(DIGITS).save(without);
        assertArrayEquals(Files.readAllBytes(without), Files.readAllBytes(with));
    }

    // ---- files that are not what they should be ------------------------------------------------------------------

    private Path edited(Consumer<Map<String, String>> edit) throws IOException {
        Path saved = folder.resolve("saved.safetensors");
        small(1).build().fit(DIGITS).save(saved);
        SafeTensors content = SafeTensors.read(saved);
        Map<String, String> fields = new LinkedHashMap<>(content.metadata());
        fields.remove("gradus.sha256");
        edit.accept(fields);
        SafeTensors.Builder changed = SafeTensors.builder();
        fields.forEach(changed::metadata);
        for (String name : content.names()) {
            changed.floats(name, content.shape(name), content.floats(name));
        }
        Path file = folder.resolve("edited.safetensors");
        changed.build().write(file);
        return file;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size      | 13          | metadata dcgan: dcgan: size must be a multiple of 4, at least 8, not 13",
                "size      | 2147483644  | metadata 'dcgan.size': with 2147483644 and the other sizes, the networks have",
                "noise     | 2147483647  | metadata 'dcgan.size': with 12 and the other sizes, the networks have",
                "noise     | 5           | metadata 'dcgan.noise': 5 is not the extent of axis 1 of generator.0.weight",
                "filters   | 2           | metadata 'dcgan.filters': 2 is not the extent of axis 0 of discriminator.0.weight",
                "beta1     | 1           | metadata dcgan: dcgan: beta1 must be at least 0 and below 1, not 1",
                "averaging | NaN         | metadata 'dcgan.averaging'",
                "batch     | 1           | metadata dcgan: dcgan: batch must be at least 2, not 1",
                "seed      | x           | metadata 'dcgan.seed': must be a whole number, is 'x'",
                "more      | 1           | metadata 'dcgan.more': is not known, and has the value '1'",
            })
    void wrongFieldsAreNamed(String field, String value, String problem) throws IOException {
        Path file = edited(fields -> fields.put("dcgan." + field, value));
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ModelFileException e = assertThrows(ModelFileException.class, () -> DcganGenerator.load(file));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(e.getMessage().startsWith("edited.safetensors: " + problem), e.getMessage());
        assertTrue(allocated < 200_000 + 16 * Files.size(file), () -> allocated + " bytes");
    }

    @Test
    void damageIsNoticed() throws IOException {
        Path file = folder.resolve("dcgan.safetensors");
        small(1).build().fit(DIGITS).save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 1;
        Files.write(file, bytes);
        ModelFileException e = assertThrows(ModelFileException.class, () -> DcganGenerator.load(file));
        assertTrue(e.getMessage().contains("the file is damaged"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aModelOfAnotherKindIsToldApart(boolean generator) throws IOException {
        Path file = edited(fields -> fields.put("gradus.model", generator ? "anogan" : "dcgan"));
        ModelFileException e = assertThrows(ModelFileException.class, () -> {
            if (generator) {
                DcganGenerator.load(file);
            } else {
                ImageDetector.load(file);
            }
        });
        String message =
                "edited.safetensors: metadata 'gradus.model': must be a model that this version knows and that is"
                        + " asked for here, ";
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
        assertTrue(e.getMessage().endsWith(", is " + (generator ? "'anogan'" : "'dcgan'")), e.getMessage());
    }
}
