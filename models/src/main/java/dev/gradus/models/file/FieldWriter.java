package dev.gradus.models.file;

import dev.gradus.engine.io.SafeTensors;

/** Collects the fields (the strings in the metadata) and the tensors of a detector's file. */
public final class FieldWriter {
    private final SafeTensors.Builder content = SafeTensors.builder();

    /** With nothing in it. */
    public FieldWriter() {}

    /** Adds a text. */
    public FieldWriter put(String key, String value) {
        content.metadata(key, value);
        return this;
    }

    /** Adds a whole number. */
    public FieldWriter put(String key, long value) {
        return put(key, Long.toString(value));
    }

    /** Adds a finite number, in the fewest digits that say it exactly. */
    public FieldWriter put(String key, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("model file: " + key + " is " + value + ", must be finite");
        }
        return put(key, Decimal.of(value));
    }

    /** Adds {@code true} or {@code false}. */
    public FieldWriter put(String key, boolean value) {
        return put(key, Boolean.toString(value));
    }

    /** Adds the name of a constant. */
    public FieldWriter put(String key, Enum<?> value) {
        return put(key, value.name());
    }

    /** Where the tensors go. */
    public SafeTensors.Builder tensors() {
        return content;
    }
}
