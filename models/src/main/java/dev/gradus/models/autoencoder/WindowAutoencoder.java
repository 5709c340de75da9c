package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.SeriesModel;
import java.util.Map;
import java.util.Objects;

/** An autoencoder of the windows of a series, whatever its network is made of. */
abstract class WindowAutoencoder extends SeriesModel {
    /**
     * What the kinds of autoencoders differ in.
     *
     * <p>Records, so that two of the same settings are equal.
     */
    interface Architecture {
        /** What files call it, such as {@code lstm-ae}. */
        String model();

        /** The network, {@code [batch, T, 1] → [batch, T, 1]}. */
        Layer network(int window, Init init);

        /** How many numbers its parameters hold, without making them. */
        double parameterCount(int window);

        /** What is done to its input in training. */
        Corruption corruption();

        /** Writes its settings, their keys behind the model's name and a dot. */
        void put(FieldWriter out);
    }

    /**
     * Everything that determines such a detector.
     *
     * @param architecture the network
     * @param training     how it is trained
     * @param score        how its reconstruction becomes a score
     * @param finder       how the score becomes intervals
     */
    record Config(Architecture architecture, WindowTraining training, WindowScore score, FinderOptions finder) {
        Config {
            Objects.requireNonNull(architecture, "autoencoder: the architecture is null");
            Objects.requireNonNull(training, "autoencoder: the training is null");
            Objects.requireNonNull(score, "autoencoder: the score is null");
            Objects.requireNonNull(finder, "autoencoder: the options of the finder are null");
        }

        String model() {
            return architecture.model();
        }

        Layer network(Init init) {
            return architecture.network(training.window(), init);
        }
    }

    private final Config config;
    private final Backend backend;
    private final boolean checkFinite;

    WindowAutoencoder(Config config, Backend backend, boolean checkFinite) {
        super(config.model());
        this.config = config;
        this.backend = backend;
        this.checkFinite = checkFinite;
    }

    final Config config() {
        return config;
    }

    /** How it is trained. */
    public final WindowTraining training() {
        return config.training();
    }

    /** How reconstructions become a score. */
    public final WindowScore score() {
        return config.score();
    }

    /** How the score becomes intervals. */
    public final FinderOptions finder() {
        return config.finder();
    }

    @Override
    protected final Run begin(TimeSeries series) {
        Preprocessing preprocessing =
                Preprocessing.fit(series, config.training().interval());
        Windows windows =
                preprocessing.prepare(series).windows(config.training().window());
        Rng rng = new Rng(config.training().seed());
        Layer network = config.network(new Init(backend, rng.split()));
        Map<String, String> data = data(series, preprocessing, backend);
        WindowTrainer trainer = new WindowTrainer(config, network, backend, windows, rng.split(), data);
        Training training = new Training(trainer, config.training().epochs())
                .earlyStopping(config.training().earlyStopping())
                .checkFinite(checkFinite);
        return new Run(training, () -> AutoencoderDetector.trained(config, network, preprocessing, backend, series));
    }
}
