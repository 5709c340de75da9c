package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @Test
    void namesTheMachineAndEveryBackend() {
        StringWriter out = new StringWriter();
        assertEquals(
                0,
                Main.commandLine(FakeTrainer::new).setOut(new PrintWriter(out)).execute("info"));
        String said = out.toString();
        for (String name : List.of(
                "Gradus",
                "Java",
                "Processor",
                "Vectors",
                "Cores",
                "Threads",
                "Memory",
                "vector",
                "jblas",
                "plain",
                "reference",
                "aparapi")) {
            assertTrue(said.lines().anyMatch(line -> line.strip().startsWith(name)), said);
        }
        assertEquals(1, said.lines().filter(line -> line.contains(" chosen ")).count(), said);
    }

    /** In a JVM of its own, which has chosen nothing yet and may be left. */
    @Test
    void aBackendThatIsNotThereIsSaidBesideTheReport(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dgradus.backend=abacus",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "info")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(3, TimeUnit.MINUTES), "info did not end");
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(out);
        String message = "backend: there is none named 'abacus' (-Dgradus.backend); choose from auto, ";
        assertEquals(1, process.exitValue(), said);
        assertTrue(said.lines().anyMatch(line -> line.startsWith("  plain      available ")), said);
        assertTrue(said.lines().anyMatch(line -> line.startsWith("Problem      " + message)), said);
        assertTrue(Files.readString(err).contains("gradus: " + message), Files.readString(err));
    }
}
