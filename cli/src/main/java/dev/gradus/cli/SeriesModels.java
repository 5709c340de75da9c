package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.autoencoder.WindowBuilder;
import dev.gradus.models.ensemble.Auto;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.regression.RegressionBuilder;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.SeriesModel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The models that {@code gradus detect} can train. */
enum SeriesModels {
    /** {@link TadGan}: the critic's published convolutions take 16 samples away, and a window is even. */
    TADGAN("tadgan", "TadGAN", 18, "even, 18 or more", (settings, backend) -> {
        TadGan.Builder builder = TadGan.builder()
                .columns(settings.view().channels().columns().toArray(String[]::new))
                .targets(settings.view().channels().targets().toArray(String[]::new))
                .domain(settings.view().domain())
                .window(settings.window())
                .epochs(settings.epochs())
                .seed(settings.seed())
                .checkFinite(settings.checkFinite())
                .procedure(settings.variant().procedure())
                .backend(backend);
        return (settings.interval() == null ? builder : builder.interval(settings.interval())).build();
    }),

    /** {@link LstmAutoencoder}. */
    LSTM_AE(
            "lstm-ae",
            "LSTM autoencoder",
            2,
            "2 or more",
            (settings, backend) ->
                    set(LstmAutoencoder.builder(), settings, backend).build()),

    /** {@link DenseAutoencoder}. */
    DENSE_AE(
            "dense-ae",
            "dense autoencoder",
            2,
            "2 or more",
            (settings, backend) ->
                    set(DenseAutoencoder.builder(), settings, backend).build()),

    /** {@link Aer}, which predicts both ends of a window from what is between. */
    AER(
            "aer",
            "AER",
            3,
            "3 or more",
            (settings, backend) -> set(Aer.builder(), settings, backend).build()),

    /** {@link LstmRegressor}. */
    LSTM_REGRESSOR(
            "lstm-regressor",
            "LSTM regressor",
            2,
            "2 or more",
            (settings, backend) ->
                    set(LstmRegressor.builder(), settings, backend).build()),

    /** {@link MatrixProfile}, which is not trained. */
    MATRIX_PROFILE(
            "matrix-profile",
            "matrix profile",
            3,
            "3 or more",
            (settings, backend) -> MatrixProfile.builder()
                    .window(settings.window())
                    .interval(settings.interval())
                    .discords(settings.variant().discords())
                    .build()),

    /** {@link Auto}, which chooses by itself what the others are told. */
    AUTO(
            "auto",
            "ensemble",
            3,
            "3 or more",
            (settings, backend) -> Auto.builder()
                    .window(settings.window())
                    .epochs(settings.epochs())
                    .seed(settings.seed())
                    .checkFinite(settings.checkFinite())
                    .interval(settings.interval())
                    .backend(backend)
                    .build());

    private final String id;
    private final String title;
    private final int leastWindow;
    private final String windows;
    private final BiFunction<Settings, Backend, SeriesModel> model;

    SeriesModels(
            String id,
            String title,
            int leastWindow,
            String windows,
            BiFunction<Settings, Backend, SeriesModel> model) {
        this.id = id;
        this.title = title;
        this.leastWindow = leastWindow;
        this.windows = windows;
        this.model = model;
    }

    private static <B extends WindowBuilder<B>> B set(B builder, Settings settings, Backend backend) {
        return builder.columns(settings.view().channels().columns().toArray(String[]::new))
                .targets(settings.view().channels().targets().toArray(String[]::new))
                .domain(settings.view().domain())
                .window(settings.window())
                .epochs(settings.epochs())
                .seed(settings.seed())
                .checkFinite(settings.checkFinite())
                .interval(settings.interval())
                .backend(backend);
    }

    private static <B extends RegressionBuilder<B>> B set(B builder, Settings settings, Backend backend) {
        return builder.window(settings.window())
                .epochs(settings.epochs())
                .seed(settings.seed())
                .checkFinite(settings.checkFinite())
                .interval(settings.interval())
                .backend(backend);
    }

    /** The one that files and options call so. */
    static Optional<SeriesModels> named(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** All names, as they are chosen from. */
    static String names() {
        return Arrays.stream(values()).map(kind -> kind.id).collect(Collectors.joining(", "));
    }

    /** What files and options call it. */
    String id() {
        return id;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Whether it has epochs, losses and anything random. */
    boolean isTrained() {
        return this != MATRIX_PROFILE;
    }

    /** Whether it can be shown several columns, and transformed windows. */
    boolean hasViews() {
        return this == TADGAN || this == LSTM_AE || this == DENSE_AE;
    }

    /** The bins, in milliseconds, where none are asked for. */
    long spacing(TimeSeries series) {
        return this == AUTO ? Auto.interval(series) : series.interval();
    }

    /** The published window. */
    int defaultWindow() {
        return this == LSTM_REGRESSOR ? 250 : 100;
    }

    int leastWindow() {
        return leastWindow;
    }

    /** Which windows it takes, in words. */
    String windows() {
        return windows;
    }

    /**
     * The model.
     *
     * @throws IllegalArgumentException naming a setting that it cannot take
     */
    SeriesModel of(Settings settings, Backend backend) {
        return model.apply(settings, backend);
    }
}
