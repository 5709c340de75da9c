package dev.gradus.engine.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the JSON of a header, and nothing else that JSON allows:
 * <pre>
 *   header   = '{' [member {',' member}] '}' {space}
 *   member   = '"__metadata__"' ':' '{' [string ':' string {',' string ':' string}] '}'
 *            | string ':' '{' field ',' field ',' field '}'          each of the three once, in any order
 *   field    = '"dtype"' ':' string | '"shape"' ':' numbers | '"data_offsets"' ':' numbers
 *   numbers  = '[' [number {',' number}] ']'                         non-negative integers, two of them for offsets
 * </pre>
 * with white space between tokens. Each rule is a method and none calls itself, so no input can nest deeper than the
 * rules do: a value where another is expected is refused at its first byte. Names may not repeat. Strings are strict
 * UTF-8 with JSON's escapes; surrogates come in pairs.
 */
final class HeaderReader {
    static final String METADATA = "__metadata__";
    static final int MOST_AXES = 64;
    static final int MOST_METADATA = 1 << 16;

    private static final int DTYPE = 1;
    private static final int SHAPE = 2;
    private static final int OFFSETS = 4;

    private final String file;
    private final byte[] text;
    private final int[] extents = new int[MOST_AXES];
    private int at;

    /** Where the reader is, for messages: in a tensor's object or in that of the strings, and in which member of it. */
    private String tensor;

    private boolean inMetadata;
    private String member;

    private HeaderReader(byte[] text, String file) {
        this.text = text;
        this.file = file;
    }

    /**
     * Reads a header.
     *
     * @param text its bytes, padding included
     * @param file what messages call the file
     */
    static Header read(byte[] text, String file) throws ModelFileException {
        return new HeaderReader(text, file).header();
    }

    private Header header() throws ModelFileException {
        Map<String, String> metadata = null;
        Map<String, Header.Entry> tensors = new LinkedHashMap<>();
        expect('{', "'{' as its first byte");
        for (boolean more = !ends('}'); more; more = continues('}')) {
            String name = key();
            if (name.equals(METADATA)) {
                inMetadata = true;
                if (metadata != null) {
                    throw problem("appears twice");
                }
                metadata = metadata();
            } else {
                tensor = name;
                if (tensors.containsKey(name)) {
                    throw problem("appears twice");
                }
                tensors.put(name, entry());
            }
            inMetadata = false;
            tensor = null;
        }
        for (; at < text.length; at++) {
            if (text[at] != ' ') {
                throw problem("only spaces may follow its last '}', found " + found());
            }
        }
        return new Header(metadata == null ? new LinkedHashMap<>() : metadata, tensors);
    }

    private Map<String, String> metadata() throws ModelFileException {
        Map<String, String> metadata = new LinkedHashMap<>();
        open('{', "an object of strings");
        for (boolean more = !ends('}'); more; more = continues('}')) {
            member = null;
            String key = key();
            member = key;
            if (metadata.containsKey(key)) {
                throw problem("appears twice");
            }
            if (metadata.size() == MOST_METADATA) {
                throw problem("there are more than " + MOST_METADATA + " strings");
            }
            skipSpace();
            metadata.put(key, string("a string"));
        }
        member = null;
        return metadata;
    }

    private Header.Entry entry() throws ModelFileException {
        int seen = 0;
        DType dtype = null;
        int[] shape = null;
        long begin = 0;
        long end = 0;
        open('{', "an object with dtype, shape and data_offsets");
        for (boolean more = !ends('}'); more; more = continues('}')) {
            String key = key();
            int field = field(key);
            member = key;
            if ((seen & field) != 0) {
                throw problem("appears twice");
            }
            seen |= field;
            skipSpace();
            if (field == DTYPE) {
                dtype = dtype();
            } else if (field == SHAPE) {
                shape = shape();
            } else {
                open('[', "[begin, end]");
                begin = number();
                skipSpace();
                expect(',', "a comma between begin and end");
                end = number();
                skipSpace();
                expect(']', "']' after begin and end");
            }
            member = null;
        }
        requireAll(seen);
        return new Header.Entry(dtype, shape, begin, end);
    }

    private int field(String key) throws ModelFileException {
        return switch (key) {
            case "dtype" -> DTYPE;
            case "shape" -> SHAPE;
            case "data_offsets" -> OFFSETS;
            default ->
                throw problem(
                        "has an unknown key " + Quoted.of(key) + ", must have dtype, shape and data_offsets only");
        };
    }

    private void requireAll(int seen) throws ModelFileException {
        if ((seen & DTYPE) == 0) {
            throw problem("has no dtype");
        }
        if ((seen & SHAPE) == 0) {
            throw problem("has no shape");
        }
        if ((seen & OFFSETS) == 0) {
            throw problem("has no data_offsets");
        }
    }

    private DType dtype() throws ModelFileException {
        String name = string("a string such as \"F32\"");
        DType dtype = DType.named(name);
        if (dtype == null) {
            throw problem(Quoted.of(name) + " cannot be read; can be: " + Arrays.toString(DType.values()));
        }
        return dtype;
    }

    private int[] shape() throws ModelFileException {
        int rank = 0;
        open('[', "an array of extents");
        for (boolean more = !ends(']'); more; more = continues(']')) {
            long extent = number();
            if (rank == MOST_AXES) {
                throw problem("has more than " + MOST_AXES + " axes");
            }
            if (extent > Integer.MAX_VALUE) {
                throw problem("extent " + extent + " is more than a Java array holds (2^31-1)");
            }
            extents[rank++] = (int) extent;
        }
        return Arrays.copyOf(extents, rank);
    }

    // ---- tokens --------------------------------------------------------------------------------------------------

    /** A key and the colon behind it. */
    private String key() throws ModelFileException {
        skipSpace();
        String key = string("a name in quotes");
        skipSpace();
        if (at == text.length || text[at] != ':') {
            throw problem("expected ':' after the name " + Quoted.of(key) + ", found " + found());
        }
        at++;
        return key;
    }

    private void open(char bracket, String what) throws ModelFileException {
        skipSpace();
        expect(bracket, what);
    }

    /** Whether a list is closed right where it was opened. */
    private boolean ends(char bracket) {
        skipSpace();
        if (at < text.length && text[at] == bracket) {
            at++;
            return true;
        }
        return false;
    }

    /** Whether a comma follows and not the end of the list. */
    private boolean continues(char bracket) throws ModelFileException {
        skipSpace();
        if (at < text.length && text[at] == ',') {
            at++;
            return true;
        }
        expect(bracket, bracket == '}' ? "',' or '}'" : "',' or ']'");
        return false;
    }

    private void expect(char c, String what) throws ModelFileException {
        if (at == text.length || text[at] != c) {
            throw problem("expected " + what + ", found " + found());
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }
    }

    /** A non-negative integer without sign, fraction, exponent or leading zeros. */
    private long number() throws ModelFileException {
        skipSpace();
        int start = at;
        long value = 0;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw problem("a number is larger than 2^63-1");
            }
            value = value * 10 + digit;
            at++;
        }
        if (at == start) {
            throw problem("expected a non-negative integer, found " + found());
        }
        if (text[start] == '0' && at > start + 1) {
            throw problem("a number has leading zeros");
        }
        if (at < text.length && (text[at] == '.' || text[at] == 'e' || text[at] == 'E')) {
            throw problem("expected a non-negative integer, found a fraction or an exponent");
        }
        return value;
    }

    // ---- strings -------------------------------------------------------------------------------------------------

    private String string(String what) throws ModelFileException {
        expect('"', what);
        StringBuilder built = null;
        int start = at;
        int bits = 0;
        while (true) {
            if (at == text.length) {
                throw problem("a string is not closed");
            }
            byte b = text[at];
            if (b == '"' || b == '\\') {
                String piece = bits >= 0 ? ascii(start, at) : decode(start, at);
                at++;
                if (b == '"') {
                    return built == null ? piece : built.append(piece).toString();
                }
                built = (built == null ? new StringBuilder() : built).append(piece);
                escape(built);
                start = at;
            } else if (b >= 0 && b < ' ') {
                throw problem("a string holds " + found() + ", which must be written as an escape");
            } else {
                bits |= b;
                at++;
            }
        }
    }

    private String ascii(int from, int to) {
        return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }

    private String decode(int from, int to) throws ModelFileException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw problem("a string is not valid UTF-8");
        }
    }

    /** What follows a backslash. */
    private void escape(StringBuilder built) throws ModelFileException {
        if (at == text.length) {
            throw problem("a string is not closed");
        }
        byte b = text[at++];
        switch (b) {
            case '"', '\\', '/' -> built.append((char) b);
            case 'b' -> built.append('\b');
            case 'f' -> built.append('\f');
            case 'n' -> built.append('\n');
            case 'r' -> built.append('\r');
            case 't' -> built.append('\t');
            case 'u' -> {
                char first = hex();
                if (Character.isLowSurrogate(first)) {
                    throw problem("an escaped surrogate has no partner before it");
                }
                built.append(first);
                if (Character.isHighSurrogate(first)) {
                    built.append(partner());
                }
            }
            default -> {
                at--;
                throw problem("a string holds a backslash before " + found() + ", which is no escape");
            }
        }
    }

    private char partner() throws ModelFileException {
        if (at + 1 < text.length && text[at] == '\\' && text[at + 1] == 'u') {
            at += 2;
            char second = hex();
            if (Character.isLowSurrogate(second)) {
                return second;
            }
        }
        throw problem("an escaped surrogate has no partner behind it");
    }

    private char hex() throws ModelFileException {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            // Character.digit also knows digits of other scripts; a byte is never one of them.
            int digit = at < text.length && text[at] >= 0 ? Character.digit(text[at], 16) : -1;
            if (digit < 0) {
                throw problem("expected four hexadecimal digits after \\u, found " + found());
            }
            value = value << 4 | digit;
        }
        return (char) value;
    }

    // ---- messages ------------------------------------------------------------------------------------------------

    private String found() {
        if (at == text.length) {
            return "the end of the header";
        }
        byte b = text[at];
        return b > ' ' && b < 0x7F ? "'" + (char) b + "'" : String.format("byte 0x%02x", b);
    }

    private ModelFileException problem(String what) {
        return new ModelFileException(
                file + ": " + where() + ": " + what + " (byte " + (SafeTensors.LENGTH_BYTES + (long) at) + ")");
    }

    private String where() {
        if (inMetadata) {
            return METADATA + (member == null ? "" : " " + Quoted.of(member));
        }
        if (tensor != null) {
            return "tensor " + Quoted.of(tensor) + (member == null ? "" : ": " + member);
        }
        return "header";
    }
}
