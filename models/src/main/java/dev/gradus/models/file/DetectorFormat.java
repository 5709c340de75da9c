package dev.gradus.models.file;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;

/** Makes the detectors of one kind of model from files. {@link DetectorFile} lists all formats. */
public interface DetectorFormat {
    /** What files call the model, such as {@code tadgan}. */
    String model();

    /**
     * The detector in a file. Reads and checks all fields, calls {@link FieldReader#end()}, and makes nothing as large as a
     * field says before the tensors have borne it out: a hostile file must not cost more memory than it has bytes.
     *
     * @param in      the fields and, with {@link FieldReader#file()}, the tensors
     * @param backend what the detector will compute on
     * @throws ModelFileException if a field or a tensor is not what it must be
     */
    Detector read(FieldReader in, Backend backend) throws ModelFileException;
}
