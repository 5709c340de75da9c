package dev.gradus.models.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detector;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.profile.MatrixProfile;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.scoring.FinderOptions;
import dev.gradus.models.series.Fingerprint;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.Procedure;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.Domain;
import dev.gradus.models.window.SeriesModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesWorkTest {
    private static final long SEED_OF_A = -2882713482970511255L;
    private static final long SEED_OF_E = -5685258186221656211L;

    /** One of each kind, none with the settings that it has by default. */
    static Stream<SeriesModel> models() {
        FinderOptions finder = FinderOptions.builder().padding(3).build();
        return Stream.of(
                TadGan.builder()
                        .window(6)
                        .criticLayers(2)
                        .criticKernel(3)
                        .latent(2)
                        .encoderUnits(2)
                        .generatorUnits(2)
                        .criticFilters(2)
                        .batch(16)
                        .procedure(Procedure.FOUR_PHASES)
                        .epochs(1)
                        .finder(finder)
                        .backend(FleetData.BACKEND)
                        .build(),
                LstmAutoencoder.builder()
                        .window(8)
                        .units(3)
                        .epochs(1)
                        .columns("value")
                        .interval(Duration.ofMinutes(2))
                        .backend(FleetData.BACKEND)
                        .build(),
                DenseAutoencoder.builder()
                        .window(8)
                        .units(4, 2, 4)
                        .tied(true)
                        .masking(0.1)
                        .domain(Domain.laplace(1.01))
                        .earlyStopping(null)
                        .epochs(2)
                        .backend(FleetData.BACKEND)
                        .build(),
                Aer.builder()
                        .window(8)
                        .units(3)
                        .epochs(1)
                        .backend(FleetData.BACKEND)
                        .build(),
                LstmRegressor.builder()
                        .window(8)
                        .units(3)
                        .epochs(1)
                        .finder(finder)
                        .backend(FleetData.BACKEND)
                        .build(),
                MatrixProfile.builder().window(8).discords(true).build());
    }

    @ParameterizedTest
    @MethodSource("models")
    void fromBytesTheSameIsDone(SeriesModel model) throws ModelFileException {
        TimeSeries series = FleetData.series(120, 3);
        FleetConfig config = FleetConfig.of(model, 11).withScores(true);
        byte[] settings = config.toBytes();
        byte[] bytes = SeriesBytes.of(series);
        SeriesResult result = SeriesWork.run(settings, "a", bytes);
        assertFalse(result.report().failed(), result.report().error());

        Detector direct = model.withSeed(SeriesWork.seed(11, "a")).fit(series);
        assertArrayEquals(direct.toBytes(), result.detector(), "as by hand");
        assertArrayEquals(direct.examine(series).scores(), result.report().scores());
        assertEquals(direct.detect(series), result.report().anomalies());

        SeriesResult again = SeriesWork.run(settings.clone(), "a", bytes.clone());
        assertArrayEquals(result.detector(), again.detector(), "and again");
        assertArrayEquals(
                settings, FleetConfig.read(settings, FleetData.BACKEND).toBytes());
        Detector loaded = Detector.load(result.detector(), "a", FleetData.BACKEND);
        assertEquals(direct.detect(series), loaded.detect(series));
        assertArrayEquals(result.detector(), loaded.toBytes());
    }

    @Test
    void eachSeriesHasASeedOfItsOwn() throws ModelFileException {
        byte[] settings = FleetData.CONFIG.toBytes();
        byte[] series = SeriesBytes.of(FleetData.series(100, 1));
        byte[] a = SeriesWork.run(settings, "a", series).detector();
        assertFalse(Arrays.equals(a, SeriesWork.run(settings, "b", series).detector()), "of another key");
        // The first eight bytes of SHA-256 of eight zeros and "a", and of -1 and "é", by other means (Python's
        // hashlib).
        assertEquals(SEED_OF_A, SeriesWork.seed(0, "a"));
        assertEquals(SEED_OF_E, SeriesWork.seed(-1, "é"));
        assertNotEquals(SeriesWork.seed(1, "a"), SeriesWork.seed(2, "a"));
    }

    @Test
    void aSeriesThatFailsSaysWhy() throws ModelFileException {
        byte[] settings = FleetData.CONFIG.toBytes();
        SeriesResult small = SeriesWork.run(settings, "s", SeriesBytes.of(FleetData.series(5, 1)));
        assertEquals(0, small.detector().length);
        assertTrue(
                small.report().error().contains("has 5 samples"), small.report().error());
        assertEquals(5, small.report().points());
        SeriesResult rows = SeriesWork.run(settings, "r", SeriesBytes.of(FleetData.series(1001, 1)));
        assertTrue(
                rows.report().error().startsWith("r: has 1001 rows, more than the 1000"),
                rows.report().error());
        TimeSeries wide = TimeSeries.of(new long[] {0, 60, 120, 60_000}, new double[] {1, 2, 3, 4});
        SeriesResult bins = SeriesWork.run(settings, "b", SeriesBytes.of(wide));
        assertTrue(
                bins.report().error().startsWith("b: has 1001 bins, more than the 1000"),
                bins.report().error());
        SeriesResult hostile = SeriesWork.run(settings, "h", new byte[] {1, 2, 3});
        assertTrue(hostile.report().error().startsWith("h: "), hostile.report().error());
        assertTrue(hostile.report().failed());
    }

    @Test
    void aListenerMayGiveUp() {
        TrainingListener given = new TrainingListener() {
            @Override
            public void progress(TrainingProgress progress) {
                throw new AssertionError("gives up before the first step");
            }

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        TimeSeries series = FleetData.series(100, 1);
        SeriesWork work = new SeriesWork(FleetData.CONFIG);
        assertThrows(CancellationException.class, () -> work.run("a", series, given));
    }

    @Test
    void aSeriesSurvivesItsBytes() throws ModelFileException {
        TimeSeries series = TimeSeries.ofMillis(new long[] {5, 1, 3}, new String[] {"a", "b,\"é"}, new double[][] {
            {1, Double.NaN, -0.0}, {1e300, 2, 3}
        });
        TimeSeries again = SeriesBytes.read(SeriesBytes.of(series), "s");
        assertEquals(series.names(), again.names());
        assertEquals(Fingerprint.of(series), Fingerprint.of(again));
    }

    @Test
    void bytesOfNoSeriesAreRefused() {
        refused(s -> s.longs("times", new int[] {2}, 1, 2).doubles("column.0", new int[] {2}, 1, 2), "no metadata");
        refused(
                s -> head(s, 2).longs("times", new int[] {2}, 1, 2).doubles("column.0", new int[] {2}, 1, 2),
                "columns");
        refused(s -> head(s, 0).longs("times", new int[] {2}, 1, 2), "columns");
        refused(s -> head(s, Integer.MAX_VALUE).longs("times", new int[] {2}, 1, 2), "columns");
        refused(s -> head(s, 1).longs("time", new int[] {2}, 1, 2).doubles("column.0", new int[] {2}, 1, 2), "'times'");
        refused(s -> head(s, 1).doubles("times", new int[] {2}, 1, 2).doubles("column.0", new int[] {2}, 1, 2), "I64");
        refused(s -> head(s, 1).longs("times", new int[] {2}, 1, 2).floats("column.0", new int[] {2}, 1, 2), "F64");
        refused(
                s -> head(s, 1).longs("times", new int[] {2}, 1, 2).doubles("column.0", new int[] {3}, 1, 2, 3),
                "2 times");
        refused(
                s -> head(s, 1).longs("times", new int[] {1, 2}, 1, 2).doubles("column.0", new int[] {2}, 1, 2),
                "one row");
        refused(s -> head(s, 1).longs("times", new int[] {0}).doubles("column.0", new int[] {0}), "is empty");
        refused(
                s -> head(s, 1).longs("times", new int[] {1}, Long.MAX_VALUE).doubles("column.0", new int[] {1}, 1),
                "beyond the year 5000");
        refused(
                s -> head(s, 1)
                        .longs("times", new int[] {1}, 1)
                        .doubles("column.0", new int[] {1}, Double.POSITIVE_INFINITY),
                "is infinite");
        refused(
                s -> head(s, 1)
                        .metadata("more", "1")
                        .longs("times", new int[] {1}, 1)
                        .doubles("column.0", new int[] {1}, 1),
                "'more'");
    }

    private static SafeTensors.Builder head(SafeTensors.Builder s, int columns) {
        return s.metadata("gradus.series", "1")
                .metadata("columns", Integer.toString(columns))
                .metadata("column.0", "a");
    }

    private interface Content {
        SafeTensors.Builder in(SafeTensors.Builder builder);
    }

    private static void refused(Content content, String part) {
        byte[] bytes = content.in(SafeTensors.builder()).build().toBytes();
        String message = assertThrows(ModelFileException.class, () -> SeriesBytes.read(bytes, "s"))
                .getMessage();
        assertTrue(message.startsWith("s: ") && message.contains(part), message);
    }

    /** One byte of all changed, or the end cut off: an exception in words, or something valid. */
    @Test
    void damagedBytesAreReadOrRefusedInWords() {
        byte[] settings = FleetData.CONFIG.toBytes();
        byte[] series = SeriesBytes.of(FleetData.series(20, 1));
        byte[] report = report().toBytes();
        Random random = new Random(1);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = List.of(settings, series, report).get(i % 3).clone();
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            byte[] damaged = bytes;
            try {
                switch (i % 3) {
                    case 0 -> FleetConfig.read(damaged, FleetData.BACKEND);
                    case 1 -> SeriesBytes.read(damaged, "s");
                    default -> SeriesReport.read(damaged);
                }
            } catch (ModelFileException e) {
                assertTrue(e.getMessage().split(" ").length > 3, e.getMessage());
            }
        }
    }

    private static SeriesReport report() {
        return new SeriesReport(
                "key \"é", 12, List.of(new Anomaly(1, 2, 0.5)), new long[] {1, 2}, new double[] {3, 4}, 1.5, 2.5, "");
    }

    @Test
    void aReportSurvivesItsBytes() throws ModelFileException {
        SeriesReport report = report();
        SeriesReport again = SeriesReport.read(report.toBytes());
        assertEquals(report.series(), again.series());
        assertEquals(report.points(), again.points());
        assertEquals(report.anomalies(), again.anomalies());
        assertArrayEquals(report.times(), again.times());
        assertArrayEquals(report.scores(), again.scores());
        assertEquals(2.5, again.scoringSeconds());
        assertEquals(1.5, again.trainingSeconds());
        SeriesReport failed =
                SeriesReport.read(SeriesReport.failed("a", 3, "why").toBytes());
        assertEquals("why", failed.error());
        assertTrue(Double.isNaN(failed.trainingSeconds()));
    }

    @Test
    void settingsOfSomethingElseAreRefused() {
        byte[] detector = FleetData.CONFIG.model().fit(FleetData.series(50, 1)).toBytes();
        String other = assertThrows(ModelFileException.class, () -> SeriesWork.run(detector, "a", new byte[0]))
                .getMessage();
        assertTrue(other.startsWith("fleet settings: holds no settings of a model"), other);
        String changed = new String(FleetData.CONFIG.toBytes(), StandardCharsets.ISO_8859_1)
                .replace("\"dense-ae.window\":\"12\"", "\"dense-ae.window\":\"-2\"");
        String window = assertThrows(
                        ModelFileException.class,
                        () -> FleetConfig.read(changed.getBytes(StandardCharsets.ISO_8859_1), FleetData.BACKEND))
                .getMessage();
        assertTrue(window.contains("window must be at least 2, not -2"), window);
    }

    @Test
    void theLimitFollowsFromTheMemory() {
        assertEquals(2 * FleetConfig.longest(1L << 30, 2, 100, 1), FleetConfig.longest(1L << 31, 2, 100, 1), 1);
        assertEquals(FleetConfig.longest(1L << 30, 2, 100, 1), FleetConfig.longest(1L << 31, 4, 100, 1));
        assertEquals(1, FleetConfig.longest(1, 1, 100, 1));
        assertThrows(IllegalArgumentException.class, () -> FleetConfig.longest(1, 0, 1, 1));
    }
}
