package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.FleetSeries;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.series.TimeSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;

/** Trains a detector on a CSV file, where the task runs; what is wrong with the file becomes a row too. */
final class FileTraining implements MapFunction<String, Row> {
    private static final long serialVersionUID = 1;

    private final byte[] settings;
    private final String column;
    private final String zone;

    /** What the settings say, in the JVM of a task; read once for each task. */
    private transient FleetConfig config;

    /** @param column with the values, or null for all that there are */
    FileTraining(FleetConfig config, String column, ZoneId zone) {
        this.settings = config.withScores(false).toBytes();
        this.column = column;
        this.zone = zone.getId();
    }

    /** @return a row as {@link Training} has them */
    @Override
    public Row call(String file) throws ModelFileException {
        if (config == null) {
            config = FleetConfig.read(settings, SparkBackend.get());
        }
        FleetSeries series = FleetSeries.csv(Path.of(file), column, ZoneId.of(zone));
        TimeSeries read;
        try {
            read = series.read(config.longest());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Training.failed(series.key(), 0, Jobs.problem(e));
        }
        return Training.trained(config, series.key(), read, read.length());
    }
}
