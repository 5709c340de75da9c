package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.refuses;
import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.optim.Adam;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.RmsProp;
import dev.gradus.engine.optim.Sgd;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("without-vector")
class CheckpointTest {
    private static final Backend BACKEND = TestBackends.reference();

    /** A training of one layer; two of them with different seeds differ in everything. */
    private static final class Training {
        final Dense layer;
        final Optimizer optimizer;
        final Rng rng;
        final int[] order;
        final double[] best = {Double.POSITIVE_INFINITY, 0};
        final Checkpoint checkpoint;

        Training(long seed, Function<Dense, Optimizer> optimizer, String... settings) {
            Init init = new Init(BACKEND, new Rng(seed));
            this.layer = new Dense(2, 1, init);
            this.optimizer = optimizer.apply(layer);
            this.rng = new Rng(seed);
            this.order = new int[] {(int) seed, -5, Integer.MIN_VALUE};
            Checkpoint.Builder builder = Checkpoint.builder()
                    .network("net", layer)
                    .optimizer("opt", this.optimizer)
                    .generator("rng", rng)
                    .array("order", order)
                    .array("best", best);
            for (int i = 0; i < settings.length; i += 2) {
                builder.setting(settings[i], settings[i + 1]);
            }
            this.checkpoint = builder.build();
        }

        Training(long seed, String... settings) {
            this(seed, layer -> new Adam(layer.cells().parameters(), 0.1), settings);
        }

        Training train() {
            Tensor x = rng.uniform(BACKEND, Shape.of(3, 2), 0, 1);
            optimizer.minimize(
                    layer.apply(x, dev.gradus.engine.nn.Pass.penalty()).square().mean());
            best[0] = rng.nextDouble();
            checkpoint.completeEpoch(Map.of("loss", best[0], "other", Double.NaN));
            return this;
        }

        byte[] bytes() {
            return checkpoint.content().toBytes();
        }
    }

    /** The content, with one thing changed. */
    private static SafeTensors changed(SafeTensors content, Function<String, Object> change) throws ModelFileException {
        SafeTensors.Builder builder = SafeTensors.builder();
        content.metadata().forEach((key, value) -> {
            Object other = change.apply(key);
            if (!"".equals(other)) {
                builder.metadata(key, other == null ? value : (String) other);
            }
        });
        for (String name : content.names()) {
            Object other = change.apply(name);
            if (other instanceof long[] longs) {
                builder.longs(name, longs.length == 1 ? new int[0] : new int[] {longs.length}, longs);
            } else if (other instanceof double[] doubles) {
                builder.doubles(name, new int[] {doubles.length}, doubles);
            } else if (other == null && content.dtype(name) == DType.I64) {
                builder.longs(name, content.shape(name), content.longs(name));
            } else if (other == null) {
                builder.doubles(name, content.shape(name), content.doubles(name));
            }
        }
        return SafeTensors.read(builder.build().toBytes(), "run.ckpt");
    }

    private static void refusesChange(String name, Object value, String... parts) throws Exception {
        Training saved = new Training(1).train().train();
        SafeTensors content = changed(saved.checkpoint.content(), n -> n.equals(name) ? value : null);
        Training other = new Training(2).train();
        byte[] before = other.bytes();
        says(ModelFileException.class, () -> other.checkpoint.restore(content), parts);
        assertArrayEquals(before, other.bytes(), "a refused checkpoint changed something");
    }

    @Test
    void everythingIsBroughtBack(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.ckpt");
        Training saved = new Training(1, "batch", "64").train().train();
        saved.checkpoint.note("machine", "Größe");
        saved.checkpoint.save(file);
        Training loaded = new Training(2, "batch", "64").train();
        loaded.checkpoint.note("gone", "x");
        loaded.checkpoint.load(file);
        assertArrayEquals(saved.bytes(), loaded.bytes());
        assertEquals(2, loaded.checkpoint.epoch());
        assertEquals(2, loaded.optimizer.steps());
        assertEquals(saved.rng.state(), loaded.rng.state());
        assertArrayEquals(saved.order, loaded.order);
        assertArrayEquals(saved.best, loaded.best);
        assertEquals(Map.of("machine", "Größe"), loaded.checkpoint.notes());
        assertEquals(
                List.of("loss", "other"),
                List.copyOf(loaded.checkpoint.history().keySet()));
        assertArrayEquals(
                saved.checkpoint.history().get("loss"),
                loaded.checkpoint.history().get("loss"));
        assertArrayEquals(
                new double[] {Double.NaN, Double.NaN},
                loaded.checkpoint.history().get("other"));
        assertArrayEquals(saved.train().bytes(), loaded.train().bytes());
    }

    @Test
    void aTrainingBeforeItsFirstEpochCanBeSaved() throws Exception {
        Training saved = new Training(1);
        Training loaded = new Training(2).train();
        loaded.checkpoint.restore(saved.checkpoint.content());
        assertArrayEquals(saved.bytes(), loaded.bytes());
        assertEquals(Map.of(), loaded.checkpoint.history());
        loaded.checkpoint.completeEpoch(Map.of());
        assertEquals(1, loaded.checkpoint.epoch());
    }

    @Test
    void aFileThatIsNotThereIsTheBeginning(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.ckpt");
        Training training = new Training(1);
        assertFalse(training.checkpoint.loadIfPresent(file));
        says(NoSuchFileException.class, () -> training.checkpoint.load(file), "there is no such file");
        training.train().checkpoint.save(file);
        assertTrue(new Training(2).checkpoint.loadIfPresent(file));
        Files.write(file, new byte[0]);
        assertThrows(ModelFileException.class, () -> training.checkpoint.loadIfPresent(file));
    }

    @Test
    void singleNetworksAreTakenOutOfACheckpoint() throws Exception {
        Training saved = new Training(1).train();
        Dense other = new Training(2).layer;
        Weights.read(saved.checkpoint.content(), "net.", other.cells());
        assertArrayEquals(
                saved.layer.weight().constant().toArray(),
                other.weight().constant().toArray());
    }

    @Test
    void otherSettingsAreNamed() throws Exception {
        SafeTensors content = new Training(1, "batch", "64", "window", "100", "rate", "0.1").checkpoint.content();
        Training other = new Training(2, "batch", "32", "window", "100", "smooth", "true");
        byte[] before = other.bytes();
        says(
                ModelFileException.class,
                () -> other.checkpoint.restore(content),
                "does not fit this training: ",
                "setting 'batch' was '64', is '32'",
                "setting 'smooth' was not set, is 'true'",
                "setting 'rate' was '0.1', is not set");
        assertArrayEquals(before, other.bytes());
    }

    @Test
    void theWordNullIsNotTheAbsenceOfASetting() throws Exception {
        SafeTensors content = new Training(1, "mode", "null").checkpoint.content();
        Training other = new Training(1);
        says(
                ModelFileException.class,
                () -> other.checkpoint.restore(content),
                "setting 'mode' was 'null', is not set");
    }

    @Test
    void anotherOptimizerIsNamed() throws Exception {
        SafeTensors content = new Training(1).train().checkpoint.content();
        Training other = new Training(2, layer -> new RmsProp(layer.cells().parameters(), 0.1));
        says(
                ModelFileException.class,
                () -> other.checkpoint.restore(content),
                "missing tensors: 'checkpoint.optimizer.opt.square.0', 'checkpoint.optimizer.opt.square.1'",
                "unexpected tensors: 'checkpoint.optimizer.opt.m.0'",
                "optimizer 'opt' was of kind 'Adam', is of 'RmsProp'");
    }

    @Test
    void anotherListOfPartsIsNamed() throws Exception {
        Training training = new Training(1);
        SafeTensors content = training.checkpoint.content();
        Checkpoint more = Checkpoint.builder()
                .network("net", training.layer)
                .generator("dropout", new Rng(1))
                .array("order", new int[2])
                .build();
        says(
                ModelFileException.class,
                () -> more.restore(content),
                "missing tensors: 'checkpoint.generator.dropout'",
                "unexpected tensors: 'checkpoint.generator.rng', 'checkpoint.optimizer.opt.steps', ",
                "tensor 'checkpoint.array.order' is I64 [3], must be I64 [2]");
    }

    @Test
    void whatIsNoCheckpointSaysSo() throws Exception {
        Training training = new Training(1);
        SafeTensors.Builder weights = SafeTensors.builder();
        Weights.write(training.layer.cells(), "net.", weights);
        SafeTensors file = SafeTensors.read(weights.build().toBytes(), "taxi.safetensors");
        says(
                ModelFileException.class,
                () -> training.checkpoint.restore(file),
                "taxi.safetensors: is not a checkpoint",
                "'gradus.checkpoint'",
                "Weights.load");
        refusesChange("gradus.checkpoint", "2", "run.ckpt: metadata 'gradus.checkpoint'", "version '2'", "version 1");
    }

    @Test
    void brokenPartsAreNamedAndNothingChanges() throws Exception {
        refusesChange("checkpoint.epoch", new long[] {-1}, "'checkpoint.epoch' is -1, must be in [0, 2^31)");
        refusesChange("checkpoint.epoch", new long[] {1L << 31}, "'checkpoint.epoch' is 2147483648");
        refusesChange("checkpoint.epoch", new long[] {3}, "'checkpoint.history.loss' is F64 [2], must be F64 [3]");
        refusesChange("checkpoint.epoch", "", "missing tensors: 'checkpoint.epoch'");
        refusesChange("checkpoint.optimizer.opt.steps", new long[] {-7}, "'checkpoint.optimizer.opt.steps' is -7");
        refusesChange("checkpoint.optimizer.opt.kind", "", "optimizer 'opt' was of kind 'null', is of 'Adam'");
        refusesChange("checkpoint.optimizer.opt.m.0", new double[] {1, 2, 3}, "is F64 [3], must be [1, 2]");
        refusesChange("checkpoint.generator.rng", new long[] {1, 2, 3}, "gamma, number 1, is 2, must be odd");
        refusesChange("checkpoint.generator.rng", new long[] {1, 3}, "is I64 [2], must be I64 [3]");
        refusesChange("checkpoint.array.order", new long[] {1, 1L << 31, 3}, "holds 2147483648, which is no int");
        refusesChange("checkpoint.array.best", new long[] {1, 2}, "is I64 [2], must be F64 [2]");
        refusesChange("net.bias", new double[] {Double.NaN}, "tensor 'net.bias': number 0 is NaN, must be finite");
    }

    /** An optimiser's moments may overflow where training goes on; they are brought back as they were. */
    @Test
    void momentsMayBeInfinite() throws Exception {
        Training saved = new Training(1).train();
        SafeTensors content = changed(
                saved.checkpoint.content(),
                n -> n.equals("checkpoint.optimizer.opt.v.1") ? new double[] {Double.POSITIVE_INFINITY} : null);
        Training loaded = new Training(2);
        loaded.checkpoint.restore(content);
        assertArrayEquals(
                new double[] {Double.POSITIVE_INFINITY},
                loaded.checkpoint.content().doubles("checkpoint.optimizer.opt.v.1"));
    }

    @Test
    void aDivergedTrainingDoesNotReplaceAGoodFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("run.ckpt");
        Training training = new Training(1).train();
        training.checkpoint.save(file);
        byte[] good = Files.readAllBytes(file);
        training.layer.bias().set(Tensor.full(BACKEND, Double.NaN, Shape.of(1)));
        says(NonFiniteException.class, () -> training.checkpoint.save(file), "net.bias", "NaN");
        assertArrayEquals(good, Files.readAllBytes(file));
    }

    @Test
    void changedFilesAreRestoredWhollyOrNotAtAll() {
        List<byte[]> saved =
                List.of(new Training(1, "batch", "64").train().train().bytes());
        int restored = 0;
        int refused = 0;
        for (int n = 0; n < 10_000; n++) {
            SafeTensors content;
            try {
                content = SafeTensors.read(new Mutations(saved, n).next(), "run.ckpt");
            } catch (ModelFileException e) {
                // Files that are no files are the business of FuzzTest.
                continue;
            }
            Training training = new Training(2, "batch", "64").train();
            byte[] before = training.bytes();
            try {
                training.checkpoint.restore(content);
                Training again = new Training(3, "batch", "64");
                again.checkpoint.restore(training.checkpoint.content());
                assertArrayEquals(training.bytes(), again.bytes());
                restored++;
            } catch (ModelFileException e) {
                assertTrue(e.getMessage().startsWith("run.ckpt: "), e.getMessage());
                assertArrayEquals(before, training.bytes(), () -> "refused, and yet changed: " + e.getMessage());
                refused++;
            }
        }
        assertTrue(restored > 10 && refused > 100, restored + " were restored, " + refused + " refused");
    }

    @Test
    void everyEpochHasTheSameLosses() {
        Checkpoint checkpoint = Checkpoint.builder().build();
        Map<String, Double> losses = new HashMap<>(Map.of("b", 1.0, "a", 2.0));
        checkpoint.completeEpoch(losses);
        losses.clear();
        refuses(() -> checkpoint.completeEpoch(Map.of("a", 1.0)), "epoch 2", "[a]", "[a, b]");
        assertEquals(1, checkpoint.epoch());
        assertArrayEquals(new double[] {2}, checkpoint.history().get("a"));
        checkpoint.history().get("a")[0] = 9;
        assertArrayEquals(new double[] {2}, checkpoint.history().get("a"));
    }

    @Test
    void namesAreChecked() {
        Cells none = Cells.none();
        refuses(() -> Checkpoint.builder().network("", none), "empty");
        refuses(() -> Checkpoint.builder().network("a.b", none), "'a.b'", "dot");
        refuses(() -> Checkpoint.builder().network("checkpoint", none), "'checkpoint'");
        refuses(() -> Checkpoint.builder().network("a", none).network("a", none), "two", "network", "'a'");
        refuses(() -> Checkpoint.builder().array("a", new int[1]).array("a", new double[1]), "array", "'a'");
        refuses(() -> Checkpoint.builder().setting("a", 1).setting("a", 1), "'a'", "twice");
        Checkpoint.builder().network("a", none).generator("a", new Rng(1)).array("a", new int[1]);
    }

    /** State that an optimiser of the user's own calls as an LSTM calls its bias is not split in two. */
    @Test
    void namesOfMomentsAreTakenAsTheyAre() throws Exception {
        Dense layer = new Dense(2, 1, new Init(BACKEND, new Rng(1)));
        Checkpoint checkpoint =
                Checkpoint.builder().optimizer("own", new OwnOptimizer(layer)).build();
        SafeTensors content = checkpoint.content();
        assertTrue(content.names().contains("checkpoint.optimizer.own.bias_l0.0"));
        checkpoint.restore(content);
        assertEquals("OwnOptimizer", content.metadata("checkpoint.optimizer.own.kind"));
    }

    private static final class OwnOptimizer extends Optimizer {
        OwnOptimizer(Dense layer) {
            super(layer.cells().parameters(), 0.1);
            moments("bias_l0");
        }

        @Override
        protected void update(Tensor[] gradients, double rate, long step) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theSameTrainingIsTheSameBytes() {
        assertArrayEquals(
                new Training(1).train().bytes(), new Training(1).train().bytes());
        assertFalse(Arrays.equals(
                new Training(1).train().bytes(), new Training(2).train().bytes()));
        Training momentum = new Training(1, layer -> new Sgd(layer.cells().parameters(), 0.1, 0.9));
        assertFalse(
                Arrays.equals(new Training(1).train().bytes(), momentum.train().bytes()));
    }
}
