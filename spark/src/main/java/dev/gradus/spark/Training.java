package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.TrainingListener;
import dev.gradus.models.TrainingProgress;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.SeriesReport;
import dev.gradus.models.fleet.SeriesResult;
import dev.gradus.models.fleet.SeriesWork;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.series.TimeSeries;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Trains a detector on the rows of each series; what is wrong with one becomes a row too. */
final class Training implements FlatMapGroupsFunction<String, Row, Row> {
    /** The column with the anomalies of the series, their times in milliseconds. */
    static final String FOUND = "found";

    private static final StructType ANOMALY = new StructType()
            .add("start", DataTypes.LongType, false)
            .add("end", DataTypes.LongType, false)
            .add("severity", DataTypes.DoubleType, false);

    static final StructType SCHEMA = new StructType()
            .add(Fleet.SERIES, DataTypes.StringType, false)
            .add(Fleet.DETECTOR, DataTypes.BinaryType)
            .add("points", DataTypes.LongType, false)
            .add("anomalies", DataTypes.IntegerType)
            .add("training_seconds", DataTypes.DoubleType)
            .add("scoring_seconds", DataTypes.DoubleType)
            .add(FOUND, DataTypes.createArrayType(ANOMALY, false))
            .add(Fleet.ERROR, DataTypes.StringType);

    private static final long serialVersionUID = 1;

    private final byte[] settings;
    private final String[] names;

    /** What the settings say, in the JVM of a task; read once for each task. */
    private transient FleetConfig config;

    Training(FleetConfig config, List<String> names) {
        settings = config.toBytes();
        this.names = names.toArray(String[]::new);
    }

    @Override
    public Iterator<Row> call(String key, Iterator<Row> rows) throws ModelFileException {
        if (config == null) {
            config = FleetConfig.read(settings, SparkBackend.get());
        }
        Points points = Points.of(rows, names.length, config.longest());
        return List.of(row(key, points)).iterator();
    }

    private Row row(String key, Points points) {
        String problem = key.isEmpty() ? points.rows() + " rows have no key of a series" : points.problem();
        if (!problem.isEmpty()) {
            return failed(key, points.rows(), problem);
        }
        TimeSeries series;
        try {
            series = points.series(List.of(names));
        } catch (RuntimeException e) {
            return failed(key, points.rows(), Jobs.problem(e));
        }
        return trained(config, key, series, points.rows());
    }

    /** Trains on a series. */
    static Row trained(FleetConfig config, String key, TimeSeries series, long points) {
        SeriesResult result = new SeriesWork(config).run(key, series, new WhileWanted());
        SeriesReport report = result.report();
        if (report.failed()) {
            return failed(key, points, report.error());
        }
        Row[] found = report.anomalies().stream()
                .map(a -> RowFactory.create(a.start(), a.end(), a.severity()))
                .toArray(Row[]::new);
        return RowFactory.create(
                key,
                result.detector(),
                points,
                found.length,
                report.trainingSeconds(),
                report.scoringSeconds(),
                found,
                null);
    }

    /** Of a series that has no detector. */
    static Row failed(String key, long points, String problem) {
        return RowFactory.create(key, null, points, null, null, null, null, problem);
    }

    /** Gives a training up whose task Spark does not want any more: a job that was cancelled, a copy that came second. */
    private static final class WhileWanted implements TrainingListener {
        private final TaskContext task = TaskContext.get();

        @Override
        public void progress(TrainingProgress progress) {
            // Spark shows how many tasks are done; series are too many to be shown one by one.
        }

        @Override
        public boolean cancelled() {
            return task != null && task.isInterrupted();
        }
    }
}
