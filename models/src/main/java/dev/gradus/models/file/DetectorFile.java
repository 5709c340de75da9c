package dev.gradus.models.file;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Quoted;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.AutoencoderFormat;
import dev.gradus.models.ensemble.AutoFormat;
import dev.gradus.models.profile.MatrixProfileFormat;
import dev.gradus.models.regression.RegressionFormat;
import dev.gradus.models.tadgan.TadGanFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Files of detectors. Their first fields say what they are:
 * <ul>
 *   <li>{@code gradus.format}: the number of this form of files, {@value #VERSION};
 *   <li>{@code gradus.model}: which {@link DetectorFormat} the other fields and the tensors are of;
 *   <li>{@code gradus.version}: the version of the library that wrote the file, for the curious;
 *   <li>{@code gradus.sha256}: the digest of everything else in the file, by which damage is noticed. Whoever changes the
 *       content by other means takes this field out; a file without it is read as it is.
 * </ul>
 */
public final class DetectorFile {
    /** Goes up when a file can be read by this version but not by the one before. */
    private static final int VERSION = 1;

    /** Which {@link DetectorFormat} the fields are of. */
    static final String MODEL = "gradus.model";

    private static final String PREFIX = "gradus.";
    private static final String FORMAT = PREFIX + "format";
    private static final String LIBRARY = PREFIX + "version";
    private static final String DIGEST = PREFIX + "sha256";

    /** What {@link dev.gradus.engine.io.Checkpoint} writes instead of {@link #FORMAT}. */
    private static final String CHECKPOINT = PREFIX + "checkpoint";

    /** Every model that can be loaded. */
    private static final List<DetectorFormat> FORMATS = List.of(
            new TadGanFormat(),
            AutoencoderFormat.lstm(),
            AutoencoderFormat.dense(),
            RegressionFormat.aer(),
            RegressionFormat.lstm(),
            new MatrixProfileFormat(),
            new AutoFormat());

    private DetectorFile() {}

    /**
     * Writes a detector's file, whole or not at all.
     *
     * @param model   what its {@link DetectorFormat} calls it
     * @param content adds its own fields and the tensors
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public static void save(Path file, String model, Consumer<FieldWriter> content) throws IOException {
        content(model, content).write(file);
    }

    /** The bytes that {@link #save} writes. */
    public static byte[] bytes(String model, Consumer<FieldWriter> content) {
        try {
            return content(model, content).toBytes();
        } catch (IOException e) {
            // It reads nothing but a part of this library.
            throw new UncheckedIOException(e);
        }
    }

    private static SafeTensors content(String model, Consumer<FieldWriter> content) throws IOException {
        FieldWriter out = new FieldWriter();
        out.put(FORMAT, VERSION).put(MODEL, model).put(LIBRARY, libraryVersion());
        content.accept(out);
        out.put(DIGEST, ContentDigest.of(out.tensors().build(), DIGEST));
        return out.tensors().build();
    }

    /**
     * Reads a detector's file.
     *
     * @param backend what the detector will compute on; any may be taken, whatever the file was written by
     * @throws ModelFileException if it is not one, or is damaged
     * @throws IOException if there is no such file or it cannot be read
     */
    public static Detector load(Path file, Backend backend) throws IOException {
        return load(file, backend, FORMATS);
    }

    /** As {@link #load(Path, Backend)}, from the bytes of a file that messages call by a name. */
    public static Detector load(byte[] content, String name, Backend backend) throws ModelFileException {
        return load(SafeTensors.read(content, name), backend, FORMATS);
    }

    /** What files call the model, among those of detectors of series. */
    static DetectorFormat format(FieldReader in) throws ModelFileException {
        return format(in, FORMATS);
    }

    /**
     * Reads the file of a model of one of some formats, such as those of all detectors of images.
     *
     * @param backend what the model will compute on; any may be taken, whatever the file was written by
     * @throws ModelFileException if it is not one, or is damaged
     * @throws IOException if there is no such file or it cannot be read
     */
    public static <T> T load(Path file, Backend backend, List<? extends ModelFormat<? extends T>> formats)
            throws IOException {
        return load(SafeTensors.read(file), backend, formats);
    }

    /** As {@link #load(Path, Backend, List)}, from the bytes of a file that messages call by a name. */
    public static <T> T load(
            byte[] content, String name, Backend backend, List<? extends ModelFormat<? extends T>> formats)
            throws ModelFileException {
        return load(SafeTensors.read(content, name), backend, formats);
    }

    private static <T> T load(SafeTensors file, Backend backend, List<? extends ModelFormat<? extends T>> formats)
            throws ModelFileException {
        FieldReader in = new FieldReader(file);
        requireDetector(in);
        requireVersion(in);
        in.text(LIBRARY);
        String digest = in.has(DIGEST) ? in.text(DIGEST) : null;
        T model = format(in, formats).read(in, backend);
        // Last: where it is clear what is wrong, that is the better message.
        requireDigest(in, digest);
        return model;
    }

    private static <F extends ModelFormat<?>> F format(FieldReader in, List<F> formats) throws ModelFileException {
        String model = in.text(MODEL);
        for (F format : formats) {
            if (format.model().equals(model)) {
                return format;
            }
        }
        throw in.wrong(
                MODEL,
                "a model that this version knows" + (formats == FORMATS ? "" : " and that is asked for here") + ", "
                        + formats.stream().map(ModelFormat::model).collect(Collectors.joining(" or ")));
    }

    private static void requireDetector(FieldReader in) throws ModelFileException {
        if (in.has(FORMAT)) {
            return;
        }
        String source = in.file().source();
        if (in.has(CHECKPOINT)) {
            throw new ModelFileException(
                    source + ": is a checkpoint of a training, not a detector; go on with the training"
                            + " and save the detector that it ends with");
        }
        if (in.file().names().isEmpty()) {
            throw new ModelFileException(source + ": is empty, not a detector: it has neither tensors nor the metadata "
                    + Quoted.of(FORMAT));
        }
        throw new ModelFileException(
                source + ": holds tensors alone, such as weights from PyTorch, not a detector: it has"
                        + " no settings, scaler and thresholds (no metadata " + Quoted.of(FORMAT)
                        + "); TadGan.withWeights makes a"
                        + " detector of weights and a series");
    }

    private static void requireVersion(FieldReader in) throws ModelFileException {
        int version = in.integer(FORMAT);
        if (version > VERSION) {
            throw new ModelFileException(in.file().source() + ": was written by a newer Gradus ("
                    + Quoted.of(in.text(LIBRARY)) + ", format " + version + "; this one reads up to " + VERSION
                    + "); update Gradus");
        }
        if (version < 1) {
            throw in.wrong(FORMAT, "at least 1");
        }
    }

    private static void requireDigest(FieldReader in, String stated) throws ModelFileException {
        if (stated != null && !stated.equals(ContentDigest.of(in.file(), DIGEST))) {
            throw in.malformed(
                    DIGEST,
                    "is not the digest of the content: the file is damaged, or was changed by something that did not take"
                            + " this field out");
        }
    }

    /** Not from the manifest, which a module has no access to and a jar of an application replaces. */
    private static String libraryVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream in = DetectorFile.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                build.load(in);
            }
        }
        return build.getProperty("version", "unknown");
    }
}
