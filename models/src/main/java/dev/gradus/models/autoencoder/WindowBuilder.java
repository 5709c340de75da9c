package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.ViewBuilder;
import java.time.Duration;

/**
 * The settings that all autoencoders of windows have; the defaults are those of Orion 0.7.1 ({@link WindowTraining},
 * {@link WindowScore}).
 *
 * @param <B> the builder itself
 */
public abstract class WindowBuilder<B extends WindowBuilder<B>> {
    private int window = WindowTraining.DEFAULT.window();
    private int epochs = WindowTraining.DEFAULT.epochs();
    private int batch = WindowTraining.DEFAULT.batch();
    private double learningRate = WindowTraining.DEFAULT.learningRate();
    private double validation = WindowTraining.DEFAULT.validation();
    private EarlyStopping earlyStopping = WindowTraining.DEFAULT.earlyStopping();
    private final ViewBuilder view = new ViewBuilder();
    private Duration interval;
    private long seed;
    private WindowScore score = WindowScore.DEFAULT;
    private FinderOptions finder = FinderOptions.defaults();
    private double masking;
    private double noise;
    private Backend backend;
    private boolean checkFinite;

    WindowBuilder() {}

    abstract B self();

    /** Samples in a window, at least 2. Default 100. */
    public final B window(int samples) {
        window = samples;
        return self();
    }

    /** Passes over the series at most. Default 35. */
    public final B epochs(int count) {
        epochs = count;
        return self();
    }

    /** Windows in an optimiser step. Default 64. */
    public final B batch(int windows) {
        batch = windows;
        return self();
    }

    /** Learning rate of Adam (Keras's variant: β 0.9 and 0.999, ε 1e-7). Default 0.001. */
    public final B learningRate(double rate) {
        learningRate = rate;
        return self();
    }

    /** Share of the windows, the last ones, that are kept from training and tell when to stop. Default 0.2. */
    public final B validation(double share) {
        validation = share;
        return self();
    }

    /**
     * When to stop before the last epoch; {@code null} for not at all. Default: after 10 epochs in which the validation's
     * loss did not fall by more than 0.0003, with the last weights.
     */
    public final B earlyStopping(EarlyStopping how) {
        earlyStopping = how;
        return self();
    }

    /** The columns of the series that the network sees. Default: the only one, whatever its name. */
    public final B columns(String... names) {
        view.columns(names);
        return self();
    }

    /** Those of the {@link #columns} that are reconstructed and scored. Default: all of them. */
    public final B targets(String... names) {
        view.targets(names);
        return self();
    }

    /** In which form the network sees windows. Default {@link Domain#TIME}. */
    public final B domain(Domain value) {
        view.domain(value);
        return self();
    }

    /** Bins that the series is averaged over. Default: the series' own spacing. */
    public final B interval(Duration bins) {
        interval = bins;
        return self();
    }

    /** What everything random is drawn from. Default 0. */
    public final B seed(long value) {
        seed = value;
        return self();
    }

    /** How reconstructions are compared with the series, and over how many steps. Default: the distance of points. */
    public final B measure(ErrorMeasure value, int window) {
        score = new WindowScore(value, window, score.smoothing());
        return self();
    }

    /** Steps that errors are smoothed over, 0 for none. Default: one per cent of the windows, 200 at most. */
    public final B smoothing(int steps) {
        score = new WindowScore(score.measure(), score.measureWindow(), steps);
        return self();
    }

    /** How the score becomes intervals. Default {@link FinderOptions#defaults()}. */
    public final B finder(FinderOptions options) {
        finder = options;
        return self();
    }

    /** Share of the input's numbers that are set to 0 in training, while the target stays. Default 0. */
    public final B masking(double share) {
        masking = share;
        return self();
    }

    /** Deviation of the normal noise that is added to the input in training, scaled to [−1, 1]. Default 0. */
    public final B noise(double deviation) {
        noise = deviation;
        return self();
    }

    /** What computes. Default {@link Backends#get()}. */
    public final B backend(Backend value) {
        backend = value;
        return self();
    }

    /** Has the first operation whose result is not finite end the training, which is slower. Default: no. */
    public final B checkFinite(boolean check) {
        checkFinite = check;
        return self();
    }

    final WindowAutoencoder.Config config(WindowAutoencoder.Architecture architecture) {
        WindowTraining training =
                new WindowTraining(window, epochs, batch, learningRate, validation, earlyStopping, interval, seed);
        return new WindowAutoencoder.Config(architecture, view.build("autoencoder"), training, score, finder);
    }

    final Corruption corruption() {
        return new Corruption(masking, noise);
    }

    final Backend backend() {
        return backend == null ? Backends.get() : backend;
    }

    final boolean checkFinite() {
        return checkFinite;
    }
}
