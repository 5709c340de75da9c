package dev.gradus.models.errors;

import static dev.gradus.models.errors.Samples.numbers;
import static dev.gradus.models.errors.Samples.series;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.scoring.AerScore;
import dev.gradus.models.scoring.ErrorMeasure;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.scoring.FrozenThreshold;
import dev.gradus.models.scoring.RegressionErrors;
import dev.gradus.models.scoring.TadGanScore;
import dev.gradus.models.series.MalformedDataException;
import dev.gradus.models.series.SampleLines;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;

/** What goes wrong with streams. */
final class OnlineCases {
    private static final Detector DETECTOR =
            DenseAutoencoder.builder().window(5).units(2).epochs(1).build().fit(series(30));

    private OnlineCases() {}

    static OnlineDetector online() {
        return OnlineDetector.of(DETECTOR);
    }

    static void addTo(ErrorCases cases) {
        cases.absent("OnlineDetector.of(Detector)", () -> OnlineDetector.of(null), "the detector is null");
        cases.argument(
                "OnlineDetector.of(Detector)",
                () -> OnlineDetector.of(
                        MatrixProfile.builder().window(5).build().fit(series(30))),
                "matrix-profile: cannot score sample by sample; train a model that does");
        cases.argument(
                "OnlineDetector.of(Detector, int)",
                () -> OnlineDetector.of(DETECTOR, -1),
                "the longest gap must not be negative: -1 bins");
        String add = "OnlineDetector.add(long, double[])";
        cases.argument(add, () -> online().add(0, 1, 2), "a sample needs 1 values, not 2");
        cases.argument(add, () -> online().add(Long.MIN_VALUE, 1), "the time -9223372036854775808 lies beyond");
        cases.argument(add, () -> online().add(0, Double.POSITIVE_INFINITY), "a value is infinite; a gap is NaN");
        cases.absent("OnlineDetector.save(Path)", () -> online().save(null), "safetensors: the file is null");
        cases.absent(
                "OnlineDetector.load(Path, Detector)",
                () -> OnlineDetector.load(Path.of("state"), null),
                "the detector is null");
        String bytes = "OnlineDetector.load(byte[], String, Detector)";
        cases.row(
                bytes,
                ModelFileException.class,
                () -> OnlineDetector.load(new byte[9], "state of b", DETECTOR),
                "state of b: ");
        cases.absent(bytes, () -> OnlineDetector.load(new byte[9], "b", null), "the detector is null");
        String none = "there is no score 0; 0 became final";
        cases.index("OnlineUpdate.time(int)", () -> online().finish().time(0), none);
        cases.index("OnlineUpdate.score(int)", () -> online().finish().score(0), none);
        lines(cases);
        scores(cases);
    }

    private static void lines(ErrorCases cases) {
        cases.absent(
                "SampleLines(ZoneId, List)",
                () -> new SampleLines(null, List.of()),
                "the zone of times without offset is null");
        String read = "SampleLines.read(String)";
        SampleLines lines = new SampleLines(ZoneOffset.UTC, List.of());
        cases.absent(read, () -> lines.read(null), "the line is null");
        cases.row(read, MalformedDataException.class, () -> lines.read("5"), "has one column; expected a column of");
        cases.series(
                read,
                () -> new SampleLines(ZoneOffset.UTC, List.of("a")).read("time,b"),
                "there is no column 'a'; the header has [b]");
        cases.harmless("a record of results", "SampleLines.Sample(long, double[])");
        cases.harmless(
                "every number has an answer",
                "MinMaxScaler.transform(double)",
                "MinMaxScaler.isConstantLike(double)",
                "Preprocessing.filled(double)",
                "Preprocessing.scaled(double)");
    }

    private static void scores(ErrorCases cases) {
        cases.absent(
                "TadGanScore.stream(TadGanStatistics, int, int)",
                () -> TadGanScore.builder().build().stream(null, 1, 5),
                "the statistics are null");
        cases.argument(
                "AerScore.stream(AerStatistics, int)",
                () -> AerScore.builder().build().stream(RegressionCases.statistics(), 2),
                "a stream can be watched through windows of 3 to 8192 samples, not 2");
        cases.argument(
                "ErrorMeasure.stream(int, int, int, int)",
                () -> ErrorMeasure.AREA.stream(1, -1, 1, 5),
                "a stream can be smoothed over at most 16777216 steps, not -1");
        cases.argument(
                "RegressionErrors.stream(int, int)",
                () -> RegressionErrors.stream(0, 5),
                "the span must be at least 1, not 0");
        FrozenThreshold threshold = FrozenThreshold.learn(numbers(9), FinderOptions.defaults());
        cases.argument(
                "AnomalyStream.add(double)",
                () -> threshold.stream().add(Double.NaN),
                "the score of a step is NaN, which no threshold can judge");
        cases.absent(
                "AnomalyStream.remember(StreamMemory, long)",
                () -> threshold.stream().remember(null, 0),
                "the memory is null");
        cases.harmless("a record of results", "AnomalyStream.Found(long, long, double)");
    }
}
