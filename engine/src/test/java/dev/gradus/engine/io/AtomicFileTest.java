package dev.gradus.engine.io;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    @Test
    void makesAndReplacesAFile() throws Exception {
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("one"));
        assertEquals("one", Files.readString(file));
        AtomicFile.write(file, bytes("a longer one"));
        AtomicFile.write(file, bytes("two"));
        assertEquals("two", Files.readString(file));
        assertEquals(List.of("a"), files());
    }

    @Test
    void writesMoreThanOnePieceAndSingleBytes() throws Exception {
        byte[] large = new byte[3_000_001];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31 + (i >> 8));
        }
        Path file = folder.resolve("large");
        AtomicFile.write(file, out -> {
            out.write(large[0]);
            out.write(large, 1, large.length - 2);
            out.write(large[large.length - 1]);
            out.close();
        });
        assertArrayEquals(large, Files.readAllBytes(file));
    }

    @Test
    void namesWithoutAFolderAndLongNamesAndOddNamesWork() throws Exception {
        for (String name : List.of("x".repeat(250), "ü".repeat(120), "🚕".repeat(60), "a b [1] $(x)", ".hidden", "-")) {
            AtomicFile.write(folder.resolve(name), bytes(name));
            assertEquals(name, Files.readString(folder.resolve(name)));
        }
        assertEquals(6, files().size());
        Path relative = Path.of("gradus-atomic-file-test");
        try {
            AtomicFile.write(relative, bytes("here"));
            assertEquals("here", Files.readString(relative));
        } finally {
            Files.deleteIfExists(relative);
        }
    }

    // ---- failures ------------------------------------------------------------------------------------------------

    @Test
    void aFullDiskLeavesTheOlderFileAndNothingElse() throws Exception {
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("older"));
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(bytes("half of the"));
                    throw new IOException("No space left on device");
                }));
        assertEquals(
                file + ": cannot be written: No space left on device; free some space or name a file on another disk;"
                        + " the older file is unchanged",
                e.getMessage());
        assertEquals("older", Files.readString(file));
        assertEquals(List.of("a"), files());
    }

    @Test
    void anExceptionOfTheContentLeavesNothing() throws Exception {
        Path file = folder.resolve("a");
        assertThrows(
                ArithmeticException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new ArithmeticException("broken");
                }));
        assertEquals(List.of(), files());
    }

    @Test
    void aFullDeviceSaysSo() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        says(IOException.class, () -> AtomicFile.write(full, bytes("x")), "/dev/full: cannot be written", "No space");
        assertTrue(Files.exists(full));
    }

    @Test
    void anInterruptLeavesTheOlderFile() throws Exception {
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("older"));
        Thread.currentThread().interrupt();
        IOException e = assertThrows(IOException.class, () -> AtomicFile.write(file, bytes("newer")));
        assertTrue(Thread.interrupted(), "the interrupt must not be lost");
        assertTrue(e instanceof ClosedByInterruptException || e.getCause() instanceof ClosedByInterruptException);
        assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
        assertEquals("older", Files.readString(file));
        assertEquals(List.of("a"), files());
    }

    @Test
    void whatIsNoFileSaysSo() throws Exception {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        says(FileSystemException.class, () -> AtomicFile.write(inner, bytes("")), inner + ": is a folder; name a file");
        Path nowhere = folder.resolve("no").resolve("where");
        says(
                NoSuchFileException.class,
                () -> AtomicFile.write(nowhere, bytes("")),
                nowhere + ": there is no folder " + folder.resolve("no") + "; create it");
        assertEquals(List.of("inner"), files());
    }

    @Test
    void aProtectedFileAndAProtectedFolderSaySo() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX permissions");
        assumeTrue(!"root".equals(System.getProperty("user.name")), "root may write everywhere");
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("older"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        says(AccessDeniedException.class, () -> AtomicFile.write(file, bytes("")), "write-protected");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Path other = folder.resolve("b");
            says(
                    AccessDeniedException.class,
                    () -> AtomicFile.write(other, bytes("")),
                    "permission",
                    folder.toString());
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertEquals("older", Files.readString(file));
    }

    // ---- links, permissions, devices -----------------------------------------------------------------------------

    @Test
    void aLinkStaysALink() throws Exception {
        Path real = folder.resolve("real");
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
        Path chain = Files.createSymbolicLink(folder.resolve("chain"), link);
        AtomicFile.write(chain, bytes("through a link to nothing"));
        assertEquals("through a link to nothing", Files.readString(real));
        AtomicFile.write(link, bytes("through a link"));
        assertEquals("through a link", Files.readString(real));
        assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(chain));
        assertFalse(Files.isSymbolicLink(real));
        assertEquals(List.of("chain", "link", "real"), files());
    }

    @Test
    void aLinkToItselfIsAnError() throws Exception {
        Path link = folder.resolve("link");
        Files.createSymbolicLink(link, link);
        says(FileSystemException.class, () -> AtomicFile.write(link, bytes("")), "circle");
    }

    @Test
    void permissionsAreKept() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX permissions");
        Path file = folder.resolve("secret");
        AtomicFile.write(file, bytes("one"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        AtomicFile.write(file, bytes("two"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aDeviceIsWrittenToAndNotReplaced() throws Exception {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "needs /dev/null");
        try (AtomicFile staged = AtomicFile.stage(device, out -> out.write(1))) {
            staged.commit();
        }
        assertFalse(Files.isRegularFile(device));
    }

    /** The name is not that of the file that the shell opened, and no file may come beside that one. */
    @Test
    void standardOutputIsWrittenTo() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/proc/self/fd/1")) && Files.exists(Path.of("/dev/stdout")), "needs /dev/stdout");
        Path redirected = folder.resolve("redirected");
        assertEquals(0, ChildJvm.run(redirected, StandardOutput.class));
        assertEquals("one\ntwo\n", Files.readString(redirected));
        assertEquals(List.of("redirected"), files());
        assertEquals("one\ntwo\n", ChildJvm.start(StandardOutput.class).rest());
    }

    /** Writes to standard output twice, under two names. */
    static final class StandardOutput {
        private StandardOutput() {}

        /** @param args none */
        public static void main(String[] args) throws IOException {
            AtomicFile.write(Path.of("/dev/stdout"), bytes("one\n"));
            AtomicFile.write(Path.of("/dev/fd/1"), bytes("two\n"));
        }
    }

    // ---- in two steps --------------------------------------------------------------------------------------------

    @Test
    void aStagedFileAppearsWithTheCommit() throws Exception {
        Path file = folder.resolve("a");
        AtomicFile.write(file, bytes("older"));
        try (AtomicFile staged = AtomicFile.stage(file, out -> out.write(bytes("newer")))) {
            assertEquals("older", Files.readString(file));
            staged.commit();
            assertEquals("newer", Files.readString(file));
            staged.commit();
        }
        assertEquals("newer", Files.readString(file));
        assertEquals(List.of("a"), files());
    }

    @Test
    void aClosedFileDoesNotAppear() throws Exception {
        Path file = folder.resolve("a");
        AtomicFile staged = AtomicFile.stage(file, out -> out.write(1));
        assertEquals(1, files().size());
        Thread other = new Thread(staged::close);
        other.start();
        other.join();
        staged.commit();
        assertEquals(List.of(), files());
    }

    @Test
    void aCommitThatFailsLeavesTheTarget() throws Exception {
        Path target = folder.resolve("a");
        try (AtomicFile staged = AtomicFile.stage(target, out -> out.write(1))) {
            Files.createDirectories(target.resolve("in the way"));
            assertThrows(IOException.class, staged::commit);
        }
        assertTrue(Files.isDirectory(target.resolve("in the way")));
        assertEquals(List.of("a"), files());
    }

    // ---- other writers -------------------------------------------------------------------------------------------

    @Test
    void writersOfOneFileDoNotMix() throws Exception {
        Path file = folder.resolve("a");
        int writers = 4;
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int w = 0; w < writers; w++) {
            byte[] content = new byte[100_000];
            Arrays.fill(content, (byte) w);
            threads.add(new Thread(() -> {
                try {
                    start.await();
                    for (int i = 0; i < 20; i++) {
                        AtomicFile.write(file, content);
                    }
                } catch (Throwable e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        start.countDown();
        boolean running = true;
        while (running) {
            running = threads.stream().anyMatch(Thread::isAlive);
            if (Files.exists(file)) {
                byte[] seen = Files.readAllBytes(file);
                assertEquals(100_000, seen.length);
                for (byte b : seen) {
                    assertEquals(seen[0], b);
                }
            }
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of("a"), files());
    }

    @Test
    void whatAKilledProcessLeftIsRemovedByTheNextWrite() throws Exception {
        for (String name : List.of(".a.gradus-9xdead-1.tmp", ".a.gradus-zzzxk3f9-17.tmp")) {
            Files.writeString(folder.resolve(name), "half of");
        }
        List<String> foreign = List.of(
                ".a.gradus-x.tmp", ".a.gradus-.tmp", ".a.tmp", ".ab.gradus-9xdead-1.tmp", "a.gradus-9xdead-1.tmp");
        for (String name : foreign) {
            Files.writeString(folder.resolve(name), "not ours");
        }
        AtomicFile.write(folder.resolve("a"), bytes("x"));
        List<String> expected = new ArrayList<>(foreign);
        expected.add("a");
        expected.sort(null);
        assertEquals(expected, files());
    }

    @Test
    void whatALivingProcessWritesIsLeftAlone() throws Exception {
        Path file = folder.resolve("a");
        ChildJvm child = ChildJvm.start(SlowWriter.class, file.toString());
        try {
            assertEquals("staged", child.line());
            assertEquals(1, files().size());
            AtomicFile.write(file, bytes("by the parent"));
            assertEquals(2, files().size());
            child.send("commit");
            assertEquals("committed", child.line());
            assertEquals("by the child", Files.readString(file));
            assertEquals(List.of("a"), files());
        } finally {
            child.kill();
        }
    }

    /** Stages a file, waits to be told, and commits. */
    static final class SlowWriter {
        private SlowWriter() {}

        /** @param args the file */
        public static void main(String[] args) throws IOException {
            AtomicFile.Content content = (OutputStream out) -> out.write(bytes("by the child"));
            try (AtomicFile staged = AtomicFile.stage(Path.of(args[0]), content)) {
                System.out.println("staged");
                System.in.read();
                staged.commit();
                System.out.println("committed");
            }
        }
    }
}
