package dev.gradus.engine.backend.aparapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The garbage collector moves Java arrays while a training runs; it comes to the same bits. */
class CollectionsTest {
    private static final int STEPS = 12;

    @TempDir
    Path folder;

    @Test
    void collectionsChangeNothing() throws Exception {
        TestBackends.device();
        List<String> collectors = List.of("-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseSerialGC");
        List<Process> running = new ArrayList<>();
        for (String collector : collectors) {
            running.add(start(collector, List.of(collector, "-Xmx48m")));
        }
        AparapiBackend backend = TestDevices.backend(TestDevices.real());
        String expected = DeviceTraining.numbersAfter(STEPS, backend);
        assertNull(backend.queue().failure());
        try {
            for (Process process : running) {
                assertTrue(process.waitFor(3, TimeUnit.MINUTES), "a training did not end");
            }
        } finally {
            running.forEach(Process::destroyForcibly);
        }
        for (String collector : collectors) {
            assertEquals(
                    "failure null" + System.lineSeparator() + expected,
                    Files.readString(folder.resolve(collector)),
                    collector);
        }
    }

    private Process start(String name, List<String> flags) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DeviceTraining.class.getName()));
        command.add(Integer.toString(STEPS));
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve(name).toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
