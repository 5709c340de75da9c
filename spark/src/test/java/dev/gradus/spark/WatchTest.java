package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.Anomaly;
import dev.gradus.models.Detector;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import dev.gradus.models.series.TimeSeries;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Streams of files: each file is a micro-batch. */
class WatchTest {
    private static final int LENGTH = 300;
    private static final int FILES = 6;
    private static final long START = 1_700_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final Duration LATENESS = Duration.ofMinutes(30);
    private static final SeriesColumns COLUMNS = SeriesColumns.of("machine", "at", "load");
    private static final StructType SCHEMA = new StructType()
            .add("machine", DataTypes.StringType)
            .add("at", DataTypes.TimestampType)
            .add("load", DataTypes.DoubleType);

    @RegisterExtension
    static final LocalSpark SPARK = new LocalSpark();

    /** A sample of a machine. */
    private record Sample(String machine, long time, double load) {
        String line() {
            return machine + "," + Instant.ofEpochMilli(time) + "," + (Double.isNaN(load) ? "" : load);
        }
    }

    private static double[] load(int machine, int length) {
        Random random = new Random(machine);
        double[] load = new double[length];
        for (int i = 0; i < length; i++) {
            load[i] = Math.sin(i * (0.2 + 0.03 * machine)) + 0.05 * random.nextGaussian();
        }
        return load;
    }

    /** What comes in: waves with a few steps far outside, two machines in turn. */
    private static List<Sample> samples() {
        List<Sample> all = new ArrayList<>();
        double[][] loads = {load(0, LENGTH), load(1, LENGTH)};
        for (int i = 0; i < LENGTH; i++) {
            for (int machine = 0; machine < 2; machine++) {
                double load = i >= 100 && i < 104 ? 6 : loads[machine][i];
                all.add(new Sample("machine " + machine, START + i * MINUTE, i == 50 ? Double.NaN : load));
            }
        }
        return all;
    }

    private static Detector detector(int machine) {
        double[] load = load(machine, 900);
        long[] times = new long[load.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = START - (times.length - i) * MINUTE;
        }
        return DenseAutoencoder.builder()
                .window(12)
                .epochs(15)
                .learningRate(0.01)
                .units(8, 3, 8)
                .seed(machine)
                .backend(SparkBackend.get())
                .build()
                .fit(TimeSeries.ofMillis(times, new String[] {"load"}, new double[][] {load}));
    }

    private static Dataset<Row> detectors(List<Row> more) {
        List<Row> rows = new ArrayList<>(more);
        for (int machine = 0; machine < 2; machine++) {
            rows.add(RowFactory.create("machine " + machine, detector(machine).toBytes()));
        }
        StructType schema =
                new StructType().add(Fleet.SERIES, DataTypes.StringType).add(Fleet.DETECTOR, DataTypes.BinaryType);
        return SPARK.session().createDataFrame(rows, schema);
    }

    /** Writes files as a stream, in parts that are out of order by less than the lateness. */
    private static void write(Path folder, List<Sample> samples, int from, int to) throws IOException {
        Files.createDirectories(folder);
        int each = samples.size() / FILES;
        for (int file = from; file < to; file++) {
            List<Sample> part = new ArrayList<>(samples.subList(file * each, (file + 1) * each));
            for (int i = 0; i + 20 <= part.size(); i += 20) {
                Collections.shuffle(part.subList(i, i + 20), new Random(i));
            }
            String text = String.join("\n", part.stream().map(Sample::line).toList()) + "\n";
            Path path = folder.resolve(String.format(Locale.ROOT, "part-%02d.csv", file));
            Files.writeString(path, text);
            assertTrue(path.toFile().setLastModified(START + file * 1000L));
        }
    }

    private static Dataset<Row> stream(Path folder) {
        return stream(SPARK.session(), folder);
    }

    private static Dataset<Row> stream(SparkSession spark, Path folder) {
        return spark.readStream().schema(SCHEMA).option("maxFilesPerTrigger", 1).csv(folder.toString());
    }

    /** Takes in all files that are there; a second call with the same folders goes on. */
    private static void follow(Dataset<Row> found, Path folder) throws Exception {
        StreamingQuery query = found.writeStream()
                .format("parquet")
                .option("path", folder.resolve("out").toString())
                .option("checkpointLocation", folder.resolve("checkpoint").toString())
                .outputMode("append")
                .trigger(Trigger.AvailableNow())
                .start();
        assertTrue(query.awaitTermination(TimeUnit.MINUTES.toMillis(5)));
    }

    /** What detectors that are shown the same samples one by one say, as far as the watermark goes. */
    private static List<String> expected(List<Sample> samples, boolean scores) {
        long watermark = samples.get(samples.size() - 1).time() - LATENESS.toMillis();
        List<String> lines = new ArrayList<>();
        for (int machine = 0; machine < 2; machine++) {
            String key = "machine " + machine;
            OnlineDetector online = OnlineDetector.of(detector(machine));
            for (Sample sample : samples) {
                if (!sample.machine().equals(key) || sample.time() >= watermark) {
                    continue;
                }
                OnlineUpdate update = online.add(sample.time(), sample.load());
                for (int i = 0; scores && i < update.count(); i++) {
                    lines.add(key + " " + Instant.ofEpochMilli(update.time(i)) + " " + update.score(i));
                }
                for (Anomaly a : scores ? List.<Anomaly>of() : update.anomalies()) {
                    lines.add(key + " " + Instant.ofEpochMilli(a.start()) + " " + Instant.ofEpochMilli(a.end()) + " "
                            + a.severity());
                }
            }
        }
        Collections.sort(lines);
        return lines;
    }

    private static List<String> found(Path folder) {
        List<String> lines = new ArrayList<>();
        for (Row row :
                SPARK.session().read().parquet(folder.resolve("out").toString()).collectAsList()) {
            StringBuilder line = new StringBuilder(row.getString(0));
            for (int i = 1; i < row.length(); i++) {
                if (!row.isNullAt(i)) {
                    Object value = row.get(i);
                    line.append(' ').append(value instanceof Timestamp time ? time.toInstant() : value);
                }
            }
            lines.add(line.toString());
        }
        Collections.sort(lines);
        return lines;
    }

    @Test
    void aStreamThatIsStoppedAndStartedAgainFindsWhatOneDetectorFinds(@TempDir Path folder) throws Exception {
        List<Sample> samples = samples();
        Dataset<Row> detectors = detectors(List.of()).persist();
        write(folder.resolve("in"), samples, 0, 2);
        follow(Fleet.watch(stream(folder.resolve("in")), COLUMNS, detectors, LATENESS), folder);
        write(folder.resolve("in"), samples, 2, FILES);
        follow(Fleet.watch(stream(folder.resolve("in")), COLUMNS, detectors, LATENESS), folder);
        List<String> expected = expected(samples, false);
        assertFalse(expected.isEmpty());
        assertEquals(expected, found(folder));
    }

    @Test
    void scoresAreThoseOfOneDetectorToTheBit(@TempDir Path folder) throws Exception {
        List<Sample> samples = samples();
        write(folder.resolve("in"), samples, 0, FILES);
        follow(Fleet.watchScores(stream(folder.resolve("in")), COLUMNS, detectors(List.of()), LATENESS), folder);
        List<String> expected = expected(samples, true);
        assertTrue(expected.size() > 400, () -> expected.size() + " scores");
        assertEquals(expected, found(folder));
    }

    @Test
    void whatCannotBeWatchedIsToldOnce(@TempDir Path folder) throws Exception {
        List<Sample> samples = new ArrayList<>();
        for (Sample sample : samples()) {
            samples.add(sample);
            for (String key : List.of("unknown", "failed", "hostile", "twice", "")) {
                samples.add(new Sample(key, sample.time(), sample.load()));
            }
        }
        write(folder.resolve("in"), samples, 0, 3);
        Dataset<Row> detectors = detectors(List.of(
                RowFactory.create("failed", null),
                RowFactory.create("hostile", new byte[] {1, 2, 3}),
                RowFactory.create("twice", new byte[] {1}),
                RowFactory.create("twice", new byte[] {2}),
                RowFactory.create("absent", null)));
        follow(Fleet.watch(stream(folder.resolve("in")), COLUMNS, detectors, LATENESS), folder);
        TreeMap<String, String> problems = new TreeMap<>();
        for (Row row :
                SPARK.session().read().parquet(folder.resolve("out").toString()).collectAsList()) {
            String error = row.getAs(Fleet.ERROR);
            if (error != null) {
                assertEquals(null, problems.put(row.getString(0), error));
            }
        }
        assertTrue(problems.remove("hostile").startsWith("detector: "), problems::toString);
        assertEquals(
                new TreeMap<>(Map.of(
                        "", "rows have no key of a series",
                        "failed", "the detector is null: its training failed",
                        "twice", "2 detectors have this key",
                        "unknown", "no detector has this key")),
                problems);
    }

    @Test
    void argumentsAreChecked(@TempDir Path folder) throws Exception {
        write(folder.resolve("in"), samples(), 0, 1);
        Dataset<Row> stream = stream(folder.resolve("in"));
        Dataset<Row> detectors = SPARK.session().sql("select 'a' as series, cast('x' as binary) as detector");
        Dataset<Row> table = SPARK.session().createDataFrame(List.<Row>of(), SCHEMA);
        assertEquals(
                "fleet: the table is no stream; scores and detect are for tables",
                refused(() -> Fleet.watch(table, COLUMNS, detectors, LATENESS)));
        assertEquals(
                "fleet: the lateness must not be negative: PT-1S",
                refused(() -> Fleet.watchScores(stream, COLUMNS, detectors, Duration.ofSeconds(-1))));
        Dataset<Row> millis = stream.selectExpr("machine", "unix_millis(at) as at", "load");
        assertEquals(
                "fleet: column 'at' is of type bigint, the times of a stream must be timestamp: by them Spark tells what is"
                        + " late",
                refused(() -> Fleet.watch(millis, COLUMNS, detectors, LATENESS)));
        assertThrows(NullPointerException.class, () -> Fleet.watch(null, COLUMNS, detectors, LATENESS));
        assertThrows(NullPointerException.class, () -> Fleet.watch(stream, null, detectors, LATENESS));
        assertThrows(NullPointerException.class, () -> Fleet.watch(stream, COLUMNS, null, LATENESS));
        assertThrows(NullPointerException.class, () -> Fleet.watch(stream, COLUMNS, detectors, null));
    }

    private static String refused(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    /** The program that the next test kills: follows a stream until it is stopped. */
    static final class Follower {
        private Follower() {}

        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            SparkSession spark = Sessions.local();
            StreamingQuery query = Fleet.watchScores(
                            stream(spark, folder.resolve("in")),
                            COLUMNS,
                            spark.read().parquet(folder.resolve("detectors").toString()),
                            LATENESS)
                    .writeStream()
                    .format("parquet")
                    .option("path", folder.resolve("out").toString())
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .outputMode("append")
                    .trigger(Trigger.ProcessingTime(0))
                    .start();
            query.awaitTermination();
        }
    }

    @Test
    void aStreamWhoseProcessIsKilledGoesOnWithNothingLostOrToldTwice(@TempDir Path folder) throws Exception {
        List<Sample> samples = samples();
        write(folder.resolve("in"), samples, 0, FILES);
        String detectors = folder.resolve("detectors").toString();
        detectors(List.of()).write().parquet(detectors);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-") && !argument.contains("jacoco"))
                .toList());
        command.addAll(List.of("-Xmx600m", "-cp", System.getProperty("java.class.path"), Follower.class.getName()));
        command.add(folder.toString());
        File log = folder.resolve("log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            // Killed when it has told of two micro-batches, in the middle of whatever it does then.
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
            while (committed(folder) < 2 && process.isAlive() && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertTrue(process.isAlive(), () -> read(log));
        } finally {
            process.destroyForcibly().waitFor();
        }
        long before = committed(folder);
        assertTrue(before >= 2, () -> before + " micro-batches; " + read(log));
        follow(
                Fleet.watchScores(
                        stream(folder.resolve("in")),
                        COLUMNS,
                        SPARK.session().read().parquet(detectors),
                        LATENESS),
                folder);
        assertEquals(expected(samples, true), found(folder));
    }

    private static long committed(Path folder) {
        Path commits = folder.resolve("checkpoint").resolve("commits");
        try (Stream<Path> all = Files.list(commits)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d+"))
                    .count();
        } catch (IOException e) {
            return 0; // not there yet
        }
    }

    private static String read(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
