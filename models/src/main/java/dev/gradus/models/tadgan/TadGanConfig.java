package dev.gradus.models.tadgan;

import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.window.View;
import java.time.Duration;
import java.util.Objects;

/**
 * Everything that determines a TadGAN: architecture, training and scoring. See {@link TadGan.Builder} for the defaults
 * and where they come from.
 *
 * @param window               samples in a window, T
 * @param latent               size of the code of a window
 * @param encoderUnits         LSTM units of the encoder, in each direction
 * @param generatorUnits       LSTM units of each of the generator's layers, in each direction
 * @param generatorDropout     dropout of the generator's LSTM inputs
 * @param recurrentDropout     dropout of the generator's recurrent states
 * @param criticLayers         convolutions of the critic of windows
 * @param criticFilters        filters of each of them
 * @param criticKernel         samples that each of them looks at; there is no padding
 * @param criticDropout        dropout behind each of them
 * @param latentCriticUnits    units of each of the two hidden layers of the critic of codes
 * @param latentCriticDropout  dropout in the critic of codes
 * @param negativeSlope        slope of both critics' leaky relus below zero
 * @param procedure            in which order the networks learn
 * @param epochs               passes over the series
 * @param batch                windows in an optimiser step
 * @param criticIterations     steps of the critics for one of encoder and generator
 * @param learningRate         of all three Adam optimisers
 * @param penaltyWeight        weight of the gradient penalty in a critic's loss
 * @param reconstructionWeight weight of the reconstruction error in the loss of encoder and generator
 * @param view                 what it sees of a series: which columns, in which form
 * @param interval             bins that the series is averaged over; {@code null} takes the series' own spacing
 * @param seed                 of everything random
 * @param score                how reconstruction and critic become a score
 * @param finder               how the score becomes intervals
 */
public record TadGanConfig(
        int window,
        int latent,
        int encoderUnits,
        int generatorUnits,
        double generatorDropout,
        double recurrentDropout,
        int criticLayers,
        int criticFilters,
        int criticKernel,
        double criticDropout,
        int latentCriticUnits,
        double latentCriticDropout,
        double negativeSlope,
        Procedure procedure,
        int epochs,
        int batch,
        int criticIterations,
        double learningRate,
        double penaltyWeight,
        double reconstructionWeight,
        View view,
        Duration interval,
        long seed,
        TadGanScore score,
        FinderOptions finder) {
    /** Checks every setting, and that the architecture can take the window. */
    public TadGanConfig {
        Objects.requireNonNull(score, "tadgan: the score is null");
        Objects.requireNonNull(finder, "tadgan: the options of the finder are null");
        Objects.requireNonNull(procedure, "tadgan: the procedure is null");
        Objects.requireNonNull(view, "tadgan: the view is null");
        requirePositive("criticLayers", criticLayers);
        requirePositive("criticKernel", criticKernel);
        long eaten = criticLayers * (criticKernel - 1L);
        require(
                window % 2 == 0,
                "window must be even, not " + window
                        + ": the generator makes half as many steps and repeats each twice");
        require(
                window > eaten,
                "window must be at least " + leastWindow(eaten) + ", not " + window + ": the critic's " + criticLayers
                        + " convolutions of kernel " + criticKernel + " shorten it by " + eaten);
        view.domain().requireWindow("tadgan", window);
        requirePositive("latent", latent);
        requirePositive("encoderUnits", encoderUnits);
        requirePositive("generatorUnits", generatorUnits);
        requirePositive("criticFilters", criticFilters);
        requirePositive("latentCriticUnits", latentCriticUnits);
        requirePositive("epochs", epochs);
        requirePositive("batch", batch);
        requirePositive("criticIterations", criticIterations);
        requireRate("generatorDropout", generatorDropout);
        requireRate("recurrentDropout", recurrentDropout);
        requireRate("criticDropout", criticDropout);
        requireRate("latentCriticDropout", latentCriticDropout);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate must be positive, not " + learningRate);
        requireWeight("negativeSlope", negativeSlope);
        requireWeight("penaltyWeight", penaltyWeight);
        requireWeight("reconstructionWeight", reconstructionWeight);
        require(
                interval == null || interval.compareTo(Duration.ofMillis(1)) >= 0,
                "interval must be at least a millisecond, not " + interval);
    }

    /** The same otherwise. */
    TadGanConfig with(int passes, long start) {
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
                passes,
                batch,
                criticIterations,
                learningRate,
                penaltyWeight,
                reconstructionWeight,
                view,
                interval,
                start,
                score,
                finder);
    }

    /** Channels that the networks see, C. */
    int channels() {
        return view.channels().count();
    }

    /** Channels that they reconstruct, K. */
    int targets() {
        return view.channels().targetCount();
    }

    /** The next even number. */
    private static long leastWindow(long eaten) {
        return eaten / 2 * 2 + 2;
    }

    private static void requirePositive(String name, int value) {
        require(value >= 1, name + " must be at least 1, not " + value);
    }

    private static void requireRate(String name, double value) {
        require(value >= 0 && value < 1, name + " must be at least 0 and below 1, not " + value);
    }

    private static void requireWeight(String name, double value) {
        require(value >= 0 && Double.isFinite(value), name + " must not be negative, got " + value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("tadgan: " + otherwise);
        }
    }
}
