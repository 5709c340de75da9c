package dev.gradus.bench;

import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** The other engines of this build, and whether they run here. */
final class Peers {
    private static final String RUNS = "runs";

    /** What one of them is asked to do. */
    record Task(String peer, String workload, int threads) {
        static Task parse(String text) {
            String[] parts = text.split("/");
            return new Task(parts[0], parts[1], Integer.parseInt(parts[2]));
        }

        @Override
        public String toString() {
            return peer + "/" + workload + "/" + threads;
        }
    }

    private Peers() {}

    /** Those of this build; none without the profile {@code peers}. */
    static List<Peer> all() {
        return ServiceLoader.load(Peer.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    static Peer named(String name) {
        return all().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    /** What a peer does of the workloads, by each of the numbers of threads that it can use. */
    static List<Task> tasks(Peer peer, List<Integer> threads) {
        List<Task> tasks = new ArrayList<>();
        for (Workload workload : Workloads.all()) {
            for (int count : threads) {
                if (peer.offers().contains(workload.name()) && count <= peer.mostThreads()) {
                    tasks.add(new Task(peer.name(), workload.name(), count));
                }
            }
        }
        return tasks;
    }

    /**
     * Tries a peer in a JVM of its own, since one that cannot load its library may take its JVM with it.
     *
     * @return why it cannot run, or {@code null}
     */
    static String obstacle(Peer peer) throws IOException, InterruptedException {
        File said = File.createTempFile("gradus", ".txt");
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules=jdk.incubator.vector",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Peers.class.getName(),
                            peer.name())
                    .redirectErrorStream(true)
                    .redirectOutput(said)
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return "did not answer within five minutes";
            }
            List<String> lines = Files.readAllLines(said.toPath());
            if (lines.contains(RUNS)) {
                return null;
            }
            return lines.stream()
                    .filter(line -> line.startsWith("java.") || line.contains("Error") || line.contains("Exception"))
                    .findFirst()
                    .orElse("its JVM ended with status " + process.exitValue());
        } finally {
            Files.delete(said.toPath());
        }
    }

    /** Tries a peer: its name. */
    public static void main(String[] arguments) {
        try {
            Peer peer = named(arguments[0]);
            peer.prepare(peer.offers().get(0), 1).run();
            System.out.println(RUNS);
        } catch (Throwable e) {
            System.out.println(e);
        }
        System.exit(0);
    }
}
