package dev.gradus.spark;

import dev.gradus.models.fleet.FleetConfig;
import java.time.Duration;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Detectors for as many series as a cluster holds: one is trained for each, and later looks at new rows of its series. Spark does the
 * distributing; what is done with a series is {@link dev.gradus.models.fleet.SeriesWork}, the same function that {@code gradus fit-all}
 * calls.
 *
 * <pre>{@code
 * SeriesColumns columns = SeriesColumns.of("machine", "time", "temperature");
 * FleetConfig config = FleetConfig.of(DenseAutoencoder.builder().build(), 7);
 * Fleet.fit(spark.table("measurements"), columns, config).write().parquet("detectors");
 * Fleet.detect(spark.table("today"), columns, spark.read().parquet("detectors")).show();
 * }</pre>
 *
 * <p>All methods are lazy, as everything on a {@link Dataset}: each action on what they return does the work again. Write the detectors,
 * or persist them, and go on from there.
 *
 * <p>Rows may be in any order and any partition. The table is partitioned by series, into as many partitions as
 * {@code spark.sql.shuffle.partitions} says, and sorted by all that a row holds; the seed of a series comes from its key. So the same table
 * and settings give the same detectors to the bit, however the work was spread or repeated, on the same backend. A task takes one core,
 * and one series at a time.
 *
 * <p>A series with which something is wrong gets a row that says so in the column {@code error}, and never fails the job.
 */
public final class Fleet {
    static final String SERIES = SeriesColumns.KEY;
    static final String DETECTOR = "detector";
    static final String ERROR = "error";

    private Fleet() {}

    /**
     * Trains a detector for each series.
     *
     * @param table   in long format
     * @param columns where it has the series
     * @param config  what is trained, and the most rows that a series may have: what is longer is refused. Scores are not kept, see
     *     {@link #scores}
     * @return a row for each series: {@code series string, detector binary, points bigint, anomalies int, training_seconds double,
     *     scoring_seconds double, found array<struct<start timestamp, end timestamp, severity double>>, error string}. {@code anomalies}
     *     says how many were {@code found} in the series itself. The detector is the content of a file that
     *     {@link dev.gradus.models.Detector#load(byte[], String, dev.gradus.engine.backend.Backend)} reads; where training failed, all but
     *     the key, the points and the error are null
     * @throws IllegalArgumentException if the table lacks one of the columns, or its type does not suit
     */
    public static Dataset<Row> fit(Dataset<Row> table, SeriesColumns columns, FleetConfig config) {
        Objects.requireNonNull(columns, "fleet: the columns are null");
        Objects.requireNonNull(config, "fleet: the settings are null");
        return withTimestamps(trained(table, columns, config));
    }

    /** What {@link #fit} gives, with times in milliseconds. */
    static Dataset<Row> trained(Dataset<Row> table, SeriesColumns columns, FleetConfig config) {
        return grouped(columns.points(table))
                .flatMapSortedGroups(
                        columns.order(),
                        new Training(config.withScores(false), columns.values()),
                        Encoders.row(Training.SCHEMA));
    }

    /** What {@link #fit} gives, of what {@link #trained} does. A row with timestamps would be read by another calendar. */
    static Dataset<Row> withTimestamps(Dataset<Row> fitted) {
        return fitted.withColumn(
                Training.FOUND,
                functions.expr("transform(found, a -> named_struct('start', timestamp_millis(a.start), 'end',"
                        + " timestamp_millis(a.end), 'severity', a.severity))"));
    }

    /**
     * Has each series, of up to 100 000 rows, looked at by its detector. A series that it was trained on is scored by itself, any other by
     * what was learnt.
     *
     * @param table     in long format; its value columns have the names that they had in training
     * @param columns   where it has the series
     * @param detectors with the columns {@code series} and {@code detector}, as {@link #fit} gives them; those of other series are of no
     *     consequence
     * @return {@code series string, start timestamp, end timestamp, severity double, error string}: a row for each anomaly, and one for
     *     each series that could not be looked at, with the reason
     * @throws IllegalArgumentException if a table lacks one of the columns, or its type does not suit
     */
    public static Dataset<Row> detect(Dataset<Row> table, SeriesColumns columns, Dataset<Row> detectors) {
        return detect(table, columns, detectors, FleetConfig.LONGEST);
    }

    /**
     * The same for series of another length.
     *
     * @param longest rows that a series may have at most, at least 1
     */
    public static Dataset<Row> detect(Dataset<Row> table, SeriesColumns columns, Dataset<Row> detectors, int longest) {
        Dataset<Row> found = examine(table, columns, detectors, longest, Detecting.Told.ANOMALIES);
        return found.withColumn("start", timestamp("start")).withColumn("end", timestamp("end"));
    }

    /**
     * How unusual each point of each series is to its detector, see {@link #detect} for the arguments.
     *
     * @return {@code series string, time timestamp, score double, error string}: a row for each step of each series, which may be a bin of
     *     several points, and one for each series that could not be looked at, with the reason
     * @throws IllegalArgumentException if a table lacks one of the columns, or its type does not suit
     */
    public static Dataset<Row> scores(Dataset<Row> table, SeriesColumns columns, Dataset<Row> detectors) {
        return scores(table, columns, detectors, FleetConfig.LONGEST);
    }

    /**
     * The same for series of another length.
     *
     * @param longest rows that a series may have at most, at least 1
     */
    public static Dataset<Row> scores(Dataset<Row> table, SeriesColumns columns, Dataset<Row> detectors, int longest) {
        Dataset<Row> found = examine(table, columns, detectors, longest, Detecting.Told.SCORES);
        return found.withColumn("time", timestamp("time"));
    }

    /**
     * Follows a stream of rows: each series by its detector, frozen, as {@link dev.gradus.models.online.OnlineDetector} does. Samples are
     * shown to it in the order of time, each when nothing that may still come is older: when the newest time of the whole stream lies
     * more than the lateness behind it. So neither the order in which they come nor where a micro-batch ends changes what is found; what
     * comes later than that, Spark leaves out. An anomaly is told when nothing that follows can prolong it; one that the stream breaks
     * off in, is not.
     *
     * <p>What is remembered of a series lies in Spark's state store, its detector too: with many or large ones, take RocksDB for it
     * ({@code spark.sql.streaming.stateStore.providerClass}). A query that is started again with its checkpoint goes on from there, and
     * with a sink that takes each micro-batch once nothing is lost or told twice. The detectors are those of the first start.
     *
     * <p>A series that has no detector, or a damaged one, is given up. A failure that may pass, such as too little memory, is told and tried
     * again with the next micro-batches, nothing being lost; the third time in succession ends that too.
     *
     * @param stream    in long format, a stream; the time is a timestamp
     * @param columns   where it has the series
     * @param detectors with the columns {@code series} and {@code detector}, as {@link #fit} gives them, no stream
     * @param lateness  how much later than a newer one a sample may come
     * @return a stream of {@code series string, start timestamp, end timestamp, severity double, error string}, to be written in output
     *     mode append: a row for each anomaly; one for each series that cannot be watched, once, with the reason; and one for samples that
     *     are left out
     * @throws IllegalArgumentException if a table lacks one of the columns, or its type does not suit, or the lateness is negative
     */
    public static Dataset<Row> watch(
            Dataset<Row> stream, SeriesColumns columns, Dataset<Row> detectors, Duration lateness) {
        Dataset<Row> found = follow(stream, columns, detectors, lateness, Detecting.Told.ANOMALIES);
        return found.withColumn("start", timestamp("start")).withColumn("end", timestamp("end"));
    }

    /**
     * How unusual each point of a stream is, when that is final; see {@link #watch}.
     *
     * @return a stream of {@code series string, time timestamp, score double, error string}
     */
    public static Dataset<Row> watchScores(
            Dataset<Row> stream, SeriesColumns columns, Dataset<Row> detectors, Duration lateness) {
        Dataset<Row> found = follow(stream, columns, detectors, lateness, Detecting.Told.SCORES);
        return found.withColumn("time", timestamp("time"));
    }

    private static Dataset<Row> follow(
            Dataset<Row> stream,
            SeriesColumns columns,
            Dataset<Row> detectors,
            Duration lateness,
            Detecting.Told told) {
        Objects.requireNonNull(stream, "fleet: the stream is null");
        Objects.requireNonNull(columns, "fleet: the columns are null");
        Objects.requireNonNull(lateness, "fleet: the lateness is null");
        if (lateness.isNegative()) {
            throw new IllegalArgumentException("fleet: the lateness must not be negative: " + lateness);
        }
        if (!stream.isStreaming()) {
            throw new IllegalArgumentException("fleet: the table is no stream; scores and detect are for tables");
        }
        String late = lateness.toMillis() + " milliseconds";
        Dataset<Row> points = columns.points(stream, late);
        Dataset<Row> states = known(detectors)
                .groupBy(functions.col(SERIES))
                .agg(
                        functions.count(functions.lit(1)).as("detectors"),
                        functions.max(functions.col(DETECTOR)).as(DETECTOR))
                .select(
                        functions.col(SERIES),
                        functions.col("detectors"),
                        functions.col(DETECTOR),
                        functions.lit(null).cast("binary").as("memory"),
                        functions.lit(null).cast("array<bigint>").as("times"),
                        functions.lit(null).cast("array<double>").as("values"),
                        functions.lit(0).as("failures"),
                        functions.lit(null).cast("string").as("problem"));
        return points.groupBy(functions.col(SERIES))
                .as(Encoders.STRING(), Encoders.row(points.schema()))
                .flatMapGroupsWithState(
                        new Watching(told, columns.values().size(), lateness.toString()),
                        OutputMode.Append(),
                        Encoders.bean(WatchState.class),
                        Encoders.row(told.schema()),
                        GroupStateTimeout.EventTimeTimeout(),
                        states.groupBy(functions.col(SERIES)).as(Encoders.STRING(), Encoders.bean(WatchState.class)));
    }

    private static Dataset<Row> examine(
            Dataset<Row> table, SeriesColumns columns, Dataset<Row> detectors, int longest, Detecting.Told told) {
        if (longest < 1) {
            throw new IllegalArgumentException("fleet: longest must be at least 1 row, not " + longest);
        }
        Objects.requireNonNull(columns, "fleet: the columns are null");
        return grouped(columns.points(table))
                .cogroupSorted(
                        grouped(known(detectors)),
                        columns.order(),
                        new Column[0],
                        new Detecting(told, columns.values(), longest),
                        Encoders.row(told.schema()));
    }

    /** Detectors by key, which is empty where it is null. */
    private static Dataset<Row> known(Dataset<Row> detectors) {
        Objects.requireNonNull(detectors, "fleet: the detectors are null");
        StructType schema = detectors.schema();
        for (String name : new String[] {SERIES, DETECTOR}) {
            if (!schema.getFieldIndex(name).isDefined()) {
                throw new IllegalArgumentException("fleet: the detectors have no column '" + name + "', they have "
                        + String.join(", ", schema.fieldNames()));
            }
        }
        if (!schema.apply(DETECTOR).dataType().equals(DataTypes.BinaryType)) {
            throw new IllegalArgumentException("fleet: column '" + DETECTOR + "' of the detectors is of type "
                    + schema.apply(DETECTOR).dataType().simpleString() + ", it must be binary");
        }
        // Spark groups two tables only by keys of which both may be null, or neither.
        Column key = functions.coalesce(detectors.col(SERIES).cast(DataTypes.StringType), functions.lit(""));
        return detectors.select(key.as(SERIES), detectors.col(DETECTOR));
    }

    /**
     * By key, in partitions that Spark does not merge again: it would by their size, which says nothing of the time that training takes.
     */
    private static KeyValueGroupedDataset<String, Row> grouped(Dataset<Row> rows) {
        int partitions = Integer.parseInt(rows.sparkSession().conf().get("spark.sql.shuffle.partitions"));
        return rows.repartition(partitions, functions.col(SERIES))
                .groupBy(functions.col(SERIES))
                .as(Encoders.STRING(), Encoders.row(rows.schema()));
    }

    private static Column timestamp(String millis) {
        return functions.timestamp_millis(functions.col(millis));
    }
}
