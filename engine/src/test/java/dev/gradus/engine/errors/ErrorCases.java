package dev.gradus.engine.errors;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.memory.StaleTensorException;
import dev.gradus.engine.tensor.NonFiniteException;
import dev.gradus.engine.tensor.ShapeException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** A table of what goes wrong: entry point, bad input, type of the exception, and what its sentence holds. */
final class ErrorCases {
    /**
     * A row of the table.
     *
     * @param entry the name of an {@link EntryPoints.EntryPoint}
     * @param type  exactly the type that is thrown
     * @param parts what the message holds, in this order: what went wrong, where, and the way out
     */
    record Row(String entry, Class<? extends Throwable> type, Executable action, List<String> parts) {
        @Override
        public String toString() {
            return entry + ": " + String.join(" … ", parts);
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, String> harmless = new LinkedHashMap<>();

    List<Row> rows() {
        return rows;
    }

    /** Entry points that take whatever their types allow, with the reason. */
    Map<String, String> harmless() {
        return harmless;
    }

    private void row(String entry, Class<? extends Throwable> type, Executable action, String... parts) {
        rows.add(new Row(entry, type, action, List.of(parts)));
    }

    /** Shapes, axes, positions or sizes that do not fit. */
    void shape(String entry, Executable action, String... parts) {
        row(entry, ShapeException.class, action, parts);
    }

    /** Another argument out of its range. */
    void argument(String entry, Executable action, String... parts) {
        row(entry, IllegalArgumentException.class, action, parts);
    }

    /** Something that must be given. */
    void absent(String entry, Executable action, String... parts) {
        row(entry, NullPointerException.class, action, parts);
    }

    /** Numbers that are gone. */
    void stale(String entry, Executable action, String... parts) {
        row(entry, StaleTensorException.class, action, parts);
    }

    /** Numbers that are not finite where somebody watches. */
    void nonFinite(String entry, Executable action, String... parts) {
        row(entry, NonFiniteException.class, action, parts);
    }

    /** Another state than is needed. */
    void state(String entry, Executable action, String... parts) {
        row(entry, IllegalStateException.class, action, parts);
    }

    /** A model file that is not what it must be. */
    void modelFile(String entry, Executable action, String... parts) {
        row(entry, ModelFileException.class, action, parts);
    }

    /** A file that is not there, or in a folder that is not. */
    void noFile(String entry, Executable action, String... parts) {
        row(entry, NoSuchFileException.class, action, parts);
    }

    /** An index that does not exist. */
    void index(String entry, Executable action, String... parts) {
        row(entry, IndexOutOfBoundsException.class, action, parts);
    }

    /** More numbers than fit into the heap. */
    void full(String entry, Executable action) {
        row(entry, OutOfMemoryError.class, action, "memory: no room for an array of", "MiB", "-Xmx", "smaller batches");
    }

    /** Nothing that the types allow is wrong. */
    void harmless(String why, String... entries) {
        for (String entry : entries) {
            harmless.put(entry, why);
        }
    }
}
