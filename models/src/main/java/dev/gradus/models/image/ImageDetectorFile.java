package dev.gradus.models.image;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.dcgan.AnoGanFormat;
import dev.gradus.models.file.DetectorFile;
import dev.gradus.models.file.ModelFormat;
import dev.gradus.models.ganomaly.GanomalyFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files of detectors of images, in the form of {@link DetectorFile}. */
final class ImageDetectorFile {
    /** Every detector of images that can be loaded. */
    private static final List<ModelFormat<? extends ImageDetector>> FORMATS =
            List.of(new AnoGanFormat(), new GanomalyFormat());

    private ImageDetectorFile() {}

    static ImageDetector load(Path file, Backend backend) throws IOException {
        return DetectorFile.load(file, backend, FORMATS);
    }
}
