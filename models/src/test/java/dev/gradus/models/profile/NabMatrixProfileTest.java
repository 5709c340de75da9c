package dev.gradus.models.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Golden;
import dev.gradus.models.Interval;
import dev.gradus.models.evaluation.Confusion;
import dev.gradus.models.evaluation.Evaluation;
import dev.gradus.models.series.Labels;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The published counts of the matrix profile on the Numenta Anomaly Benchmark, signal by signal, on the series that
 * {@code GRADUS_DATA} has: from data, labels, zones and bins to thresholds and evaluation all is as published, or one of them
 * is not met.
 */
class NabMatrixProfileTest {
    @TestFactory
    List<DynamicTest> everySignalHasThePublishedCounts() {
        String data = System.getenv("GRADUS_DATA");
        assumeTrue(data != null, "GRADUS_DATA is not set: the real series were not read");
        Path nab = Path.of(data).resolve("nab");
        assumeTrue(Files.isDirectory(nab), nab + " does not exist: the real series were not read");
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonElement element : Golden.read("scoring_nab_matrixprofile").getAsJsonArray()) {
            JsonObject golden = element.getAsJsonObject();
            String signal = golden.get("signal").getAsString();
            Path file = nab.resolve(golden.get("dataset").getAsString()).resolve(signal + ".csv");
            if (Files.exists(file)) {
                tests.add(DynamicTest.dynamicTest(signal, () -> {
                    check(nab, file, golden, "utc", "UTC");
                    check(nab, file, golden, "europe_madrid", "Europe/Madrid");
                }));
            }
        }
        assertTrue(tests.size() > 20, tests.size() + " of the series are there");
        return tests;
    }

    private static void check(Path nab, Path file, JsonObject golden, String name, String zone) throws IOException {
        TimeSeries series = TimeSeries.readCsv(file, ZoneId.of(zone));
        List<Interval> labels =
                Labels.readCsv(nab.resolve("labels.csv"), golden.get("signal").getAsString(), ZoneId.of(zone));
        List<Anomaly> found = MatrixProfile.builder()
                .interval(Duration.ofSeconds(golden.get("interval").getAsLong()))
                .build()
                .fit(series)
                .detect(series);
        JsonObject expected = golden.getAsJsonObject(name);
        assertEquals(
                new Confusion(
                        expected.get("tp").getAsInt(),
                        expected.get("fp").getAsInt(),
                        expected.get("fn").getAsInt()),
                Evaluation.overlap(labels, Evaluation.intervals(found)));
        List<Interval> intervals = new ArrayList<>();
        for (JsonElement interval : expected.getAsJsonArray("intervals")) {
            intervals.add(new Interval(
                    1000 * interval.getAsJsonArray().get(0).getAsLong(),
                    1000 * interval.getAsJsonArray().get(1).getAsLong()));
        }
        assertEquals(intervals, Evaluation.intervals(found));
    }
}
