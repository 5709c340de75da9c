package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.NINE;
import static dev.gradus.models.errors.Samples.rows;
import static dev.gradus.models.errors.Samples.series;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.tensor.Recurrent;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.models.Checkpoints;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.autoencoder.Corruption;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.autoencoder.SequenceAutoencoder;
import dev.gradus.models.autoencoder.SequencePart;
import dev.gradus.models.autoencoder.TableAutoencoder;
import dev.gradus.models.autoencoder.TrainedSequences;
import dev.gradus.models.autoencoder.TrainedTable;
import dev.gradus.models.autoencoder.WindowScore;
import dev.gradus.models.autoencoder.WindowTraining;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.Threshold;
import dev.gradus.models.series.MinMaxScaler;
import dev.gradus.models.series.Preprocessing;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.training.EarlyStopping;
import dev.gradus.models.training.LossHistory;
import dev.gradus.models.training.Order;
import dev.gradus.models.training.Training;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import dev.gradus.models.window.View;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What goes wrong with autoencoders, their training and their thresholds. */
final class FamilyCases {
    private static final Path NOWHERE = Path.of("no-such-folder", "no-such-file");

    private final ErrorCases cases;

    private FamilyCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        FamilyCases table = new FamilyCases(cases);
        table.training();
        table.preprocessing();
        table.thresholds();
        table.windows();
        table.sequences();
        table.tables();
    }

    private void training() {
        cases.argument(
                "EarlyStopping(int, double, boolean)",
                () -> new EarlyStopping(1, -1, true),
                "early stopping: the improvement must be finite and not negative, not -1.0");
        cases.argument(
                "EarlyStopping.patience(int)",
                () -> EarlyStopping.patience(0),
                "early stopping: the patience must be at least 1 epoch, not 0");
        cases.argument("Order(int, Rng)", () -> new Order(0, new Rng(1)), "order: there must be at least 1 example");
        cases.absent("Order.addTo(Builder)", () -> new Order(1, new Rng(1)).addTo(null), "order: the checkpoint is");
        cases.absent(
                "Order.requirePermutation(SafeTensors)",
                () -> new Order(1, new Rng(1)).requirePermutation(null),
                "order: the content is null");
        cases.absent("Training(Trainable, int)", () -> new Training(null, 1), "training: the model is null");
        cases.absent(
                "LossHistory(TrainingListener)", () -> new LossHistory(null), "loss history: the listener is null");
        cases.harmless(
                "what the library found out",
                "LossHistory.progress(TrainingProgress)",
                "LossHistory.resumed(int, int)");
        cases.absent(
                "LossHistory.epoch(int, int, Map)",
                () -> new LossHistory().epoch(1, 1, null),
                "loss history: the losses are null");
        cases.harmless(
                "none, which is allowed, or checked by itself",
                "Training.earlyStopping(EarlyStopping)",
                "Training.checkFinite(boolean)");
        cases.harmless(
                "checked where a model is trained, in TrainingTest",
                "Training.run(TrainingListener)",
                "Training.run(TrainingListener, Checkpoints)");
        cases.harmless(
                "what the library found out, or does nothing",
                "TrainingOutcome(int, int, Map)",
                "Trainable.requireRestored(SafeTensors)",
                "TrainingListener.epoch(int, int, Map)");
    }

    private void preprocessing() {
        Preprocessing fitted = Preprocessing.fit(series(20), null);
        cases.argument(
                "Preprocessing(long, double, MinMaxScaler)",
                () -> new Preprocessing(0, 0, new MinMaxScaler(0, 1, 0, 1)),
                "the interval must be at least a millisecond, not 0");
        cases.absent("Preprocessing.fit(TimeSeries, Duration)", () -> Preprocessing.fit(null, null), "the series is");
        cases.absent("Preprocessing.refitted(TimeSeries)", () -> fitted.refitted(null), "the series is null");
        cases.absent("Preprocessing.prepare(TimeSeries)", () -> fitted.prepare(null), "the series is null");
        cases.series(
                "Preprocessing.Prepared.windows(int)",
                () -> fitted.prepare(series(6)).windows(6),
                "the series has 6 samples after averaging, a window of 6 needs at least 7");
        cases.harmless("a record of what the library found out", "Preprocessing.Prepared(long[], double[], double[])");
    }

    private void thresholds() {
        cases.argument("Threshold(double)", () -> new Threshold(1 / 0.0), "the threshold must be finite");
        cases.argument("Threshold.given(double)", () -> Threshold.given(Double.NaN), "the threshold must be finite");
        cases.argument("Threshold.quantile(double)", () -> Threshold.quantile(2), "the quantile must lie between 0");
        cases.argument("Threshold.deviations(double)", () -> Threshold.deviations(-1), "the deviations must not be");
        cases.absent("Threshold.found(FinderOptions)", () -> Threshold.found(null), "the options of the finder are");
        cases.absent("Threshold.above(double[])", () -> new Threshold(1).above(null), "the errors are null");
        cases.harmless("every number is above or not", "Threshold.isExceededBy(double)");
        cases.argument(
                "Threshold.quantile(double)", () -> Threshold.quantile(0.5).learn(new double[0]), "there is no error");
    }

    private void windows() {
        cases.argument(
                "Corruption(double, double)", () -> new Corruption(1, 0), "corruption: masking must be at least");
        cases.argument(
                "WindowScore(ErrorMeasure, int, int)",
                () -> new WindowScore(ErrorMeasure.POINT, 0, 0),
                "the window of the errors must be at least 1, not 0");
        cases.argument(
                "WindowTraining(int, int, int, double, double, EarlyStopping, Duration, long)",
                () -> new WindowTraining(1, 1, 1, 1, 0, null, null, 0),
                "training: window must be at least 2, not 1");
        cases.harmless("any number has an answer", "WindowTraining.trained(int)");
        cases.absent(
                "WindowTraining.repeated(Layer, View, Backend)",
                () -> WindowTraining.DEFAULT.repeated(null, View.DEFAULT, Backends.get()),
                "training: the network is null");
        LstmAutoencoder model =
                LstmAutoencoder.builder().window(6).units(2).epochs(1).build();
        cases.harmless(
                "any seed will do", "TadGan.withSeed(long)", "Auto.withSeed(long)", "MatrixProfile.withSeed(long)");
        cases.row(
                "SeriesModel.withSeed(long)",
                UnsupportedOperationException.class,
                () -> new Plain().withSeed(1),
                "plain: takes no other seed");
        cases.absent(
                "SeriesModel.write(FieldWriter)", () -> new Plain().write(null), "plain: there is nothing to write");
        cases.row(
                "SeriesModel.write(FieldWriter)",
                UnsupportedOperationException.class,
                () -> new Plain().write(new FieldWriter()),
                "plain: has no settings that could be written");
        cases.argument(
                "WindowTraining.with(int, long)",
                () -> WindowTraining.DEFAULT.with(0, 1),
                "training: epochs must be at least 1, not 0");
        cases.series(
                "SeriesModel.fit(TimeSeries)",
                () -> model.fit(series(6)),
                "the series has 6 samples after averaging, a window of 6 needs at least 7");
        cases.absent(
                "SeriesModel.fit(TimeSeries, TrainingListener)",
                () -> model.fit(series(60), null),
                "lstm-ae: the listener is null; TrainingListener.none() does nothing");
        cases.row(
                "SeriesModel.fit(TimeSeries, TrainingListener, Checkpoints)",
                NoSuchFileException.class,
                () -> model.fit(series(60), TrainingListener.none(), Checkpoints.in(NOWHERE)),
                NOWHERE + ": there is no folder ");
        shared("window(int)", b -> b.window(1), "training: window must be at least 2, not 1");
        shared("epochs(int)", b -> b.epochs(0), "training: epochs must be at least 1, not 0");
        shared("batch(int)", b -> b.batch(0), "training: batch must be at least 1, not 0");
        shared("learningRate(double)", b -> b.learningRate(0), "training: learningRate must be positive, not 0.0");
        shared("validation(double)", b -> b.validation(1), "training: validation must be at least 0 and below 1");
        shared("interval(Duration)", b -> b.interval(Duration.ZERO), "training: interval must be at least a");
        shared("columns(String[])", b -> b.columns("a", ""), "autoencoder: columns: a name is missing in [a, ]");
        shared("targets(String[])", b -> b.targets("a"), "autoencoder: targets: 'a' is none of the columns []");
        shared(
                "domain(Domain)",
                b -> b.domain(Domain.laplace(0.5)),
                "autoencoder: a radius of 0.5 weighs the ends of a window of 100 samples more than 10000.0 times");
        shared("smoothing(int)", b -> b.smoothing(-2), "the smoothing window must not be negative: -2");
        shared("masking(double)", b -> b.masking(1), "corruption: masking must be at least 0 and below 1, not 1.0");
        shared("noise(double)", b -> b.noise(-1), "corruption: noise must be finite and not negative, not -1.0");
        shared(
                "measure(ErrorMeasure, int)",
                b -> b.measure(ErrorMeasure.AREA, 0),
                "the window of the errors must be at least 1, not 0");
        cases.absent(
                "WindowBuilder.finder(FinderOptions)",
                () -> DenseAutoencoder.builder().finder(null).build(),
                "autoencoder: the options of the finder are null");
        cases.harmless(
                "every value is possible",
                "WindowBuilder.seed(long)",
                "WindowBuilder.checkFinite(boolean)",
                "WindowBuilder.earlyStopping(EarlyStopping)",
                "WindowBuilder.backend(Backend)");
        cases.argument(
                "DenseAutoencoder.Builder.units(int[])",
                () -> DenseAutoencoder.builder().units(3, 0).build(),
                "dense-ae: units must be at least 1 each, not [3, 0]");
        cases.argument(
                "DenseAutoencoder.Builder.tied(boolean)",
                () -> DenseAutoencoder.builder().units(3, 2).tied(true).build(),
                "dense-ae: tied weights need an odd number of hidden layers that read the same from both ends");
        cases.argument(
                "DenseAutoencoder.Builder.dropout(double)",
                () -> DenseAutoencoder.builder().dropout(1).build(),
                "dense-ae: dropout must be at least 0 and below 1, not 1.0");
        cases.argument(
                "LstmAutoencoder.Builder.units(int)",
                () -> LstmAutoencoder.builder().units(0).build(),
                "lstm-ae: units must be at least 1, not 0");
        cases.absent(
                "LstmAutoencoder.Builder.encoder(SequencePart)",
                () -> LstmAutoencoder.builder().encoder(null).build(),
                "lstm-ae: the encoder is null");
        cases.absent(
                "LstmAutoencoder.Builder.decoder(SequencePart)",
                () -> LstmAutoencoder.builder().decoder(null).build(),
                "lstm-ae: the decoder is null");
        cases.argument(
                "LstmAutoencoder.Builder.activation(Activation)",
                () -> LstmAutoencoder.builder()
                        .encoder(SequencePart.GRU)
                        .decoder(SequencePart.GRU)
                        .activation(Recurrent.Activation.RELU)
                        .build(),
                "lstm-ae: the activation RELU is for LSTMs, and there is none");
    }

    private void shared(String setting, UnaryOperator<DenseAutoencoder.Builder> wrong, String message) {
        cases.argument(
                "WindowBuilder." + setting,
                () -> wrong.apply(DenseAutoencoder.builder()).build(),
                message);
    }

    private void sequences() {
        SequenceAutoencoder model =
                SequenceAutoencoder.builder().units(2).epochs(1).build();
        TrainedSequences trained = model.fit(NINE);
        cases.argument(
                "SequenceAutoencoder.fit(double[][][])",
                () -> model.fit(new double[][][] {{{1}, {2}}, {{1}}}),
                "sequence-ae: sequences: number 1 has 1 steps, the first has 2");
        cases.argument(
                "SequenceAutoencoder.fit(double[][][], double[][][], TrainingListener)",
                () -> model.fit(new double[][][] {{{Double.NaN}}}, null, TrainingListener.none()),
                "sequence-ae: sequences: step 0 of number 0 holds NaN; leave such");
        cases.row(
                "SequenceAutoencoder.fit(double[][][], double[][][], TrainingListener, Checkpoints)",
                NoSuchFileException.class,
                () -> model.fit(NINE, null, TrainingListener.none(), Checkpoints.in(NOWHERE)),
                NOWHERE + ": there is no folder ");
        cases.argument(
                "TrainedSequences.reconstruct(double[][][])",
                () -> trained.reconstruct(new double[][][] {{{1}, {2}}}),
                "sequence-ae: the sequences are [1, 2, 1], it was trained on [*, 9, 1]");
        cases.row(
                "TrainedSequences.predict(double[][][])",
                IllegalStateException.class,
                () -> trained.predict(NINE),
                "sequence-ae: was trained to repeat only; choose the objective PREDICTION or COMPOSITE");
        cases.absent(
                "TrainedSequences.encode(double[][][])", () -> trained.encode(null), "sequence-ae: sequences: there");
        sequence("units(int)", b -> b.units(0), "sequence-ae: units must be at least 1, not 0");
        sequence("epochs(int)", b -> b.epochs(0), "sequence-ae: epochs must be at least 1, not 0");
        sequence("batch(int)", b -> b.batch(0), "sequence-ae: batch must be at least 1, not 0");
        sequence("learningRate(double)", b -> b.learningRate(-1), "sequence-ae: learningRate must be positive, not -1");
        sequence(
                "activation(Activation)",
                b -> b.encoder(SequencePart.CONV1D).decoder(SequencePart.CONV1D).activation(Recurrent.Activation.RELU),
                "sequence-ae: the activation RELU is for LSTMs");
        missing("objective(Objective)", b -> b.objective(null), "sequence-ae: the objective is null");
        missing("encoder(SequencePart)", b -> b.encoder(null), "sequence-ae: the encoder is null");
        missing("decoder(SequencePart)", b -> b.decoder(null), "sequence-ae: the decoder is null");
        cases.harmless(
                "every value is possible",
                "SequenceAutoencoder.Builder.seed(long)",
                "SequenceAutoencoder.Builder.earlyStopping(EarlyStopping)",
                "SequenceAutoencoder.Builder.backend(Backend)");
    }

    private void sequence(String setting, UnaryOperator<SequenceAutoencoder.Builder> wrong, String message) {
        cases.argument(
                "SequenceAutoencoder.Builder." + setting,
                () -> wrong.apply(SequenceAutoencoder.builder()).build(),
                message);
    }

    private void missing(String setting, UnaryOperator<SequenceAutoencoder.Builder> wrong, String message) {
        cases.absent(
                "SequenceAutoencoder.Builder." + setting,
                () -> wrong.apply(SequenceAutoencoder.builder()).build(),
                message);
    }

    private void tables() {
        TableAutoencoder model = TableAutoencoder.builder().units(2).epochs(1).build();
        TrainedTable trained = model.fit(rows(4));
        cases.argument(
                "TableAutoencoder.fit(double[][])",
                () -> model.fit(new double[0][]),
                "table-ae: there are no rows, or the first has no column");
        cases.argument(
                "TableAutoencoder.fit(double[][], TrainingListener)",
                () -> model.fit(new double[][] {{1, 2}, {1}}, TrainingListener.none()),
                "table-ae: row 1 has 1 columns, expected 2");
        cases.row(
                "TableAutoencoder.fit(double[][], TrainingListener, Checkpoints)",
                NoSuchFileException.class,
                () -> model.fit(rows(4), TrainingListener.none(), Checkpoints.in(NOWHERE)),
                NOWHERE + ": there is no folder ");
        cases.argument(
                "TrainedTable.reconstruct(double[][])",
                () -> trained.reconstruct(new double[][] {{1}}),
                "table-ae: row 0 has 1 columns, expected 3");
        cases.absent("TrainedTable.errors(double[][])", () -> trained.errors(null), "table-ae: the rows are null");
        cases.index(
                "TrainedTable.errors(double[][], int)",
                () -> trained.errors(rows(4), 3),
                "table-ae: there is no column 3; the table has 3");
        table("units(int[])", TableAutoencoder.Builder::units, "table-ae: units names no hidden layer");
        table("tied(boolean)", b -> b.units(3, 2).tied(true), "table-ae: tied weights need an odd number of hidden");
        table("dropout(double)", b -> b.dropout(-1), "table-ae: dropout must be at least 0 and below 1, not -1.0");
        table("masking(double)", b -> b.masking(1), "corruption: masking must be at least 0 and below 1, not 1.0");
        table("noise(double)", b -> b.noise(-1), "corruption: noise must be finite and not negative, not -1.0");
        table("epochs(int)", b -> b.epochs(0), "table-ae: epochs must be at least 1, not 0");
        table("batch(int)", b -> b.batch(0), "table-ae: batch must be at least 1, not 0");
        table("learningRate(double)", b -> b.learningRate(0), "table-ae: learningRate must be positive, not 0.0");
        table("validation(double)", b -> b.validation(1), "table-ae: validation must be at least 0 and below 1");
        cases.harmless(
                "every value is possible",
                "TableAutoencoder.Builder.seed(long)",
                "TableAutoencoder.Builder.earlyStopping(EarlyStopping)",
                "TableAutoencoder.Builder.backend(Backend)");
    }

    private void table(String setting, UnaryOperator<TableAutoencoder.Builder> wrong, String message) {
        cases.argument(
                "TableAutoencoder.Builder." + setting,
                () -> wrong.apply(TableAutoencoder.builder()).build(),
                message);
    }

    /** A model that somebody wrote, with nothing but what it must have. */
    private static final class Plain extends SeriesModel {
        Plain() {
            super("plain");
        }

        @Override
        protected Run begin(TimeSeries series) {
            throw new AssertionError("is never trained");
        }
    }
}
