package dev.gradus.bench;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.workloads.Forks;
import dev.gradus.workloads.Limits;
import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final String VECTOR_API = "jdk.incubator.vector";
    private static final List<String> BACKENDS = List.of("vector", "jblas", "plain");
    private static final List<String> THREADS = List.of("1", "2");
    private static final double SECONDS_FOR_LIMITS = 4;

    private Suite() {}

    /** Takes JMH's options, such as {@code -p name=gemm,conv -p threads=1 -p backend=vector}; {@code -h} lists them. */
    public static void main(String[] arguments) throws Exception {
        if (asksOnly(arguments)) {
            org.openjdk.jmh.Main.main(arguments);
            return;
        }
        try {
            run(new CommandLineOptions(arguments));
        } catch (IllegalArgumentException | CommandLineOptionException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean asksOnly(String... arguments) {
        return Stream.of(arguments).anyMatch(List.of("-h", "-l", "-lp", "-lprof", "-lrf")::contains);
    }

    private static void run(CommandLineOptions options)
            throws RunnerException, CommandLineOptionException, IOException, InterruptedException {
        Collection<String> threads = options.getParameter("threads").orElse(THREADS);
        List<String> absent = new ArrayList<>();
        Collection<String> names = names(options);
        List<String> tasks = tasks(names, threads, absent);
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .parent(options)
                .exclude(DeviceBenchmark.class.getSimpleName())
                .exclude(OnlineBenchmark.class.getSimpleName())
                .param("name", names.toArray(String[]::new))
                .param("backend", backends(options, absent).toArray(String[]::new));
        if (options.getProfilers().isEmpty()) {
            builder.addProfiler("gc");
        }
        if (tasks.isEmpty()) {
            builder.exclude(PeerBenchmark.class.getSimpleName());
        } else {
            builder.param("task", tasks.toArray(String[]::new));
        }
        Collection<RunResult> results = new Runner(builder.build()).run();
        Set<String> failed = new LinkedHashSet<>(tasks);
        results.forEach(result -> failed.remove(result.getParams().getParam("task")));
        if (results.stream().anyMatch(result -> result.getParams().getParam("task") != null)) {
            failed.forEach(task -> absent.add(task + ": failed; its message stands above"));
        }
        List<String> flags = hasVectorApi() ? List.of("--add-modules=" + VECTOR_API) : List.of();
        Map<Integer, Limits> limits = new TreeMap<>();
        for (String count : threads) {
            int number = Integer.parseInt(count);
            limits.put(number, new Forks("vector", number, flags).limits(SECONDS_FOR_LIMITS));
        }
        new Summary(System.out).print(results, limits, absent);
    }

    /** The workloads that are asked for: all by default. */
    private static Collection<String> names(CommandLineOptions options) {
        List<String> all = Workloads.all().stream().map(Workload::name).toList();
        Collection<String> names = options.getParameter("name").orElse(all);
        for (String name : names) {
            if (!all.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no workload '" + name + "'; choose from " + String.join(", ", all));
            }
        }
        return names;
    }

    /** The backends that are asked for, all by default, without those that do not run here; these are noted. */
    private static List<String> backends(CommandLineOptions options, List<String> absent) {
        List<String> run = new ArrayList<>();
        for (String name : options.getParameter("backend").orElse(BACKENDS)) {
            try {
                // The benchmarks' JVMs are given the module that this one may lack.
                if (!(name.equals("vector") && hasVectorApi())) {
                    Backends.named(name, Workers.of(1));
                }
                run.add(name);
            } catch (IllegalStateException e) {
                absent.add("Gradus " + name + ": " + e.getMessage());
            }
        }
        return run;
    }

    private static boolean hasVectorApi() {
        return ModuleFinder.ofSystem().find(VECTOR_API).isPresent();
    }

    /** What the peers do of what is asked for; notes those that do not run. */
    private static List<String> tasks(Collection<String> names, Collection<String> threads, List<String> absent)
            throws IOException, InterruptedException {
        List<Peer> peers = Peers.all();
        if (peers.isEmpty()) {
            absent.add("ND4J, PyTorch by DJL, VectorBLAS: not in this build; build with mvn -Ppeers");
        }
        List<String> tasks = new ArrayList<>();
        for (Peer peer : peers) {
            String obstacle = Peers.obstacle(peer);
            if (obstacle == null) {
                Peers.tasks(peer, threads.stream().map(Integer::valueOf).toList()).stream()
                        .filter(task -> names.contains(task.workload()))
                        .forEach(task -> tasks.add(task.toString()));
            } else {
                absent.add(peer.name() + ": " + obstacle);
            }
        }
        return tasks;
    }
}
