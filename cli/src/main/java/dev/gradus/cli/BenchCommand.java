package dev.gradus.cli;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.workloads.Forks;
import dev.gradus.workloads.Limits;
import dev.gradus.workloads.Measurement;
import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus bench}: times kernels and models on this machine and compares them with what the machine can do. */
@Command(
        name = "bench",
        description = {
            "Times kernels and models, each in a JVM of its own, and prints for each the median, GFLOP/s, the share of"
                    + " what the machine can do at best (measured first), and the bytes allocated.",
            "Without NAME a selection that takes less than two minutes; 'all' for everything, 'tadgan-parts' for"
                    + " TadGAN's networks. A wrong name lists the names."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class BenchCommand implements Callable<Integer> {
    private static final String EVERYTHING = "all";
    private static final String PARTS = "tadgan-parts";
    private static final double SECONDS_FOR_LIMITS = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "What to time.")
    private List<String> names = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures here, as JSON.")
    private Path json;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the work. Default: all processors.")
    private Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "B",
            description =
                    "What computes: auto, vector, jblas, plain, reference or aparapi; see 'gradus info'. Default: auto.")
    private String backend;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds for each NAME, half of them to warm up, and 0 for a single run. Default: what suits"
                    + " each, 2 to 8.")
    private Double seconds;

    @Override
    public Integer call() {
        if (threads != null && threads < 1) {
            throw new UsageException("--threads must be at least 1, not " + threads);
        }
        if (seconds != null && !(seconds >= 0 && seconds <= 3600)) {
            throw new UsageException("--seconds must be from 0 to 3600, not " + seconds);
        }
        List<String> asked = asked();
        BackendOption.requireKnown(backend);
        if (json != null) {
            Outputs.requireWritable(json, "--json");
        }
        int shared = threads == null ? Workers.shared().threads() : threads;
        Backend chosen = BackendOption.backend(backend, threads);
        Forks forks = new Forks(chosen.name(), shared);
        PrintWriter out = spec.commandLine().getOut();
        try {
            List<BenchResult> results = measured(asked, forks, new BenchTable(out, chosen.name(), shared));
            if (json != null) {
                write(results);
            }
        } catch (IOException e) {
            throw new FailureException(e.getMessage(), e);
        }
        return 0;
    }

    private List<BenchResult> measured(List<String> asked, Forks forks, BenchTable table) throws IOException {
        table.machine();
        progress("the limits of the machine");
        Limits limits = forks.limits(seconds == null ? SECONDS_FOR_LIMITS : Math.min(seconds, SECONDS_FOR_LIMITS));
        table.head(limits);
        List<BenchResult> results = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = asked.get(i);
            progress(name + ", " + (i + 1) + " of " + asked.size());
            BenchResult result;
            try {
                result = measured(name, forks, limits);
            } catch (IOException e) {
                throw new IOException(name + ": " + e.getMessage(), e);
            }
            table.row(result);
            results.add(result);
        }
        table.end();
        return results;
    }

    private BenchResult measured(String name, Forks forks, Limits limits) throws IOException {
        if (name.equals(BenchResult.FIRST_SCORE)) {
            return BenchResult.firstScore(forks.firstScore(seconds == null ? 1 : seconds), limits);
        }
        Workload workload = Workloads.named(name).orElseThrow();
        Measurement measurement = forks.measure(workload, seconds == null ? workload.seconds() : seconds);
        return BenchResult.of(workload, measurement, limits);
    }

    private void write(List<BenchResult> results) throws IOException {
        try (Outputs outputs = new Outputs()) {
            outputs.stage(json, BenchResult.json(results).getBytes(StandardCharsets.UTF_8));
            outputs.commit();
        }
    }

    private void progress(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench: " + what);
        err.flush();
    }

    /**
     * The names that were given, those that stand for several replaced, each once.
     *
     * @throws UsageException if one is unknown
     */
    private List<String> asked() {
        Map<String, List<String>> known = new LinkedHashMap<>();
        List<String> all = new ArrayList<>();
        for (Workload workload : Workloads.all()) {
            known.put(workload.name(), List.of(workload.name()));
            all.add(workload.name());
        }
        known.put(BenchResult.FIRST_SCORE, List.of(BenchResult.FIRST_SCORE));
        all.add(BenchResult.FIRST_SCORE);
        List<String> some =
                new ArrayList<>(Workloads.some().stream().map(Workload::name).toList());
        some.add(BenchResult.FIRST_SCORE);
        known.put(PARTS, all.stream().filter(name -> name.startsWith("tadgan-")).toList());
        known.put(EVERYTHING, all);
        if (names.isEmpty()) {
            return some;
        }
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw new UsageException(
                        "there is no benchmark '" + name + "'; choose from " + String.join(", ", known.keySet()));
            }
        }
        return names.stream()
                .flatMap(name -> known.get(name).stream())
                .distinct()
                .toList();
    }
}
