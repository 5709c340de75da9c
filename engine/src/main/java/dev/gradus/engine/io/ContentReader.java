package dev.gradus.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a file from its first byte to its last. Nothing is allocated before it is known that the file is long enough for
 * it, so what a header claims costs no more memory than the file is long.
 */
final class ContentReader {
    /** The JDK keeps a copy of what it reads at once outside of the heap. */
    private static final int PIECE = 1 << 18;

    private final ReadableByteChannel in;
    private final long size;
    private final String file;

    /**
     * A reader of one file.
     *
     * @param in stands at the first byte
     * @param size how many bytes there are
     * @param file what messages call the file
     */
    ContentReader(ReadableByteChannel in, long size, String file) {
        this.in = in;
        this.size = size;
        this.file = file;
    }

    SafeTensors read() throws IOException {
        int headerLength = headerLength();
        Header header = HeaderReader.read(bytes(headerLength), file);
        long length = size - SafeTensors.LENGTH_BYTES - headerLength;
        Map<String, StoredTensor> stored = new LinkedHashMap<>();
        header.tensors().forEach((name, entry) -> stored.put(name, null));
        for (Map.Entry<String, Header.Entry> tensor : header.tiling(file, length)) {
            Header.Entry entry = tensor.getValue();
            byte[] bytes = bytes((int) (entry.end() - entry.begin()));
            requireBooleans(tensor.getKey(), entry.dtype(), bytes);
            stored.put(tensor.getKey(), new StoredTensor(entry.dtype(), entry.shape(), bytes));
        }
        return new SafeTensors(file, header.metadata(), stored);
    }

    private int headerLength() throws IOException {
        if (size == 0) {
            throw problem("the file is empty");
        }
        if (size < SafeTensors.LENGTH_BYTES) {
            throw problem("the file is " + size + " bytes long, a safetensors file begins with 8 bytes that hold the"
                    + " header's length");
        }
        byte[] first = bytes(SafeTensors.LENGTH_BYTES);
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String says = "header length: the first 8 bytes say " + Long.toUnsignedString(length);
        if (length >= 0 && length < 2) {
            throw problem(says + ", a header takes at least 2 bytes");
        }
        if (length < 0 || length > SafeTensors.MOST_HEADER_BYTES) {
            throw problem(
                    says + ", at most " + SafeTensors.MOST_HEADER_BYTES + " are read" + ForeignFormats.hint(first));
        }
        if (length > size - SafeTensors.LENGTH_BYTES) {
            throw problem(says + ", but only " + (size - SafeTensors.LENGTH_BYTES) + " bytes follow"
                    + ForeignFormats.hint(first));
        }
        return (int) length;
    }

    private byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int done = 0; done < count; ) {
            int read = in.read(ByteBuffer.wrap(bytes, done, Math.min(PIECE, count - done)));
            if (read < 0) {
                throw problem("the file became shorter while it was read");
            }
            done += read;
        }
        return bytes;
    }

    private void requireBooleans(String name, DType dtype, byte[] bytes) throws ModelFileException {
        for (int i = 0; dtype == DType.BOOL && i < bytes.length; i++) {
            if (bytes[i] != 0 && bytes[i] != 1) {
                throw problem("tensor " + Quoted.of(name) + ": number " + i + " is " + (bytes[i] & 0xFF)
                        + ", a BOOL is 0 or 1");
            }
        }
    }

    private ModelFileException problem(String what) {
        return new ModelFileException(file + ": " + what);
    }
}
