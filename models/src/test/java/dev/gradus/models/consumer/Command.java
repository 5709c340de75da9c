package dev.gradus.models.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs in a folder and leaves there what it prints. */
final class Command {
    private static final long LIMIT_MINUTES = 8;

    private final Path folder;
    private final List<String> words = new ArrayList<>();

    Command(Path folder, Object... words) {
        this.folder = folder;
        add(words);
    }

    Command add(Object... more) {
        Arrays.stream(more).map(Object::toString).forEach(words::add);
        return this;
    }

    /** Paths as java's -cp and -p take them. */
    static String path(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    /** Runs it to a successful end. */
    Output run() throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // What a Maven around this one has said about itself.
        builder.environment()
                .keySet()
                .removeAll(List.of("MAVEN_PROJECTBASEDIR", "MAVEN_BASEDIR", "MAVEN_CMD_LINE_ARGS"));
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        Output output = new Output(Files.readString(out), Files.readString(err));
        assertEquals(0, process.exitValue(), () -> words + "\n" + output.out() + output.err());
        return output;
    }

    /** What a program printed. */
    record Output(String out, String err) {}
}
