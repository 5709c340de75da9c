package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.training.EarlyStopping;
import java.time.Duration;

/**
 * The settings that models which predict samples have in common; the defaults are those of Orion 0.7.1.
 *
 * @param <B> the builder itself
 */
public abstract class RegressionBuilder<B extends RegressionBuilder<B>> {
    private int window;
    private int epochs = WindowTraining.DEFAULT.epochs();
    private int batch = WindowTraining.DEFAULT.batch();
    private double learningRate = WindowTraining.DEFAULT.learningRate();
    private double validation = WindowTraining.DEFAULT.validation();
    private EarlyStopping earlyStopping = WindowTraining.DEFAULT.earlyStopping();
    private Duration interval;
    private long seed;
    private FinderOptions finder = FinderOptions.defaults();
    private Backend backend;
    private boolean checkFinite;

    RegressionBuilder(int window) {
        this.window = window;
    }

    abstract B self();

    /** Samples in a window. Default 100; 250 for the {@link LstmRegressor}. */
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

    /** How the score becomes intervals. Default {@link FinderOptions#defaults()}. */
    public final B finder(FinderOptions options) {
        finder = options;
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

    final <S> RegressionModel.Config<S> config(RegressionNetwork<S> network) {
        WindowTraining training =
                new WindowTraining(window, epochs, batch, learningRate, validation, earlyStopping, interval, seed);
        return new RegressionModel.Config<>(network, training, finder);
    }

    final Backend backend() {
        return backend == null ? Backends.get() : backend;
    }

    final boolean checkFinite() {
        return checkFinite;
    }
}
