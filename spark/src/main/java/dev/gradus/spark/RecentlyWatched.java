package dev.gradus.spark;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.Detector;
import dev.gradus.models.online.OnlineDetector;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Detectors that a JVM has just watched with, so that the next micro-batch need not read them again from bytes. What counts is always the
 * state store: one that is kept is taken only if it was made of the very bytes that lie there. So a task that is done again, two queries with
 * the same series, or a series that was elsewhere meanwhile get what they would get by reading.
 */
final class RecentlyWatched {
    /** As many as fit into an eighth of the memory. */
    static final RecentlyWatched SHARED =
            new RecentlyWatched(Runtime.getRuntime().maxMemory() / 8);

    /** What a detector takes beside the bytes that are compared, in units of them: weights, what it was trained on, buffers. */
    private static final int TIMES = 3;

    private record Kept(byte[] detector, byte[] memory, OnlineDetector online) {
        long size() {
            return (1L + TIMES) * (detector.length + memory.length);
        }
    }

    private final long capacity;
    private final Map<String, Kept> all = new LinkedHashMap<>();
    private long size;

    /** @param capacity bytes that may be kept, as far as can be estimated */
    RecentlyWatched(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes the detector of a series out, or reads it.
     *
     * @param memory null before the first sample
     * @throws ModelFileException if the bytes are none of a detector, or of its memory
     */
    OnlineDetector take(String series, byte[] detector, byte[] memory) throws ModelFileException {
        Kept kept = remove(series);
        if (kept != null && Arrays.equals(kept.memory, memory) && Arrays.equals(kept.detector, detector)) {
            return kept.online;
        }
        Detector read = Detector.load(detector, "detector", SparkBackend.get());
        return memory == null ? OnlineDetector.of(read) : OnlineDetector.load(memory, "state", read);
    }

    /**
     * Keeps one that is in the state of these bytes; the caller does not use it any more. Those that were kept longest make room.
     */
    synchronized void keep(String series, byte[] detector, byte[] memory, OnlineDetector online) {
        remove(series);
        Kept kept = new Kept(detector, memory, online);
        all.put(series, kept);
        size += kept.size();
        Iterator<Kept> oldest = all.values().iterator();
        while (size > capacity) {
            size -= oldest.next().size();
            oldest.remove();
        }
    }

    private synchronized Kept remove(String series) {
        Kept kept = all.remove(series);
        size -= kept == null ? 0 : kept.size();
        return kept;
    }

    synchronized int count() {
        return all.size();
    }
}
