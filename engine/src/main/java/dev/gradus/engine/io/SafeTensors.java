package dev.gradus.engine.io;

import dev.gradus.engine.tensor.ShapeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of a safetensors file: named tensors and strings; immutable.
 *
 * <pre>{@code
 * SafeTensors.builder().metadata("made by", "me").floats("weight", new int[] {2, 3}, weight).build().write(file);
 * float[] weight = SafeTensors.read(file).floats("weight");
 * }</pre>
 *
 * What is read is checked to the last byte: see the package. Where a file is not what it must be, or does not hold what
 * is asked for, a {@link ModelFileException} names the file and the field. The same content is always written as the same
 * bytes.
 */
public final class SafeTensors {
    /** How many bytes hold the header's length. */
    static final int LENGTH_BYTES = 8;

    /** The longest header that is read or written. */
    static final int MOST_HEADER_BYTES = 16 << 20;

    /** The most bytes that a Java array holds everywhere. */
    static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private final String source;
    private final Map<String, String> metadata;
    private final Map<String, StoredTensor> tensors;

    /** Takes over both maps. */
    SafeTensors(String source, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
        this.source = source;
        this.metadata = Collections.unmodifiableMap(metadata);
        this.tensors = tensors;
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    /**
     * Reads a file.
     *
     * @throws ModelFileException if it is not a safetensors file that can be read, with the field that is wrong
     * @throws IOException if there is no such file or it cannot be read
     */
    public static SafeTensors read(Path file) throws IOException {
        Objects.requireNonNull(file, "safetensors: the file is null");
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            throw new ModelFileException(file + ": is a folder; name a file in it");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new ModelFileException(file + ": is a device or a pipe; copy its content into a file first");
        }
        try (SeekableByteChannel in = Files.newByteChannel(file)) {
            return new ContentReader(in, in.size(), name).read();
        } catch (AccessDeniedException e) {
            AccessDeniedException plain =
                    new AccessDeniedException(file.toString(), null, "there is no permission to read the file");
            plain.initCause(e);
            throw plain;
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param name what messages call the file
     * @throws ModelFileException if they are not those of a safetensors file that can be read
     */
    public static SafeTensors read(byte[] content, String name) throws ModelFileException {
        Objects.requireNonNull(content, "safetensors: the content is null");
        try {
            return new ContentReader(Channels.newChannel(new ByteArrayInputStream(content)), content.length, name)
                    .read();
        } catch (ModelFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("safetensors: an array cannot fail to be read", e);
        }
    }

    // ---- what it holds -------------------------------------------------------------------------------------------

    /** What messages call this content: the name of the file that it was read from. */
    public String source() {
        return source;
    }

    /** The strings, in the order of the file. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * One of the strings.
     *
     * @throws ModelFileException if there is none with this key
     */
    public String metadata(String key) throws ModelFileException {
        String value = metadata.get(key);
        if (value == null) {
            throw malformed("metadata " + Quoted.of(key), "is missing");
        }
        return value;
    }

    /** The names of the tensors, in the order of the file. */
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /** How the numbers of a tensor are stored. */
    public DType dtype(String name) throws ModelFileException {
        return stored(name).dtype();
    }

    /** The extents of a tensor. */
    public int[] shape(String name) throws ModelFileException {
        return stored(name).shape().clone();
    }

    /**
     * The numbers of a tensor in row-major order, exactly.
     *
     * @throws ModelFileException if there is no such tensor, or if it is of a type with numbers that are no {@code float}:
     *     F64, I64 or I32
     */
    public float[] floats(String name) throws ModelFileException {
        StoredTensor tensor = stored(name);
        return require(name, tensor, tensor.dtype().fitsFloat(), "float").floats();
    }

    /**
     * The numbers of a tensor in row-major order, exactly.
     *
     * @throws ModelFileException if there is no such tensor, or if it is of type I64
     */
    public double[] doubles(String name) throws ModelFileException {
        StoredTensor tensor = stored(name);
        return require(name, tensor, tensor.dtype().fitsDouble(), "double").doubles();
    }

    /**
     * The numbers of a tensor in row-major order, exactly; false and true are 0 and 1.
     *
     * @throws ModelFileException if there is no such tensor, or if it is of a floating-point type
     */
    public long[] longs(String name) throws ModelFileException {
        StoredTensor tensor = stored(name);
        return require(name, tensor, !tensor.dtype().isFloating(), "long").longs();
    }

    /** The tensor, or {@code null}; for whoever reads numbers without a copy. */
    StoredTensor find(String name) {
        return tensors.get(name);
    }

    private StoredTensor stored(String name) throws ModelFileException {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw malformed("tensor " + Quoted.of(name), "is missing");
        }
        return tensor;
    }

    private StoredTensor require(String name, StoredTensor tensor, boolean fits, String as) throws ModelFileException {
        if (!fits) {
            throw malformed(
                    "tensor " + Quoted.of(name),
                    "is " + tensor + ", and not every " + tensor.dtype() + " is a " + as + " of Java");
        }
        return tensor;
    }

    /**
     * An exception that says that a field of this file is not what a reader needs, for readers built on this class.
     *
     * @param field such as {@code metadata 'tadgan.window'}
     * @param problem what is wrong with it, such as {@code must be at least 1, is 0}
     */
    public ModelFileException malformed(String field, String problem) {
        return new ModelFileException(source + ": " + field + ": " + problem);
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /**
     * Writes a file whole or not at all, as {@link AtomicFile} does.
     *
     * @throws IOException if it cannot be written; what was there before is then still there
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "safetensors: the file is null");
        AtomicFile.write(file, this::writeTo);
    }

    /** The bytes of the file. */
    public byte[] toBytes() {
        byte[] header = header();
        long size = LENGTH_BYTES + (long) header.length;
        for (StoredTensor tensor : tensors.values()) {
            size += tensor.bytes().length;
        }
        if (size > MOST_BYTES) {
            throw new IllegalStateException(
                    "safetensors: " + size + " bytes do not fit into a Java array; write them to a file");
        }
        ByteBuffer content = ByteBuffer.allocate((int) size).put(length(header)).put(header);
        tensors.values().forEach(tensor -> content.put(tensor.bytes()));
        return content.array();
    }

    private void writeTo(OutputStream out) throws IOException {
        byte[] header = header();
        out.write(length(header));
        out.write(header);
        for (StoredTensor tensor : tensors.values()) {
            out.write(tensor.bytes());
        }
    }

    private byte[] header() {
        byte[] header = HeaderWriter.write(metadata, tensors);
        if (header.length > MOST_HEADER_BYTES) {
            throw new IllegalStateException("safetensors: the header takes " + header.length + " bytes, at most "
                    + MOST_HEADER_BYTES + " can be read back; store long strings as tensors");
        }
        return header;
    }

    private static byte[] length(byte[] header) {
        return ByteBuffer.allocate(LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array();
    }

    // ---- making --------------------------------------------------------------------------------------------------

    /** Starts a content. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects strings and tensors; what it is given is copied. */
    public static final class Builder {
        private static final int NO_VALUES = -1;

        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, StoredTensor> tensors = new TreeMap<>();

        private Builder() {}

        /**
         * Adds a string.
         *
         * @throws IllegalArgumentException if the key is taken, or if one of the two is not valid Unicode
         */
        public Builder metadata(String key, String value) {
            Objects.requireNonNull(key, "safetensors: a key of the metadata is null");
            Objects.requireNonNull(value, () -> "safetensors: metadata " + Quoted.of(key) + " is null");
            requireUnicode("metadata", key);
            requireUnicode("metadata " + Quoted.of(key), value);
            if (metadata.putIfAbsent(key, value) != null) {
                throw new IllegalArgumentException("safetensors: metadata " + Quoted.of(key) + " is given twice");
            }
            return this;
        }

        /**
         * Adds a tensor of type {@link DType#F32}.
         *
         * @param values in row-major order
         * @throws ShapeException if the values do not fill the shape
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder floats(String name, int[] shape, float... values) {
            requireFree(name, shape, values == null ? NO_VALUES : values.length);
            return add(name, StoredTensor.of(shape, values));
        }

        /** Adds a tensor of type {@link DType#F64}, as {@link #floats} does. */
        public Builder doubles(String name, int[] shape, double... values) {
            requireFree(name, shape, values == null ? NO_VALUES : values.length);
            return add(name, StoredTensor.of(shape, values));
        }

        /** Adds a tensor of type {@link DType#I64}, as {@link #floats} does. */
        public Builder longs(String name, int[] shape, long... values) {
            requireFree(name, shape, values == null ? NO_VALUES : values.length);
            return add(name, StoredTensor.of(shape, values));
        }

        private Builder add(String name, StoredTensor tensor) {
            tensors.put(name, tensor);
            return this;
        }

        private void requireFree(String name, int[] shape, int count) {
            Objects.requireNonNull(name, "safetensors: a tensor's name is null");
            requireUnicode("tensor", name);
            String where = "safetensors: tensor " + Quoted.of(name) + ": ";
            Objects.requireNonNull(shape, () -> where + "the shape is null");
            if (count == NO_VALUES) {
                throw new NullPointerException(where + "the values are null");
            }
            if (name.equals(HeaderReader.METADATA)) {
                throw new IllegalArgumentException(where + "the name is reserved for the strings");
            }
            if (tensors.containsKey(name)) {
                throw new IllegalArgumentException(where + "is given twice");
            }
            if (shape.length > HeaderReader.MOST_AXES) {
                throw new IllegalArgumentException(
                        where + shape.length + " axes are more than " + HeaderReader.MOST_AXES);
            }
            for (int extent : shape) {
                if (extent < 0) {
                    throw new ShapeException(where + Arrays.toString(shape) + " has a negative extent");
                }
            }
            if (Header.bytes(DType.U8, shape) != count) {
                throw new ShapeException(where + count + " numbers do not fill " + Arrays.toString(shape));
            }
        }

        /** A lone half of a surrogate pair cannot be written as UTF-8. */
        private static void requireUnicode(String where, String text) {
            for (int i = 0; i < text.length(); i++) {
                int point = text.codePointAt(i);
                if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                    throw new IllegalArgumentException("safetensors: " + where + ": " + Quoted.of(text)
                            + " has half of a surrogate pair at index " + i);
                }
                i += Character.charCount(point) - 1;
            }
        }

        /** The content: tensors of wide types first, by name within a type, as the format's own writer has them. */
        public SafeTensors build() {
            Map<String, StoredTensor> ordered = new LinkedHashMap<>();
            tensors.entrySet().stream()
                    .sorted(Comparator.comparing(
                            (Map.Entry<String, StoredTensor> t) -> t.getValue().dtype(), Comparator.reverseOrder()))
                    .forEachOrdered(tensor -> ordered.put(tensor.getKey(), tensor.getValue()));
            return new SafeTensors("safetensors", new LinkedHashMap<>(metadata), ordered);
        }
    }
}
