package dev.gradus.spark;

import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.fleet.engine.FleetEngine;
import dev.gradus.models.fleet.engine.FleetOrder;
import dev.gradus.models.fleet.engine.FleetOutcome;
import dev.gradus.models.fleet.engine.FleetSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;

/**
 * Has Spark train a whole fleet, from files to files; what {@code gradus fleet} calls. Settings of Spark come from the system properties of
 * this JVM, among them those that {@code spark-submit} sets; without a master, the threads of this machine do the work.
 *
 * <p>Tasks are small, some ten files or 160 kB of a table each, so that progress can be seen and the last ones do not keep the others
 * waiting, unless {@code spark.sql.shuffle.partitions} or, for files, {@code spark.default.parallelism} says otherwise. A table is read
 * once: how many series it has is known when they are done.
 */
public final class SparkFleetEngine implements FleetEngine {
    /** From here on Java has no security manager, without which the Hadoop that Spark 4.0 brings does not start. */
    private static final int TOO_NEW = 24;

    private static final int FILES_OF_TASK = 10;

    /** Of Parquet: ten series of 2000 points, unless they can be compressed. */
    private static final int BYTES_OF_TASK = 160_000;

    private static final int MOST_TASKS = 10_000;
    private static final String PARTITIONS = "spark.sql.shuffle.partitions";

    /** What {@link java.util.ServiceLoader} makes. */
    public SparkFleetEngine() {}

    @Override
    public FleetOutcome run(FleetOrder order, Listener listener) throws IOException {
        Objects.requireNonNull(order, "fleet: the order is null");
        Objects.requireNonNull(listener, "fleet: the listener is null; Listener.none() does nothing");
        requireJava();
        try (SparkSession spark = session(order)) {
            try {
                FleetResults results = new FleetResults(spark, order.out());
                results.write(
                        order.source() instanceof FleetSource.Files files
                                ? fitted(spark, files, order.config(), listener)
                                : fitted(spark, (FleetSource.Table) order.source(), order.config(), listener));
                return results.outcome();
            } catch (IOException | IllegalArgumentException e) {
                throw e;
            } catch (Exception e) {
                // Scala does not declare what it throws.
                throw new IOException(
                        spark.sparkContext().isStopped()
                                ? "Spark stopped before the end: the master "
                                        + spark.sparkContext().master()
                                        + " cannot be reached, speaks another version of Spark or gave the work up"
                                : "Spark gave up: " + sentence(e),
                        e);
            }
        }
    }

    private static void requireJava() {
        int java = Runtime.version().feature();
        if (java >= TOO_NEW) {
            throw new IllegalStateException("Spark 4.0 runs on Java 17 to 23, and this is Java " + java
                    + "; point JAVA_HOME at a JDK 17 or 21");
        }
    }

    private static SparkSession session(FleetOrder order) {
        SparkConf conf = new SparkConf();
        if (!order.master().isEmpty()) {
            conf.setMaster(order.master());
        }
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", "gradus fleet");
        if (conf.get("spark.master").startsWith("local")) {
            conf.remove("spark.jars"); // this JVM has them
            conf.setIfMissing("spark.ui.enabled", "false");
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        conf.set("spark.sql.session.timeZone", order.source().zone().getId());
        try {
            return SparkSession.builder().config(conf).getOrCreate();
        } catch (Exception e) {
            String problem = sentence(e);
            if (problem.contains("Master URL") || problem.contains("master URL")) {
                throw new IllegalArgumentException(
                        "master: Spark does not know '" + conf.get("spark.master")
                                + "'; take one such as local[*], local[4] or spark://HOST:7077",
                        e);
            }
            throw new IllegalStateException("Spark does not start: " + problem, e);
        }
    }

    private static Dataset<Row> fitted(
            SparkSession spark, FleetSource.Files source, FleetConfig config, Listener listener) throws IOException {
        List<String> files = FleetSeries.files(source.folder().toAbsolutePath()).stream()
                .map(Path::toString)
                .toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        String column = source.column().isEmpty() ? null : source.column();
        int tasks = spark.conf().contains("spark.default.parallelism")
                ? Integer.parseInt(spark.conf().get("spark.default.parallelism"))
                : Math.max(1, Math.min(files.size(), tasks(files.size(), FILES_OF_TASK, context.defaultParallelism())));
        listener.begin(tasks);
        Dataset<Row> fitted = spark.createDataset(
                        context.parallelize(files, tasks).rdd(), Encoders.STRING())
                .map(new FileTraining(config, column, source.zone()), Encoders.row(Training.SCHEMA));
        return Fleet.withTimestamps(counted(spark, fitted, listener));
    }

    private static Dataset<Row> fitted(
            SparkSession spark, FleetSource.Table source, FleetConfig config, Listener listener) {
        Dataset<Row> table;
        try {
            table = spark.read().parquet(source.location());
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "data: " + source.location() + " holds no Parquet that Spark can read: " + sentence(e), e);
        }
        SeriesColumns columns = new SeriesColumns(source.series(), source.time(), source.values());
        if (List.of(table.columns()).contains(source.time())
                && table.schema().apply(source.time()).dataType().equals(DataTypes.TimestampNTZType)) {
            // In the zone of the session, which is that of the source.
            table = table.withColumn(
                    source.time(), functions.col(quoted(source.time())).cast(DataTypes.TimestampType));
        }
        if (!spark.sparkContext().conf().contains(PARTITIONS)) {
            long bytes =
                    table.queryExecution().optimizedPlan().stats().sizeInBytes().toLong();
            spark.conf()
                    .set(
                            PARTITIONS,
                            tasks(bytes, BYTES_OF_TASK, spark.sparkContext().defaultParallelism()));
        }
        Dataset<Row> trained = Fleet.trained(table, columns, config);
        listener.begin(Long.parseLong(spark.conf().get(PARTITIONS)));
        return Fleet.withTimestamps(counted(spark, trained, listener));
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    /** Small ones, but not so many that keeping them is the work, and some for each core at least. */
    private static int tasks(long all, int ofTask, int cores) {
        return (int) Math.max(4L * cores, Math.min(MOST_TASKS, all / ofTask));
    }

    /** The same rows, of which the listener hears when the tasks that made them end. */
    private static Dataset<Row> counted(SparkSession spark, Dataset<Row> trained, Listener listener) {
        LongAccumulator parts = spark.sparkContext().longAccumulator("parts over");
        LongAccumulator series = spark.sparkContext().longAccumulator("series over");
        LongAccumulator failed = spark.sparkContext().longAccumulator("series failed");
        spark.sparkContext().addSparkListener(new SparkListener() {
            private long told;

            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                if (parts.value() > told) {
                    told = parts.value();
                    listener.progress(told, series.value(), failed.value());
                }
            }
        });
        return trained.mapPartitions(new Counting(parts, series, failed), Encoders.row(Training.SCHEMA));
    }

    /** What went wrong first, in one line, without what Spark puts around it for machines. */
    private static String sentence(Throwable e) {
        Throwable first = e;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        String text = first.getMessage() == null ? first.toString() : first.getMessage();
        return text.lines()
                .findFirst()
                .orElse(first.toString())
                .replaceFirst("^\\[[A-Z_.]+\\] ", "")
                .replaceFirst(" SQLSTATE: \\w+$", "")
                .replaceFirst("\\.$", "");
    }
}
