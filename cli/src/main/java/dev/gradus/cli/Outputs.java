package dev.gradus.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Files that appear whole or not at all: each is written beside its place under another name, and {@link #commit()} moves
 * all of them there. {@link #discard()}, which may be called from another thread, leaves nothing behind and lets nothing
 * appear any more.
 */
final class Outputs implements AutoCloseable {
    /** From where it lies to where it belongs. */
    private final Map<Path, Path> staged = new LinkedHashMap<>();

    private boolean discarded;

    /**
     * Checks that a file can be written, without leaving a trace.
     *
     * @param option what the user calls the file
     * @throws UsageException if not, saying why
     */
    static void requireWritable(Path target, String option) {
        if (Files.isDirectory(target)) {
            throw new UsageException(option + ": " + target + " is a folder; name a file in it");
        }
        if (isSpecial(target)) {
            return;
        }
        Path folder = folder(target);
        if (!Files.isDirectory(folder)) {
            throw new UsageException(option + ": there is no folder " + folder + "; create it or name another");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new UsageException(option + ": " + target + " is write-protected; name another file");
        }
        try {
            Files.delete(temporary(target));
        } catch (IOException e) {
            throw new UsageException(option + ": cannot write into the folder " + folder + "; name another", e);
        }
    }

    /** Writes the content of a file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    /** Keeps the content of a file until {@link #commit()}. */
    void stage(Path target, byte[] content) throws IOException {
        stage(target, file -> Files.write(file, content));
    }

    /** Keeps the content of a file until {@link #commit()}. */
    synchronized void stage(Path target, Content content) throws IOException {
        if (discarded) {
            return;
        }
        if (isSpecial(target)) {
            content.writeTo(target);
            return;
        }
        Path temporary = temporary(target);
        staged.put(temporary, Files.exists(target) ? target.toRealPath() : target);
        content.writeTo(temporary);
    }

    /** Moves the files to their places. */
    synchronized void commit() throws IOException {
        for (Map.Entry<Path, Path> file : staged.entrySet()) {
            move(file.getKey(), file.getValue());
        }
        staged.clear();
    }

    /** Removes what is not committed, for good. */
    synchronized void discard() {
        discarded = true;
        for (Path temporary : staged.keySet()) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                // It stays behind under a name that says that it is temporary; there is nothing better to do.
                continue;
            }
        }
        staged.clear();
    }

    @Override
    public void close() {
        discard();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** An empty file beside the target, with the permissions of any new file. */
    private static Path temporary(Path target) throws IOException {
        Path real = Files.exists(target) ? target.toRealPath() : target;
        String name = "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
        Path temporary = folder(real).resolve(name);
        Files.deleteIfExists(temporary);
        return Files.createFile(temporary);
    }

    private static Path folder(Path target) {
        return target.toAbsolutePath().normalize().getParent();
    }

    /** A device or a pipe, such as {@code /dev/stdout}, is written to and never replaced. */
    static boolean isSpecial(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }
}
