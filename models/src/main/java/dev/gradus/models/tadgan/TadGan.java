package dev.gradus.models.tadgan;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.io.Weights;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Cells;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.series.UnsuitableSeriesException;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.ChannelScaling;
import dev.gradus.models.window.ChannelWindows;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import dev.gradus.models.window.View;
import dev.gradus.models.window.ViewBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * TadGAN: anomalies in a time series by an adversarially trained autoencoder (Geiger, Liu, Alnegheimish, Cuesta-Infante
 * and Veeramachaneni, "TadGAN: Time Series Anomaly Detection Using Generative Adversarial Networks", 2020). An encoder
 * maps windows of the series to codes and a generator maps codes to windows; one critic tells real from generated
 * windows, another tells random codes from encoded ones. What the pair cannot reproduce, or the critic finds strange, is
 * unusual.
 *
 * <pre>{@code
 * TimeSeries series = TimeSeries.readCsv(Path.of("nyc_taxi.csv"));
 * Detector detector = TadGan.builder().seed(7).build().fit(series);
 * for (Anomaly anomaly : detector.detect(series)) {
 *     System.out.println(anomaly);
 * }
 * }</pre>
 *
 * <p>A series has one column, or those that {@link Builder#columns} names. Its rows may come in any order, gaps are
 * filled, and rows of the same time, like all within a bin, are averaged. A constant series can be trained on and
 * examined, and has no anomalies.
 *
 * <p>The defaults are those of Orion 0.7.1, whose published results on the Numenta Anomaly Benchmark they reproduce.
 */
public final class TadGan extends SeriesModel {
    private final TadGanConfig config;
    private final Backend backend;
    private final boolean checkFinite;

    TadGan(TadGanConfig config, Backend backend, boolean checkFinite) {
        super(TadGanFormat.MODEL);
        this.config = config;
        this.backend = backend;
        this.checkFinite = checkFinite;
    }

    /** Starts from the published settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** The settings. */
    public TadGanConfig config() {
        return config;
    }

    @Override
    protected void put(FieldWriter out) {
        TadGanFields.put(out, config);
    }

    @Override
    public TadGan withSeed(long seed) {
        return new TadGan(config.with(config.epochs(), seed), backend, checkFinite);
    }

    @Override
    public Duration interval() {
        return config.interval();
    }

    @Override
    protected Run begin(TimeSeries series) {
        ChannelScaling scaling = ChannelScaling.fit(
                Objects.requireNonNull(series, "the series is null"),
                config.interval(),
                config.view().channels());
        return begin(series, scaling, null);
    }

    /** Trains from given weights on. */
    Detector trainOn(TimeSeries series, ChannelScaling scaling, Cells weights, TrainingListener listener) {
        return run(begin(series, scaling, weights), listener);
    }

    /** @param weights to begin with, or {@code null} for new ones */
    private Run begin(TimeSeries series, ChannelScaling scaling, Cells weights) {
        ChannelWindows windows = scaling.prepare(series).windows(config.window());
        Map<String, String> data = data(series, scaling, backend);
        TadGanState state = new TadGanState(config, backend, windows.count(), data);
        if (weights != null) {
            start(state.networks().cells(), weights);
        }
        Training training = new Training(new TadGanTrainer(config, backend, windows, state), config.epochs())
                .checkFinite(checkFinite);
        return new Run(training, () -> detector(state.networks(), scaling, series));
    }

    /** As {@link #withWeights(SafeTensors, TimeSeries)}, from a file. */
    public Detector withWeights(Path weights, TimeSeries series) throws IOException {
        return withWeights(SafeTensors.read(weights), series);
    }

    /**
     * A detector with weights that were learnt elsewhere, such as in PyTorch, instead of training; only what a detector knows
     * of its training series is taken from {@code series}. The {@linkplain dev.gradus.models.tadgan package} says which
     * tensors the file holds. The slope of the leaky relus cannot be told from it: it is the one of this TadGAN.
     *
     * @param weights all of these tensors and no other, of any floating-point type
     * @param series  what the weights were learnt from, with one column
     * @throws ModelFileException if a tensor is missing, is not part of the networks or has another shape than the settings
     *     ask for; the message lists them, or where it can be told the settings that differ, with both values
     * @throws UnsuitableSeriesException if the series is shorter than one window and its next sample, has no values or
     *     several columns, or its spacing cannot be told
     */
    public Detector withWeights(SafeTensors weights, TimeSeries series) throws ModelFileException {
        Objects.requireNonNull(weights, "tadgan: the weights are null");
        ChannelScaling scaling = ChannelScaling.fit(
                Objects.requireNonNull(series, "the series is null"),
                config.interval(),
                config.view().channels());
        TadGanNetworks networks = TadGanNetworks.of(config, backend, new Rng(config.seed()));
        try {
            Weights.read(weights, "", networks.cells());
        } catch (ModelFileException e) {
            Optional<String> difference = Architecture.difference(weights, config);
            throw difference.isPresent() ? new ModelFileException(weights.source() + ": " + difference.get(), e) : e;
        }
        return detector(networks, scaling, series);
    }

    private Detector detector(TadGanNetworks networks, ChannelScaling scaling, TimeSeries series) {
        return TadGanDetector.trained(config, networks, scaling, backend, series);
    }

    /**
     * Settings of a TadGAN. Defaults are those of Orion 0.7.1's {@code tadgan} pipeline (its JSON settings, which override
     * the ones in its code).
     */
    public static final class Builder {
        private int window = 100;
        private int latent = 20;
        private int encoderUnits = 100;
        private int generatorUnits = 64;
        private double generatorDropout = 0.2;
        private double recurrentDropout = 0.2;
        private int criticLayers = 4;
        private int criticFilters = 64;
        private int criticKernel = 5;
        private double criticDropout = 0.25;
        private int latentCriticUnits = 20;
        private double latentCriticDropout = 0.2;
        private double negativeSlope = 0.2;
        private Procedure procedure = Procedure.ORION;
        private int epochs = 35;
        private int batch = 64;
        private int criticIterations = 5;
        private double learningRate = 0.0005;
        private double penaltyWeight = 10;
        private double reconstructionWeight = 10;
        private final ViewBuilder view = new ViewBuilder();
        private Duration interval;
        private long seed;
        private TadGanScore score = TadGanScore.builder().build();
        private FinderOptions finder = FinderOptions.defaults();
        private Backend backend;
        private boolean checkFinite;

        private Builder() {}

        /** Samples in a window: even, and more than the critic's convolutions take away (18 or more). Default 100. */
        public Builder window(int samples) {
            window = samples;
            return this;
        }

        /** Size of the code of a window. Default 20. */
        public Builder latent(int size) {
            latent = size;
            return this;
        }

        /** LSTM units of the encoder in each direction. Default 100. */
        public Builder encoderUnits(int units) {
            encoderUnits = units;
            return this;
        }

        /** LSTM units of the generator's two layers in each direction. Default 64. */
        public Builder generatorUnits(int units) {
            generatorUnits = units;
            return this;
        }

        /** Dropout of the generator's LSTM inputs, one mask over time. Default 0.2. */
        public Builder generatorDropout(double rate) {
            generatorDropout = rate;
            return this;
        }

        /** Dropout of the generator's recurrent states, one mask over time. Default 0.2. */
        public Builder recurrentDropout(double rate) {
            recurrentDropout = rate;
            return this;
        }

        /** Convolutions of the critic of windows. Default 4. */
        public Builder criticLayers(int count) {
            criticLayers = count;
            return this;
        }

        /** Samples that each convolution of the critic of windows looks at. Default 5. */
        public Builder criticKernel(int samples) {
            criticKernel = samples;
            return this;
        }

        /** Filters of the convolutions of the critic of windows. Default 64. */
        public Builder criticFilters(int filters) {
            criticFilters = filters;
            return this;
        }

        /** Dropout of the critic of windows. Default 0.25. */
        public Builder criticDropout(double rate) {
            criticDropout = rate;
            return this;
        }

        /** Units of the two hidden layers of the critic of codes. Default 20. */
        public Builder latentCriticUnits(int units) {
            latentCriticUnits = units;
            return this;
        }

        /** Slope of the critics' leaky relus below zero. Default 0.2. */
        public Builder negativeSlope(double slope) {
            negativeSlope = slope;
            return this;
        }

        /** Dropout of the critic of codes. Default 0.2. */
        public Builder latentCriticDropout(double rate) {
            latentCriticDropout = rate;
            return this;
        }

        /** In which order the networks learn, and from what. Default {@link Procedure#ORION}. */
        public Builder procedure(Procedure value) {
            procedure = Objects.requireNonNull(value, "tadgan: the procedure is null");
            return this;
        }

        /** Passes over the series. Default 35. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Windows in an optimiser step; fewer where the series is too short for a group of such batches. Default 64. */
        public Builder batch(int windows) {
            batch = windows;
            return this;
        }

        /** Steps of the critics for each step of encoder and generator. Default 5. */
        public Builder criticIterations(int count) {
            criticIterations = count;
            return this;
        }

        /** Learning rate of the three Adam optimisers (Keras's variant: β 0.9 and 0.999, ε 1e-7). Default 0.0005. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** Weight of the gradient penalty in the critics' losses. Default 10. */
        public Builder penaltyWeight(double weight) {
            penaltyWeight = weight;
            return this;
        }

        /** Weight of the reconstruction error in the loss of encoder and generator. Default 10. */
        public Builder reconstructionWeight(double weight) {
            reconstructionWeight = weight;
            return this;
        }

        /** The columns of the series that the networks see. Default: the only one, whatever its name. */
        public Builder columns(String... names) {
            view.columns(names);
            return this;
        }

        /** Those of the {@link #columns} that are reconstructed, criticised and scored. Default: all of them. */
        public Builder targets(String... names) {
            view.targets(names);
            return this;
        }

        /** In which form the networks see windows. Default {@link Domain#TIME}. */
        public Builder domain(Domain value) {
            view.domain(value);
            return this;
        }

        /** What the networks see of a series, all at once. */
        Builder view(View value) {
            view.channels(value.channels());
            view.domain(value.domain());
            return this;
        }

        /** Bins that the series is averaged over. Default: the series' own spacing, {@link TimeSeries#interval()}. */
        public Builder interval(Duration bins) {
            interval = bins;
            return this;
        }

        /** What everything random is drawn from. Default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** How reconstruction and critic become a score. Default {@link TadGanScore.Builder}'s. */
        public Builder score(TadGanScore value) {
            score = Objects.requireNonNull(value, "tadgan: the score is null");
            return this;
        }

        /** How the score becomes intervals. Default {@link FinderOptions#defaults()}. */
        public Builder finder(FinderOptions value) {
            finder = Objects.requireNonNull(value, "tadgan: the options of the finder are null");
            return this;
        }

        /** What the model computes on. Default {@link Backends#get()}. */
        public Builder backend(Backend value) {
            backend = Objects.requireNonNull(value, "tadgan: the backend is null; Backends.get() is the default one");
            return this;
        }

        /**
         * Whether a training ends at the first operation whose result is NaN or infinite, with an
         * {@link dev.gradus.engine.tensor.NonFiniteException} that names it: the engine's anomaly mode, {@link Scope#checkingFinite()}. Slower;
         * what is learnt stays the same. Default no.
         */
        public Builder checkFinite(boolean check) {
            checkFinite = check;
            return this;
        }

        /**
         * The model, untrained.
         *
         * @throws IllegalArgumentException if a setting is out of range, or the architecture cannot take the window
         */
        public TadGan build() {
            return new TadGan(config(), backend != null ? backend : Backends.get(), checkFinite);
        }

        /** The settings alone, checked. */
        TadGanConfig config() {
            return new TadGanConfig(
                    window,
                    latent,
                    encoderUnits,
                    generatorUnits,
                    generatorDropout,
                    recurrentDropout,
                    criticLayers,
                    criticFilters,
                    criticKernel,
                    criticDropout,
                    latentCriticUnits,
                    latentCriticDropout,
                    negativeSlope,
                    procedure,
                    epochs,
                    batch,
                    criticIterations,
                    learningRate,
                    penaltyWeight,
                    reconstructionWeight,
                    view.build("tadgan"),
                    interval,
                    seed,
                    score,
                    finder);
        }
    }
}
