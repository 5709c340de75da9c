package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Repeated;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.window.View;
import java.time.Duration;
import java.util.Objects;

/**
 * How a network of windows is trained: autoencoders, AER and forecasters alike. The defaults are those of Orion 0.7.1.
 *
 * @param window        samples in a window, T; at least 2. Default 100
 * @param epochs        passes over the series at most. Default 35
 * @param batch         windows in an optimiser step. Default 64
 * @param learningRate  of Adam (Keras's variant). Default 0.001
 * @param validation    share of the windows, the last ones, that are kept from training and tell when to stop; from 0, for
 *     none, to less than 1. Default 0.2
 * @param earlyStopping when to stop before the last epoch, or {@code null} for not at all. Default: after 10 epochs in which
 *     the validation's loss did not fall by more than 0.0003; the last weights are kept
 * @param interval      bins that the series is averaged over; {@code null}, the default, takes the series' own spacing
 * @param seed          of everything random. Default 0
 */
public record WindowTraining(
        int window,
        int epochs,
        int batch,
        double learningRate,
        double validation,
        EarlyStopping earlyStopping,
        Duration interval,
        long seed) {
    /** The published settings. */
    public static final WindowTraining DEFAULT =
            new WindowTraining(100, 35, 64, 0.001, 0.2, new EarlyStopping(10, 0.0003, false), null, 0);

    /** Checks the numbers. */
    public WindowTraining {
        require(window >= 2, "window must be at least 2, not " + window);
        require(epochs >= 1, "epochs must be at least 1, not " + epochs);
        require(batch >= 1, "batch must be at least 1, not " + batch);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive, not " + learningRate);
        require(validation >= 0 && validation < 1, "validation must be at least 0 and below 1, not " + validation);
        require(
                interval == null || interval.compareTo(Duration.ofMillis(1)) >= 0,
                "interval must be at least a millisecond, not " + interval);
    }

    /** The same otherwise. */
    public WindowTraining with(int passes, long start) {
        return new WindowTraining(window, passes, batch, learningRate, validation, earlyStopping, interval, start);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("training: " + otherwise);
        }
    }

    /** How many of n windows, the first ones, are trained on: at least one. */
    public int trained(int windows) {
        return Math.max(1, (int) ((1 - validation) * windows));
    }

    /**
     * A trained network for the windows of streams, which come one at a time.
     *
     * @param view of {@code channels} columns, so that windows are {@code [1, window, channels]}
     */
    public Repeated repeated(Layer network, View view, Backend backend) {
        Objects.requireNonNull(network, "training: the network is null");
        Objects.requireNonNull(view, "training: the view is null");
        Shape one = Shape.of(1, window, view.channels().count());
        return new Repeated(backend, one, x -> network.apply(x, Pass.inference()));
    }
}
