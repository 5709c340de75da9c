package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.fleet.FleetConfig;
import dev.gradus.models.fleet.SeriesBytes;
import dev.gradus.models.fleet.SeriesWork;
import dev.gradus.models.series.TimeSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of several processes, of which one is lost. */
class ClusterTest {
    private static final int SERIES = 16;
    private static final int LENGTH = 600;
    private static final long MINUTE = 60_000;
    private static final SeriesColumns COLUMNS = SeriesColumns.of("key", "at", "value");

    private static FleetConfig config() {
        return FleetConfig.of(DenseAutoencoder.builder().window(20).epochs(20).build(), 3);
    }

    private static double[] values(int series) {
        Random random = new Random(series);
        double[] values = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            values[i] = Math.sin(i * (0.1 + 0.01 * series)) + 0.1 * random.nextGaussian();
        }
        return values;
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            double[] values = values(series);
            for (int i = 0; i < LENGTH; i++) {
                rows.add(RowFactory.create("series " + series, i * MINUTE, values[i]));
            }
        }
        return rows;
    }

    private static byte[] expected(int series) throws Exception {
        long[] times = new long[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            times[i] = i * MINUTE;
        }
        TimeSeries whole = TimeSeries.ofMillis(times, new String[] {"value"}, new double[][] {values(series)});
        return SeriesWork.run(config().toBytes(), "series " + series, SeriesBytes.of(whole))
                .detector();
    }

    /** What happens on the cluster. */
    private static final class Events extends SparkListener {
        private final AtomicInteger tasks = new AtomicInteger();
        private final AtomicInteger removed = new AtomicInteger();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks.incrementAndGet();
        }

        @Override
        public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
            removed.incrementAndGet();
        }
    }

    @Test
    void anExecutorThatIsKilledWhileTrainingChangesNoBit(@TempDir Path folder) throws Exception {
        Sessions.requireJava();
        try (StandaloneCluster cluster = new StandaloneCluster(folder, 2)) {
            SparkSession spark = Sessions.settings("8")
                    .master(cluster.url())
                    .config("spark.executor.memory", "512m")
                    .config("spark.executor.extraClassPath", cluster.classes())
                    .getOrCreate();
            Events events = new Events();
            spark.sparkContext().addSparkListener(events);
            try {
                StructType schema = new StructType()
                        .add("key", DataTypes.StringType)
                        .add("at", DataTypes.LongType)
                        .add("value", DataTypes.DoubleType);
                CompletableFuture<List<Row>> fitted = CompletableFuture.supplyAsync(
                        () -> Fleet.fit(spark.createDataFrame(rows(), schema), COLUMNS, config())
                                .collectAsList());
                // The first tasks bring the rows; those behind train, two series each.
                await(() -> events.tasks.get() >= 4 && cluster.executors().size() == 2, fitted);
                cluster.executors().get(0).destroyForcibly();
                List<Row> rows = fitted.get(5, TimeUnit.MINUTES);
                assertEquals(SERIES, rows.size());
                for (Row row : rows) {
                    assertNull(row.getAs(Fleet.ERROR));
                    int series = Integer.parseInt(row.getString(0).substring("series ".length()));
                    assertArrayEquals(expected(series), row.<byte[]>getAs(Fleet.DETECTOR), row.getString(0));
                }
                assertTrue(events.removed.get() > 0, "no executor was lost while there was work");
            } finally {
                spark.stop();
            }
        }
    }

    private static void await(BooleanSupplier condition, CompletableFuture<?> work) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end && !work.isDone(), () -> "the cluster did not get to work: " + work);
            Thread.sleep(5);
        }
    }
}
