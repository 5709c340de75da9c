package dev.gradus.models.file;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;
import dev.gradus.models.window.SeriesModel;

/** Makes the detectors of one kind of model of series from files. {@link DetectorFile} lists all of them. */
public interface DetectorFormat extends ModelFormat<Detector> {
    /**
     * The model with the settings in some fields, untrained: those that {@link SeriesModel#write} writes.
     *
     * @param backend what it will compute on
     * @throws ModelFileException if a field is not what it must be
     */
    SeriesModel settings(FieldReader in, Backend backend) throws ModelFileException;
}
