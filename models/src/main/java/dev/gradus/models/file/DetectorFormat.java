package dev.gradus.models.file;

import dev.gradus.models.Detector;

/** Makes the detectors of one kind of model of series from files. {@link DetectorFile} lists all of them. */
public interface DetectorFormat extends ModelFormat<Detector> {}
