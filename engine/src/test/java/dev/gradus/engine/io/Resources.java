package dev.gradus.engine.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files that the tests bring, and files made by hand. */
final class Resources {
    private Resources() {}

    /** The bytes of a file that {@code fixtures.py} or {@link WrittenFile} made. */
    static byte[] bytes(String name) {
        try (InputStream in = Resources.class.getResourceAsStream("/safetensors/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    /** A file with this header, whatever it says, and as many bytes of data, which count up from 0. */
    static byte[] file(String header, int data) {
        return file(header.getBytes(StandardCharsets.UTF_8), data);
    }

    /** A file with these bytes as its header, and as many bytes of data. */
    static byte[] file(byte[] header, int data) {
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        for (int i = 0; i < data; i++) {
            file.put((byte) i);
        }
        return file.array();
    }
}
