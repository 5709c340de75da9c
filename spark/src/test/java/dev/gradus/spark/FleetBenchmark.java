package dev.gradus.spark;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.fleet.engine.FleetEngine;
import dev.gradus.models.fleet.engine.FleetOrder;
import dev.gradus.models.fleet.engine.FleetOutcome;
import dev.gradus.models.fleet.engine.FleetSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Measures a fleet of synthetic series of 2000 points on two cores, each way in a JVM of its own:
 *
 * <ul>
 *   <li>{@code alone}: {@link dev.gradus.models.fleet.Fleet} with two jobs, over a folder of CSV files;
 *   <li>{@code files}: Spark, local[2], over the same folder;
 *   <li>{@code table}: Spark, local[2], over a Parquet table of the same series, which has to be shuffled.
 * </ul>
 *
 * {@code spark/benchmark} starts it.
 */
final class FleetBenchmark {
    private static final int LENGTH = 2000;
    private static final long MINUTE = 60_000;
    /** {@code -Dfleet.memory} says how much. */
    private static final String MEMORY = "-Xmx" + System.getProperty("fleet.memory", "1g");

    private static final double MEGABYTE = 1e6;

    private FleetBenchmark() {}

    /** {@code prepare|alone|files|table FOLDER SERIES EPOCHS} does it here; {@code SERIES EPOCHS FOLDER WAY...} in JVMs. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].matches("\\d+")) {
            compare(arguments);
            return;
        }
        Path folder = Path.of(arguments[1]);
        int series = Integer.parseInt(arguments[2]);
        int epochs = Integer.parseInt(arguments[3]);
        switch (arguments[0]) {
            case "prepare-files" -> writeFiles(files(folder, series), series);
            case "prepare-table" -> writeTable(table(folder, series), series);
            default -> measure(arguments[0], folder, series, epochs);
        }
    }

    private static Path files(Path folder, int series) {
        return folder.resolve("files-" + series);
    }

    private static Path table(Path folder, int series) {
        return folder.resolve("table-" + series);
    }

    // --- the series -------------------------------------------------------------------------------------------------

    private static double[] values(long series) {
        Random random = new Random(series);
        double[] values = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = StrictMath.sin(i * (0.05 + 0.0001 * (series % 1000))) + 0.1 * random.nextGaussian();
        }
        for (int i = 1400; i < 1405; i++) {
            values[i] += 4;
        }
        return values;
    }

    private static void writeFiles(Path folder, int series) throws IOException {
        Files.createDirectories(folder);
        for (int s = 0; s < series; s++) {
            double[] values = values(s);
            try (Writer out = Files.newBufferedWriter(folder.resolve("s" + s + ".csv"))) {
                out.write("timestamp,value\n");
                for (int i = 0; i < LENGTH; i++) {
                    out.write(60L * i + "," + values[i] + "\n");
                }
            }
        }
    }

    private static void writeTable(Path folder, int series) {
        StructType schema = new StructType()
                .add("series", DataTypes.StringType)
                .add("time", DataTypes.LongType)
                .add("value", DataTypes.DoubleType);
        SparkSession spark = Sessions.settings().master("local[2]").getOrCreate();
        spark.range(0, series, 1, 4)
                .flatMap((FlatMapFunction<Long, Row>) FleetBenchmark::rows, Encoders.row(schema))
                .write()
                .parquet(folder.toString());
        spark.stop();
    }

    private static Iterator<Row> rows(long series) {
        double[] values = values(series);
        return IntStream.range(0, LENGTH)
                .mapToObj(i -> RowFactory.create("s" + series, i * MINUTE, values[i]))
                .iterator();
    }

    // --- one way, in this JVM ---------------------------------------------------------------------------------------

    private static void measure(String way, Path folder, int series, int epochs) throws IOException {
        FleetConfig config =
                FleetConfig.of(DenseAutoencoder.builder().epochs(epochs).build(), 7);
        Path out = Files.createTempDirectory(folder, "out");
        long begun = System.nanoTime();
        long ready = begun;
        double inModels;
        long done;
        if (way.equals("alone")) {
            var rows = new dev.gradus.models.fleet.Fleet(config, Backends.configured(Workers.of(1)), 2)
                    .run(
                            FleetSeries.folder(files(folder, series), null),
                            out,
                            dev.gradus.models.fleet.Fleet.Listener.none());
            done = rows.stream().filter(row -> !row.failed()).count();
            inModels = rows.stream()
                    .mapToDouble(row -> row.trainingSeconds() + row.scoringSeconds())
                    .sum();
        } else {
            // As gradus fleet starts it: tasks of some ten series each, which a core that a neighbour slows down takes
            // fewer of.
            Sessions.settings()
                    .config("spark.sql.session.timeZone", "UTC")
                    .master("local[2]")
                    .getOrCreate();
            ready = System.nanoTime();
            System.setProperty("spark.master", "local[2]");
            FleetSource source = way.equals("files")
                    ? new FleetSource.Files(files(folder, series), "", ZoneOffset.UTC)
                    : new FleetSource.Table(
                            table(folder, series).toString(), "series", "time", List.of("value"), ZoneOffset.UTC);
            FleetOutcome outcome = new SparkFleetEngine()
                    .run(new FleetOrder(config, source, out.toString(), ""), FleetEngine.Listener.none());
            done = outcome.done();
            inModels = outcome.trainingSeconds() + outcome.scoringSeconds();
        }
        long end = System.nanoTime();
        if (done != series) {
            throw new IllegalStateException(done + " of " + series + " series were done");
        }
        System.out.println(String.format(
                Locale.ROOT,
                "measured %.3f %.3f %.3f %.1f %.1f %.1f",
                (ready - begun) / 1e9,
                (end - ready) / 1e9,
                inModels,
                ManagementFactory.getMemoryPoolMXBeans().stream()
                                .filter(pool -> pool.getName().matches(".*(Old|Tenured).*"))
                                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                                .sum()
                        / MEGABYTE,
                resident() / MEGABYTE,
                bytes(out) / MEGABYTE));
        delete(out);
    }

    /** The most that this process had in memory; 0 where the system does not say. */
    private static double resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static long bytes(Path folder) throws IOException {
        long sum = 0;
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(path);
            }
        }
        return sum;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    // --- several ways, each in a JVM --------------------------------------------------------------------------------

    private static void compare(String... arguments) throws Exception {
        int series = Integer.parseInt(arguments[0]);
        String epochs = arguments[1];
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        List<String> ways = List.of(arguments).subList(3, arguments.length);
        boolean onlyPrepare = ways.contains("prepare");
        if (!Files.exists(files(folder, series)) && (ways.contains("alone") || ways.contains("files"))) {
            run("prepare-files", folder, series, epochs);
        }
        if (!Files.exists(table(folder, series)) && ways.contains("table")) {
            run("prepare-table", folder, series, epochs);
        }
        if (onlyPrepare) {
            return;
        }
        System.out.println(series + " series of " + LENGTH + " points, dense autoencoder, " + epochs
                + " epochs, two cores, " + MEMORY);
        System.out.println(
                "way     JVM s  session s   work s  series/s  of it in models  over alone  over alone, with session"
                        + "  old heap MB  resident MB  written MB");
        double alone = Double.NaN;
        for (String way : ways) {
            long begun = System.nanoTime();
            double[] m = run(way, folder, series, epochs);
            double process = (System.nanoTime() - begun) / 1e9;
            alone = way.equals("alone") ? m[1] : alone;
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-6s %6.1f %10.1f %8.1f %9.2f %14.1f%% %11s %25s %12.0f %12.0f %11.0f",
                    way,
                    process,
                    m[0],
                    m[1],
                    series / m[1],
                    100 * m[2] / 2 / m[1],
                    over(m[1], alone),
                    over(m[0] + m[1], alone),
                    m[3],
                    m[4],
                    m[5]));
        }
    }

    private static String over(double seconds, double alone) {
        return Double.isNaN(alone) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * (seconds / alone - 1));
    }

    /** What the JVM measured; nothing where it only prepared something. */
    private static double[] run(String what, Path folder, int series, String epochs) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add(MEMORY);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FleetBenchmark.class.getName()));
        command.addAll(List.of(what, folder.toString(), String.valueOf(series), epochs));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double[] measured = new double[0];
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("measured ")) {
                    measured = Stream.of(line.split(" "))
                            .skip(1)
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(what + " ended with " + process.exitValue());
        }
        return measured;
    }
}
