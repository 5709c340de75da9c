package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.SeriesBytes;
import dev.gradus.models.fleet.SeriesWork;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetTest {
    private static final int LENGTH = 1200;
    private static final int LONGEST = 1500;
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final SeriesColumns COLUMNS = SeriesColumns.of("machine", "at", "load");

    private static final StructType SCHEMA = new StructType()
            .add("at", DataTypes.TimestampType)
            .add("load", DataTypes.DoubleType)
            .add("site", DataTypes.StringType)
            .add("machine", DataTypes.StringType);

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    private static FleetConfig config() {
        return FleetConfig.of(
                        DenseAutoencoder.builder()
                                .window(16)
                                .epochs(15)
                                .learningRate(0.01)
                                .units(8, 3, 8)
                                .build(),
                        7)
                .withLongest(LONGEST);
    }

    /** What a machine measures: a wave with some noise, a few steps far outside of it, and a gap. */
    private static double[] load(int machine) {
        Random random = new Random(machine);
        double[] load = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            load[i] = Math.sin(i * (0.2 + 0.03 * machine)) + 0.05 * random.nextGaussian();
            load[i] = i >= 600 && i < 603 ? 8 : load[i];
        }
        load[20] = Double.NaN;
        return load;
    }

    private static TimeSeries series(int machine) {
        long[] times = new long[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            times[i] = START + i * MINUTE;
        }
        return TimeSeries.ofMillis(times, new String[] {"load"}, new double[][] {load(machine)});
    }

    private static Row row(String machine, int step, Double load) {
        return RowFactory.create(new Timestamp(START + step * MINUTE), load, "here", machine);
    }

    private static List<Row> rows(String name, int machine) {
        double[] load = load(machine);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            rows.add(row(name, i, Double.isNaN(load[i]) ? null : load[i]));
        }
        return rows;
    }

    private static List<Row> machines(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.addAll(rows("machine " + i, i));
        }
        return rows;
    }

    private static Dataset<Row> table(List<Row> rows) {
        return SPARK.session().createDataFrame(rows, SCHEMA);
    }

    private static Map<String, Row> bySeries(Dataset<Row> fitted) {
        Map<String, Row> all = new TreeMap<>();
        for (Row row : fitted.collectAsList()) {
            assertNull(all.put(row.getString(0), row), () -> "two rows of " + row.getString(0));
        }
        return all;
    }

    private static byte[] detector(Row row) {
        return row.getAs(Fleet.DETECTOR);
    }

    private static String error(Row row) {
        return row.getAs(Fleet.ERROR);
    }

    @Test
    void trainsWhatGradusTrainsWithoutSpark() throws Exception {
        Map<String, Row> fitted = bySeries(Fleet.fit(table(machines(3)), COLUMNS, config()));
        assertEquals(3, fitted.size());
        for (int i = 0; i < 3; i++) {
            String key = "machine " + i;
            Row row = fitted.get(key);
            assertNull(error(row));
            byte[] expected = SeriesWork.run(config().toBytes(), key, SeriesBytes.of(series(i)))
                    .detector();
            assertArrayEquals(expected, detector(row), key);
            assertEquals(LENGTH, row.<Long>getAs("points"));
            assertTrue(row.<Double>getAs("training_seconds") > 0);
            Detector loaded = Detector.load(detector(row), key, Backends.configured(Workers.of(1)));
            List<Anomaly> anomalies = loaded.detect(series(i));
            assertEquals(anomalies.size(), row.<Integer>getAs("anomalies"));
            List<Row> found = anomalies.stream()
                    .map(a -> RowFactory.create(new Timestamp(a.start()), new Timestamp(a.end()), a.severity()))
                    .toList();
            assertEquals(found, row.getList(row.fieldIndex("found")));
        }
    }

    @Test
    void neitherTheOrderNorThePartitionsMatter() {
        List<Row> rows = machines(4);
        // Rows of the same time are averaged: three numbers whose sum depends on the order of adding them.
        rows.add(row("machine 1", 30, 0.1));
        rows.add(row("machine 1", 30, 1e15));
        rows.add(row("machine 1", 30, -1e15));
        Map<String, Row> expected = bySeries(Fleet.fit(table(rows).coalesce(1), COLUMNS, config()));
        Collections.shuffle(rows, new Random(5));
        Map<String, Row> shuffled = bySeries(Fleet.fit(table(rows).repartition(7), COLUMNS, config()));
        assertEquals(expected.keySet(), shuffled.keySet());
        expected.forEach((key, row) -> assertArrayEquals(detector(row), detector(shuffled.get(key)), key));
    }

    @Test
    void whatIsWrongWithASeriesIsInItsRow() {
        List<Row> rows = machines(1);
        rows.addAll(rows("short", 1).subList(0, 10));
        rows.addAll(rows("infinite", 2));
        rows.add(row("infinite", 1300, Double.POSITIVE_INFINITY));
        rows.addAll(rows("timeless", 3));
        rows.add(RowFactory.create(null, 1.0, "here", "timeless"));
        for (int i = 0; i <= LONGEST; i++) {
            rows.add(row("long", i, 1.0));
        }
        rows.add(row(null, 1, 2.0));
        rows.add(row(null, 2, 2.0));
        rows.add(row("empty", 1, null));
        Map<String, Row> fitted = bySeries(Fleet.fit(table(rows), COLUMNS, config()));
        assertNull(error(fitted.get("machine 0")));
        Map<String, String> errors = new HashMap<>();
        errors.put("short", "the series has 10 samples after averaging, a window of 16 needs at least 17");
        errors.put("infinite", "the value at index 1200 of column 'load' is infinite");
        errors.put("timeless", "1 of 1201 rows have no time");
        errors.put("long", "has 1501 rows, more than the 1500 that a series may have here");
        errors.put("", "2 rows have no key of a series");
        errors.put("empty", "");
        assertEquals(errors.size() + 1, fitted.size());
        errors.forEach((key, start) -> {
            Row row = fitted.get(key);
            assertNotNull(row, key);
            assertNotNull(error(row), key);
            assertTrue(error(row).startsWith(start), key + ": " + error(row));
            assertNull(detector(row), key);
            assertNull(row.getAs("training_seconds"), key);
        });
    }

    @Test
    void detectsWithDetectorsFromParquet(@TempDir Path folder) throws Exception {
        String file = folder.resolve("detectors").toString();
        Fleet.fit(table(machines(3)), COLUMNS, config()).write().parquet(file);
        Dataset<Row> detectors = SPARK.session().read().parquet(file);
        List<Row> today = rows("machine 0", 0);
        today.addAll(rows("machine 2", 5));
        List<Row> found = Fleet.detect(table(today).repartition(5), COLUMNS, detectors)
                .orderBy(Fleet.SERIES, "start")
                .collectAsList();
        Dataset<Row> scores =
                Fleet.scores(table(today).repartition(5), COLUMNS, detectors).orderBy(Fleet.SERIES, "time");
        Map<String, Row> trained = bySeries(detectors);
        List<Row> expected = new ArrayList<>();
        List<Row> expectedScores = new ArrayList<>();
        for (int machine : new int[] {0, 2}) {
            String key = "machine " + machine;
            Detection detection = Detector.load(detector(trained.get(key)), key, Backends.configured(Workers.of(1)))
                    .examine(series(machine == 0 ? 0 : 5));
            for (Anomaly a : detection.anomalies()) {
                expected.add(
                        RowFactory.create(key, new Timestamp(a.start()), new Timestamp(a.end()), a.severity(), null));
            }
            for (int i = 0; i < detection.scores().length; i++) {
                expectedScores.add(RowFactory.create(
                        key, new Timestamp(detection.times()[i]), detection.scores()[i], null));
            }
        }
        assertFalse(expected.isEmpty());
        assertEquals(expected, found);
        assertEquals(expectedScores, scores.collectAsList());
    }

    @Test
    void aSeriesThatCannotBeLookedAtGetsARowWithTheReason() {
        Dataset<Row> fitted = Fleet.fit(table(machines(2)), COLUMNS, config()).persist();
        List<Row> detectors =
                new ArrayList<>(fitted.select(Fleet.SERIES, Fleet.DETECTOR).collectAsList());
        fitted.unpersist();
        detectors.add(RowFactory.create("twice", new byte[3]));
        detectors.add(RowFactory.create("twice", new byte[3]));
        detectors.add(RowFactory.create("failed", null));
        detectors.add(RowFactory.create("hostile", new byte[] {1, 2, 3}));
        detectors.add(RowFactory.create("absent", new byte[] {1, 2, 3}));
        List<Row> rows = machines(2);
        for (String key : List.of("twice", "failed", "hostile", "unknown")) {
            rows.addAll(rows(key, 1));
        }
        rows.addAll(rows(null, 1));
        StructType schema =
                new StructType().add(Fleet.SERIES, DataTypes.StringType).add(Fleet.DETECTOR, DataTypes.BinaryType);
        Map<String, String> errors = new TreeMap<>();
        Dataset<Row> found =
                Fleet.detect(table(rows), COLUMNS, SPARK.session().createDataFrame(detectors, schema), LENGTH);
        for (Row row : found.collectAsList()) {
            if (error(row) != null) {
                assertNull(errors.put(row.getString(0), error(row)));
                assertTrue(row.isNullAt(1) && row.isNullAt(2) && row.isNullAt(3), row::toString);
            }
        }
        assertTrue(errors.remove("hostile").startsWith("detector: "), errors::toString);
        assertEquals(
                Map.of(
                        "", LENGTH + " rows have no key of a series",
                        "failed", "the detector is null: its training failed",
                        "twice", "2 detectors have this key",
                        "unknown", "no detector has this key"),
                errors);
        Row tooLong = Fleet.scores(
                        table(rows("machine 0", 0)),
                        COLUMNS,
                        SPARK.session().createDataFrame(detectors, schema),
                        LENGTH - 1)
                .first();
        assertTrue(error(tooLong).startsWith("has 1200 rows, more than the 1199 "), tooLong::toString);
    }

    @Test
    void timesMayBeMillisecondsAndKeysAndValuesAnyNumbers() {
        Dataset<Row> table = table(rows("12", 0));
        Dataset<Row> numbers = table.selectExpr(
                "cast(machine as int) as machine", "unix_millis(at) as at", "cast(load as decimal(38, 18)) as load");
        Row expected = bySeries(Fleet.fit(table, COLUMNS, config())).get("12");
        Row row = bySeries(Fleet.fit(numbers, COLUMNS, config())).get("12");
        assertNull(error(row));
        assertEquals(expected.<Long>getAs("points"), row.<Long>getAs("points"));
        assertEquals(expected.<Integer>getAs("anomalies"), row.<Integer>getAs("anomalies"));
    }

    @Test
    void severalColumnsMayHaveAnyNames() {
        Dataset<Row> table = table(machines(1))
                .selectExpr("machine as `the.key`", "at as `a``t`", "load as `load.1`", "-load as `load 2`");
        SeriesColumns columns = SeriesColumns.of("the.key", "a`t", "load.1", "load 2");
        FleetConfig config = FleetConfig.of(
                DenseAutoencoder.builder()
                        .window(16)
                        .epochs(1)
                        .units(4)
                        .columns("load.1", "load 2")
                        .build(),
                1);
        Map<String, Row> fitted = bySeries(Fleet.fit(table, columns, config));
        assertNull(error(fitted.get("machine 0")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "machines | at   | load | fleet: the table has no column 'machines', it has at, load, site, machine",
                "machine  | load | at   | fleet: column 'load' is of type double, times must be timestamp, or bigint",
                "machine  | at   | site | fleet: column 'site' is of type string, values must be numbers",
            })
    void columnsThatDoNotSuitAreRefused(String series, String time, String value, String message) {
        Dataset<Row> table = table(machines(1));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> Fleet.fit(table, SeriesColumns.of(series, time, value), config()));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void argumentsAreChecked() {
        Dataset<Row> table = table(machines(1));
        Dataset<Row> detectors = SPARK.session().sql("select 'a' as series, cast('x' as binary) as detector");
        String[][] messages = {
            {"columns: there must be at least one with values"},
            {"columns: [b, a, a] has a name twice"},
            {"fleet: the detectors have no column 'detector', they have series"},
            {"fleet: column 'detector' of the detectors is of type string, it must be binary"},
            {"fleet: longest must be at least 1 row, not 0"},
        };
        List<Executable> calls = List.of(
                () -> SeriesColumns.of("a", "b"),
                () -> SeriesColumns.of("a", "a", "b"),
                () -> Fleet.detect(table, COLUMNS, detectors.drop("detector")),
                () -> Fleet.scores(table, COLUMNS, detectors.selectExpr("series", "'x' as detector")),
                () -> Fleet.scores(table, COLUMNS, detectors, 0));
        for (int i = 0; i < messages.length; i++) {
            assertEquals(
                    messages[i][0],
                    assertThrows(IllegalArgumentException.class, calls.get(i)).getMessage());
        }
        for (Executable call : List.<Executable>of(
                () -> Fleet.fit(null, COLUMNS, config()),
                () -> Fleet.fit(table, null, config()),
                () -> Fleet.fit(table, COLUMNS, null),
                () -> Fleet.detect(table, null, detectors),
                () -> Fleet.detect(table, COLUMNS, null),
                () -> SeriesColumns.of(null, "a", "b"),
                () -> SeriesColumns.of("a", null, "b"),
                () -> SeriesColumns.of("a", "b", (String[]) null))) {
            assertTrue(
                    assertThrows(NullPointerException.class, call).getMessage().endsWith(" null"));
        }
    }
}
