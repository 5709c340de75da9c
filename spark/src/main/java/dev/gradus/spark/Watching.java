package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Anomaly;
import dev.gradus.models.Detector;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsWithStateFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.GroupState;

/**
 * Follows each series with its detector, from one micro-batch to the next. Samples are shown to it in the order of time, once the
 * watermark has passed them; so neither the order within the lateness nor how a stream is cut into micro-batches changes anything.
 */
final class Watching implements FlatMapGroupsWithStateFunction<String, Row, WatchState, Row> {
    private static final long serialVersionUID = 1;

    private final Detecting.Told told;
    private final int width;
    private final String lateness;

    /** @param lateness as it was told to Spark, for messages */
    Watching(Detecting.Told told, int width, String lateness) {
        this.told = told;
        this.width = width;
        this.lateness = lateness;
    }

    @Override
    public Iterator<Row> call(String key, Iterator<Row> rows, GroupState<WatchState> store) {
        List<Row> out = new ArrayList<>();
        WatchState state = store.exists() ? store.get() : new WatchState();
        if (state.getProblem() == null) {
            try {
                watch(key, rows, state, store, out);
            } catch (ModelFileException | RuntimeException | OutOfMemoryError e) {
                giveUp(key, state, Jobs.problem(e), out);
            }
        }
        store.update(state);
        return out.iterator();
    }

    private void watch(String key, Iterator<Row> rows, WatchState state, GroupState<WatchState> store, List<Row> out)
            throws ModelFileException {
        String problem = key.isEmpty() ? "rows have no key of a series" : missing(state);
        if (!problem.isEmpty()) {
            if (rows.hasNext()) {
                giveUp(key, state, problem, out);
            }
            return;
        }
        Waiting waiting = new Waiting(width);
        waiting.add(state);
        int timeless = waiting.add(rows);
        if (timeless > 0) {
            out.add(told.problem(key, timeless + " rows have no time"));
        }
        long watermark = store.getCurrentWatermarkMs();
        List<Waiting.Sample> ready = waiting.before(watermark);
        if (!ready.isEmpty()) {
            show(key, ready, state, out);
        }
        waiting.put(state);
        if (!waiting.isEmpty()) {
            store.setTimeoutTimestamp(Math.max(waiting.first(), watermark + 1));
        }
    }

    private static String missing(WatchState state) {
        if (state.getDetectors() == 0) {
            return "no detector has this key";
        }
        if (state.getDetectors() > 1) {
            return state.getDetectors() + " detectors have this key";
        }
        return state.getDetector() == null ? "the detector is null: its training failed" : "";
    }

    private void show(String key, List<Waiting.Sample> samples, WatchState state, List<Row> out)
            throws ModelFileException {
        Detector detector = Detector.load(state.getDetector(), "detector", SparkBackend.get());
        OnlineDetector online = state.getMemory() == null
                ? OnlineDetector.of(detector)
                : OnlineDetector.load(state.getMemory(), "state", detector);
        if (online.valueCount() != width) {
            throw new IllegalArgumentException(
                    "the detector was trained on " + online.valueCount() + " columns, " + width + " are watched");
        }
        for (Waiting.Sample sample : samples) {
            OnlineUpdate update;
            try {
                update = online.add(sample.time(), sample.values());
            } catch (IllegalArgumentException e) {
                out.add(told.problem(key, Instant.ofEpochMilli(sample.time()) + ": " + e.getMessage()));
                continue;
            }
            if (update.outcome() == OnlineUpdate.Outcome.LATE) {
                out.add(told.problem(
                        key,
                        Instant.ofEpochMilli(sample.time()) + ": came more than " + lateness
                                + " late, when its bin was complete"));
            }
            if (told == Detecting.Told.ANOMALIES) {
                for (Anomaly anomaly : update.anomalies()) {
                    out.add(RowFactory.create(key, anomaly.start(), anomaly.end(), anomaly.severity(), null));
                }
            } else {
                for (int i = 0; i < update.count(); i++) {
                    out.add(RowFactory.create(key, update.time(i), update.score(i), null));
                }
            }
        }
        state.setMemory(online.toBytes());
    }

    private void giveUp(String key, WatchState state, String problem, List<Row> out) {
        state.setDetector(null);
        state.setMemory(null);
        state.setTimes(null);
        state.setValues(null);
        state.setProblem(problem);
        out.add(told.problem(key, problem));
    }
}
