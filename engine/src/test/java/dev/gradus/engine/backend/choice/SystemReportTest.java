package dev.gradus.engine.backend.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.parallel.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a health page gets, in this JVM and in such as are started wrongly. */
@Tag("without-vector")
class SystemReportTest {
    private static final boolean VECTOR = Boolean.getBoolean("gradus.test.vector");

    @Test
    void saysWhatTheEngineRunsOn() {
        SystemReport report = SystemReport.take();
        assertTrue(report.healthy(), report.problems().toString());
        assertEquals(Backends.get().name(), report.chosen().orElseThrow().name());
        assertEquals(Backends.report(), report.backends());
        assertEquals(Workers.shared().threads(), report.threads());
        assertEquals(Runtime.getRuntime().availableProcessors(), report.cores());
        assertEquals(VECTOR, report.vectorBits() > 0);
        assertTrue(report.heapBytes() > 0);
        assertTrue(report.memoryBytes() > 0, "every JVM that runs tests tells it");
        assertTrue(report.java().startsWith(System.getProperty("java.version") + ", "), report.java());
        assertFalse(report.processor().isBlank());
    }

    @Test
    void readsAsText() {
        List<BackendReport> backends = List.of(
                new BackendReport("vector", BackendReport.State.UNAVAILABLE, "no module", "add it"),
                new BackendReport("plain", BackendReport.State.CHOSEN, "any JVM", ""));
        SystemReport report = new SystemReport(
                "17", "abacus", 0, 4, 3, 3L << 29, 0, backends, List.of("device: x"), List.of("a", "b"));
        assertEquals(
                List.of(
                        "Java         17",
                        "Processor    abacus",
                        "Vectors      unknown: the JVM runs without --add-modules jdk.incubator.vector",
                        "Cores        4 for this JVM",
                        "Threads      3 (-Dgradus.threads changes it)",
                        "Memory       1.5 GiB for the heap at most (-Xmx changes it)",
                        "",
                        "Backends",
                        "  vector     unavailable  no module; add it",
                        "  plain      chosen       any JVM",
                        "",
                        "OpenCL",
                        "  device: x",
                        "Problem      a",
                        "Problem      b"),
                report.toString().lines().toList());
        String more = new SystemReport("17", "abacus", 512, 4, 0, 1 << 30, 1L << 34, backends, List.of(), List.of())
                .toString();
        assertTrue(more.contains("Vectors      512 bits, 16 float32 numbers"), more);
        assertTrue(more.contains("Threads      unknown (-Dgradus.threads changes it)"), more);
        assertTrue(more.contains("(-Xmx changes it), 16.0 GiB in the machine"), more);
    }

    /** A program that prints the report twice: a health page is asked again and again. */
    public static final class Page {
        private Page() {}

        /** @param args none */
        public static void main(String[] args) {
            SystemReport.take();
            System.out.println(SystemReport.take());
        }
    }

    @Test
    void wrongSettingsAreInTheReport(@TempDir Path folder) throws Exception {
        String unknown = page(folder, "-Dgradus.backend=abacus", "-Dgradus.threads=many");
        assertTrue(
                unknown.contains(
                        "Problem      backend: there is none named 'abacus' (-Dgradus.backend); choose from auto,"),
                unknown);
        assertTrue(unknown.contains("-Dgradus.threads=many is not a whole number of at least 1"), unknown);
        assertTrue(unknown.contains("  plain      available "), unknown);
        assertFalse(unknown.contains(" chosen "), unknown);

        String vector = page(folder, "-Dgradus.backend=vector");
        String reason = "the module jdk.incubator.vector is not in the boot layer; start java with"
                + " --add-modules jdk.incubator.vector";
        assertTrue(vector.contains("  vector     unavailable  " + reason), vector);
        assertTrue(vector.contains("Problem      backend: vector cannot run: " + reason), vector);
        assertFalse(vector.contains(" chosen "), vector);

        String plain = page(folder, "-Dgradus.backend= plain ");
        assertTrue(plain.contains("  plain      chosen       plain Java, on any JVM, asked for by"), plain);
        assertFalse(plain.contains("Problem"), plain);
    }

    private static String page(Path folder, String... flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Page.class.getName()));
        Path output = Files.createTempFile(folder, "page", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "the page did not come");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }
}
