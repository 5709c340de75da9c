package dev.gradus.models.file;

import dev.gradus.engine.io.DType;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The SHA-256 of what a file says, however it is laid out: of all fields but one by key, then of all tensors by name, their
 * types, extents and numbers. A single digit that changed in a scaler would otherwise go unnoticed.
 */
final class ContentDigest {
    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);

    private ContentDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The digest as 64 hexadecimal digits.
     *
     * @param except the field that holds the digest
     */
    static String of(SafeTensors content, String except) throws ModelFileException {
        ContentDigest digest = new ContentDigest();
        for (Map.Entry<String, String> field : new TreeMap<>(content.metadata()).entrySet()) {
            if (!field.getKey().equals(except)) {
                digest.add(field.getKey());
                digest.add(field.getValue());
            }
        }
        for (String name : new TreeSet<>(content.names())) {
            DType type = content.dtype(name);
            digest.add(name);
            digest.add(type + Arrays.toString(content.shape(name)));
            if (type == DType.F32) {
                for (float number : content.floats(name)) {
                    digest.room(Float.BYTES).putFloat(number);
                }
            } else if (type.isFloating()) {
                for (double number : content.doubles(name)) {
                    digest.room(Double.BYTES).putDouble(number);
                }
            } else {
                for (long number : content.longs(name)) {
                    digest.room(Long.BYTES).putLong(number);
                }
            }
        }
        digest.flush();
        return HexFormat.of().formatHex(digest.digest.digest());
    }

    /** With its length, so that no two lists of texts are alike. */
    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(bytes.length);
        flush();
        digest.update(bytes);
    }

    /** A buffer with room for so many bytes, which {@link #flush} hands on. */
    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() {
        digest.update(buffer.flip());
        buffer.clear();
    }
}
