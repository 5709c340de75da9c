package dev.gradus.models.file;

import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.Quoted;
import dev.gradus.engine.io.SafeTensors;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the fields (the strings in the metadata) of a detector's file, strictly: each must be there, be of its type and be
 * asked for. Where one is not, a {@link ModelFileException} names the file, the key and the value.
 */
public final class FieldReader {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,19}");

    private final SafeTensors file;
    private final Set<String> read = new LinkedHashSet<>();

    /** Of a file of which nothing was asked yet. */
    public FieldReader(SafeTensors file) {
        this.file = file;
    }

    /** The file, for its tensors. */
    public SafeTensors file() {
        return file;
    }

    /** Whether there is a field, for the few that need not be there. */
    public boolean has(String key) {
        return file.metadata().containsKey(key);
    }

    /** A text. */
    public String text(String key) throws ModelFileException {
        read.add(key);
        return file.metadata(key);
    }

    /** A whole number. */
    public int integer(String key) throws ModelFileException {
        long value = whole(key);
        if (value != (int) value) {
            throw wrong(key, "a whole number of 32 bits");
        }
        return (int) value;
    }

    /** A whole number. */
    public long whole(String key) throws ModelFileException {
        String text = text(key);
        if (!WHOLE.matcher(text).matches()) {
            throw wrong(key, "a whole number");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number of 64 bits");
        }
    }

    /** A finite number. */
    public double number(String key) throws ModelFileException {
        double value = Decimal.parse(text(key));
        if (Double.isNaN(value)) {
            throw wrong(key, "a finite decimal number");
        }
        return value;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String key) throws ModelFileException {
        String text = text(key);
        if (!text.equals("true") && !text.equals("false")) {
            throw wrong(key, "true or false");
        }
        return text.equals("true");
    }

    /** One of some constants. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) throws ModelFileException {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw wrong(key, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    /** Throws if the file has fields that were not asked for. */
    public void end() throws ModelFileException {
        for (String key : file.metadata().keySet()) {
            if (!read.contains(key)) {
                throw malformed(key, "is not known, and has the value " + Quoted.of(file.metadata(key)));
            }
        }
    }

    /**
     * Makes a value of fields. What its constructor refuses, the file is to blame for.
     *
     * @param what names the fields, such as {@code tadgan}
     */
    public <T> T made(String what, Supplier<T> constructor) throws ModelFileException {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw file.malformed("metadata " + what, e.getMessage());
        }
    }

    /** An exception that names a field and its value. */
    public ModelFileException wrong(String key, String expected) throws ModelFileException {
        return malformed(key, "must be " + expected + ", is " + Quoted.of(file.metadata(key)));
    }

    /** An exception that names a field. */
    public ModelFileException malformed(String key, String problem) {
        return file.malformed("metadata " + Quoted.of(key), problem);
    }
}
