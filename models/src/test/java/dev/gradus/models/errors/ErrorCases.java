package dev.gradus.models.errors;

import dev.gradus.models.series.UnsuitableSeriesException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** A table of what goes wrong: entry point, bad input, type of the exception, and how its sentence begins. */
final class ErrorCases {
    /**
     * A row of the table.
     *
     * @param entry as {@link EntryPoints#name} has it
     * @param type  exactly the type that is thrown
     * @param start of the message
     */
    record Row(String entry, Class<? extends Throwable> type, Executable action, String start) {
        @Override
        public String toString() {
            return entry + ": " + start;
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

    void row(String entry, Class<? extends Throwable> type, Executable action, String start) {
        rows.add(new Row(entry, type, action, start));
    }

    /** An argument out of its range. */
    void argument(String entry, Executable action, String start) {
        row(entry, IllegalArgumentException.class, action, start);
    }

    /** A series that is not what is needed. */
    void series(String entry, Executable action, String start) {
        row(entry, UnsuitableSeriesException.class, action, start);
    }

    /** Something that must be given. */
    void absent(String entry, Executable action, String start) {
        row(entry, NullPointerException.class, action, start);
    }

    /** An index that does not exist. */
    void index(String entry, Executable action, String start) {
        row(entry, IndexOutOfBoundsException.class, action, start);
    }

    /** Nothing that the types allow is wrong, or it is found where the value is used. */
    void harmless(String why, String... entries) {
        for (String entry : entries) {
            harmless.put(entry, why);
        }
    }
}
