package dev.gradus.models.file;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.window.SeriesModel;
import java.util.Objects;

/**
 * The settings of an untrained model as bytes, so that another process can make the same model: a safetensors file without tensors,
 * with the same fields as a detector's file, less what a detector has learnt. {@code gradus.settings} is the number of this form,
 * {@value #VERSION}, {@code gradus.model} says which model the others are of. Whoever has more to say adds fields.
 */
public final class SettingsFile {
    private static final int VERSION = 1;
    private static final String FORMAT = "gradus.settings";

    private SettingsFile() {}

    /** Reads what else there is. */
    @FunctionalInterface
    public interface Use<T> {
        /** Makes something of a model and further fields. */
        T of(SeriesModel model, FieldReader in) throws ModelFileException;
    }

    /** Begins the settings of a model; {@code out.tensors().build()} has all of them. */
    public static FieldWriter of(SeriesModel model) {
        FieldWriter out = new FieldWriter();
        out.put(FORMAT, VERSION).put(DetectorFile.MODEL, model.name());
        model.write(out);
        return out;
    }

    /**
     * Reads settings.
     *
     * @param name    what messages call them
     * @param backend what the model will compute on
     * @param use     takes the model and reads what else is there; what it does not ask for is refused
     * @throws ModelFileException if the bytes are no settings, or those of a newer version
     */
    public static <T> T read(byte[] content, String name, Backend backend, Use<T> use) throws ModelFileException {
        Objects.requireNonNull(content, "settings: there are none, the bytes are null");
        FieldReader in = new FieldReader(SafeTensors.read(content, name));
        if (!in.has(FORMAT)) {
            throw new ModelFileException(name + ": holds no settings of a model (no metadata '" + FORMAT
                    + "'); take those that were written");
        }
        int version = in.integer(FORMAT);
        if (version != VERSION) {
            throw in.wrong(FORMAT, "" + VERSION + ", what this version of Gradus reads");
        }
        if (!in.file().names().isEmpty()) {
            throw new ModelFileException(name + ": holds tensors, which settings do not have");
        }
        T made = use.of(DetectorFile.format(in).settings(in, backend), in);
        in.end();
        return made;
    }
}
