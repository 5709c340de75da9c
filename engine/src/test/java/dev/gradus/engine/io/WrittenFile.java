package dev.gradus.engine.io;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.BatchNorm;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code gradus.safetensors} holds: a network with known numbers, strings and odd tensors. {@code fixtures.py
 * --check} says whether Python reads it as it is meant.
 */
final class WrittenFile {
    private WrittenFile() {}

    /** @param args the file to write */
    public static void main(String[] args) throws IOException {
        content(dev.gradus.engine.TestBackends.named("plain", 1)).write(Path.of(args[0]));
    }

    /** The strings, which {@code dtypes.safetensors} holds too. */
    static Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("plain", "taxi");
        texts.put("unicode", "Größe, 大きさ, 𝛿, 🚕");
        texts.put(
                "escapes",
                "quote \" backslash \\ slash / tab \t line \n return \r back \b feed \f bell \u0007 delete \u007f");
        texts.put("", "the empty key");
        texts.put("empty", "");
        return texts;
    }

    /** The content, in float32: parameter number n counts up from n/64 − 1 in steps of 1/64. */
    static SafeTensors content(Backend single) {
        Init init = new Init(single, new Rng(1));
        BatchNorm norm = new BatchNorm(8, init);
        Cells cells = Cells.builder()
                .add("encoder", Bidirectional.lstm(3, 4, init))
                .add("norm", norm)
                .add("decoder", new Dense(8, 2, init))
                .build();
        int place = 0;
        for (Parameter parameter : cells.parameters()) {
            double[] values = new double[parameter.shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (place + i) / 64.0 - 1;
            }
            parameter.set(Tensor.of(single, values, parameter.shape()));
            place++;
        }
        norm.runningMean().set(Tensor.full(single, 0.25, Shape.of(8)));
        norm.runningVariance().set(Tensor.full(single, 4, Shape.of(8)));

        SafeTensors.Builder content = SafeTensors.builder();
        Weights.write(cells, "network.", content);
        content.doubles("double", new int[] {2, 2}, 0.1, -0.0, 5e-324, 1e308);
        content.longs("long", new int[] {2}, Long.MIN_VALUE, Long.MAX_VALUE);
        content.floats("scalar", new int[0], 42);
        content.floats("empty", new int[] {3, 0, 5});
        texts().forEach(content::metadata);
        content.metadata("shapes", shapes(content.build()));
        return content.build();
    }

    /** {@code {"name": [3, 4], ..}}. */
    private static String shapes(SafeTensors content) {
        return content.names().stream()
                .map(name -> {
                    try {
                        return "\"" + name + "\": " + Arrays.toString(content.shape(name));
                    } catch (ModelFileException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
