package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.Windows;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.BatchTrainer;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.SeriesModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A model of one column that predicts samples, whatever its network. */
abstract class RegressionModel<S> extends SeriesModel {
    /**
     * Everything that determines such a detector.
     *
     * @param network  what predicts, and how its errors become a score
     * @param training how it is trained
     * @param finder   how the score becomes intervals
     */
    record Config<S>(RegressionNetwork<S> network, WindowTraining training, FinderOptions finder) {
        Config {
            Objects.requireNonNull(finder, () -> network.model() + ": the options of the finder are null");
            network.requireWindow(training.window());
        }

        String model() {
            return network.model();
        }

        /** The same otherwise. */
        Config<S> with(int epochs, long seed) {
            return new Config<>(network, training.with(epochs, seed), finder);
        }

        RegressionModel<S> untrained(Backend backend, boolean checkFinite) {
            return network.untrained(this, backend, checkFinite);
        }

        Layer layer(Init init) {
            return network.layer(training.window(), init);
        }
    }

    private final Config<S> config;
    private final Backend backend;
    private final boolean checkFinite;

    RegressionModel(Config<S> config, Backend backend, boolean checkFinite) {
        super(config.model());
        this.config = config;
        this.backend = backend;
        this.checkFinite = checkFinite;
    }

    @Override
    protected final void put(FieldWriter out) {
        RegressionFields.put(out, config);
    }

    @Override
    public final SeriesModel withSeed(long seed) {
        return config.with(config.training().epochs(), seed).untrained(backend, checkFinite);
    }

    final Config<S> config() {
        return config;
    }

    /** How it is trained. */
    public final WindowTraining training() {
        return config.training();
    }

    /** How the score becomes intervals. */
    public final FinderOptions finder() {
        return config.finder();
    }

    @Override
    public final Duration interval() {
        return config.training().interval();
    }

    @Override
    protected final Run begin(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        return begin(series, ChannelScaling.fit(series, config.training().interval(), Channels.ONLY), null);
    }

    /** Trains from given weights on. */
    final Detector trainOn(TimeSeries series, ChannelScaling scaling, Cells weights, TrainingListener listener) {
        return run(begin(series, scaling, weights), listener);
    }

    /** @param weights to begin with, or {@code null} for new ones */
    private Run begin(TimeSeries series, ChannelScaling scaling, Cells weights) {
        Windows windows = scaling.prepare(series)
                .windows(config.training().window())
                .each()
                .get(0);
        Rng rng = new Rng(config.training().seed());
        Layer network = config.layer(new Init(backend, rng.split()));
        if (weights != null) {
            start(network.cells(), weights);
        }
        Trainable trainer = trainer(network, windows, rng.split(), data(series, scaling, backend));
        Training training = new Training(trainer, config.training().epochs())
                .earlyStopping(config.training().earlyStopping())
                .checkFinite(checkFinite);
        return new Run(training, () -> RegressionDetector.trained(config, network, scaling, backend, series));
    }

    private Trainable trainer(Layer network, Windows windows, Rng rng, Map<String, String> data) {
        WindowTraining training = config.training();
        Map<String, String> settings = new LinkedHashMap<>(data);
        settings.putAll(RegressionFields.ofTraining(config));
        int count = windows.count();
        return new BatchTrainer(
                new BatchTrainer.Plan(
                        config.model(),
                        "loss",
                        count,
                        training.trained(count),
                        training.batch(),
                        training.learningRate()),
                network,
                (indices, from, to, pass) ->
                        config.network().loss(network, Batch.of(windows, indices, from, to, backend), pass),
                rng.split(),
                rng.split(),
                Map.of(),
                settings);
    }
}
