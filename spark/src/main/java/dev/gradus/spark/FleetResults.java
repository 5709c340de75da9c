package dev.gradus.spark;

import dev.gradus.models.fleet.engine.FleetOutcome;
import dev.gradus.models.jobs.CsvRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The folder of a fleet's results: {@code detectors}, Parquet files as {@link Fleet#fit} describes the table; {@code report.csv} with a row
 * for each series, and {@code anomalies.csv} with one for each anomaly, its times in UTC. The last two come from the first.
 */
final class FleetResults {
    private static final String REPORT = "report.csv";
    private static final String ANOMALIES = "anomalies.csv";
    private static final String DETECTORS = "detectors";
    private static final int ERRORS = 3;

    private final SparkSession spark;
    private final Path folder;
    private final FileSystem files;

    private long done;
    private long failed;
    private long unusual;
    private long anomalies;
    private double training;
    private double scoring;
    private final List<String> errors = new ArrayList<>();

    /**
     * Of a folder that does not exist, or is empty.
     *
     * @throws IllegalArgumentException if there is something in it
     */
    FleetResults(SparkSession spark, String out) throws IOException {
        this.spark = spark;
        try {
            folder = new Path(out);
            files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "out: " + out + " is no folder that can be written: " + e.getMessage(), e);
        }
        if (files instanceof LocalFileSystem local) {
            // Two files for people, without a hidden one of checksums beside each.
            local.setWriteChecksum(false);
        }
        if (files.exists(folder)
                && (!files.getFileStatus(folder).isDirectory() || files.listStatus(folder).length > 0)) {
            throw new IllegalArgumentException(
                    "out: " + out + " is there already, with something in it; name another folder, or take it away");
        }
    }

    /** Does the work that makes the table, and writes everything. */
    void write(Dataset<Row> fitted) throws IOException {
        String detectors = new Path(folder, DETECTORS).toString();
        fitted.write().parquet(detectors);
        Iterator<Row> rows = spark.read()
                .parquet(detectors)
                .drop(Fleet.DETECTOR)
                .withColumn(
                        Training.FOUND,
                        functions.expr("transform(found, a -> named_struct('start', unix_millis(a.start), 'end',"
                                + " unix_millis(a.end), 'severity', a.severity))"))
                .orderBy(Fleet.SERIES)
                .toLocalIterator();
        try (Writer report = writer(REPORT);
                Writer found = writer(ANOMALIES)) {
            report.write("series,status,points,anomalies,training_s,scoring_s,error\n");
            found.write("series,start,end,severity\n");
            while (rows.hasNext()) {
                add(rows.next(), report, found);
            }
        }
    }

    private Writer writer(String name) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(files.create(new Path(folder, name), true), StandardCharsets.UTF_8));
    }

    private void add(Row row, Writer report, Writer found) throws IOException {
        String series = CsvRow.line(row.<String>getAs(Fleet.SERIES));
        String points = Long.toString(row.<Long>getAs("points"));
        String error = row.getAs(Fleet.ERROR);
        if (error != null) {
            failed++;
            if (errors.size() < ERRORS) {
                errors.add((series.isEmpty() ? "without a key" : series) + ": " + error);
            }
            report.write(CsvRow.text(series, "failed", points, "", "", "", CsvRow.line(error)) + "\n");
            return;
        }
        List<Row> all = row.getList(row.fieldIndex(Training.FOUND));
        double trained = row.getAs("training_seconds");
        double scored = row.getAs("scoring_seconds");
        done++;
        unusual += all.isEmpty() ? 0 : 1;
        anomalies += all.size();
        training += trained;
        scoring += scored;
        report.write(CsvRow.text(
                        series,
                        "done",
                        points,
                        Integer.toString(all.size()),
                        CsvRow.number(trained),
                        CsvRow.number(scored),
                        "")
                + "\n");
        for (Row anomaly : all) {
            found.write(
                    CsvRow.text(series, instant(anomaly, 0), instant(anomaly, 1), CsvRow.number(anomaly.getDouble(2)))
                            + "\n");
        }
    }

    private static String instant(Row anomaly, int column) {
        return Instant.ofEpochMilli(anomaly.getLong(column)).toString();
    }

    /** What was written. */
    FleetOutcome outcome() {
        return new FleetOutcome(
                spark.sparkContext().master(),
                done,
                failed,
                unusual,
                anomalies,
                training,
                scoring,
                errors,
                List.of(
                        new Path(folder, REPORT).toString(),
                        new Path(folder, ANOMALIES).toString(),
                        new Path(folder, DETECTORS).toString()));
    }
}
