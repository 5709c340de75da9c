package dev.gradus.models.jobs;

import dev.gradus.models.series.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * A CSV file that grows row by row, so that a run which was stopped or killed can go on from what is there. A row is one line,
 * written at once and forced to disk; of one that a killed process left half written, nothing is taken. One process writes the
 * file at a time.
 */
public final class RowFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private List<String> found = List.of();

    private RowFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file and reads what is in it; it is made if there is none.
     *
     * @param header the first line
     * @param what   the file holds, in the plural, such as {@code results}; for messages
     * @throws MalformedDataException if it begins otherwise
     * @throws FileSystemException    if another process writes it
     * @throws IOException            if it cannot be read or written
     */
    public static RowFile open(Path path, String header, String what) throws IOException {
        Objects.requireNonNull(path, () -> what + ": the file is null");
        FileChannel channel = channel(path);
        RowFile file = new RowFile(path, channel);
        try {
            file.lock();
            file.read(header, what);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return file;
    }

    private static FileChannel channel(Path path) throws IOException {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            NoSuchFileException explained = new NoSuchFileException(
                    path.toString(), null, "cannot be made: there is no such folder; make it, or take another file");
            explained.initCause(e);
            throw explained;
        }
    }

    private void lock() throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw busy(e);
        }
        throw busy(null);
    }

    private FileSystemException busy(Throwable cause) {
        FileSystemException busy = new FileSystemException(
                path.toString(), null, "is being written by another run; wait for its end, or take another file");
        busy.initCause(cause);
        return busy;
    }

    private void read(String header, String what) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining() && channel.read(content) >= 0) {
            // until everything is there
        }
        String text = new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = whole.lines().toList();
        boolean fresh = lines.isEmpty() && header.startsWith(text);
        if (!fresh && (lines.isEmpty() || !lines.get(0).equals(header))) {
            throw new MalformedDataException(
                    path + ": does not begin as a file of " + what + " does; name another file");
        }
        found = fresh ? List.of() : lines.subList(1, lines.size());
        long kept = whole.getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(kept);
        channel.position(kept);
        if (fresh) {
            append(header);
        }
    }

    /** The rows that were there when it was opened; the first one is line 2. */
    public List<String> found() {
        return found;
    }

    /** Adds a row, which holds no line break. */
    public void append(String row) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((row + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
