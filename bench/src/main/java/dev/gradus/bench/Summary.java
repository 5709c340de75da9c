package dev.gradus.bench;

import dev.gradus.engine.backend.choice.SystemReport;
import dev.gradus.workloads.Limits;
import dev.gradus.workloads.Workload;
import dev.gradus.workloads.Workloads;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** A run of the suite as one table: who took how long, and what share of the machine's limit that is. */
final class Summary {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** One line: times in microseconds, for one operation of the workload. */
    private record Row(Workload workload, int threads, String engine, double time, double error, double bytes) {}

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    /** Prints it; engines that did not run come last. */
    void print(Collection<RunResult> results, Map<Integer, Limits> limits, List<String> absent) {
        SystemReport machine = SystemReport.take();
        print("%n%s, %d cores; Java %s; %s", machine.processor(), machine.cores(), machine.java(), LocalDate.now());
        limits.forEach((threads, l) -> print(
                "%d thread(s): %.1f GFLOP/s of multiply-adds, %.0f GB/s in cache, %.0f GB/s in memory",
                threads, l.flops() / 1e9, l.cacheBytes() / 1e9, l.memoryBytes() / 1e9));
        print(
                "%n%-24s %7s  %-16s %14s %12s %10s %9s  %-12s %14s",
                "workload", "threads", "engine", "us/op", "+-", "GFLOP/s", "of limit", "", "B/op");
        List<String> order = Workloads.all().stream().map(Workload::name).toList();
        results.stream()
                .map(Summary::row)
                .sorted(Comparator.comparingInt((Row r) -> order.indexOf(r.workload.name()))
                        .thenComparingInt(Row::threads)
                        .thenComparingDouble(Row::time))
                .forEach(r -> print(r, limits.get(r.threads)));
        for (String line : absent) {
            print("%nnot run: %s", line);
        }
    }

    private static Row row(RunResult result) {
        Result<?> primary = result.getPrimaryResult();
        String task = result.getParams().getParam("task");
        String name;
        int threads;
        String engine;
        if (task == null) {
            name = result.getParams().getParam("name");
            threads = Integer.parseInt(result.getParams().getParam("threads"));
            engine = "Gradus " + result.getParams().getParam("backend");
        } else {
            Peers.Task parsed = Peers.Task.parse(task);
            name = parsed.workload();
            threads = parsed.threads();
            engine = parsed.peer();
        }
        Workload workload = Workloads.named(name).orElseThrow();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new Row(
                workload,
                threads,
                engine,
                primary.getScore() / workload.operations(),
                primary.getScoreError() / workload.operations(),
                (allocated == null ? Double.NaN : allocated.getScore()) / workload.operations());
    }

    private void print(Row r, Limits limits) {
        double seconds = r.time / 1e6;
        print(
                "%-24s %7d  %-16s %14.3f %12.3f %10.2f %8.1f%%  %-12s %14.0f",
                r.workload.name(),
                r.threads,
                r.engine,
                r.time,
                r.error,
                r.workload.flops() / seconds / 1e9,
                100 * limits.least(r.workload) / seconds,
                limits.nearest(r.workload),
                r.bytes);
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
