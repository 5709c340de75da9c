package dev.gradus.models.errors;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.fleet.DetectionCsv;
import dev.gradus.models.fleet.Fleet;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetRow;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.fleet.SeriesBytes;
import dev.gradus.models.fleet.SeriesReport;
import dev.gradus.models.fleet.SeriesResult;
import dev.gradus.models.fleet.SeriesWork;
import dev.gradus.models.series.TimeFormat;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What goes wrong with fleets. */
final class FleetCases {
    private FleetCases() {}

    static FleetConfig config() {
        return FleetConfig.of(
                DenseAutoencoder.builder().window(5).units(2).epochs(1).build(), 0);
    }

    static void addTo(ErrorCases cases) {
        FleetConfig config = config();
        cases.argument(
                "FleetConfig(SeriesModel, long, boolean, int)",
                () -> new FleetConfig(config.model(), 0, false, 0),
                "fleet: longest must be at least 1 point, not 0");
        cases.absent("FleetConfig.of(SeriesModel, long)", () -> FleetConfig.of(null, 0), "fleet: the model is null");
        cases.argument(
                "FleetConfig.withLongest(int)",
                () -> config.withLongest(-1),
                "fleet: longest must be at least 1 point, not -1");
        cases.argument(
                "FleetConfig.longest(long, int, int, int)",
                () -> FleetConfig.longest(1, 1, 0, 1),
                "fleet: memory, jobs, window and targets must be at least 1, not 1, 1, 0 and 1");
        cases.row(
                "FleetConfig.read(byte[], Backend)",
                ModelFileException.class,
                () -> FleetConfig.read(new byte[3], Backends.get()),
                "fleet settings: ");
        cases.harmless("all of them are possible", "FleetConfig.withScores(boolean)");
        cases.absent("SeriesBytes.of(TimeSeries)", () -> SeriesBytes.of(null), "the series is null");
        cases.row(
                "SeriesBytes.read(byte[], String)",
                ModelFileException.class,
                () -> SeriesBytes.read(new byte[3], "a"),
                "a: ");
        cases.argument(
                "SeriesReport(String, int, List, long[], double[], double, double, String)",
                () -> new SeriesReport("a", 1, List.of(), new long[1], new double[2], 0, 0, ""),
                "report: 1 times do not go with 2 scores");
        cases.row(
                "SeriesReport.read(byte[])",
                ModelFileException.class,
                () -> SeriesReport.read(new byte[3]),
                "report: ");
        cases.absent(
                "SeriesResult(byte[], SeriesReport)",
                () -> new SeriesResult(new byte[0], null),
                "result: the report is null");
        cases.absent("SeriesWork(FleetConfig)", () -> new SeriesWork(null), "fleet: the settings are null");
        cases.argument(
                "SeriesWork.seed(long, String)", () -> SeriesWork.seed(0, ""), "fleet: the key of the series is");
        cases.absent(
                "SeriesWork.run(String, TimeSeries, TrainingListener)",
                () -> new SeriesWork(config).run("a", null, TrainingListener.none()),
                "fleet: the series is null");
        cases.row(
                "SeriesWork.run(byte[], String, byte[])",
                ModelFileException.class,
                () -> SeriesWork.run(new byte[3], "a", new byte[3]),
                "fleet settings: ");
        cases.absent(
                "SeriesWork.run(byte[], String, byte[], Backend)",
                () -> SeriesWork.run(config.toBytes(), "a", new byte[3], null),
                "fleet: the backend is null");
        cases.absent(
                "FleetRow(String, int, int, double, double, String, String)",
                () -> new FleetRow("a", 1, 1, 0, 0, null, ""),
                "fleet: the file is null");
        cases.row(
                "FleetSeries.folder(Path, String)",
                NoSuchFileException.class,
                () -> FleetSeries.folder(Path.of("no-such-folder"), null),
                "no-such-folder: there is no such folder");
        cases.absent(
                "FleetSeries.csv(Path, String, ZoneId)",
                () -> FleetSeries.csv(Path.of("a.csv"), null, null),
                "fleet: the zone is null");
        cases.row(
                "FleetSeries.files(Path)",
                NoSuchFileException.class,
                () -> FleetSeries.files(Path.of("no-such-folder")),
                "no-such-folder: there is no such folder");
        cases.argument(
                "Fleet(FleetConfig, Backend, int)",
                () -> new Fleet(config, Backends.get(), 0),
                "fleet: there must be at least 1 job, not 0");
        cases.absent(
                "Fleet.run(List, Path, Listener)",
                () -> new Fleet(config, Backends.get(), 1).run(List.of(), null, Fleet.Listener.none()),
                "fleet: the folder of the results is null");
        cases.harmless(
                "what the library found out, or does nothing",
                "Fleet.Listener.begin(List)",
                "Fleet.Listener.progress(String, double)",
                "Fleet.Listener.finished(FleetRow)");
        cases.absent(
                "DetectionCsv.anomalies(TimeFormat, List)",
                () -> DetectionCsv.anomalies(null, List.of()),
                "detection: the format of the times is null");
        cases.argument(
                "DetectionCsv.scores(TimeFormat, long[], double[])",
                () -> DetectionCsv.scores(TimeFormat.epochMillis(), new long[1], new double[2]),
                "detection: 1 times do not go with 2 scores");
    }
}
