package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.BatchTrainer;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.SeriesModel;
import dev.gradus.models.window.View;
import dev.gradus.models.window.WindowBatches;
import java.time.Duration;
import java.util.LinkedHashMap;
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

        /** The network, {@code [batch, T, C] → [batch, T, K]}. */
        Layer network(Extents extents, Init init);

        /**
         * Checks that it can be made for such windows.
         *
         * @throws IllegalArgumentException if not
         */
        default void require(Extents extents) {}

        /** How many numbers its parameters hold, without making them. */
        double parameterCount(Extents extents);

        /** What is done to its input in training. */
        Corruption corruption();

        /** The untrained model of such settings, whose architecture this is. */
        WindowAutoencoder untrained(Config config, Backend backend, boolean checkFinite);

        /** Writes its settings, their keys behind the model's name and a dot. */
        void put(FieldWriter out);
    }

    /**
     * How large the windows are.
     *
     * @param window   samples, T
     * @param channels that are seen, C
     * @param targets  channels that are reconstructed, K
     */
    record Extents(int window, int channels, int targets) {
        /** Numbers in a window that is seen; a {@code double}, since a hostile file may ask for more than fits. */
        double seen() {
            return (double) window * channels;
        }

        /** Numbers in a window that is made. */
        double made() {
            return (double) window * targets;
        }
    }

    /**
     * Everything that determines such a detector.
     *
     * @param architecture the network
     * @param view         what it sees of a series
     * @param training     how it is trained
     * @param score        how its reconstruction becomes a score
     * @param finder       how the score becomes intervals
     */
    record Config(
            Architecture architecture, View view, WindowTraining training, WindowScore score, FinderOptions finder) {
        Config {
            Objects.requireNonNull(architecture, "autoencoder: the architecture is null");
            Objects.requireNonNull(view, "autoencoder: the view is null");
            Objects.requireNonNull(training, "autoencoder: the training is null");
            Objects.requireNonNull(score, "autoencoder: the score is null");
            Objects.requireNonNull(finder, "autoencoder: the options of the finder are null");
            view.domain().requireWindow("autoencoder", training.window());
            architecture.require(extents(view, training));
        }

        String model() {
            return architecture.model();
        }

        Extents extents() {
            return extents(view, training);
        }

        private static Extents extents(View view, WindowTraining training) {
            return new Extents(
                    training.window(), view.channels().count(), view.channels().targetCount());
        }

        /** The same otherwise. */
        Config with(int epochs, long seed) {
            return new Config(architecture, view, training.with(epochs, seed), score, finder);
        }

        WindowAutoencoder untrained(Backend backend, boolean checkFinite) {
            return architecture.untrained(this, backend, checkFinite);
        }

        Layer network(Init init) {
            return architecture.network(extents(), init);
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

    @Override
    protected final void put(FieldWriter out) {
        AutoencoderFields.put(out, config);
    }

    @Override
    public final SeriesModel withSeed(long seed) {
        return config.with(config.training().epochs(), seed).untrained(backend, checkFinite);
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
    public final Duration interval() {
        return config.training().interval();
    }

    @Override
    protected final Run begin(TimeSeries series) {
        ChannelScaling scaling = ChannelScaling.fit(
                Objects.requireNonNull(series, "the series is null"),
                config.training().interval(),
                config.view().channels());
        return begin(series, scaling, null);
    }

    /** Trains from given weights on. */
    final Detector trainOn(TimeSeries series, ChannelScaling scaling, Cells weights, TrainingListener listener) {
        return run(begin(series, scaling, weights), listener);
    }

    /** @param weights to begin with, or {@code null} for new ones */
    private Run begin(TimeSeries series, ChannelScaling scaling, Cells weights) {
        ChannelWindows windows =
                scaling.prepare(series).windows(config.training().window());
        Rng rng = new Rng(config.training().seed());
        Layer network = config.network(new Init(backend, rng.split()));
        if (weights != null) {
            start(network.cells(), weights);
        }
        Map<String, String> data = data(series, scaling, backend);
        Trainable trainer = trainer(network, windows, rng.split(), data);
        Training training = new Training(trainer, config.training().epochs())
                .earlyStopping(config.training().earlyStopping())
                .checkFinite(checkFinite);
        return new Run(training, () -> AutoencoderDetector.trained(config, network, scaling, backend, series));
    }

    /** Down {@code mean (x − d(e(x̃)))²}, where x̃ is x or, in training, perhaps a corrupted copy of it. */
    private Trainable trainer(Layer network, ChannelWindows windows, Rng rng, Map<String, String> data) {
        WindowTraining training = config.training();
        WindowBatches batches = new WindowBatches(windows, config.view().domain(), backend);
        Rng shuffling = rng.split();
        Rng noise = rng.split();
        Rng dropout = rng.split();
        Map<String, String> settings = new LinkedHashMap<>(data);
        settings.putAll(AutoencoderFields.ofTraining(config));
        int count = windows.count();
        return new BatchTrainer(
                new BatchTrainer.Plan(
                        config.model(),
                        "reconstruction",
                        count,
                        training.trained(count),
                        training.batch(),
                        training.learningRate()),
                network,
                (indices, from, to, pass) -> {
                    Tensor x = batches.of(indices, from, to);
                    Tensor seen =
                            pass.tracked() ? config.architecture().corruption().apply(x, noise) : x;
                    return Losses.mse(
                            network.apply(seen, pass), config.view().channels().targets(x));
                },
                shuffling,
                dropout,
                Map.of("noise", noise),
                settings);
    }
}
