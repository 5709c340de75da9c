package dev.gradus.models.image;

import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A folder with the files of a data set such as MNIST, under the names that these have: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each of them as it is or
 * compressed, with {@code .gz} behind its name.
 */
public final class IdxFolder {
    private static final List<String> SETS = List.of("train", "t10k");

    private IdxFolder() {}

    /**
     * Reads the training images of a folder with their labels or, where it has none, the test images. Labels are read if they
     * are there.
     *
     * @throws MalformedDataException if the folder has no images, or a file is not what it should be
     * @throws IOException if a file cannot be read
     */
    public static Images read(Path folder) throws IOException {
        Objects.requireNonNull(folder, "idx: the folder is null");
        if (!Files.isDirectory(folder)) {
            throw new MalformedDataException(folder + ": is no folder; name the one with the IDX files");
        }
        List<String> missing = new ArrayList<>();
        for (String set : SETS) {
            String name = set + "-images-idx3-ubyte";
            Path images = either(folder, name);
            if (images != null) {
                Path labels = either(folder, set + "-labels-idx1-ubyte");
                return labels == null ? IdxFile.readImages(images) : IdxFile.read(images, labels);
            }
            missing.add(name + "[.gz]");
        }
        throw new MalformedDataException(folder + ": has neither " + String.join(" nor ", missing)
                + "; name the folder with the IDX files of MNIST or a set like it");
    }

    private static Path either(Path folder, String name) {
        for (String ending : List.of("", ".gz")) {
            Path file = folder.resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }
}
