package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path and the modules of this one. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts it; what it prints goes into a file. */
    public static Process start(Path output, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Runs it to its end, which must be a good one, and returns the lines that it printed, but for the JVM's own. */
    public static List<String> run(Path output, Class<?> main, Object... arguments) throws Exception {
        Process process = start(output, main, arguments);
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the process did not end");
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output);
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines.stream().filter(line -> !line.startsWith("WARNING: ")).toList();
    }
}
