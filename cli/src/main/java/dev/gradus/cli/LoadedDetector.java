package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.Description;
import dev.gradus.models.Detector;
import dev.gradus.models.ScalerDrift;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.WarmStart;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Takes the detector out of a file that {@code --save} wrote, instead of training one, and trains it on where that is asked for. */
final class LoadedDetector implements Trainer {
    private final Settings asked;
    private final Backend backend;
    private final Detector detector;

    private Path file;
    private TimeSeries series;
    private WarmStart how;

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
        try {
            detector = Detector.load(file, backend);
        } catch (ModelFileException e) {
            throw new UsageException("--load: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UsageException("--load: there is no file " + file + "; check its name and folder", e);
        } catch (IOException e) {
            throw new FailureException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Has it trained on with a series, rather than taken as it is.
     *
     * @param name of the series' file
     */
    void trainOn(Path name, TimeSeries with, WarmStart way) {
        file = name;
        series = with;
        how = way;
    }

    /**
     * How far a series has left the range that the detector in the file was trained in: the one that it is trained on with, or else the
     * one that it is to look at.
     */
    ScalerDrift drift(Input looked) {
        try {
            return detector.drift(series == null ? looked.series() : series);
        } catch (UnsuitableSeriesException e) {
            throw new UsageException((series == null ? looked.name() : file) + ": " + e.getMessage(), e);
        }
    }

    /** What the detector was trained with in the end, on the backend and threads that were asked for. */
    Settings settings() {
        Description d = detector.description();
        return new Settings(
                SeriesModels.named(d.model()).orElseThrow(),
                d.view(),
                d.window(),
                how == null ? d.epochs() : how.epochs(),
                how == null ? d.seed() : how.seed(),
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
    public Detector train(TimeSeries looked, TrainingListener listener) {
        if (how == null) {
            return detector;
        }
        try {
            return detector.trainOn(series, how, listener);
        } catch (UnsuitableSeriesException e) {
            throw new UsageException("--train-on: " + file + ": " + e.getMessage(), e);
        } catch (UnsupportedOperationException e) {
            throw new UsageException("--train-on: " + e.getMessage(), e);
        } catch (NonFiniteException e) {
            throw ModelTrainer.failure(e);
        }
    }
}
