package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.numbers;

import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.AnomalyFinder;
import dev.gradus.models.scoring.Combination;
import dev.gradus.models.scoring.CriticScore;
import dev.gradus.models.scoring.DynamicThreshold;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.Reconstruction;
import dev.gradus.models.scoring.RegressionErrors;
import dev.gradus.models.scoring.Scale;
import dev.gradus.models.scoring.Smoothing;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.scoring.TadGanStatistics;
import dev.gradus.models.series.Windows;

/** What goes wrong with scores and thresholds. */
final class ScoringCases {
    private static final double NAN = Double.NaN;

    private final ErrorCases cases;
    private final Windows windows = Windows.of(numbers(10), 5);
    private final Reconstruction reconstruction = Reconstruction.of(numbers(25), 5, 5);

    private ScoringCases(ErrorCases cases) {
        this.cases = cases;
    }

    static void addTo(ErrorCases cases) {
        ScoringCases table = new ScoringCases(cases);
        table.measures();
        table.tadGan();
        table.aer();
        table.finder();
        table.finderOptions();
    }

    private void measures() {
        String between = "ErrorMeasure.between(double[], double[], int)";
        cases.argument(
                between,
                () -> ErrorMeasure.POINT.between(numbers(3), numbers(2), 1),
                "3 values of the series do not go with 2 of the reconstruction");
        cases.argument(
                between,
                () -> ErrorMeasure.DTW.between(numbers(3), numbers(3), 0),
                "the window of the errors must be at least 1, not 0");
        cases.absent(between, () -> ErrorMeasure.AREA.between(null, numbers(3), 1), "the series is null");
        cases.argument(
                "ErrorMeasure.smoothed(double[], double[], int)",
                () -> ErrorMeasure.POINT.smoothed(numbers(3), numbers(3), -1),
                "the smoothing window must not be negative: -1");
        String many = "6 values are not 2 windows of length 2";
        cases.argument("Reconstruction.of(double[], int, int)", () -> Reconstruction.of(numbers(6), 2, 2), many);
        cases.argument("Reconstruction.of(float[], int, int)", () -> Reconstruction.of(new float[6], 2, 2), many);
        cases.absent(
                "RegressionErrors.of(double[], double[])",
                () -> RegressionErrors.of(numbers(2), null),
                "the reconstruction is null");
        cases.argument(
                "RegressionErrors.smoothed(double[], double[], double)",
                () -> RegressionErrors.smoothed(numbers(2), numbers(3), 0.1),
                "2 values of the series do not go with 3");
        cases.argument(
                "Smoothing.centred(double[], int)",
                () -> Smoothing.centred(new double[] {NAN}, 1),
                "the value to smooth at index 0 is NaN");
        cases.argument(
                "Smoothing.exponential(double[], int)",
                () -> Smoothing.exponential(numbers(3), 0),
                "the span must be at least 1, not 0");
        cases.harmless("any number has an answer", "Smoothing.size(int)", "Smoothing.autoencoderSize(int)");
        String critic = "there is no critic value";
        cases.argument("CriticScore.modes(double[], int)", () -> CriticScore.modes(new double[0], 3), critic);
        cases.argument(
                "CriticScore.modes(double[], int)",
                () -> CriticScore.modes(numbers(3), Integer.MAX_VALUE),
                "windows of 2147483647 samples are longer than any series");
        cases.argument("CriticScore.of(double[], int)", () -> CriticScore.of(new double[0], 3), critic);
        cases.absent(
                "CriticScore.of(double[], Scale, int)",
                () -> CriticScore.of(numbers(3), null, 3),
                "the scale of the critic values is null");
        cases.absent("CriticScore.scale(double[])", () -> CriticScore.scale(null), critic + ", the array is null");
        cases.argument(
                "Scale(double, double)", () -> new Scale(NAN, 1), "the centre of a scale must be finite, not NaN");
    }

    private void tadGan() {
        TadGanScore score = TadGanScore.builder().build();
        String all = "TadGanScore(ErrorMeasure, int, Combination, double, int, int)";
        cases.absent(
                all, () -> new TadGanScore(ErrorMeasure.DTW, 1, null, 0, 0, 0), "the combination of the parts is null");
        cases.argument(
                all,
                () -> new TadGanScore(ErrorMeasure.DTW, 1, Combination.SUM, 2, 0, 0),
                "lambda must lie between 0 and 1, not 2.0");
        cases.argument(
                "TadGanScore.of(Windows, Reconstruction, double[])",
                () -> score.of(windows, reconstruction, numbers(4)),
                "4 critic values do not go with 5 windows");
        cases.argument(
                "TadGanScore.parts(Windows, Reconstruction, double[])",
                () -> score.parts(windows, Reconstruction.of(numbers(4), 2, 2), numbers(5)),
                "the reconstruction has 2 windows of length 2, expected 5 of length 5");
        cases.absent(
                "TadGanScore.parts(Windows, Reconstruction, double[], TadGanStatistics)",
                () -> score.parts(windows, reconstruction, numbers(5), null),
                "the statistics are null");
        cases.argument(
                "TadGanScore.parts(Windows[], Reconstruction[], double[], TadGanStatistics)",
                () -> score.parts(
                        new Windows[] {windows, windows}, new Reconstruction[] {reconstruction}, numbers(5), null),
                "1 reconstructions do not go with 2 series of windows; give one for each");
        cases.argument(
                "ErrorMeasure.between(Windows[], Reconstruction[], int)",
                () -> ErrorMeasure.POINT.between(new Windows[0], new Reconstruction[0], 1),
                "0 reconstructions do not go with 0 series of windows; give one for each");
        cases.absent(
                "TadGanStatistics(int, int, Scale, Scale)",
                () -> new TadGanStatistics(0, 0, null, null),
                "the scale of the critic values is null");
        cases.harmless(
                "a record of results",
                "TadGanScore.Parts(double[], double[], double[], double[], double[], TadGanStatistics)");
        cases.harmless(
                "checked when the score is built",
                "TadGanScore.Builder.combination(Combination)",
                "TadGanScore.Builder.criticSmoothing(int)",
                "TadGanScore.Builder.errorSmoothing(int)",
                "TadGanScore.Builder.lambda(double)",
                "TadGanScore.Builder.measure(ErrorMeasure)",
                "TadGanScore.Builder.measureWindow(int)");
    }

    private void aer() {
        AerScore score = AerScore.builder().build();
        cases.argument(
                "AerScore(ErrorMeasure, Combination, double, double, boolean)",
                () -> new AerScore(ErrorMeasure.DTW, Combination.SUM, 0.5, 1, true),
                "the portion must be at least 0 and less than 1, not 1.0");
        cases.absent(
                "AerScore.of(Windows, double[], Reconstruction, double[])",
                () -> score.of(null, numbers(5), reconstruction, numbers(5)),
                "the windows are null");
        cases.argument(
                "AerScore.parts(Windows, double[], Reconstruction, double[])",
                () -> score.parts(windows, numbers(5), reconstruction, numbers(5)),
                "the reconstruction has 5 windows of length 5, expected 5 of length 3");
        cases.harmless("a record of results", "AerScore.Parts(double[], double[], double[], AerStatistics)");
        cases.harmless(
                "checked when the score is built",
                "AerScore.Builder.combination(Combination)",
                "AerScore.Builder.lambda(double)",
                "AerScore.Builder.mask(boolean)",
                "AerScore.Builder.measure(ErrorMeasure)",
                "AerScore.Builder.portion(double)");
    }

    private void finder() {
        AnomalyFinder finder = AnomalyFinder.withDefaults();
        FinderOptions options = FinderOptions.defaults();
        cases.absent(
                "AnomalyFinder(FinderOptions)", () -> new AnomalyFinder(null), "the options of the finder are null");
        cases.argument(
                "AnomalyFinder.find(double[], long[])",
                () -> finder.find(numbers(3), new long[2]),
                "3 errors need as many times, not 2");
        cases.argument(
                "AnomalyFinder.segments(double[])",
                () -> finder.segments(new double[] {1, NAN}),
                "the error at index 1 is NaN");
        cases.argument(
                "AnomalyFinder.views(double[])",
                () -> finder.views(new double[] {1e200}),
                "the error at index 0 is too large");
        cases.argument(
                "DynamicThreshold.of(double[], int, int)",
                () -> DynamicThreshold.of(numbers(3), 2, 1),
                "not a range of starts: 2 to 1");
        FrozenThreshold threshold = FrozenThreshold.learn(numbers(9), options);
        cases.absent(
                "FrozenThreshold.learn(double[], FinderOptions)",
                () -> FrozenThreshold.learn(numbers(9), null),
                "the options of the finder are null");
        cases.absent(
                "FrozenThreshold.find(double[], long[])", () -> threshold.find(numbers(3), null), "the times are null");
        cases.argument("FrozenThreshold.segments(double[])", () -> threshold.segments(new double[0]), "there is no ");
        cases.absent(
                "FrozenThreshold(FinderOptions, Scale, double, double, double)",
                () -> new FrozenThreshold(options, null, 0, 0, 0),
                "the scale of the scores is null");
        cases.harmless(
                "a record of results",
                "AnomalyFinder.Candidate(int, int, double)",
                "AnomalyFinder.Segment(int, int, double)",
                "AnomalyFinder.View(int, double, List, double, List, double)");
    }

    private void finderOptions() {
        cases.argument(
                "FinderOptions(int, double, int, double, boolean, double, int, int, double, int, boolean, boolean,"
                        + " double)",
                () -> new FinderOptions(-1, 1, 0, 1, false, 1, 0, 1, 0, 0, false, false, 0),
                "the window must be at least 1 step, not -1");
        cases.argument(
                "FinderOptions.Builder.window(int)",
                () -> FinderOptions.builder().window(0),
                "the window must be at least 1 step, not 0");
        cases.argument(
                "FinderOptions.Builder.step(int)",
                () -> FinderOptions.builder().step(0),
                "the step must be at least 1 step, not 0");
        cases.harmless(
                "checked when the options are built",
                "FinderOptions.Builder.dynamicThreshold(int, int)",
                "FinderOptions.Builder.fixedThreshold(double)",
                "FinderOptions.Builder.inverse(boolean)",
                "FinderOptions.Builder.lower(boolean)",
                "FinderOptions.Builder.minimumDrop(double)",
                "FinderOptions.Builder.padding(int)",
                "FinderOptions.Builder.secondWindowPortion(double)",
                "FinderOptions.Builder.stepPortion(double)",
                "FinderOptions.Builder.windowPortion(double)");
    }
}
