package dev.gradus.cli;

import dev.gradus.engine.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files that appear whole or not at all, and all of them or none: each is written beside its place under another name (see
 * {@link AtomicFile}), and {@link #commit()} puts all of them there. {@link #discard()}, which may be called from another
 * thread, leaves nothing behind and lets nothing appear any more.
 */
final class Outputs implements AutoCloseable {
    /** Writes the content of a file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    private final List<AtomicFile> staged = new ArrayList<>();
    private final List<Path> targets = new ArrayList<>();

    private boolean discarded;

    /**
     * Checks that a file can be written, without leaving a trace.
     *
     * @param option what the user calls the file
     * @throws UsageException if not, saying why
     */
    static void requireWritable(Path target, String option) {
        if (isSpecial(target)) {
            return;
        }
        try {
            AtomicFile.stage(target, out -> {}).close();
        } catch (IOException e) {
            throw new UsageException(option + ": " + e.getMessage(), e);
        }
    }

    /**
     * Keeps the content of a file until {@link #commit()}; a device or a pipe takes it at once.
     *
     * @throws IOException if it cannot be written; the message says which file, why, and what to do
     */
    synchronized void stage(Path target, byte[] content) throws IOException {
        if (!discarded) {
            staged.add(AtomicFile.stage(target, out -> out.write(content)));
            targets.add(target);
        }
    }

    /** As {@link #stage(Path, byte[])}, for content that can only be written into a file. */
    synchronized void stage(Path target, Content content) throws IOException {
        if (discarded) {
            return;
        }
        Path folder = Files.createTempDirectory("gradus");
        Path draft = folder.resolve("draft");
        try {
            content.writeTo(draft);
            stage(target, Files.readAllBytes(draft));
        } catch (IOException e) {
            // Whoever reads this knows the file by its own name.
            throw new IOException(String.valueOf(e.getMessage()).replace(draft.toString(), target.toString()), e);
        } finally {
            Files.deleteIfExists(draft);
            Files.delete(folder);
        }
    }

    /** Whether a file was staged, and is or will be in its place. */
    synchronized boolean has(Path target) {
        return targets.contains(target);
    }

    /** Puts the files in their places. */
    synchronized void commit() throws IOException {
        for (AtomicFile file : staged) {
            file.commit();
        }
        staged.clear();
    }

    /** Removes what is not committed, for good. */
    synchronized void discard() {
        discarded = true;
        staged.forEach(AtomicFile::close);
        staged.clear();
    }

    @Override
    public void close() {
        discard();
    }

    /** A device or a pipe, such as {@code /dev/stdout}, is written to and never replaced. */
    static boolean isSpecial(Path target) {
        return Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target);
    }
}
