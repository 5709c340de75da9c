package dev.gradus.models.regression;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Tensor;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.scoring.RegressionErrors;
import dev.gradus.models.series.Windows;
import dev.gradus.models.window.Judgement;
import java.util.Arrays;

/**
 * Two LSTMs that predict the sample after a window. Scores are measured by the span that errors are smoothed over alone.
 *
 * @param units   of each LSTM
 * @param dropout behind each LSTM
 * @param portion share of the windows that errors are smoothed over
 */
record ForecastNetwork(int units, double dropout, double portion) implements RegressionNetwork<Integer> {
    static final String MODEL = "lstm-regressor";

    ForecastNetwork {
        if (units < 1) {
            throw new IllegalArgumentException("lstm-regressor: units must be at least 1, not " + units);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "lstm-regressor: dropout must be at least 0 and below 1, not " + dropout);
        }
        if (!(portion >= 0 && portion < 1)) {
            throw new IllegalArgumentException(
                    "lstm-regressor: portion must be at least 0 and below 1, not " + portion);
        }
    }

    @Override
    public String model() {
        return MODEL;
    }

    /** Every window that a training allows will do. */
    @Override
    public void requireWindow(int window) {}

    @Override
    public Layer layer(int window, Init init) {
        return Sequential.of(
                new Lstm(1, units, init),
                new Dropout(dropout),
                new Lstm(units, units, init).lastState(),
                new Dropout(dropout),
                new Dense(units, 1, init));
    }

    @Override
    public double parameterCount() {
        double u = units;
        return 4 * u * (1 + u + 1) + 4 * u * (u + u + 1) + u + 1;
    }

    @Override
    public Tensor loss(Layer network, Batch batch, Pass pass) {
        return Losses.mse(network.apply(batch.windows(), pass), batch.next());
    }

    @Override
    public Judgement<Integer> judge(Layer network, Windows windows, Backend backend, Integer statistics) {
        int length = windows.length();
        double[] predicted = Batch.made(MODEL, network, windows, 1, backend);
        double[] truth = new double[predicted.length];
        Arrays.setAll(truth, windows::target);
        int span = statistics == null ? RegressionErrors.span(truth.length, portion) : statistics;
        double[] expected = Arrays.copyOf(windows.truth(), length + predicted.length);
        System.arraycopy(predicted, 0, expected, length, predicted.length);
        double[] scores = RegressionErrors.smoothed(truth, predicted, span);
        return new Judgement<>(new double[][] {expected}, scores, span, length);
    }

    @Override
    public RegressionModel<Integer> untrained(
            RegressionModel.Config<Integer> config, Backend backend, boolean checkFinite) {
        return new LstmRegressor(config, backend, checkFinite);
    }

    @Override
    public void put(FieldWriter out) {
        out.put("lstm-regressor.units", units)
                .put("lstm-regressor.dropout", dropout)
                .put("score.portion", portion);
    }

    static ForecastNetwork read(FieldReader in) throws ModelFileException {
        int units = in.integer("lstm-regressor.units");
        double dropout = in.number("lstm-regressor.dropout");
        double portion = in.number("score.portion");
        return in.made(MODEL, () -> new ForecastNetwork(units, dropout, portion));
    }

    @Override
    public void putStatistics(FieldWriter out, Integer span) {
        out.put("training.span", span);
    }

    @Override
    public Integer statistics(FieldReader in) throws ModelFileException {
        int span = in.integer("training.span");
        if (span < 1) {
            throw in.wrong("training.span", "at least 1");
        }
        return span;
    }
}
