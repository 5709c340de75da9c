package dev.gradus.workloads;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures each thing in a JVM of its own, so that what ran before has no part in what the JIT compiler makes of it. Such a
 * JVM has the flags and the class path of this one, and ends with it.
 *
 * @param backend the name of the backend, one that runs here
 * @param threads that share the work
 * @param flags   more flags than those of this JVM
 */
public record Forks(String backend, int threads, List<String> flags) {
    static final String FAILED = "failed: ";

    /** How many JVMs show how long the first score takes. */
    private static final int STARTS = 5;

    /** With the flags of this JVM. */
    public Forks(String backend, int threads) {
        this(backend, threads, List.of());
    }

    /**
     * Measures what the machine can do.
     *
     * @throws IOException if the JVM does not start or fails
     */
    public Limits limits(double seconds) throws IOException {
        String[] figures = run(Fork.class, "limits", threads, seconds).split(" ");
        return new Limits(
                threads,
                Double.parseDouble(figures[0]),
                Boolean.parseBoolean(figures[1]),
                Double.parseDouble(figures[2]),
                Double.parseDouble(figures[3]));
    }

    /**
     * Measures a work, half of the time warming up.
     *
     * @throws IOException if the JVM does not start or fails
     */
    public Measurement measure(Workload workload, double seconds) throws IOException {
        String[] figures = run(Fork.class, "work", workload.name(), backend, threads, seconds / 2, seconds / 2)
                .split(" ");
        return new Measurement(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
    }

    /**
     * Measures how long it takes from the start of a JVM to the first score of a saved detector.
     *
     * @param seconds 0 for one start, else several
     * @throws IOException if a JVM does not start or fails
     */
    public Measurement firstScore(double seconds) throws IOException {
        Path file = Files.createTempFile("gradus", ".safetensors");
        try {
            FirstScore.save(file);
            double[] times = new double[seconds > 0 ? STARTS : 1];
            double bytes = 0;
            for (int i = 0; i < times.length; i++) {
                long start = System.nanoTime();
                String said = run(FirstScore.class, file, backend, threads);
                times[i] = (System.nanoTime() - start) / 1e9;
                bytes = Double.parseDouble(said);
            }
            Arrays.sort(times);
            return new Measurement(times[times.length / 2], times[0], bytes);
        } finally {
            Files.delete(file);
        }
    }

    /** The first line that the class prints, which is all that it prints. */
    private String run(Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-agentlib") && !flag.startsWith("-javaagent")) {
                command.add(flag);
            }
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        File errors = File.createTempFile("gradus", ".txt");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors).start();
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                String line = out.readLine();
                if (line == null) {
                    throw new IOException(lastLine(errors.toPath()));
                }
                if (line.startsWith(FAILED)) {
                    throw new IOException(line.substring(FAILED.length()));
                }
                return line;
            } finally {
                process.destroy();
            }
        } finally {
            Files.delete(errors.toPath());
        }
    }

    private static String lastLine(Path errors) throws IOException {
        List<String> lines = Files.readAllLines(errors);
        return lines.isEmpty() ? "the JVM ended without a word" : lines.get(lines.size() - 1);
    }
}
