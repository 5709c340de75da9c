package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus fleet} from end to end, with the engine that this module has. */
class FleetOnSparkTest {
    private static final String[] SMALL = {"--model", "dense-ae", "--window", "12", "--epochs", "5", "--seed", "3"};
    private static final int TOO_NEW = 24;

    @TempDir
    private Path folder;

    private Path data;
    private Path out;
    private final StringWriter said = new StringWriter();
    private final StringWriter complained = new StringWriter();

    @BeforeEach
    void writeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        out = folder.resolve("out");
        for (int machine = 0; machine < 3; machine++) {
            StringBuilder text = new StringBuilder("timestamp,value\n");
            for (int i = 0; i < 400; i++) {
                double value = StrictMath.sin(i / (5.0 + machine)) + (i / 4 == 50 ? 9 : 0);
                text.append(String.format(Locale.ROOT, "2024-05-%02dT%02d:00:00,%s%n", 1 + i / 24, i % 24, value));
            }
            Files.writeString(data.resolve("m" + machine + ".csv"), text);
        }
        Files.writeString(data.resolve("bad.csv"), "timestamp,value\n1,x\n");
    }

    private int run(String command, Object... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        Stream.of(more).map(Object::toString).forEach(arguments::add);
        arguments.addAll(List.of(SMALL));
        return Main.commandLine(ModelTrainer::new)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(complained))
                .execute(arguments.toArray(String[]::new));
    }

    private static void requireSpark() {
        int java = Runtime.version().feature();
        assumeTrue(java < TOO_NEW, () -> "Spark 4.0 runs on Java 17 to 23, this is " + java);
    }

    private static SparkSession spark() {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "America/Lima")
                .getOrCreate();
    }

    private static Map<String, byte[]> detectors(Path results) throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        try (SparkSession spark = spark()) {
            for (Row row : spark.read()
                    .parquet(results.resolve("detectors").toString())
                    .where("error is null")
                    .collectAsList()) {
                all.put(row.getAs("series"), row.getAs("detector"));
            }
        }
        return all;
    }

    @Test
    void filesBecomeWhatFitAllMakesOfThem() throws IOException {
        requireSpark();
        Path alone = folder.resolve("alone");
        assertEquals(1, run("fit-all", data, "--out", alone, "--jobs", 1), complained.toString());
        said.getBuffer().setLength(0);
        assertEquals(1, run("fleet", "--data", data, "--out", out, "--master", "local[2]"), complained.toString());
        assertTrue(said.toString().contains("Series     4\nDone       3, with "), said.toString());
        assertTrue(said.toString().contains("Failed     1; the report says why\n           bad: "), said.toString());
        assertTrue(said.toString().contains("master local[2]"), said.toString());
        assertTrue(complained.toString().contains("fleet: 4 of 4 parts: 4 series, 1 failed\n"), complained.toString());
        Map<String, byte[]> detectors = detectors(out);
        assertEquals(List.of("m0", "m1", "m2"), List.copyOf(detectors.keySet()));
        List<String> anomalies = new ArrayList<>(List.of("series,start,end,severity"));
        for (String key : detectors.keySet()) {
            assertArrayEquals(
                    Files.readAllBytes(alone.resolve("detectors").resolve(key + ".safetensors")), detectors.get(key));
            Files.readAllLines(alone.resolve("anomalies").resolve(key + ".csv")).stream()
                    .skip(1)
                    .map(line -> key + "," + line.replace(":00:00,", ":00:00Z,"))
                    .forEach(anomalies::add);
        }
        assertTrue(anomalies.size() > 1, "nothing was found");
        assertEquals(anomalies, rounded(Files.readAllLines(out.resolve("anomalies.csv")), anomalies));
        List<String> report = Files.readAllLines(out.resolve("report.csv"));
        assertEquals("series,status,points,anomalies,training_s,scoring_s,error", report.get(0));
        assertTrue(report.get(1).startsWith("bad,failed,0,,,,"), report::toString);
        assertTrue(report.get(2).startsWith("m0,done,400,"), report::toString);
        assertEquals(5, report.size());
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(
                    List.of("anomalies.csv", "detectors", "report.csv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** The same lines where they agree, whatever the number of decimals of the last column. */
    private static List<String> rounded(List<String> lines, List<String> expected) {
        assertEquals(expected.size(), lines.size());
        List<String> agreed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int last = lines.get(i).lastIndexOf(',');
            String other = expected.get(i);
            boolean same = i == 0
                    ? lines.get(i).equals(other)
                    : other.startsWith(lines.get(i).substring(0, last + 1))
                            && Math.abs(Double.parseDouble(other.substring(last + 1))
                                            - Double.parseDouble(lines.get(i).substring(last + 1)))
                                    < 1e-5;
            agreed.add(same ? other : lines.get(i));
        }
        return agreed;
    }

    @Test
    void aTableBecomesWhatTheFilesBecome() throws IOException {
        requireSpark();
        String table = folder.resolve("table.parquet").toString();
        try (SparkSession spark = spark()) {
            spark.read()
                    .option("header", true)
                    .csv(data.resolve("m*.csv").toString())
                    .selectExpr(
                            "substr(_metadata.file_name, 1, 2) as `the.machine`",
                            "cast(timestamp as timestamp_ntz) as `at.time`",
                            "cast(value as double) as value")
                    .repartition(3)
                    .write()
                    .parquet(table);
        }
        assertEquals(
                0,
                run("fleet", "--data", table, "--out", out, "--series", "the.machine", "--time", "at.time"),
                complained.toString());
        // A small table has four parts for each processor; those without a series are over too.
        int parts = 4 * Runtime.getRuntime().availableProcessors();
        assertTrue(
                complained.toString().contains("fleet: " + parts + " of " + parts + " parts: 3 series\n"),
                complained.toString());
        Map<String, byte[]> detectors = detectors(out);
        Path files = folder.resolve("files");
        assertEquals(1, run("fleet", "--data", data, "--out", files), complained.toString());
        assertEquals(detectors.keySet(), detectors(files).keySet());
        assertEquals(Files.readString(files.resolve("anomalies.csv")), Files.readString(out.resolve("anomalies.csv")));
        Path tokyo = folder.resolve("tokyo");
        assertEquals(
                0,
                run(
                        "fleet",
                        "--data",
                        table,
                        "--out",
                        tokyo,
                        "--series",
                        "the.machine",
                        "--time",
                        "at.time",
                        "--zone",
                        "Asia/Tokyo"));
        String first = Files.readAllLines(out.resolve("anomalies.csv")).get(1);
        String moved = Files.readAllLines(tokyo.resolve("anomalies.csv")).get(1);
        assertEquals(hours(first) - 9, hours(moved));
    }

    private static long hours(String anomaly) {
        return Instant.parse(anomaly.split(",")[1]).getEpochSecond() / 3600;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--master=nonsense | gradus: --master: Spark does not know 'nonsense'; take one such as local[*]",
                "--series=x | gradus: fleet: the table has no column 'x', it has series, time, text",
                "--time=text | column 'text' is of type string, times must be timestamp, or bigint",
                "--column=text | column 'text' is of type string, values must be numbers",
                "--data=broken | gradus: --data: ",
            })
    void whatIsWrongIsSaid(String option, String message) throws IOException {
        requireSpark();
        Path table = folder.resolve("table");
        try (SparkSession spark = spark()) {
            spark.sql("select 'a' as series, 1L as time, 'b' as text").write().parquet(table.toString());
        }
        List<Object> arguments = new ArrayList<>(List.of("--out", out));
        if (option.equals("--data=broken")) {
            Files.writeString(folder.resolve("broken.parquet"), "this is no table");
            arguments.addAll(List.of("--data", folder.resolve("broken.parquet")));
        } else {
            arguments.addAll(List.of("--data", table, option));
        }
        assertEquals(2, run("fleet", arguments.toArray()), complained.toString());
        assertTrue(complained.toString().contains(message), complained.toString());
        assertTrue(Files.notExists(out), "something was written");
    }

    @Test
    void aJavaThatSparkDoesNotRunOnIsNamed() {
        int java = Runtime.version().feature();
        assumeTrue(java >= TOO_NEW, () -> "Spark runs on Java " + java);
        assertEquals(1, run("fleet", "--data", data, "--out", out));
        assertTrue(
                complained
                        .toString()
                        .contains("Spark 4.0 runs on Java 17 to 23, and this is Java " + java + "; point JAVA_HOME at"),
                complained.toString());
    }
}
