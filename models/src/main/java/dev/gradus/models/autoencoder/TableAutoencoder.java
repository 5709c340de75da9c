package dev.gradus.models.autoencoder;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.training.Training;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A dense autoencoder of the rows of a table: rows that it cannot repeat are unusual. Each column is scaled to [0, 1]; relus are
 * behind all dense layers but the last; Adam (Keras's variant) minimises the mean squared error of the scaled rows.
 *
 * <pre>{@code
 * TrainedTable trained = TableAutoencoder.builder().seed(7).build().fit(rows);                // [rows][columns]
 * double[] errors = trained.errors(rows);                                                     // in the units of the columns
 * int[] unusual = Threshold.quantile(0.99).learn(errors).above(errors);
 * }</pre>
 *
 * <p>The defaults are those of the exercise with five columns: hidden layers of 64, 128, 256, 256, 128 and 64, learning rate
 * 0.005, 500 epochs in which all rows are one batch.
 */
public final class TableAutoencoder {
    /**
     * Everything that determines one.
     *
     * @param units         of the hidden layers
     * @param tied          whether the decoder's matrices are the encoder's, transposed
     * @param dropout       behind each hidden layer
     * @param corruption    of the scaled rows in training
     * @param epochs        passes over the rows
     * @param batch         rows in an optimiser step, {@link Integer#MAX_VALUE} for all of them
     * @param learningRate  of Adam
     * @param validation    share of the rows, the last ones, that are kept from training
     * @param earlyStopping when to stop before the last epoch, or {@code null}
     * @param seed          of everything random
     */
    record Config(
            List<Integer> units,
            boolean tied,
            double dropout,
            Corruption corruption,
            int epochs,
            int batch,
            double learningRate,
            double validation,
            EarlyStopping earlyStopping,
            long seed) {
        static final String MODEL = "table-ae";

        Config {
            units = DenseStack.requireUnits(MODEL, units, tied);
            Objects.requireNonNull(corruption, "table-ae: the corruption is null");
            require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1, not " + dropout);
            require(epochs >= 1, "epochs must be at least 1, not " + epochs);
            require(batch >= 1, "batch must be at least 1, not " + batch);
            require(
                    learningRate > 0 && Double.isFinite(learningRate),
                    "learningRate must be positive, not " + learningRate);
            require(validation >= 0 && validation < 1, "validation must be at least 0 and below 1, not " + validation);
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("table-ae: " + otherwise);
            }
        }
    }

    private final Config config;
    private final Backend backend;

    private TableAutoencoder(Config config, Backend backend) {
        this.config = config;
        this.backend = backend;
    }

    /** Starts from the settings of the exercise. */
    public static Builder builder() {
        return new Builder();
    }

    /** Trains on rows {@code [rows][columns]}. */
    public TrainedTable fit(double[][] rows) {
        return fit(rows, TrainingListener.none());
    }

    /**
     * Trains on rows.
     *
     * @param rows {@code [rows][columns]}, finite
     * @throws IllegalArgumentException if there are no rows, they differ in length, or hold a number that is not finite
     * @throws java.util.concurrent.CancellationException if the listener gives up
     * @throws dev.gradus.engine.tensor.NonFiniteException if the loss or a weight stops being finite
     */
    public TrainedTable fit(double[][] rows, TrainingListener listener) {
        TableTrainer trainer = trainer(rows);
        training(trainer).run(listener);
        return trainer.trained();
    }

    /**
     * Trains on rows and saves the training as it goes; where the file holds it, it goes on from there and ends with the bits
     * of one that was not interrupted.
     *
     * @throws dev.gradus.engine.io.ModelFileException if the file holds something else than this training
     * @throws IOException if the file cannot be read or written
     */
    public TrainedTable fit(double[][] rows, TrainingListener listener, Checkpoints checkpoints) throws IOException {
        TableTrainer trainer = trainer(rows);
        training(trainer).run(listener, checkpoints);
        return trainer.trained();
    }

    private Training training(TableTrainer trainer) {
        return new Training(trainer, config.epochs).earlyStopping(config.earlyStopping);
    }

    private TableTrainer trainer(double[][] rows) {
        TableScaler scaler = TableScaler.fit(rows);
        Rng rng = new Rng(config.seed);
        Layer network = DenseStack.of(
                scaler.columns(),
                config.units,
                scaler.columns(),
                config.dropout,
                config.tied,
                new Init(backend, rng.split()));
        return new TableTrainer(config, network, backend, scaler, scaler.transform(rows), rng.split());
    }

    /** Settings of an autoencoder of rows. */
    public static final class Builder {
        private List<Integer> units = List.of(64, 128, 256, 256, 128, 64);
        private boolean tied;
        private double dropout;
        private double masking;
        private double noise;
        private int epochs = 500;
        private int batch = Integer.MAX_VALUE;
        private double learningRate = 0.005;
        private double validation;
        private EarlyStopping earlyStopping;
        private long seed;
        private Backend backend;

        private Builder() {}

        /** Widths of the hidden layers, at least one. Default 64, 128, 256, 256, 128, 64. */
        public Builder units(int... widths) {
            Objects.requireNonNull(widths, "table-ae: the units are null");
            units = IntStream.of(widths).boxed().toList();
            return this;
        }

        /** Whether the decoder's matrices are the encoder's, transposed; half as many weights. Default: not. */
        public Builder tied(boolean value) {
            tied = value;
            return this;
        }

        /** Dropout behind each hidden layer. Default 0. */
        public Builder dropout(double rate) {
            dropout = rate;
            return this;
        }

        /** Share of the scaled numbers that are set to 0 in training, while the target stays. Default 0. */
        public Builder masking(double share) {
            masking = share;
            return this;
        }

        /** Deviation of the normal noise that is added to the scaled numbers in training. Default 0. */
        public Builder noise(double deviation) {
            noise = deviation;
            return this;
        }

        /** Passes over the rows. Default 500. */
        public Builder epochs(int count) {
            epochs = count;
            return this;
        }

        /** Rows in an optimiser step. Default: all of them. */
        public Builder batch(int rows) {
            batch = rows;
            return this;
        }

        /** Learning rate of Adam (Keras's variant: β 0.9 and 0.999, ε 1e-7). Default 0.005. */
        public Builder learningRate(double rate) {
            learningRate = rate;
            return this;
        }

        /** Share of the rows, the last ones, that are kept from training and tell when to stop. Default 0. */
        public Builder validation(double share) {
            validation = share;
            return this;
        }

        /** When to stop before the last epoch; {@code null}, the default, for not at all. */
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
        public TableAutoencoder build() {
            Config config = new Config(
                    units,
                    tied,
                    dropout,
                    new Corruption(masking, noise),
                    epochs,
                    batch,
                    learningRate,
                    validation,
                    earlyStopping,
                    seed);
            return new TableAutoencoder(config, backend == null ? Backends.get() : backend);
        }
    }
}
