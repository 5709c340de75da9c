package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.series.Windows;
import dev.gradus.models.window.Judgement;

/**
 * What the models of this package differ in: the network, the loss, and how predictions become scores.
 *
 * @param <S> what scores are measured by
 */
interface RegressionNetwork<S> {
    /** What files call the model, such as {@code aer}. */
    String model();

    /**
     * Checks that it can be made for windows of so many samples.
     *
     * @throws IllegalArgumentException if not
     */
    void requireWindow(int window);

    /** The network, {@code [batch, T, 1] → [batch, T, 1]} or {@code [batch, 1]}. */
    Layer layer(int window, Init init);

    /** How many numbers its parameters hold, without making them. */
    double parameterCount();

    /** The loss of some windows. */
    Tensor loss(Layer network, Batch batch, Pass pass);

    /**
     * Judges all windows of a series.
     *
     * @param statistics what the scores are measured by, or {@code null} for those of the series itself
     */
    Judgement<S> judge(Layer network, Windows windows, Backend backend, S statistics);

    /** The untrained model of such settings, whose network this is. */
    RegressionModel<S> untrained(RegressionModel.Config<S> config, Backend backend, boolean checkFinite);

    /** Writes its settings, their keys behind the model's name and a dot, and those of its score. */
    void put(FieldWriter out);

    /** Writes what scores are measured by. */
    void putStatistics(FieldWriter out, S statistics);

    /** Reads what {@link #putStatistics} wrote. */
    S statistics(FieldReader in) throws ModelFileException;
}
