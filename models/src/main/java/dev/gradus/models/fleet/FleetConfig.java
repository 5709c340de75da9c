package dev.gradus.models.fleet;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.models.file.FieldReader;
import dev.gradus.models.file.FieldWriter;
import dev.gradus.models.file.SettingsFile;
import dev.gradus.models.window.SeriesModel;
import java.util.Map;
import java.util.Objects;

/**
 * What is done with every series of a fleet.
 *
 * @param model   what is trained on each; it has the seed of the fleet
 * @param seed    of the fleet, from which that of each series is {@linkplain SeriesWork#seed derived}
 * @param scores  whether the score of each point is kept
 * @param longest points that a series may have at most, at least 1: neither more rows nor more bins are taken
 */
public record FleetConfig(SeriesModel model, long seed, boolean scores, int longest) {
    /** Points that a series may have unless something else is said: with windows of 100, some 300 MB. */
    public static final int LONGEST = 100_000;

    /** Bytes that a point of a window takes for each column that is reconstructed, at the peak. */
    private static final int BYTES_OF_WINDOW = 24;

    /** Bytes that a point takes whatever the window. */
    private static final int BYTES_OF_POINT = 300;

    private static final String NAME = "fleet settings";
    private static final String SEED = "fleet.seed";
    private static final String SCORES = "fleet.scores";

    /** What may differ between runs into one folder. */
    static final String LIMIT = "fleet.longest";

    /** Checks the numbers. */
    public FleetConfig {
        model = Objects.requireNonNull(model, "fleet: the model is null").withSeed(seed);
        if (longest < 1) {
            throw new IllegalArgumentException("fleet: longest must be at least 1 point, not " + longest);
        }
    }

    /** Without scores, and of series of {@value #LONGEST} points at most. */
    public static FleetConfig of(SeriesModel model, long seed) {
        return new FleetConfig(model, seed, false, LONGEST);
    }

    /** The same, with scores or without. */
    public FleetConfig withScores(boolean kept) {
        return new FleetConfig(model, seed, kept, longest);
    }

    /** The same, with another limit. */
    public FleetConfig withLongest(int points) {
        return new FleetConfig(model, seed, scores, points);
    }

    /**
     * How many points a series may have such that several fit into half of some memory.
     *
     * @param memory  in bytes
     * @param jobs    series that are in memory at once
     * @param window  samples in a window
     * @param targets columns that are reconstructed
     */
    public static int longest(long memory, int jobs, int window, int targets) {
        if (memory < 1 || jobs < 1 || window < 1 || targets < 1) {
            throw new IllegalArgumentException("fleet: memory, jobs, window and targets must be at least 1, not "
                    + memory + ", " + jobs + ", " + window + " and " + targets);
        }
        double each = (double) BYTES_OF_WINDOW * window * targets + BYTES_OF_POINT;
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, memory / 2.0 / jobs / each));
    }

    /** The bytes that {@link #read} makes the same of, in another process. */
    public byte[] toBytes() {
        return fields().tensors().build().toBytes();
    }

    /** All settings by name. */
    Map<String, String> settings() {
        return fields().tensors().build().metadata();
    }

    private FieldWriter fields() {
        return SettingsFile.of(model).put(SEED, seed).put(SCORES, scores).put(LIMIT, longest);
    }

    /** The same, computed on another backend. */
    FleetConfig on(Backend backend) {
        try {
            return read(toBytes(), backend);
        } catch (ModelFileException e) {
            throw new IllegalStateException("fleet: the settings cannot be read again", e);
        }
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @param backend what the model will compute on
     * @throws ModelFileException if the bytes are none of these settings, or those of a newer version; the message names the field
     */
    public static FleetConfig read(byte[] content, Backend backend) throws ModelFileException {
        Objects.requireNonNull(content, "fleet: the settings are null");
        Objects.requireNonNull(backend, "fleet: the backend is null");
        return SettingsFile.read(content, NAME, backend, FleetConfig::config);
    }

    private static FleetConfig config(SeriesModel model, FieldReader in) throws ModelFileException {
        long seed = in.whole(SEED);
        boolean scores = in.flag(SCORES);
        int longest = in.integer(LIMIT);
        return in.made("fleet", () -> new FleetConfig(model, seed, scores, longest));
    }
}
