package dev.gradus.bench;

import dev.gradus.workloads.Forks;
import dev.gradus.workloads.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the suite: JMH with its own command line, allocation measured too, the peers that run here beside Gradus; and behind
 * it a table of all results as shares of what the machine can do, with the peers that did not run and why.
 */
public final class Suite {
    private static final List<String> THREADS = List.of("1", "2");
    private static final double SECONDS_FOR_LIMITS = 4;

    private Suite() {}

    /** Takes JMH's options; {@code -h} lists them. */
    public static void main(String[] arguments) throws Exception {
        CommandLineOptions options = new CommandLineOptions(arguments);
        if (asksOnly(arguments)) {
            org.openjdk.jmh.Main.main(arguments);
        } else {
            run(options);
        }
    }

    private static boolean asksOnly(String... arguments) {
        return Stream.of(arguments).anyMatch(List.of("-h", "-l", "-lp", "-lprof", "-lrf")::contains);
    }

    private static void run(CommandLineOptions options)
            throws RunnerException, CommandLineOptionException, IOException, InterruptedException {
        Collection<String> threads = options.getParameter("threads").orElse(THREADS);
        List<String> absent = new ArrayList<>();
        List<String> tasks = tasks(options, threads, absent);
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(options);
        if (options.getProfilers().isEmpty()) {
            builder.addProfiler("gc");
        }
        if (tasks.isEmpty()) {
            builder.exclude(PeerBenchmark.class.getSimpleName());
        } else {
            builder.param("task", tasks.toArray(String[]::new));
        }
        Collection<RunResult> results = new Runner(builder.build()).run();
        Map<Integer, Limits> limits = new TreeMap<>();
        for (String count : threads) {
            int number = Integer.parseInt(count);
            limits.put(number, new Forks("vector", number).limits(SECONDS_FOR_LIMITS));
        }
        new Summary(System.out).print(results, limits, absent);
    }

    /** What the peers do of what is asked for; notes those that do not run. */
    private static List<String> tasks(CommandLineOptions options, Collection<String> threads, List<String> absent)
            throws IOException, InterruptedException {
        List<Peer> peers = Peers.all();
        if (peers.isEmpty()) {
            absent.add("ND4J, PyTorch by DJL, VectorBLAS: not in this build; build with mvn -Ppeers");
        }
        Collection<String> names = options.getParameter("name").orElse(List.of());
        List<String> tasks = new ArrayList<>();
        for (Peer peer : peers) {
            String obstacle = Peers.obstacle(peer);
            if (obstacle == null) {
                Peers.tasks(peer, threads.stream().map(Integer::valueOf).toList()).stream()
                        .filter(task -> names.isEmpty() || names.contains(task.workload()))
                        .forEach(task -> tasks.add(task.toString()));
            } else {
                absent.add(peer.name() + ": " + obstacle);
            }
        }
        return tasks;
    }
}
