package dev.gradus.models.image;

import dev.gradus.engine.io.AtomicFile;
import dev.gradus.models.series.MalformedDataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * Files of the form IDX, which MNIST and Fashion-MNIST come in: a magic number, the extents, and bytes.
 * <pre>
 *   images   00 00 08 03   count   height   width   pixels     each extent as four bytes, the highest first
 *   labels   00 00 08 01   count                    labels
 * </pre>
 * A file compressed by gzip is recognised by its first bytes, whatever its name. Nothing is taken that is not as stated:
 * extents are checked without overflow and against the size of the file, memory grows with the bytes that are really there,
 * and a file must end where its content does.
 */
public final class IdxFile {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;
    private static final int GZIP = 0x1F8B;

    /** Deflate does not make anything smaller than by this factor. */
    private static final long MOST_COMPRESSED = 1032;

    private static final int CHUNK = 1 << 16;

    private IdxFile() {}

    /**
     * Reads images.
     *
     * @throws MalformedDataException if the file is not what it should be; the message names the file and what is wrong
     * @throws NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static Images readImages(Path file) throws IOException {
        try (Source source = new Source(file)) {
            source.requireMagic(IMAGES, "images");
            int[] extents = {source.extent("count"), source.extent("height"), source.extent("width")};
            if (extents[1] < 1 || extents[2] < 1) {
                throw source.malformed("states images of " + extents[1] + " x " + extents[2]
                        + ", which have no pixels; take another file");
            }
            byte[] pixels = source.rest(extents);
            try {
                return Images.of(extents[0], extents[1], extents[2], pixels);
            } catch (IllegalArgumentException e) {
                throw new MalformedDataException(file + ": " + e.getMessage(), e);
            }
        }
    }

    /**
     * Reads labels, each 0 to 255.
     *
     * @throws MalformedDataException if the file is not what it should be; the message names the file and what is wrong
     * @throws NoSuchFileException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static int[] readLabels(Path file) throws IOException {
        try (Source source = new Source(file)) {
            source.requireMagic(LABELS, "labels");
            byte[] bytes = source.rest(source.extent("count"));
            int[] labels = new int[bytes.length];
            Arrays.setAll(labels, i -> bytes[i] & 0xFF);
            return labels;
        }
    }

    /**
     * Reads images with their labels.
     *
     * @throws MalformedDataException if a file is not what it should be, or one has more than the other
     * @throws NoSuchFileException if there is no such file
     * @throws IOException if one cannot be read
     */
    public static Images read(Path images, Path labels) throws IOException {
        Images read = readImages(images);
        int[] theirs = readLabels(labels);
        if (theirs.length != read.count()) {
            throw new MalformedDataException(labels + ": has " + theirs.length + " labels, " + images + " has "
                    + read.count() + " images; take the two files of one set");
        }
        return read.withLabels(theirs);
    }

    // ---- writing -------------------------------------------------------------------------------------------------

    /** Writes images, whole or not at all; compressed if the name ends in {@code .gz}. Labels are left out. */
    public static void writeImages(Images images, Path file) throws IOException {
        Objects.requireNonNull(file, "idx: the file is null");
        writeImages(images, file, isCompressed(file));
    }

    /** Writes images, whole or not at all. Labels are left out. */
    public static void writeImages(Images images, Path file, boolean compressed) throws IOException {
        Objects.requireNonNull(images, "idx: the images are null");
        write(file, compressed, out -> {
            out.write(imageHeader(images));
            out.write(images.pixels());
        });
    }

    /** Writes the labels of images, whole or not at all; compressed if the name ends in {@code .gz}. None may be above 255. */
    public static void writeLabels(Images images, Path file) throws IOException {
        Objects.requireNonNull(images, "idx: the images are null");
        Objects.requireNonNull(file, "idx: the file is null");
        int[] labels = images.labels();
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] > 0xFF) {
                throw new IllegalArgumentException(
                        "idx: the label of image " + i + " is " + labels[i] + ", a file of labels holds 0 to 255");
            }
            bytes[i] = (byte) labels[i];
        }
        write(file, isCompressed(file), out -> {
            out.write(
                    ByteBuffer.allocate(8).putInt(LABELS).putInt(labels.length).array());
            out.write(bytes);
        });
    }

    private static boolean isCompressed(Path file) {
        return file.toString().endsWith(".gz");
    }

    private static void write(Path file, boolean compressed, AtomicFile.Content content) throws IOException {
        Objects.requireNonNull(file, "idx: the file is null");
        AtomicFile.write(file, out -> {
            if (compressed) {
                // Finished, not closed: the stream below is not ours.
                GZIPOutputStream packed = new GZIPOutputStream(out);
                content.writeTo(packed);
                packed.finish();
            } else {
                content.writeTo(out);
            }
        });
    }

    static byte[] imageHeader(Images images) {
        return ByteBuffer.allocate(16)
                .putInt(IMAGES)
                .putInt(images.count())
                .putInt(images.height())
                .putInt(images.width())
                .array();
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    /** A file that is read from its beginning to its end. */
    private static final class Source implements AutoCloseable {
        private final Path file;
        private final InputStream in;
        private final long most;
        private final boolean compressed;
        private long read;

        Source(Path file) throws IOException {
            this.file = Objects.requireNonNull(file, "idx: the file is null");
            if (!Files.exists(file)) {
                throw new NoSuchFileException(file + ": there is no such file");
            }
            if (Files.isDirectory(file)) {
                throw malformed("is a folder; name a file in it");
            }
            long size = Files.size(file);
            InputStream raw = new BufferedInputStream(Files.newInputStream(file), CHUNK);
            try {
                raw.mark(2);
                compressed = (raw.read() << 8 | raw.read()) == GZIP;
                raw.reset();
                most = compressed ? (size > Long.MAX_VALUE / MOST_COMPRESSED ? size : size * MOST_COMPRESSED) : size;
                in = compressed ? new GZIPInputStream(raw, CHUNK) : raw;
            } catch (IOException e) {
                raw.close();
                if (e instanceof ZipException || e instanceof EOFException) {
                    throw broken(e);
                }
                throw e;
            }
        }

        MalformedDataException malformed(String problem) {
            return new MalformedDataException(file + ": " + problem);
        }

        private MalformedDataException broken(IOException e) {
            return new MalformedDataException(
                    file + ": is no sound gzip file (" + e.getMessage() + "); fetch or pack it again", e);
        }

        private int read(byte[] into, int from, int length) throws IOException {
            try {
                int got = in.readNBytes(into, from, length);
                read += got;
                return got;
            } catch (ZipException | EOFException e) {
                throw broken(e);
            }
        }

        private long number(String what) throws IOException {
            byte[] bytes = new byte[4];
            if (read(bytes, 0, 4) < 4) {
                throw malformed(
                        "ends before its " + what + ", after " + read + " bytes; it is truncated or no IDX file");
            }
            return ByteBuffer.wrap(bytes).getInt() & 0xFFFFFFFFL;
        }

        void requireMagic(int expected, String what) throws IOException {
            long magic = number("magic number");
            if (magic != expected) {
                throw malformed(String.format(
                        "begins with %08x, an IDX file of %s with %08x%s",
                        magic,
                        what,
                        expected,
                        magic == IMAGES || magic == LABELS
                                ? "; this is one of " + (magic == IMAGES ? "images" : "labels")
                                : ""));
            }
        }

        int extent(String what) throws IOException {
            long extent = number(what);
            if (extent > Integer.MAX_VALUE) {
                throw malformed("states a " + what + " of " + extent + ", more than can be held");
            }
            return (int) extent;
        }

        /** The bytes up to the end, as many as the extents say. */
        byte[] rest(int... extents) throws IOException {
            long bytes = 1;
            for (int extent : extents) {
                // Both are below 2^31 here, so that the product is no more than a long holds.
                bytes *= extent;
                if (bytes > Integer.MAX_VALUE - 8) {
                    throw malformed("states " + shown(extents) + " bytes, more than can be held");
                }
            }
            if (bytes > most - (compressed ? 0 : read)) {
                throw malformed("states " + shown(extents) + " = " + bytes + " bytes, which a file of this size cannot"
                        + " hold; it is truncated");
            }
            byte[] content = new byte[(int) Math.min(bytes, CHUNK)];
            int filled = 0;
            while (filled < bytes) {
                if (filled == content.length) {
                    content = Arrays.copyOf(content, (int) Math.min(bytes, 2L * filled));
                }
                int got = read(content, filled, content.length - filled);
                if (got < content.length - filled) {
                    throw malformed("states " + shown(extents) + " = " + bytes + " bytes and has " + (filled + got)
                            + "; it is truncated");
                }
                filled += got;
            }
            if (read(new byte[1], 0, 1) > 0) {
                throw malformed("goes on after the " + bytes + " bytes that it states");
            }
            return content;
        }

        private static String shown(int... extents) {
            return String.join(
                    " x ", Arrays.stream(extents).mapToObj(Integer::toString).toList());
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
