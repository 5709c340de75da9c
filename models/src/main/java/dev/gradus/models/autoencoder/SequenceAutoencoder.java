package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.training.Training;
import java.io.IOException;
import java.util.Objects;

/**
 * An encoder of sequences with one or two decoders: one that repeats what the encoder has read, one that predicts, or both
 * (Srivastava, Mansimov and Salakhutdinov, "Unsupervised Learning of Video Representations using LSTMs", 2015). It is trained
 * on sequences of the same length, all of them in every epoch, by Adam (Keras's variant) down the sum of the decoders' mean
 * squared errors.
 *
 * <pre>{@code
 * double[][][] x = {{{0.1}, {0.2}, {0.3}, {0.4}, {0.5}, {0.6}, {0.7}, {0.8}, {0.9}}};     // [sequences, time, features]
 * TrainedSequences trained = SequenceAutoencoder.builder().units(100).activation(Activation.RELU).build().fit(x);
 * double[][][] again = trained.reconstruct(x);
 * }</pre>
 */
public final class SequenceAutoencoder {
    /** What a sequence autoencoder is trained for. */
    public enum Objective {
        /** To repeat the sequence. */
        RECONSTRUCTION,
        /** To predict, by default each step of the sequence but the first. */
        PREDICTION,
        /** Both, from one code. */
        COMPOSITE;

        boolean reconstructs() {
            return this != PREDICTION;
        }

        boolean predicts() {
            return this != RECONSTRUCTION;
        }
    }

    /**
     * Everything that determines one.
     *
     * @param objective     what it is trained for
     * @param encoder       what the encoder is made of
     * @param decoder       what the decoders are made of
     * @param units         of each recurrent direction, or filters
     * @param activation    of LSTMs
     * @param epochs        passes over the sequences
     * @param batch         sequences in an optimiser step
     * @param learningRate  of Adam
     * @param earlyStopping when to stop before the last epoch, or {@code null}
     * @param seed          of everything random
     */
    record Config(
            Objective objective,
            SequencePart encoder,
            SequencePart decoder,
            int units,
            Recurrent.Activation activation,
            int epochs,
            int batch,
            double learningRate,
            EarlyStopping earlyStopping,
            long seed) {
        static final String MODEL = "sequence-ae";

        Config {
            Objects.requireNonNull(objective, "sequence-ae: the objective is null");
            Objects.requireNonNull(encoder, "sequence-ae: the encoder is null");
            Objects.requireNonNull(decoder, "sequence-ae: the decoder is null");
            Objects.requireNonNull(activation, "sequence-ae: the activation is null");
            LstmArchitecture.requireParts(MODEL, encoder, decoder, units, activation);
            require(epochs >= 1, "epochs must be at least 1, not " + epochs);
            require(batch >= 1, "batch must be at least 1, not " + batch);
            require(
                    learningRate > 0 && Double.isFinite(learningRate),
                    "learningRate must be positive, not " + learningRate);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("sequence-ae: " + otherwise);
            }
        }
    }

    private final Config config;
    private final Backend backend;

    private SequenceAutoencoder(Config config, Backend backend) {
        this.config = config;
        this.backend = backend;
    }

    /** Starts from the settings of the well-known exercise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Trains on sequences {@code [sequences, time, features]}; what it predicts, if it does, are all steps but the first. */
    public TrainedSequences fit(double[][][] sequences) {
        return fit(sequences, null, TrainingListener.none());
    }

    /**
     * Trains on sequences.
     *
     * @param sequences {@code [sequences, time, features]}, finite
     * @param following what is predicted of each, {@code [sequences, steps, features]}; {@code null} for all steps of the
     *     sequence but the first
     * @throws IllegalArgumentException if the sequences differ in length, hold a number that is not finite, or are too short
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if the loss or a weight stops being finite
     */
    public TrainedSequences fit(double[][][] sequences, double[][][] following, TrainingListener listener) {
        SequenceTrainer trainer = trainer(sequences, following);
        training(trainer).run(listener);
        return trainer.trained();
    }

    /**
     * Trains on sequences and saves the training as it goes; where the file holds it, it goes on from there and ends with the
     * bits of one that was not interrupted.
     *
     * @throws dev.gradus.engine.io.ModelFileException if the file holds something else than this training
     * @throws IOException if the file cannot be read or written
     */
    public TrainedSequences fit(
            double[][][] sequences, double[][][] following, TrainingListener listener, Checkpoints checkpoints)
            throws IOException {
        SequenceTrainer trainer = trainer(sequences, following);
        training(trainer).run(listener, checkpoints);
        return trainer.trained();
    }

    private Training training(SequenceTrainer trainer) {
        return new Training(trainer, config.epochs).earlyStopping(config.earlyStopping);
    }

    private SequenceTrainer trainer(double[][][] sequences, double[][][] following) {
        Sequences x = Sequences.of("sequences", sequences);
        Sequences y = null;
        if (config.objective.predicts()) {
            y = following == null ? x.following() : Sequences.of("what follows", following);
            if (y.count() != x.count() || y.features() != x.features()) {
                throw new IllegalArgumentException("sequence-ae: what follows is " + y + ", the sequences are " + x
                        + "; there must be one for each, with as many features");
            }
        }
        Rng rng = new Rng(config.seed);
        SequenceNetworks networks = SequenceNetworks.of(
                config, x.time(), y == null ? 0 : y.time(), x.features(), new Init(backend, rng.split()));
        return new SequenceTrainer(config, networks, backend, x, y, rng.split());
    }

    /** Settings of a sequence autoencoder. */
    public static final class Builder {
        private Objective objective = Objective.RECONSTRUCTION;
        private SequencePart encoder = SequencePart.LSTM;
        private SequencePart decoder = SequencePart.LSTM;
        private int units = 100;
        private Recurrent.Activation activation = Recurrent.Activation.TANH;
        private int epochs = 300;
        private int batch = 32;
        private double learningRate = 0.001;
        private EarlyStopping earlyStopping;
        private long seed;
        private Backend backend;

        private Builder() {}

        /** What it is trained for. Default: to repeat. */
        public Builder objective(Objective value) {
            objective = value;
            return this;
        }

        /** What the encoder is made of. Default an LSTM. */
        public Builder encoder(SequencePart part) {
            encoder = part;
            return this;
        }

        /** What each decoder is made of. Default an LSTM. */
        public Builder decoder(SequencePart part) {
            decoder = part;
            return this;
        }

        /** Units of each recurrent direction, or filters. Default 100. */
        public Builder units(int count) {
            units = count;
            return this;
        }

        /** Activation of LSTMs. Default tanh. */
        public Builder activation(Recurrent.Activation function) {
            activation = function;
            return this;
        }

        /** Passes over the sequences. Default 300. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Sequences in an optimiser step. Default 32. */
        public Builder batch(int sequences) {
            batch = sequences;
            return this;
        }

        /** Learning rate of Adam (Keras's variant: β 0.9 and 0.999, ε 1e-7). Default 0.001. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** When to stop before the last epoch, by the training's own loss; {@code null}, the default, for not at all. */
        public Builder earlyStopping(EarlyStopping how) {
            earlyStopping = how;
            return this;
        }

        /** What everything random is drawn from. Default 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** What computes. Default {@link Backends#get()}. */
        public Builder backend(Backend value) {
            backend = value;
            return this;
        }

        /**
         * The model.
         *
         * @throws IllegalArgumentException naming a setting that is not possible
         */
        public SequenceAutoencoder build() {
            Config config = new Config(
                    objective, encoder, decoder, units, activation, epochs, batch, learningRate, earlyStopping, seed);
            return new SequenceAutoencoder(config, backend == null ? Backends.get() : backend);
        }
    }
}
