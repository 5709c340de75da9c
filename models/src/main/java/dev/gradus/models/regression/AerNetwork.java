package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.RepeatVector;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.series.Windows;
import dev.gradus.models.window.Judgement;
import java.util.Objects;

/**
 * AER: an autoencoder of the inside of a window that also predicts the samples at its ends.
 *
 * @param units of each LSTM in each direction
 * @param score how predictions and reconstruction become a score
 */
record AerNetwork(int units, AerScore score) implements RegressionNetwork<AerStatistics> {
    static final String MODEL = "aer";

    AerNetwork {
        if (units < 1) {
            throw new IllegalArgumentException("aer: units must be at least 1, not " + units);
        }
        Objects.requireNonNull(score, "aer: the score is null");
    }

    @Override
    public String model() {
        return MODEL;
    }

    @Override
    public void requireWindow(int window) {
        if (window < 3) {
            throw new IllegalArgumentException(
                    "aer: window must be at least 3, not " + window + "; two samples are predicted from those between");
        }
    }

    /** Sees the inside, {@code [batch, T − 2, 1]}, and makes the whole window, {@code [batch, T, 1]}. */
    @Override
    public Layer layer(int window, Init init) {
        Layer inside = (x, pass) -> x.slice(1, 1, window - 1);
        return Sequential.of(
                inside,
                Bidirectional.lstm(1, units, init).lastStates(),
                new RepeatVector(window),
                Bidirectional.lstm(2 * units, units, init),
                new Dense(2 * units, 1, init));
    }

    @Override
    public double parameterCount() {
        double u = units;
        return 8 * u * (1 + u + 1) + 8 * u * (2 * u + u + 1) + 2 * u + 1;
    }

    /** A quarter for each end, half for the inside. */
    @Override
    public Tensor loss(Layer network, Batch batch, Pass pass) {
        Tensor x = batch.windows();
        Tensor y = network.apply(x, pass);
        int last = x.shape().dim(1) - 1;
        Tensor ends = part(y, x, 0, 1).add(part(y, x, last, last + 1));
        return ends.mul(0.25).add(part(y, x, 1, last).mul(0.5));
    }

    private static Tensor part(Tensor y, Tensor x, int from, int to) {
        return Losses.mse(y.slice(1, from, to), x.slice(1, from, to));
    }

    @Override
    public Judgement<AerStatistics> judge(Layer network, Windows windows, Backend backend, AerStatistics statistics) {
        int length = windows.length();
        int count = windows.count();
        double[] made = Batch.made(MODEL, network, windows, length, backend);
        double[] backward = new double[count];
        double[] forward = new double[count];
        double[] inside = new double[count * (length - 2)];
        for (int i = 0; i < count; i++) {
            backward[i] = made[i * length];
            forward[i] = made[(i + 1) * length - 1];
            System.arraycopy(made, i * length + 1, inside, i * (length - 2), length - 2);
        }
        Reconstruction reconstruction = Reconstruction.of(inside, count, length - 2);
        AerScore.Parts parts = statistics == null
                ? score.parts(windows, backward, reconstruction, forward)
                : score.parts(windows, backward, reconstruction, forward, statistics);
        double[] expected = new double[windows.steps()];
        expected[0] = backward[0];
        System.arraycopy(reconstruction.median(), 0, expected, 1, expected.length - 2);
        expected[expected.length - 1] = forward[count - 1];
        return new Judgement<>(new double[][] {expected}, parts.score(), parts.statistics());
    }

    @Override
    public RegressionModel<AerStatistics> untrained(
            RegressionModel.Config<AerStatistics> config, Backend backend, boolean checkFinite) {
        return new Aer(config, backend, checkFinite);
    }

    @Override
    public void put(FieldWriter out) {
        out.put("aer.units", units)
                .put("score.measure", score.measure())
                .put("score.combination", score.combination())
                .put("score.lambda", score.lambda())
                .put("score.portion", score.portion())
                .put("score.mask", score.mask());
    }

    static AerNetwork read(FieldReader in) throws ModelFileException {
        int units = in.integer("aer.units");
        ErrorMeasure measure = in.choice("score.measure", ErrorMeasure.class);
        Combination combination = in.choice("score.combination", Combination.class);
        double lambda = in.number("score.lambda");
        double portion = in.number("score.portion");
        boolean mask = in.flag("score.mask");
        return in.made(MODEL, () -> new AerNetwork(units, new AerScore(measure, combination, lambda, portion, mask)));
    }

    @Override
    public void putStatistics(FieldWriter out, AerStatistics s) {
        out.put("training.span", s.span())
                .put("training.errorSmoothing", s.smoothing())
                .put("training.masked", s.masked())
                .put("training.backward.least", s.backwardFloor())
                .put("training.errors.least", s.reconstructionFloor());
        put(out, "training.regression", s.regression());
        put(out, "training.reconstruction", s.reconstruction());
    }

    private static void put(FieldWriter out, String name, AerStatistics.Range range) {
        out.put(name + ".least", range.least()).put(name + ".greatest", range.greatest());
    }

    @Override
    public AerStatistics statistics(FieldReader in) throws ModelFileException {
        int span = in.integer("training.span");
        int smoothing = in.integer("training.errorSmoothing");
        int masked = in.integer("training.masked");
        double backward = in.number("training.backward.least");
        double errors = in.number("training.errors.least");
        AerStatistics.Range regression = range(in, "training.regression");
        AerStatistics.Range reconstruction = range(in, "training.reconstruction");
        return in.made(
                "training",
                () -> new AerStatistics(span, smoothing, masked, backward, errors, regression, reconstruction));
    }

    private static AerStatistics.Range range(FieldReader in, String name) throws ModelFileException {
        double least = in.number(name + ".least");
        double greatest = in.number(name + ".greatest");
        return in.made(name, () -> new AerStatistics.Range(least, greatest));
    }
}
