package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.numbers;

import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AerStatistics;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.RegressionErrors;
import dev.gradus.models.series.Windows;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What goes wrong with models that predict samples, and with their scores. */
final class RegressionCases {
    private RegressionCases() {}

    static AerStatistics statistics() {
        return new AerStatistics(1, 1, 1, 0, 0, new AerStatistics.Range(0, 1), new AerStatistics.Range(0, 1));
    }

    static void addTo(ErrorCases cases) {
        scores(cases);
        shared(cases, "window(int)", b -> b.window(1), "training: window must be at least 2, not 1");
        shared(cases, "epochs(int)", b -> b.epochs(0), "training: epochs must be at least 1, not 0");
        shared(cases, "batch(int)", b -> b.batch(0), "training: batch must be at least 1, not 0");
        shared(cases, "learningRate(double)", b -> b.learningRate(0), "training: learningRate must be positive");
        shared(cases, "validation(double)", b -> b.validation(1), "training: validation must be at least 0 and below");
        shared(cases, "interval(Duration)", b -> b.interval(Duration.ZERO), "training: interval must be at least a");
        cases.absent(
                "RegressionBuilder.finder(FinderOptions)",
                () -> Aer.builder().finder(null).build(),
                "aer: the options of the finder are null");
        cases.harmless(
                "every value is possible",
                "RegressionBuilder.seed(long)",
                "RegressionBuilder.checkFinite(boolean)",
                "RegressionBuilder.earlyStopping(EarlyStopping)",
                "RegressionBuilder.backend(Backend)");
        cases.argument(
                "Aer.Builder.units(int)", () -> Aer.builder().units(0).build(), "aer: units must be at least 1, not 0");
        cases.absent(
                "Aer.Builder.score(AerScore)", () -> Aer.builder().score(null).build(), "aer: the score is null");
        cases.argument(
                "RegressionBuilder.window(int)",
                () -> Aer.builder().window(2).build(),
                "aer: window must be at least 3, not 2");
        cases.argument(
                "LstmRegressor.Builder.units(int)",
                () -> LstmRegressor.builder().units(0).build(),
                "lstm-regressor: units must be at least 1, not 0");
        cases.argument(
                "LstmRegressor.Builder.dropout(double)",
                () -> LstmRegressor.builder().dropout(1).build(),
                "lstm-regressor: dropout must be at least 0 and below 1, not 1.0");
        cases.argument(
                "LstmRegressor.Builder.portion(double)",
                () -> LstmRegressor.builder().portion(-1).build(),
                "lstm-regressor: portion must be at least 0 and below 1, not -1.0");
    }

    private static void shared(
            ErrorCases cases, String setting, UnaryOperator<LstmRegressor.Builder> wrong, String message) {
        cases.argument(
                "RegressionBuilder." + setting,
                () -> wrong.apply(LstmRegressor.builder()).build(),
                message);
    }

    private static void scores(ErrorCases cases) {
        Windows windows = Windows.of(numbers(10), 5);
        Reconstruction inside = Reconstruction.of(numbers(15), 5, 3);
        cases.absent(
                "AerScore.parts(Windows, double[], Reconstruction, double[], AerStatistics)",
                () -> AerScore.builder().build().parts(windows, numbers(5), inside, numbers(5), null),
                "the statistics are null");
        cases.argument(
                "AerStatistics(int, int, int, double, double, Range, Range)",
                () -> new AerStatistics(
                        0, 1, 1, 0, 0, statistics().regression(), statistics().reconstruction()),
                "the span must be at least 1, not 0");
        cases.argument(
                "AerStatistics.Range(double, double)",
                () -> new AerStatistics.Range(1, 0),
                "not a range of errors: 1.0 to 0.0");
        cases.argument(
                "RegressionErrors.smoothed(double[], double[], int)",
                () -> RegressionErrors.smoothed(numbers(2), numbers(2), 0),
                "the span must be at least 1, not 0");
        cases.harmless("any number has an answer", "RegressionErrors.span(int, double)");
    }
}
