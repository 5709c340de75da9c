package dev.gradus.engine.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A new file beside the one that it is to replace, named {@code .NAME.gradus-PROCESS-NUMBER.tmp}. Its writer holds a lock
 * on it, which the operating system gives up when the process dies, however it dies. So a file of such a name that
 * nobody has locked was left behind by a process that was killed, and making a temporary file for a target removes what
 * was left behind for the same target: killed processes never leave more than one file each, and none after the next
 * write. Where a file system has no locks, leftovers stay.
 */
final class TemporaryFile {
    private static final String MARK = ".gradus-";
    private static final String SUFFIX = ".tmp";
    private static final int LONGEST_STEM = 60;

    /** Process and start, since a container gives the same number to one process after another. */
    private static final String PROCESS = process();

    private static final AtomicLong COUNT = new AtomicLong();

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    private static String process() {
        ProcessHandle current = ProcessHandle.current();
        long start = current.info().startInstant().map(Instant::toEpochMilli).orElseGet(System::currentTimeMillis);
        return Long.toString(current.pid(), Character.MAX_RADIX) + "x" + Long.toString(start, Character.MAX_RADIX);
    }

    /** A new, empty one beside a target, after removing what killed processes left behind there. */
    static TemporaryFile beside(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        String stem = "." + stem(target.getFileName().toString()) + MARK;
        removeLeftovers(folder, stem);
        while (true) {
            Path path = folder.resolve(stem + PROCESS + "-" + COUNT.incrementAndGet() + SUFFIX);
            FileChannel channel;
            try {
                channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            // Between the two calls another process may take the file for a leftover and remove it.
            if (lock(channel) && Files.exists(path)) {
                return new TemporaryFile(path, channel);
            }
            channel.close();
        }
    }

    /** The start of the target's name; a file system that takes the target's name must take the temporary file's too. */
    private static String stem(String name) {
        int end = Math.min(name.length(), LONGEST_STEM);
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end);
    }

    /** Takes the lock; {@code false} where another process has it. A file system without locks counts as taken. */
    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException e) {
            return true;
        }
    }

    private static void removeLeftovers(Path folder, String stem) {
        Pattern leftover = Pattern.compile(Pattern.quote(stem) + "([0-9a-z]+)-[0-9]+" + Pattern.quote(SUFFIX));
        DirectoryStream.Filter<Path> filter = path -> {
            Matcher name = leftover.matcher(path.getFileName().toString());
            // Not the files of this process: closing one would give up the lock that another thread has on it.
            return name.matches()
                    && !name.group(1).equals(PROCESS)
                    && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        };
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, filter)) {
            for (Path path : found) {
                removeIfLeft(path);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // A folder that cannot be listed can still be written to; leftovers stay.
            return;
        }
    }

    private static void removeIfLeft(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Gone already, another user's, or on a file system without locks: it is left alone.
            return;
        }
    }

    /** Where it lies. */
    Path path() {
        return path;
    }

    /** To write to; closed by {@link #moveTo} and {@link #discard}. */
    FileChannel channel() {
        return channel;
    }

    /**
     * Renames it to the target, which it replaces in one step. Where the file system cannot do that, which is said of none
     * that renames inside of one folder, the target is removed first.
     */
    void moveTo(Path target) throws IOException {
        try (channel) {
            try {
                Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        forceFolder(target.toAbsolutePath().getParent());
    }

    /** Has the folder's entry survive a loss of power, where the operating system opens folders (Windows does not). */
    private static void forceFolder(Path folder) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            // The content is on disk; only which of two whole files the name means after a loss of power is open.
            return;
        }
    }

    /** Removes it. */
    void discard() {
        try (channel) {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // It stays under a name that says that it is temporary, until the next write.
            return;
        }
    }
}
