package dev.gradus.engine.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Objects;

/**
 * A file that appears whole or not at all, whatever happens while it is written: an exception, a full disk, a killed
 * process, a loss of power. The content goes into a temporary file in the same folder, is forced to the disk, and takes
 * the target's place in one step; until then, the target is what it was.
 *
 * <pre>{@code
 * AtomicFile.write(target, bytes);
 * try (AtomicFile first = AtomicFile.stage(a, content); AtomicFile second = AtomicFile.stage(b, other)) {
 *     first.commit();                     // both were written without an error: now they appear
 *     second.commit();
 * }
 * }</pre>
 *
 * <p>Two writers of one target do not mix: the last one to commit wins. A target that is a symbolic link stays one, and
 * the file that it leads to is replaced; permissions of a replaced file are kept. A temporary file is removed when writing
 * fails; what a killed process left behind, the next write to the same target removes. A device or a pipe, such as
 * {@code /dev/stdout}, is written to directly. Interrupting the thread makes writing fail, with the target unchanged.
 *
 * <p>Errors say which file, why, and what to do, and that an older file is unchanged.
 */
public final class AtomicFile implements AutoCloseable {
    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. Neither flushing nor closing is needed. */
        void writeTo(OutputStream out) throws IOException;
    }

    private final Path target;
    private final Path real;
    private TemporaryFile temporary;

    private AtomicFile(Path target, Path real) {
        this.target = target;
        this.real = real;
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path target, byte[] content) throws IOException {
        Objects.requireNonNull(content, "atomic file: the content is null");
        write(target, out -> out.write(content));
    }

    /**
     * Writes a file, or replaces it.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path target, Content content) throws IOException {
        try (AtomicFile file = stage(target, content)) {
            file.commit();
        }
    }

    /**
     * Writes the temporary file and forces it to the disk; the target changes with {@link #commit()}. A device or a pipe is
     * written to at once.
     *
     * @throws IOException if it cannot be written; nothing is left behind
     */
    public static AtomicFile stage(Path target, Content content) throws IOException {
        Objects.requireNonNull(target, "atomic file: the target is null");
        Objects.requireNonNull(content, "atomic file: the content is null");
        AtomicFile file = new AtomicFile(target, followed(target));
        boolean staged = false;
        try {
            file.requireFile();
            file.fill(content);
            staged = true;
            return file;
        } catch (IOException e) {
            throw file.explained(e);
        } finally {
            if (!staged) {
                file.close();
            }
        }
    }

    /**
     * Puts the file in its place. Does nothing for a device, when called again, or after {@link #close()}.
     *
     * @throws IOException if that fails; the target is then what it was
     */
    public synchronized void commit() throws IOException {
        if (temporary == null) {
            return;
        }
        try {
            temporary.moveTo(real);
            temporary = null;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Removes what is not committed, for good; may be called from another thread. */
    @Override
    public synchronized void close() {
        if (temporary != null) {
            temporary.discard();
            temporary = null;
        }
    }

    private void fill(Content content) throws IOException {
        if (isDirect(real)) {
            try (OutputStream out = Files.newOutputStream(real, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
                content.writeTo(out);
            }
            return;
        }
        temporary = TemporaryFile.beside(real);
        keepPermissions();
        FileChannel channel = temporary.channel();
        content.writeTo(new Pieces(channel));
        channel.force(true);
    }

    /** Where links lead, also where there is no file yet. A link to an open file, as in /proc/self/fd, is not followed. */
    private static Path followed(Path target) throws IOException {
        Path path = target.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(path) && !isDirect(path); links++) {
            if (links == 40) {
                throw new FileSystemException(target.toString(), null, "its symbolic links lead in a circle");
            }
            path = path.resolveSibling(Files.readSymbolicLink(path));
        }
        return path;
    }

    /** A device, a pipe, or another name of a file that some process has open, such as {@code /dev/stdout}. */
    private static boolean isDirect(Path path) {
        boolean open = path.startsWith("/proc") || path.startsWith("/dev/fd");
        return open || Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
    }

    private void requireFile() throws IOException {
        Path folder = real.getParent();
        if (Files.isDirectory(real)) {
            throw new FileSystemException(target.toString(), null, "is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            String remedy = Files.exists(folder) ? ", but a file of this name; name another" : "; create it";
            throw new NoSuchFileException(target.toString(), null, "there is no folder " + folder + remedy);
        }
        if (Files.exists(real) && !Files.isWritable(real)) {
            throw new AccessDeniedException(target.toString(), null, "is write-protected; name another file");
        }
    }

    private void keepPermissions() {
        if (!Files.exists(real)) {
            return;
        }
        try {
            PosixFileAttributeView from = Files.getFileAttributeView(real, PosixFileAttributeView.class);
            PosixFileAttributeView to = Files.getFileAttributeView(
                    temporary.path(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            if (from != null && to != null) {
                to.setPermissions(from.readAttributes().permissions());
            }
        } catch (IOException e) {
            // Those of a new file then.
            return;
        }
    }

    /** What went wrong, why, and what to do, unless the exception says so already. */
    private IOException explained(IOException e) {
        boolean worded = e instanceof FileSystemException known
                && known.getReason() != null
                && target.toString().equals(known.getFile());
        if (worded) {
            return e;
        }
        String unchanged = Files.isRegularFile(real) && !isDirect(real) ? "; the older file is unchanged" : "";
        if (e instanceof AccessDeniedException) {
            AccessDeniedException denied = new AccessDeniedException(
                    target.toString(),
                    null,
                    "there is no permission to write into the folder " + real.getParent() + "; name another"
                            + unchanged);
            denied.initCause(e);
            return denied;
        }
        String reason = reason(e);
        boolean full = reason.contains("No space left") || reason.contains("not enough space");
        String remedy = full ? "; free some space or name a file on another disk" : "; name another file";
        return new IOException(target + ": cannot be written: " + reason + remedy + unchanged, e);
    }

    private static String reason(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        if (e instanceof NoSuchFileException) {
            return "no file can be made there";
        }
        boolean known = e instanceof FileSystemException file && file.getReason() != null;
        return known ? ((FileSystemException) e).getReason() : String.valueOf(e.getMessage());
    }

    /** Writes to a channel in pieces: the JDK keeps a copy of what it writes at once outside of the heap. */
    private static final class Pieces extends OutputStream {
        private static final int LONGEST = 1 << 18;

        private final WritableByteChannel out;

        Pieces(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, offset + done, Math.min(LONGEST, length - done));
                done += out.write(piece);
            }
        }
    }
}
