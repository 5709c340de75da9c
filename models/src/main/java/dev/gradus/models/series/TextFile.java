package dev.gradus.models.series;

import java.io.ByteArrayInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of text in UTF-8. What is none is refused, as far as it can be told with what it is instead. */
final class TextFile implements AutoCloseable {
    /** As much is looked at before the text is read. */
    private static final int HEAD = 1 << 16;

    private static final char[] SEPARATORS = {';', '\t', ','};

    private final InputStream in;
    private final Reader reader;
    private final char separator;

    private TextFile(InputStream in, Reader reader, char separator) {
        this.in = in;
        this.reader = reader;
        this.separator = separator;
    }

    /**
     * Opens a file.
     *
     * @throws MalformedDataException if it is no text
     */
    static TextFile open(Path path, String name) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            byte[] head = in.readNBytes(HEAD);
            String other = other(head);
            if (other != null) {
                throw new MalformedDataException(name + ": " + other);
            }
            int mark = startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head, mark, head.length - mark), in);
            // A decoder of its own reports what it cannot read; the reader's default would put a question mark there.
            Reader text = new InputStreamReader(whole, StandardCharsets.UTF_8.newDecoder());
            String start = new String(head, mark, head.length - mark, StandardCharsets.UTF_8);
            return new TextFile(in, new WithoutZeros(text, name), separator(start));
        } catch (IOException | RuntimeException | Error e) {
            in.close();
            throw e;
        }
    }

    Reader reader() {
        return reader;
    }

    /** The commonest separator of the first line that is not blank; a comma in a file of one column. */
    char separator() {
        return separator;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** What a file that is no text in UTF-8 seems to be, and what to do; null for one that may be. */
    private static String other(byte... head) {
        if (startsWith(head, 'P', 'K', 3, 4)) {
            return "is a ZIP archive or an Excel workbook, not a CSV file; unpack it, or save the sheet as CSV";
        } else if (startsWith(head, 0x1F, 0x8B)) {
            return "is compressed by gzip; unpack it first";
        } else if (startsWith(head, 'P', 'A', 'R', '1')) {
            return "is a Parquet file; write it as CSV";
        } else if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF)) {
            return "is text in UTF-16, not in UTF-8; save it in this encoding";
        }
        int zeros = 0;
        for (byte b : head) {
            zeros += b == 0 ? 1 : 0;
        }
        // Latin text in UTF-16 has a zero byte beside each other byte.
        boolean wide = zeros > 0 && Math.abs(2 * zeros - head.length) <= head.length / 8 + 1 && head.length > 8;
        if (wide) {
            return "holds zero bytes, as text in UTF-16 does; save it in UTF-8";
        }
        return zeros > 0 ? WithoutZeros.PROBLEM : null;
    }

    private static boolean startsWith(byte[] head, int... start) {
        boolean starts = head.length >= start.length;
        for (int i = 0; starts && i < start.length; i++) {
            starts = (head[i] & 0xFF) == start[i];
        }
        return starts;
    }

    static char separator(String text) {
        String line = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("");
        char best = ',';
        int most = 0;
        for (char candidate : SEPARATORS) {
            int count = 0;
            boolean quoted = false;
            for (int i = 0; i < line.length(); i++) {
                quoted ^= line.charAt(i) == '"';
                count += !quoted && line.charAt(i) == candidate ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    /** Refuses zeros, which no text holds, wherever they come. */
    private static final class WithoutZeros extends FilterReader {
        private static final String PROBLEM = "is not a text file (it holds zero bytes)";

        private final String name;

        WithoutZeros(Reader in, String name) {
            super(in);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            for (int i = offset; i < offset + count; i++) {
                if (buffer[i] == 0) {
                    throw new MalformedDataException(name + ": " + PROBLEM);
                }
            }
            return count;
        }
    }
}
