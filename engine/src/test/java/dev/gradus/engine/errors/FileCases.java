package dev.gradus.engine.errors;

import static dev.gradus.engine.errors.Samples.REFERENCE;
import static dev.gradus.engine.errors.Samples.zeros;

import dev.gradus.engine.io.AtomicFile;
import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.memory.PerThread;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** What goes wrong with files; the tests of {@code io} hold many more of what a file may hold. */
final class FileCases {
    private static final Path NOWHERE = Path.of("no-such-folder", "no-such-file.safetensors");

    private final ErrorCases cases;
    private final Cells cells = Cells.of(new Parameter("weight", zeros(2)));
    private final SafeTensors other =
            SafeTensors.builder().floats("bias", new int[] {1}, 1).build();

    private FileCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        FileCases table = new FileCases(cases);
        table.atomicFile();
        table.safeTensors();
        table.building();
        table.weights();
        table.checkpoint();
        table.checkpointBuilder();
    }

    private void atomicFile() {
        String missing = "there is no folder ";
        String bytes = "AtomicFile.write(Path, byte[])";
        cases.noFile(bytes, () -> AtomicFile.write(NOWHERE, new byte[1]), NOWHERE + ": " + missing, "create it");
        cases.absent(bytes, () -> AtomicFile.write(NOWHERE, (byte[]) null), "file: the content is null");
        cases.absent(
                "AtomicFile.write(Path, Content)", () -> AtomicFile.write(null, out -> {}), "file: the target is null");
        cases.noFile(
                "AtomicFile.stage(Path, Content)", () -> AtomicFile.stage(NOWHERE, out -> {}), missing, "create it");
        cases.absent("PerThread(Supplier)", () -> new PerThread<>(null), "per thread: ", "the supplier is null");
        cases.harmless("any text can be shown", "Quoted.of(String)");
    }

    private void safeTensors() {
        String file = "SafeTensors.read(Path)";
        cases.noFile(file, () -> SafeTensors.read(NOWHERE), NOWHERE + ": there is no such file");
        cases.modelFile(file, () -> SafeTensors.read(Path.of(".")), ".: is a folder; name a file in it");
        cases.absent(file, () -> SafeTensors.read(null), "safetensors: the file is null");
        String bytes = "SafeTensors.read(byte[], String)";
        cases.modelFile(bytes, () -> SafeTensors.read(new byte[0], "mine"), "mine: the file is empty");
        cases.absent(bytes, () -> SafeTensors.read(null, "mine"), "safetensors: the content is null");
        cases.noFile("SafeTensors.write(Path)", () -> other.write(NOWHERE), "there is no folder ", "create it");
        String missing = "safetensors: tensor 'weight': is missing";
        cases.modelFile("SafeTensors.dtype(String)", () -> other.dtype("weight"), missing);
        cases.modelFile("SafeTensors.shape(String)", () -> other.shape("weight"), missing);
        cases.modelFile("SafeTensors.floats(String)", () -> other.floats("weight"), missing);
        cases.modelFile("SafeTensors.doubles(String)", () -> other.doubles("weight"), missing);
        cases.modelFile("SafeTensors.longs(String)", () -> other.longs("bias"), "safetensors: tensor 'bias': is F32");
        cases.modelFile(
                "SafeTensors.metadata(String)", () -> other.metadata("a"), "safetensors: metadata 'a': is missing");
        cases.harmless("makes an exception of any text", "SafeTensors.malformed(String, String)");
    }

    private void building() {
        SafeTensors.Builder builder = SafeTensors.builder();
        String floats = "SafeTensors.Builder.floats(String, int[], float[])";
        cases.shape(
                floats,
                () -> builder.floats("a", new int[] {3}, 1),
                "safetensors: tensor 'a': 1 numbers do not fill [3]");
        cases.absent(floats, () -> builder.floats("a", null, 1), "safetensors: tensor 'a': the shape is null");
        cases.shape(
                "SafeTensors.Builder.doubles(String, int[], double[])",
                () -> builder.doubles("a", new int[] {-1}, 1),
                "safetensors: tensor 'a': [-1] has a negative extent");
        cases.absent(
                "SafeTensors.Builder.longs(String, int[], long[])",
                () -> builder.longs("a", new int[0], (long[]) null),
                "safetensors: tensor 'a': the values are null");
        cases.argument(
                "SafeTensors.Builder.metadata(String, String)",
                () -> builder.metadata("key", "\uD800"),
                "safetensors: metadata 'key'",
                "surrogate pair");
    }

    private void weights() {
        cases.noFile("Weights.load(Path, Cells)", () -> Weights.load(NOWHERE, cells), "there is no such file");
        cases.noFile(
                "Weights.save(Cells, Path)", () -> Weights.save(cells, NOWHERE), "there is no folder ", "create it");
        Cells diverged = Cells.of(new Parameter("weight", Tensor.full(REFERENCE, Double.NaN, Shape.of(2))));
        cases.nonFinite(
                "Weights.write(Cells, String, Builder)",
                () -> Weights.write(diverged, "critic.", SafeTensors.builder()),
                "weights: critic.weight: number 0 is NaN",
                "diverged");
        String read = "Weights.read(SafeTensors, String, Cells)";
        cases.modelFile(read, () -> Weights.read(other, "", cells), "missing tensors: 'weight'", "unexpected");
        cases.absent(read, () -> Weights.read(other, "", null), "weights: the cells are null");
    }

    private void checkpoint() {
        Checkpoint checkpoint = Checkpoint.builder().network("net", cells).build();
        cases.noFile("Checkpoint.load(Path)", () -> checkpoint.load(NOWHERE), "there is no such file");
        cases.modelFile(
                "Checkpoint.loadIfPresent(Path)", () -> checkpoint.loadIfPresent(Path.of(".")), ".: is a folder");
        cases.modelFile(
                "Checkpoint.restore(SafeTensors)",
                () -> checkpoint.restore(other),
                "is not a checkpoint",
                "Weights.load");
        cases.noFile("Checkpoint.save(Path)", () -> checkpoint.save(NOWHERE), "there is no folder ", "create it");
        cases.argument(
                "Checkpoint.completeEpoch(Map)",
                () -> {
                    checkpoint.completeEpoch(Map.of("a", 1.0));
                    checkpoint.completeEpoch(Map.of("b", 1.0));
                },
                "checkpoint: epoch 2 has the losses [b], earlier ones have [a]");
        cases.absent("Checkpoint.completeEpoch(Map)", () -> checkpoint.completeEpoch(null), "checkpoint: the losses");
        cases.absent("Checkpoint.note(String, String)", () -> checkpoint.note("a", null), "checkpoint: the note 'a'");
    }

    private void checkpointBuilder() {
        Checkpoint.Builder builder = Checkpoint.builder();
        String start = "Checkpoint.Builder.";
        cases.absent(
                start + "network(String, Layer)",
                () -> builder.network("a", (Layer) null),
                "checkpoint: the network is null");
        cases.argument(
                start + "network(String, Cells)",
                () -> builder.network("a.b", cells),
                "name 'a.b' is empty or has a dot");
        cases.absent(
                start + "optimizer(String, Optimizer)",
                () -> builder.optimizer("a", null),
                "checkpoint: the optimizer is null");
        cases.absent(
                start + "generator(String, Rng)",
                () -> builder.generator(null, new Rng(1)),
                "checkpoint: the generator's name is null");
        cases.absent(
                start + "array(String, int[])",
                () -> builder.array("a", (int[]) null),
                "checkpoint: the array is null");
        cases.argument(start + "array(String, double[])", () -> builder.array("", new double[0]), "name '' is empty");
        cases.argument(
                start + "setting(String, Object)",
                () -> builder.setting("a", 1).setting("a", 2),
                "checkpoint: setting 'a' is given twice");
    }
}
