package dev.gradus.models.errors;

import dev.gradus.models.ensemble.Auto;
import dev.gradus.models.series.TimeSeries;
import java.time.Duration;

/** What goes wrong with ensembles. */
final class EnsembleCases {
    private EnsembleCases() {}

    static void addTo(ErrorCases cases) {
        cases.series(
                "Auto.interval(TimeSeries)",
                () -> Auto.interval(TimeSeries.of(new long[1], new double[1])),
                "the sampling interval of a series with a single time is unknown");
        cases.argument(
                "Auto.Builder.members(int)",
                () -> Auto.builder().members(0).build(),
                "auto: members must be at least 1, not 0");
        cases.argument(
                "Auto.Builder.window(int)",
                () -> Auto.builder().window(2).build(),
                "auto: window must be at least 3, not 2");
        cases.argument(
                "Auto.Builder.epochs(int)",
                () -> Auto.builder().epochs(0).build(),
                "training: epochs must be at least 1, not 0");
        cases.argument(
                "Auto.Builder.interval(Duration)",
                () -> Auto.builder().interval(Duration.ZERO).build(),
                "training: interval must be at least a");
        cases.absent(
                "Auto.Builder.finder(FinderOptions)",
                () -> Auto.builder().finder(null).build(),
                "auto: the options of the finder are null");
        cases.harmless(
                "every value is possible",
                "Auto.Builder.seed(long)",
                "Auto.Builder.checkFinite(boolean)",
                "Auto.Builder.backend(Backend)");
    }
}
