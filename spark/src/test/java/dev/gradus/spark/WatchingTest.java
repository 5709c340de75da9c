package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.series.TimeSeries;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.GroupStateTimeout;
import org.apache.spark.sql.streaming.TestGroupState;
import org.junit.jupiter.api.Test;

/** What is done with one series in a micro-batch, without a stream. */
class WatchingTest {
    private static final long MINUTE = 60_000;
    private static final int LENGTH = 60;
    private static final byte[] DETECTOR = detector();

    private int failures;

    private static byte[] detector() {
        double[] values = new double[200];
        long[] times = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            times[i] = i * MINUTE;
            values[i] = StrictMath.sin(i / 3.0);
        }
        return DenseAutoencoder.builder()
                .window(8)
                .epochs(1)
                .units(3)
                .backend(SparkBackend.get())
                .build()
                .fit(TimeSeries.ofMillis(times, new String[] {"value"}, new double[][] {values}))
                .toBytes();
    }

    private static List<Row> rows(int from, int to) {
        List<Row> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(RowFactory.create("a", i * MINUTE, StrictMath.cos(i / 3.0)));
        }
        return rows;
    }

    private static WatchState state() {
        WatchState state = new WatchState();
        state.setDetectors(1);
        state.setDetector(DETECTOR);
        return state;
    }

    /** A micro-batch: what is told, while the state becomes what it leaves behind. */
    private static List<Row> batch(Watching watching, WatchState state, List<Row> rows, long watermark) {
        TestGroupState<WatchState> store = TestGroupState.create(
                Optional.of(state),
                GroupStateTimeout.EventTimeTimeout(),
                0,
                Optional.<Object>of(watermark),
                rows.isEmpty());
        List<Row> told = new ArrayList<>();
        Iterator<Row> out = watching.call("a", rows.iterator(), store);
        out.forEachRemaining(told::add);
        assertSame(state, store.get());
        return told;
    }

    private static Watching sound() {
        return new Watching(Detecting.Told.SCORES, 1, "PT0S");
    }

    /** Fails as long as there are failures left. */
    private Watching failing(Error failure) {
        return new Watching(Detecting.Told.SCORES, 1, "PT0S", (series, detector, memory) -> {
            if (failures-- > 0) {
                throw failure;
            }
            return RecentlyWatched.SHARED.take(series, detector, memory);
        });
    }

    @Test
    void aFailureThatPassesLosesNothing() {
        List<Row> expected = batch(sound(), state(), rows(0, LENGTH), LENGTH * MINUTE);
        assertTrue(expected.size() > LENGTH / 2, expected::toString);
        WatchState state = state();
        failures = Watching.ATTEMPTS - 1;
        Watching watching = failing(new OutOfMemoryError("test"));
        List<Row> first = batch(watching, state, rows(0, 40), 30 * MINUTE);
        assertEquals(1, first.size(), first::toString);
        assertEquals(
                "the memory of the JVM is used up; give it more (tried again with the next micro-batch)",
                first.get(0).getString(3));
        assertEquals(40, state.getTimes().length);
        assertEquals(1, batch(watching, state, List.of(), 31 * MINUTE).size());
        assertEquals(2, state.getFailures());
        assertEquals(expected, batch(watching, state, rows(40, LENGTH), LENGTH * MINUTE));
        assertEquals(0, state.getFailures());
        assertNull(state.getProblem());
    }

    @Test
    void aFailureThatDoesNotPassEndsTheSeries() {
        WatchState state = state();
        failures = Integer.MAX_VALUE;
        Watching watching = failing(new OutOfMemoryError("test"));
        for (int i = 1; i < Watching.ATTEMPTS; i++) {
            assertEquals(
                    1, batch(watching, state, rows(i, i + 1), LENGTH * MINUTE).size());
            assertNull(state.getProblem());
        }
        List<Row> last = batch(watching, state, rows(10, 11), LENGTH * MINUTE);
        assertTrue(last.get(0).getString(3).endsWith("(3 times; given up)"), last::toString);
        assertNotNull(state.getProblem());
        assertNull(state.getDetector());
        assertEquals(List.of(), batch(watching, state, rows(11, 12), LENGTH * MINUTE));
    }

    @Test
    void aDamagedDetectorEndsTheSeriesAtOnce() {
        WatchState state = state();
        state.setDetector(new byte[] {1, 2, 3});
        List<Row> told = batch(sound(), state, rows(0, 3), LENGTH * MINUTE);
        assertTrue(told.get(0).getString(3).startsWith("detector: "), told::toString);
        assertNotNull(state.getProblem());
    }

    @Test
    void whatIsKeptIsTakenOnlyForTheBytesThatItIsOf() throws ModelFileException {
        RecentlyWatched recent = new RecentlyWatched(Long.MAX_VALUE);
        OnlineDetector online = recent.take("a", DETECTOR, null);
        byte[] before = online.toBytes();
        online.add(0, 0.5);
        byte[] memory = online.toBytes();
        recent.keep("a", DETECTOR, memory, online);
        assertSame(online, recent.take("a", DETECTOR.clone(), memory.clone()));
        assertNotSame(online, recent.take("a", DETECTOR, memory), "it was taken out");
        recent.keep("a", DETECTOR, memory, online);
        assertNotSame(online, recent.take("b", DETECTOR, memory));
        assertNotSame(online, recent.take("a", DETECTOR, before));
        recent.keep("a", DETECTOR, memory, online);
        assertNotSame(online, recent.take("a", DETECTOR, null));
        recent.keep("a", new byte[1], memory, online);
        assertNotSame(online, recent.take("a", DETECTOR, memory));
    }

    @Test
    void whatWasKeptLongestMakesRoom() throws ModelFileException {
        byte[] memory = new byte[100];
        RecentlyWatched recent = new RecentlyWatched(2 * 4 * (DETECTOR.length + memory.length));
        OnlineDetector online = recent.take("a", DETECTOR, null);
        recent.keep("a", DETECTOR, memory, online);
        recent.keep("b", DETECTOR, memory, online);
        recent.keep("c", DETECTOR, memory, online);
        recent.keep("c", DETECTOR, memory, online);
        assertEquals(2, recent.count());
        assertSame(online, recent.take("b", DETECTOR, memory));
        assertNotSame(online, recent.take("a", DETECTOR, online.toBytes()));
        assertEquals(1, recent.count());
    }
}
