package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Takes the detector out of a file that {@code --save} wrote, instead of training one. */
final class LoadedDetector implements Trainer {
    private final Settings asked;
    private final Backend backend;
    private final Detector detector;

    /**
     * Reads the file.
     *
     * @param asked says which backend and how many threads
     * @throws UsageException   if the file is not there or is none of a detector
     * @throws FailureException if it cannot be read, or the backend that was asked for does not run here
     */
    LoadedDetector(Path file, Settings asked) {
        this.asked = asked;
        this.backend = BackendOption.backend(asked.backend(), asked.threads());
        this.detector = read(file, backend);
    }

    /**
     * Reads a detector.
     *
     * @throws UsageException   if the file is not there or is none of a detector
     * @throws FailureException if it cannot be read
     */
    static Detector read(Path file, Backend backend) {
        try {
            return Detector.load(file, backend);
        } catch (ModelFileException e) {
            throw new UsageException("--load: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UsageException("--load: there is no file " + file + "; check its name and folder", e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** What the detector was trained with, on the backend and threads that were asked for. */
    Settings settings() {
        Description d = detector.description();
        return new Settings(
                SeriesModels.named(d.model()).orElseThrow(),
                d.view(),
                d.window(),
                d.epochs(),
                d.seed(),
                d.interval(),
                asked.backend(),
                asked.threads(),
                null,
                false,
                Variant.USUAL);
    }

    @Override
    public String backend() {
        return backend.name();
    }

    @Override
    public Detector train(TimeSeries series, TrainingListener listener) {
        return detector;
    }
}
