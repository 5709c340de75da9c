package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.jobs.Loops;
import dev.gradus.models.series.TimeSeries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Has each series looked at by its own detector; what is wrong with one becomes a row too. */
final class Detecting implements CoGroupFunction<String, Row, Row, Row> {
    /** What is told of a series. */
    enum Told {
        ANOMALIES(new StructType()
                .add(Fleet.SERIES, DataTypes.StringType, false)
                .add("start", DataTypes.LongType)
                .add("end", DataTypes.LongType)
                .add("severity", DataTypes.DoubleType)
                .add(Fleet.ERROR, DataTypes.StringType)),
        SCORES(new StructType()
                .add(Fleet.SERIES, DataTypes.StringType, false)
                .add("time", DataTypes.LongType)
                .add("score", DataTypes.DoubleType)
                .add(Fleet.ERROR, DataTypes.StringType));

        private final StructType schema;

        Told(StructType schema) {
            this.schema = schema;
        }

        StructType schema() {
            return schema;
        }

        /** The row of a series with which something is wrong. */
        Row problem(String key, String problem) {
            return this == ANOMALIES
                    ? RowFactory.create(key, null, null, null, problem)
                    : RowFactory.create(key, null, null, problem);
        }
    }

    private static final long serialVersionUID = 1;

    private final Told told;
    private final String[] names;
    private final int longest;

    Detecting(Told told, List<String> names, int longest) {
        this.told = told;
        this.names = names.toArray(String[]::new);
        this.longest = longest;
    }

    @Override
    public Iterator<Row> call(String key, Iterator<Row> rows, Iterator<Row> detectors) {
        Points points = Points.of(rows, names.length, longest);
        byte[] content = null;
        int count = 0;
        while (detectors.hasNext()) {
            Row row = detectors.next();
            content = row.isNullAt(1) ? null : (byte[]) row.get(1);
            count++;
        }
        if (points.isEmpty()) {
            return List.<Row>of().iterator();
        }
        String problem = problem(key, points, count, content);
        if (!problem.isEmpty()) {
            return List.of(told.problem(key, problem)).iterator();
        }
        try {
            Detector detector = Detector.load(content, "detector", SparkBackend.get());
            TimeSeries series = points.series(List.of(names));
            return rows(key, Loops.onThisThread(() -> detector.examine(series)));
        } catch (ModelFileException | RuntimeException | OutOfMemoryError e) {
            return List.of(told.problem(key, Jobs.problem(e))).iterator();
        }
    }

    private static String problem(String key, Points points, int detectors, byte[] content) {
        if (key.isEmpty()) {
            return points.rows() + " rows have no key of a series";
        }
        if (!points.problem().isEmpty()) {
            return points.problem();
        }
        if (detectors == 0) {
            return "no detector has this key";
        }
        if (detectors > 1) {
            return detectors + " detectors have this key";
        }
        return content == null ? "the detector is null: its training failed" : "";
    }

    private Iterator<Row> rows(String key, Detection detection) {
        List<Row> all = new ArrayList<>();
        if (told == Told.ANOMALIES) {
            for (Anomaly anomaly : detection.anomalies()) {
                all.add(RowFactory.create(key, anomaly.start(), anomaly.end(), anomaly.severity(), null));
            }
        } else {
            long[] times = detection.times();
            double[] scores = detection.scores();
            for (int i = 0; i < scores.length; i++) {
                all.add(RowFactory.create(key, times[i], scores[i], null));
            }
        }
        return all.iterator();
    }
}
