package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.window.SeriesModel;
import java.io.IOException;
import java.nio.file.Path;

/** Trains one of the {@link SeriesModels}. */
final class ModelTrainer implements Trainer {
    private final Backend backend;
    private final SeriesModel model;
    private final Path checkpoint;

    /**
     * Checks the settings; nothing is trained yet.
     *
     * @throws UsageException   if the model cannot take the settings
     * @throws FailureException if the backend that was asked for does not run here
     */
    ModelTrainer(Settings settings) {
        backend = BackendOption.backend(settings.backend(), settings.threads());
        checkpoint = settings.checkpoint();
        model = model(settings, backend);
    }

    /**
     * Makes the model.
     *
     * @throws UsageException if it cannot take the settings
     */
    static SeriesModel model(Settings settings, Backend backend) {
        try {
            return settings.model().of(settings, backend);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    e.getMessage()
                            .replaceFirst("^(tadgan|training|matrix-profile): (?=window |epochs |interval )", "--"),
                    e);
        }
    }

    @Override
    public String backend() {
        return backend.name();
    }

    @Override
    public Detector train(TimeSeries series, TrainingListener listener) {
        try {
            return checkpoint == null
                    ? model.fit(series, listener)
                    : model.fit(series, listener, Checkpoints.in(checkpoint));
        } catch (ModelFileException e) {
            throw new UsageException("--checkpoint: " + e.getMessage() + "; name another file to begin anew", e);
        } catch (IOException e) {
            throw new FailureException("cannot save the training: " + e.getMessage(), e);
        } catch (NonFiniteException e) {
            throw failure(e);
        }
    }

    /** In the words of the command. */
    static FailureException failure(NonFiniteException e) {
        return new FailureException(e.getMessage().replace("checkFinite(true)", "--check-finite"), e);
    }
}
