package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.engine.TestBackends;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * jblas absent, present and unloadable, present and loadable: what {@code auto} takes, what is logged and at which level,
 * what stands on standard error, and that products are right. Each in a JVM of its own, without the Vector API.
 */
class JblasSituationsTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String ACCESS = "--enable-native-access=ALL-UNNAMED";
    private static final String JAR = "jblas-";
    private static final String LIBRARY = System.mapLibraryName("jblas").replace(".dylib", ".jnilib");

    @TempDir
    private Path folder;

    /** What {@link ChoiceProbe} said. */
    private record Said(List<String> lines, String errors) {
        List<String> of(String what) {
            return lines.stream()
                    .filter(line -> line.startsWith(what + "\t"))
                    .map(line -> line.substring(what.length() + 1))
                    .collect(Collectors.toList());
        }

        String one(String what) {
            List<String> found = of(what);
            assertEquals(1, found.size(), what + ": " + found + System.lineSeparator() + errors);
            return found.get(0);
        }

        String report(String backend) {
            return of("report").stream()
                    .filter(line -> line.startsWith(backend + " "))
                    .findFirst()
                    .orElseThrow();
        }

        /** {@code auto} went on to plain Java, which computes rightly, and one line names the remedy. */
        void wentOnToPlainJava(String level, String reason, String remedy) {
            assertEquals("plain", one("auto"));
            assertEquals("0", one("wrong"));
            String log = one("log");
            assertTrue(log.startsWith(level + " backend plain: "), log);
            assertTrue(log.contains("Not vector: ") && log.contains("--add-modules jdk.incubator.vector"), log);
            for (String text : List.of(log, one("jblas"), report("jblas"))) {
                assertTrue(text.contains(reason) && text.contains(remedy), text);
            }
            assertTrue(one("jblas").startsWith("backend: jblas cannot run: "), one("jblas"));
            assertTrue(report("jblas").startsWith("jblas unavailable: "), report("jblas"));
            assertTrue(report("plain").startsWith("plain chosen: "), report("plain"));
        }

        void saysOnStandardErrorOnlyTheLog() {
            assertEquals(one("log").replaceFirst("^INFO ", ""), errors.strip());
        }
    }

    @Test
    void absentItIsNotMissed() throws Exception {
        Said said = run(List.of(), withoutJar());
        said.wentOnToPlainJava("FINE", "jblas is not on the class path", "add org.jblas:jblas:1.2.5");
        assertEquals("", said.errors);
    }

    /** A library that is none: the JVM may warn of its own accord. */
    @Test
    void garbageIsNoError() throws Exception {
        Said said = runWithLibrary(original -> "this is not a library".getBytes(StandardCharsets.US_ASCII));
        said.wentOnToPlainJava("INFO", "does not load: ", "check org.jblas:jblas:1.2.5");
    }

    @Test
    void aLibraryForAnotherProcessorIsNoError() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "libraries look like this on Linux only");
        Said said = runWithLibrary(original -> {
            original[18] = 2; // the machine of an ELF header: SPARC
            return original;
        });
        said.wentOnToPlainJava("INFO", "does not load: ", "check org.jblas:jblas:1.2.5");
        said.saysOnStandardErrorOnlyTheLog();
    }

    /** The library as it is in the jar, but for the name of the Fortran library that it asks the system for. */
    @Test
    void withoutTheFortranLibraryThePackageIsNamed() throws Exception {
        Said said = runWithLibrary(original -> renamed(original, "libgfortran.so.5", "libgfortran.so.0"));
        said.wentOnToPlainJava("INFO", "libgfortran.so.0: cannot open shared object", "apt-get install libgfortran5");
        said.saysOnStandardErrorOnlyTheLog();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path none = folder.resolve("none");
        Said said = run(List.of(ACCESS, "-Djava.io.tmpdir=" + none), classPath());
        said.wentOnToPlainJava("INFO", none.toString(), "-Djava.io.tmpdir");
        said.saysOnStandardErrorOnlyTheLog();
    }

    @Test
    void whereNativeAccessIsDeniedTheFlagIsNamed() throws Exception {
        assumeTrue(Runtime.version().feature() >= 24, "before JDK 24 nothing is denied");
        Said said = run(List.of("--illegal-native-access=deny"), classPath());
        said.wentOnToPlainJava("INFO", "may not load", ACCESS);
        said.saysOnStandardErrorOnlyTheLog();
    }

    /** A folder in which a file may not be as large as the library: jblas says nothing of it. */
    @Test
    void aFolderThatIsFullIsNamed() throws Exception {
        Path shell = Path.of("/bin/sh");
        assumeTrue(Files.isExecutable(shell), "needs a shell");
        Path limited = folder.resolve("java");
        Files.writeString(limited, "#!/bin/sh\nulimit -f 1000 && exec '" + JAVA + "' \"$@\"\n");
        assumeTrue(limited.toFile().setExecutable(true), "needs files that can be executed");
        Said said = run(limited, List.of(ACCESS, "-Djava.io.tmpdir=" + folder), classPath());
        said.wentOnToPlainJava("INFO", folder.toString(), "-Djava.io.tmpdir");
    }

    @Test
    void whereItLoadsAutoTakesTheFasterAndIsSilent() throws Exception {
        TestBackends.assumePresent("jblas");
        boolean faster = JblasSupport.slowerThanPlain(2).isEmpty();
        String taken = faster ? "jblas" : "plain";
        String other = faster ? "plain" : "jblas";
        Said said = run(List.of(ACCESS, "-Dgradus.threads=2", "-Djava.io.tmpdir=" + folder), classPath());
        assertEquals(taken, said.one("auto"));
        assertEquals(List.of("0", "0"), said.of("wrong"));
        String log = said.one("log");
        assertTrue(log.startsWith("FINE backend " + taken + ": ") && log.contains("Not vector: "), log);
        assertEquals(!faster, log.contains("Not jblas: "), log);
        assertEquals("float32, plain loops, jblas products, 2 threads", said.one("jblas"));
        assertTrue(said.report(taken).startsWith(taken + " chosen: "), said.report(taken));
        assertTrue(said.report(other).startsWith(other + " available: "), said.report(other));
        assertEquals("", said.errors);
        if (!System.getProperty("os.name").startsWith("Windows")) {
            assertEquals("0", said.one("copies"), "a JVM that is killed now must leave no copy of the library");
        }
        assertEquals(List.of(), foldersOfJblas(), "left behind");
    }

    /** One call of jblas at a time is no match for three threads of plain Java. */
    @Test
    void onThreeThreadsAutoTakesPlainJava() throws Exception {
        TestBackends.assumePresent("jblas");
        Said said = run(List.of(ACCESS, "-Dgradus.threads=3", "-Djava.io.tmpdir=" + folder), classPath(), "auto");
        assertEquals("plain", said.one("auto"));
        String log = said.one("log");
        assertTrue(log.startsWith("FINE backend plain: ") && log.contains("Not jblas: "), log);
        assertEquals("", said.errors);
    }

    @Test
    void whereTheVectorApiIsTakenItIsNotLoaded() throws Exception {
        assumeTrue(VectorSupport.isWorthwhile(), "needs the Vector API");
        Said said = run(
                List.of("--add-modules", VectorSupport.MODULE, "-Djava.io.tmpdir=" + folder, "-verbose:class"),
                classPath(),
                "auto");
        assertEquals("vector", said.one("auto"));
        assertEquals("FINE backend vector: the Vector API with " + VectorSupport.bits() + " bits", said.one("log"));
        String loaded = String.join("\n", said.lines);
        assertTrue(loaded.contains("dev.gradus.engine.backend.choice.Kind "), loaded);
        assertEquals(
                List.of(),
                said.lines.stream().filter(line -> line.contains("org.jblas")).toList());
        assertEquals(List.of(), foldersOfJblas());
    }

    private List<Path> foldersOfJblas() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("jblas"))
                    .toList();
        }
    }

    /** Without Aparapi, whose native library writes to standard error where it does not know a platform's version. */
    private static String classPath() {
        return without(System.getProperty("java.class.path"), "aparapi-");
    }

    private static String withoutJar() {
        return without(classPath(), JAR);
    }

    private static String without(String path, String jar) {
        List<String> kept = Arrays.stream(path.split(File.pathSeparator))
                .filter(entry -> !new File(entry).getName().startsWith(jar))
                .toList();
        assertTrue(kept.size() < path.split(File.pathSeparator).length, path);
        return String.join(File.pathSeparator, kept);
    }

    /** Runs the probe with another library than that of the jar: jblas takes the first one on the class path. */
    private Said runWithLibrary(UnaryOperator<byte[]> change) throws Exception {
        String system = System.getProperty("os.name").startsWith("Windows") ? "Windows" : System.getProperty("os.name");
        String place = "lib/static/" + system + "/" + System.getProperty("os.arch") + "/";
        for (String name : List.of(place + LIBRARY, place + "sse3/" + LIBRARY)) {
            try (InputStream original = ClassLoader.getSystemResourceAsStream(name)) {
                if (original != null) {
                    Files.createDirectories(folder.resolve(place + "sse3"));
                    Files.write(folder.resolve(name), change.apply(original.readAllBytes()));
                }
            }
        }
        assumeTrue(Files.exists(folder.resolve(place)), "jblas has no library for this platform");
        return run(List.of(ACCESS), folder + File.pathSeparator + classPath());
    }

    /** Each occurrence of one name replaced by another of the same length. */
    private static byte[] renamed(byte[] library, String from, String to) {
        String text = new String(library, StandardCharsets.ISO_8859_1);
        assumeTrue(text.contains(from), "the library for this platform does not need " + from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private Said run(List<String> flags, String classPath, String... arguments) throws Exception {
        return run(JAVA, flags, classPath, arguments);
    }

    private Said run(Path java, List<String> flags, String classPath, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-Djava.util.logging.SimpleFormatter.format=%5$s%n");
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, ChoiceProbe.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the probe did not end");
        } finally {
            process.destroyForcibly();
        }
        // What the JVM says of its flags, whatever runs in it.
        String errors =
                Files.readString(err).replaceAll("(?m)^WARNING: (Using incubator modules|java.io.tmpdir ).*\\R?", "");
        assertEquals(0, process.exitValue(), errors + Files.readString(out));
        return new Said(Files.readAllLines(out), errors);
    }
}
