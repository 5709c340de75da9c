package dev.gradus.models.dcgan;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.Sizes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The settings of a DCGAN as fields of a file. */
final class DcganFields {
    private static final String PREFIX = "dcgan.";

    private DcganFields() {}

    static void put(FieldWriter out, DcganConfig c) {
        out.put(PREFIX + "size", c.size())
                .put(PREFIX + "noise", c.noise())
                .put(PREFIX + "filters", c.filters())
                .put(PREFIX + "negativeSlope", c.negativeSlope())
                .put(PREFIX + "dropout", c.dropout())
                .put(PREFIX + "epochs", c.epochs())
                .put(PREFIX + "batch", c.batch())
                .put(PREFIX + "learningRate", c.learningRate())
                .put(PREFIX + "beta1", c.beta1())
                .put(PREFIX + "averaging", c.averaging())
                .put(PREFIX + "seed", c.seed());
    }

    /** What of the settings a training cannot go on without, by name: all but the epochs. */
    static Map<String, String> ofTraining(DcganConfig config) {
        FieldWriter fields = new FieldWriter();
        put(fields, config);
        Map<String, String> settings = new LinkedHashMap<>();
        fields.tensors().build().metadata().forEach((key, value) -> {
            if (!key.equals(PREFIX + "epochs")) {
                settings.put(key.substring(PREFIX.length()), value);
            }
        });
        return settings;
    }

    static DcganConfig config(FieldReader in) throws ModelFileException {
        int size = in.integer(PREFIX + "size");
        int noise = in.integer(PREFIX + "noise");
        int filters = in.integer(PREFIX + "filters");
        double negativeSlope = in.number(PREFIX + "negativeSlope");
        double dropout = in.number(PREFIX + "dropout");
        int epochs = in.integer(PREFIX + "epochs");
        int batch = in.integer(PREFIX + "batch");
        double learningRate = in.number(PREFIX + "learningRate");
        double beta1 = in.number(PREFIX + "beta1");
        double averaging = in.number(PREFIX + "averaging");
        long seed = in.whole(PREFIX + "seed");
        return in.made(
                "dcgan",
                () -> new DcganConfig(
                        size,
                        noise,
                        filters,
                        negativeSlope,
                        dropout,
                        epochs,
                        batch,
                        learningRate,
                        beta1,
                        averaging,
                        seed));
    }

    /** Holds the sizes that the fields state against the numbers in the file, so that no larger networks are made. */
    static void requireSizes(FieldReader in, DcganConfig c) throws ModelFileException {
        double needed = DcganNetworks.parameterCount(c);
        double there = Sizes.numbers(in.file());
        if (needed > there) {
            throw in.malformed(
                    PREFIX + "size",
                    String.format(
                            Locale.ROOT,
                            "with %s and the other sizes, the networks have %.0f numbers; the file has %.0f",
                            c.size(),
                            needed,
                            there));
        }
        requireAxis(in, "noise", c.noise(), "generator.0.weight", 1);
        requireAxis(in, "filters", c.filters(), "discriminator.0.weight", 0);
    }

    private static void requireAxis(FieldReader in, String field, int expected, String tensor, int axis)
            throws ModelFileException {
        int[] shape = in.file().shape(tensor);
        if (axis >= shape.length || shape[axis] != expected) {
            throw in.malformed(
                    PREFIX + field,
                    expected + " is not the extent of axis " + axis + " of " + tensor + ", which is "
                            + Arrays.toString(shape));
        }
    }
}
