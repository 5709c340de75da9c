package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Rng;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What must be given and is not is named at the door. */
class AbsentArgumentsTest {
    private final Map<String, Executable> calls = new LinkedHashMap<>();

    @TestFactory
    Stream<DynamicTest> areNamed() {
        files();
        checkpoints();
        return calls.entrySet().stream()
                .map(call -> dynamicTest(
                        call.getKey(), () -> says(NullPointerException.class, call.getValue(), call.getKey())));
    }

    private void files() {
        SafeTensors empty = SafeTensors.builder().build();
        SafeTensors.Builder builder = SafeTensors.builder();
        Cells none = Cells.none();
        Path file = Path.of("x");
        calls.put("safetensors: the file is null", () -> SafeTensors.read(null));
        calls.put("the file is null", () -> empty.write(null));
        calls.put("safetensors: the content is null", () -> SafeTensors.read(null, "x"));
        calls.put("safetensors: a key of the metadata is null", () -> builder.metadata(null, "v"));
        calls.put("safetensors: metadata 'k' is null", () -> builder.metadata("k", null));
        calls.put("safetensors: a tensor's name is null", () -> builder.floats(null, new int[0], 1));
        calls.put("safetensors: tensor 'a': the shape is null", () -> builder.longs("a", null, 1));
        calls.put("safetensors: tensor 'a': the values are null", () -> builder.doubles("a", new int[0], null));
        calls.put("tensor 'f': the values are null", () -> builder.floats("f", new int[0], null));
        calls.put("tensor 'l': the values are null", () -> builder.longs("l", new int[0], null));
        calls.put("atomic file: the target is null", () -> AtomicFile.write(null, new byte[0]));
        calls.put("atomic file: the content is null", () -> AtomicFile.write(file, (byte[]) null));
        calls.put("file: the content is null", () -> AtomicFile.stage(file, null));
        calls.put("weights: the cells are null", () -> Weights.write(null, "", builder));
        calls.put("weights: the prefix is null; \"\" is none", () -> Weights.write(none, null, builder));
        calls.put("weights: the content to write into is null", () -> Weights.write(none, "", null));
        calls.put("weights: the content to read from is null", () -> Weights.read(null, "", none));
        calls.put("the prefix is null", () -> Weights.read(empty, null, none));
        calls.put("the cells are null", () -> Weights.read(empty, "", null));
    }

    private void checkpoints() {
        Checkpoint checkpoint = Checkpoint.builder().build();
        Checkpoint.Builder builder = Checkpoint.builder();
        Map<String, Double> losses = new HashMap<>();
        losses.put("loss", null);
        calls.put("checkpoint: the file is null", () -> checkpoint.loadIfPresent(null));
        calls.put("checkpoint: the content is null", () -> checkpoint.restore(null));
        calls.put("checkpoint: the losses are null; Map.of() is none", () -> checkpoint.completeEpoch(null));
        calls.put("checkpoint: the loss 'loss' is null", () -> checkpoint.completeEpoch(losses));
        calls.put("checkpoint: a note's key is null", () -> checkpoint.note(null, "v"));
        calls.put("checkpoint: the note 'k' is null", () -> checkpoint.note("k", null));
        calls.put("checkpoint: the network is null", () -> builder.network("a", (Layer) null));
        calls.put("checkpoint: the cells are null", () -> builder.network("a", (Cells) null));
        calls.put("checkpoint: the network's name is null", () -> builder.network(null, Cells.none()));
        calls.put("checkpoint: the optimizer is null", () -> builder.optimizer("a", null));
        calls.put("checkpoint: the generator is null", () -> builder.generator("a", null));
        calls.put("checkpoint: the generator's name is null", () -> builder.generator(null, new Rng(1)));
        calls.put("checkpoint: the array is null", () -> builder.array("a", (int[]) null));
        calls.put("the array is null", () -> builder.array("a", (double[]) null));
        calls.put("checkpoint: a setting's key is null", () -> builder.setting(null, TestBackends.names()));
    }
}
