package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Anomaly;
import dev.gradus.models.jobs.Jobs;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.online.OnlineUpdate;
import java.io.Serializable;
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
 *
 * <p>A series whose detector is missing, damaged or of other columns is given up: no later micro-batch would mend that. Any other failure,
 * such as too little memory, may pass: the samples stay where they are and the next micro-batch tries again, a few times.
 */
final class Watching implements FlatMapGroupsWithStateFunction<String, Row, WatchState, Row> {
    /** How often in succession a failure may happen that may pass. */
    static final int ATTEMPTS = 3;

    /** Where detectors come from. */
    interface Source extends Serializable {
        /** @see RecentlyWatched#take */
        OnlineDetector take(String series, byte[] detector, byte[] memory) throws ModelFileException;
    }

    private static final long serialVersionUID = 1;

    private final Detecting.Told told;
    private final int width;
    private final String lateness;
    private final Source source;

    /** @param lateness as it was told to Spark, for messages */
    Watching(Detecting.Told told, int width, String lateness) {
        this(
                told,
                width,
                lateness,
                (series, detector, memory) -> RecentlyWatched.SHARED.take(series, detector, memory));
    }

    Watching(Detecting.Told told, int width, String lateness, Source source) {
        this.told = told;
        this.width = width;
        this.lateness = lateness;
        this.source = source;
    }

    @Override
    public Iterator<Row> call(String key, Iterator<Row> rows, GroupState<WatchState> store) {
        List<Row> out = new ArrayList<>();
        WatchState state = store.exists() ? store.get() : new WatchState();
        if (state.getProblem() == null) {
            String problem = key.isEmpty() ? "rows have no key of a series" : missing(state);
            if (problem.isEmpty()) {
                watch(key, rows, state, store, out);
            } else if (rows.hasNext()) {
                giveUp(key, state, problem, out);
            }
        }
        store.update(state);
        return out.iterator();
    }

    private void watch(String key, Iterator<Row> rows, WatchState state, GroupState<WatchState> store, List<Row> out) {
        Waiting waiting = new Waiting(width);
        waiting.add(state);
        int timeless = waiting.add(rows);
        if (timeless > 0) {
            out.add(told.problem(key, timeless + " rows have no time"));
        }
        waiting.put(state);
        long watermark = store.getCurrentWatermarkMs();
        List<Waiting.Sample> ready = waiting.before(watermark);
        if (!ready.isEmpty()) {
            try {
                out.addAll(shown(key, ready, state));
                waiting.put(state);
                state.setFailures(0);
            } catch (ModelFileException | IllegalArgumentException e) {
                giveUp(key, state, Jobs.problem(e), out);
                return;
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!isTriedAgain(key, state, Jobs.problem(e), out)) {
                    return;
                }
                // The state still holds all samples; it is looked at again as soon as the watermark moves.
                store.setTimeoutTimestamp(watermark + 1);
                return;
            }
        }
        if (!waiting.isEmpty()) {
            store.setTimeoutTimestamp(Math.max(waiting.first(), watermark + 1));
        }
    }

    private boolean isTriedAgain(String key, WatchState state, String problem, List<Row> out) {
        int failures = state.getFailures() + 1;
        if (failures == ATTEMPTS) {
            giveUp(key, state, problem + " (" + ATTEMPTS + " times; given up)", out);
            return false;
        }
        state.setFailures(failures);
        out.add(told.problem(key, problem + " (tried again with the next micro-batch)"));
        return true;
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

    private List<Row> shown(String key, List<Waiting.Sample> samples, WatchState state) throws ModelFileException {
        OnlineDetector online = source.take(key, state.getDetector(), state.getMemory());
        if (online.valueCount() != width) {
            throw new IllegalArgumentException(
                    "the detector was trained on " + online.valueCount() + " columns, " + width + " are watched");
        }
        List<Row> out = new ArrayList<>();
        for (Waiting.Sample sample : samples) {
            show(key, sample, online, out);
        }
        byte[] memory = online.toBytes();
        state.setMemory(memory);
        RecentlyWatched.SHARED.keep(key, state.getDetector(), memory, online);
        return out;
    }

    private void show(String key, Waiting.Sample sample, OnlineDetector online, List<Row> out) {
        OnlineUpdate update;
        try {
            update = online.add(sample.time(), sample.values());
        } catch (IllegalArgumentException e) {
            out.add(told.problem(key, Instant.ofEpochMilli(sample.time()) + ": " + e.getMessage()));
            return;
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

    private void giveUp(String key, WatchState state, String problem, List<Row> out) {
        state.setDetector(null);
        state.setMemory(null);
        state.setTimes(null);
        state.setValues(null);
        state.setProblem(problem);
        out.add(told.problem(key, problem));
    }
}
