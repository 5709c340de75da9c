package dev.gradus.models.ensemble;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.training.Trainable;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.BatchTrainer;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Channels;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import dev.gradus.models.window.WindowBatches;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The detector for a series of which nothing is known: an ensemble of small networks that reconstruct a window and predict the samples
 * at its ends, and, where the series has a period of which a window does not hold two, a comparison with the other periods. It adapts to
 * the series by rules alone, and trains within seconds. The package has equations, sources and limits.
 *
 * <pre>{@code
 * Detector detector = Auto.builder().seed(7).build().fit(series);
 * }</pre>
 */
public final class Auto extends SeriesModel {
    /** What files and options call it. */
    static final String MODEL = "auto";

    private final AutoConfig config;
    private final Backend backend;
    private final boolean checkFinite;

    Auto(AutoConfig config, Backend backend, boolean checkFinite) {
        super(MODEL);
        this.config = config;
        this.backend = backend;
        this.checkFinite = checkFinite;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The bins, in milliseconds, where none are asked for: k times the spacing of the series, {@code k = max(1, round(√(N/1000)))} with N
     * the samples that fit between its ends. So there are about {@code √(1000·N)} of them.
     *
     * @throws dev.gradus.models.series.UnsuitableSeriesException if its spacing cannot be told
     */
    public static long interval(TimeSeries series) {
        return EvenSeries.interval(Objects.requireNonNull(series, "the series is null"));
    }

    /** How it is trained. */
    public WindowTraining training() {
        return config.training();
    }

    @Override
    protected void put(FieldWriter out) {
        AutoFields.put(out, config);
    }

    @Override
    public Auto withSeed(long seed) {
        return new Auto(config.with(config.training().epochs(), seed), backend, checkFinite);
    }

    /** Bins that a series is averaged over; {@code null} for what {@link #interval(TimeSeries)} says. */
    @Override
    public Duration interval() {
        return config.training().interval();
    }

    @Override
    protected Run begin(TimeSeries series) {
        Objects.requireNonNull(series, "the series is null");
        series.requireSingle();
        Duration given = config.training().interval();
        TimeSeries even = EvenSeries.of(series, given == null ? interval(series) : given.toMillis());
        return begin(even, ChannelScaling.fit(even, null, Channels.ONLY), null);
    }

    /** Trains from given weights on; the series is even. */
    AutoDetector trainOn(TimeSeries even, ChannelScaling scaling, Cells weights, TrainingListener listener) {
        return (AutoDetector) run(begin(even, scaling, weights), listener);
    }

    /** @param weights to begin with, or {@code null} for new ones */
    private Run begin(TimeSeries even, ChannelScaling scaling, Cells weights) {
        ChannelWindows windows = scaling.prepare(even).windows(config.training().window());
        Rng rng = new Rng(config.training().seed());
        Ensemble network = new Ensemble(config.members(), config.training().window(), new Init(backend, rng.split()));
        if (weights != null) {
            start(network.cells(), weights);
        }
        Trainable trainer = trainer(network, windows, rng.split(), data(even, scaling, backend));
        Training training = new Training(trainer, config.training().epochs())
                .earlyStopping(config.training().earlyStopping())
                .checkFinite(checkFinite);
        return new Run(
                training, () -> new AutoDetector(EnsembleDetector.trained(config, network, scaling, backend, even)));
    }

    /** All members at once: Adam treats each weight by itself, so no member has a part in what another learns. */
    private Trainable trainer(Ensemble network, ChannelWindows windows, Rng rng, Map<String, String> data) {
        WindowTraining training = config.training();
        WindowBatches batches = new WindowBatches(windows, Domain.TIME, backend);
        Map<String, String> settings = new LinkedHashMap<>(data);
        settings.putAll(AutoFields.ofTraining(config));
        int count = windows.count();
        return new BatchTrainer(
                new BatchTrainer.Plan(
                        MODEL, "loss", count, training.trained(count), training.batch(), training.learningRate()),
                network,
                (indices, from, to, pass) -> network.loss(batches.of(indices, from, to), pass),
                rng.split(),
                rng.split(),
                Map.of(),
                settings);
    }

    /** Settings. The defaults are meant to be left as they are. */
    public static final class Builder {
        private int members = 5;
        private int window = WindowTraining.DEFAULT.window();
        private int epochs = WindowTraining.DEFAULT.epochs();
        private Duration interval;
        private long seed;
        private FinderOptions finder =
                FinderOptions.builder().secondWindowPortion(0.5).build();
        private Backend backend;
        private boolean checkFinite;

        private Builder() {}

        /** Networks in the ensemble. Default 5 (Lakshminarayanan et al., 2017). */
        public Builder members(int count) {
            members = count;
            return this;
        }

        /** Samples in a window, at least 3. Default 100. */
        public Builder window(int samples) {
            window = samples;
            return this;
        }

        /** Passes over the series at most. Default 35. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /**
         * Bins that the series is averaged over. Default: what {@link Auto#interval(TimeSeries)} says.
         */
        public Builder interval(Duration bins) {
            interval = bins;
            return this;
        }

        /** What everything random is drawn from. Default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** How the score becomes intervals. Default {@link FinderOptions#defaults()}, with a second window of half the series. */
        public Builder finder(FinderOptions options) {
            finder = options;
            return this;
        }

        /** What computes. Default {@link Backends#get()}. */
        public Builder backend(Backend value) {
            backend = value;
            return this;
        }

        /** Has the first operation whose result is not finite end the training, which is slower. Default: no. */
        public Builder checkFinite(boolean check) {
            checkFinite = check;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public Auto build() {
            WindowTraining published = WindowTraining.DEFAULT;
            WindowTraining training = new WindowTraining(
                    window,
                    epochs,
                    published.batch(),
                    published.learningRate(),
                    published.validation(),
                    published.earlyStopping(),
                    interval,
                    seed);
            return new Auto(
                    new AutoConfig(members, training, finder), backend == null ? Backends.get() : backend, checkFinite);
        }
    }
}
