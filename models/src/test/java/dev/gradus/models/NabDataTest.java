package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.gradus.models.series.Aggregation;
import dev.gradus.models.series.Labels;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads the real series of the Numenta Anomaly Benchmark, where {@code GRADUS_DATA} says where they are. */
class NabDataTest {
    private static Path folder() {
        String data = System.getenv("GRADUS_DATA");
        assumeTrue(data != null, "GRADUS_DATA is not set: the real series were not read");
        Path nab = Path.of(data).resolve("nab");
        assumeTrue(Files.isDirectory(nab), nab + " does not exist: the real series were not read");
        return nab;
    }

    @TestFactory
    List<DynamicTest> everySeriesHasTheRowsBinsAndLabelsOfTheCatalogue() throws Exception {
        Path nab = folder();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(nab.resolve("signals.csv"))) {
            return rows.stream()
                    .filter(row -> !row.getField("orion_interval_s").isEmpty())
                    .filter(row -> Files.exists(nab.resolve(row.getField("file"))))
                    .map(row -> DynamicTest.dynamicTest(row.getField("signal"), () -> check(nab, row)))
                    .toList();
        }
    }

    private static void check(Path nab, NamedCsvRecord row) throws Exception {
        Path file = nab.resolve(row.getField("file"));
        TimeSeries series = TimeSeries.readCsv(file);
        assertEquals(Integer.parseInt(row.getField("rows")), series.length());
        long interval = 1000L * Integer.parseInt(row.getField("orion_interval_s"));
        double[] bins = Aggregation.mean(series, interval).values();
        assertEquals(Integer.parseInt(row.getField("bins")), bins.length);
        assertEquals(
                Integer.parseInt(row.getField("empty_bins")),
                Arrays.stream(bins).filter(Double::isNaN).count());
        List<Interval> labels = Labels.readCsv(nab.resolve("labels.csv"), row.getField("signal"));
        assertEquals(Integer.parseInt(row.getField("label_windows")), labels.size());
    }

    @Test
    void theTaxiSeriesIsHalfHourly() throws Exception {
        TimeSeries series = TimeSeries.readCsv(folder().resolve("realKnownCause/nyc_taxi.csv"));
        assertEquals(1800_000, series.interval());
        assertFalse(Arrays.stream(series.values()).anyMatch(Double::isNaN));
    }
}
