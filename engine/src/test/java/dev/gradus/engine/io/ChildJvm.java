package dev.gradus.engine.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own that runs a class of the tests; what it prints to either stream is read line by line. */
final class ChildJvm {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a class's {@code main}, with quick start rather than fast code and without the Vector API. */
    static ChildJvm start(Class<?> program, String... arguments) throws IOException {
        return start(List.of(), program, arguments);
    }

    /** As {@link #start}, with the Vector API where this JVM has it. */
    static ChildJvm startWithVectors(Class<?> program, String... arguments) throws IOException {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return start(vectors ? List.of("--add-modules", "jdk.incubator.vector") : List.of(), program, arguments);
    }

    /** Runs a class's {@code main} to its end, its output redirected into a file, and returns how it ended. */
    static int run(Path output, Class<?> program, String... arguments) throws Exception {
        ProcessBuilder builder = builder(List.of(), program, arguments).redirectOutput(output.toFile());
        return new ChildJvm(builder.start()).exitValue();
    }

    private static ChildJvm start(List<String> flags, Class<?> program, String... arguments) throws IOException {
        return new ChildJvm(builder(flags, program, arguments).start());
    }

    private static ProcessBuilder builder(List<String> flags, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** The next line, or {@code null} when it has ended. */
    String line() throws IOException {
        return output.readLine();
    }

    /** The rest of what it prints. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    /** Gives it a line to read. */
    void send(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Kills it, where it still runs: SIGKILL, which no process can handle. What it has printed can still be read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the child does not die");
        }
    }

    /** How it ended. */
    int exitValue() throws InterruptedException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the child does not end");
        }
        return process.exitValue();
    }
}
