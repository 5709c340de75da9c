package dev.gradus.models.file;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;

/**
 * Makes the models of one kind from files.
 *
 * @param <T> the type of these models
 */
public interface ModelFormat<T> {
    /** What files call the model, such as {@code tadgan}. */
    String model();

    /**
     * The model in a file. Reads and checks all fields, calls {@link FieldReader#end()}, and makes nothing as large as a
     * field says before the tensors have borne it out: a hostile file must not cost more memory than it has bytes.
     *
     * @param in      the fields and, with {@link FieldReader#file()}, the tensors
     * @param backend what the model will compute on
     * @throws ModelFileException if a field or a tensor is not what it must be
     */
    T read(FieldReader in, Backend backend) throws ModelFileException;
}
