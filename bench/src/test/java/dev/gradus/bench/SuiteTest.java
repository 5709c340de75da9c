package dev.gradus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.workloads.Limits;
import dev.gradus.workloads.Work;
import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Every benchmark once, in this JVM: so that none rots. The times mean nothing. */
class SuiteTest {
    private static final Limits LIMITS = new Limits(2, 100e9, true, 50e9, 10e9);

    private static OptionsBuilder once() {
        OptionsBuilder options = new OptionsBuilder();
        options.forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true)
                .verbosity(org.openjdk.jmh.runner.options.VerboseMode.SILENT);
        return options;
    }

    @Test
    void whatADeviceCostsRuns() throws Exception {
        OptionsBuilder options = once();
        options.include(DeviceBenchmark.class.getSimpleName()).param("backend", "plain");
        assertEquals(2, new Runner(options.build()).run().size());
    }

    @Test
    void everyModelIsWatchedWith() throws Exception {
        OptionsBuilder options = once();
        options.include(OnlineBenchmark.class.getSimpleName())
                .param("backend", "plain")
                .param("window", "18");
        assertEquals(5, new Runner(options.build()).run().size());
    }

    @Test
    void everyWorkloadIsABenchmarkAndRuns() throws Exception {
        OptionsBuilder options = once();
        String[] all = Workloads.all().stream().map(Workload::name).toArray(String[]::new);
        options.exclude(PeerBenchmark.class.getSimpleName())
                .exclude(DeviceBenchmark.class.getSimpleName())
                .exclude(OnlineBenchmark.class.getSimpleName())
                .param("name", all)
                .param("backend", "plain")
                .param("threads", "2");
        Collection<RunResult> results = new Runner(options.build()).run();
        Set<String> run = new TreeSet<>();
        results.forEach(result -> run.add(result.getParams().getParam("name")));
        assertEquals(new TreeSet<>(List.of(all)), run);

        ByteArrayOutputStream said = new ByteArrayOutputStream();
        new Summary(new PrintStream(said, true, StandardCharsets.UTF_8))
                .print(results, Map.of(2, LIMITS), List.of("Abacus: has no beads"));
        String text = said.toString(StandardCharsets.UTF_8);
        for (Workload workload : Workloads.all()) {
            assertTrue(
                    text.lines()
                            .anyMatch(line -> line.startsWith(workload.name() + " ") && line.contains("Gradus plain")),
                    text);
        }
        assertTrue(text.contains("not run: Abacus: has no beads"), text);
    }

    @Test
    void aPeerDoesWhatItOffersByAsManyThreadsAsItCan() {
        Peer peer = new Peer() {
            @Override
            public String name() {
                return "Abacus";
            }

            @Override
            public List<String> offers() {
                return List.of("tanh", "gemm");
            }

            @Override
            public int mostThreads() {
                return 1;
            }

            @Override
            public Work prepare(String workload, int threads) {
                return () -> 0;
            }
        };
        List<Peers.Task> tasks = Peers.tasks(peer, List.of(1, 2));
        assertEquals("[Abacus/gemm/1, Abacus/tanh/1]", tasks.toString());
        assertEquals(tasks.get(0), Peers.Task.parse("Abacus/gemm/1"));
    }

    /** Only in a build with the profile {@code peers} are there any. */
    @Test
    void everyPeerDoesWhatItOffers() {
        for (Peer peer : Peers.all()) {
            Set<String> offered = new HashSet<>(peer.offers());
            for (Peers.Task task : Peers.tasks(peer, List.of(1))) {
                double result = peer.prepare(task.workload(), 1).run();
                assertTrue(Double.isFinite(result), task.toString());
                offered.remove(task.workload());
            }
            assertEquals(Set.of(), offered, peer.name() + " offers what is no workload");
        }
    }
}
