package dev.gradus.cli;

import dev.gradus.workloads.Limits;
import dev.gradus.workloads.Measurement;
import dev.gradus.workloads.Workload;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One line of {@code gradus bench}.
 *
 * @param name what was timed
 * @param what the same in words
 * @param threads that shared it
 * @param median milliseconds
 * @param minimum milliseconds
 * @param gflops 10⁹ floating-point operations a second, at the median
 * @param share the least time that the machine's limits allow, in terms of the median
 * @param limit the nearest of these limits
 * @param bytes allocated for one, by all threads
 */
record BenchResult(
        String name,
        String what,
        int threads,
        double median,
        double minimum,
        double gflops,
        double share,
        String limit,
        double bytes) {

    /** The name of what takes a whole JVM. */
    static final String FIRST_SCORE = "first-score";

    static BenchResult of(Workload workload, Measurement m, Limits limits) {
        return new BenchResult(
                workload.name(),
                workload.what(),
                limits.threads(),
                1e3 * m.median(),
                1e3 * m.minimum(),
                workload.flops() / m.median() / 1e9,
                limits.least(workload) / m.median(),
                limits.nearest(workload),
                m.bytes());
    }

    /** No limit of arithmetic is near to it. */
    static BenchResult firstScore(Measurement m, Limits limits) {
        return new BenchResult(
                FIRST_SCORE,
                "start a JVM, load a TadGAN detector, score one window",
                limits.threads(),
                1e3 * m.median(),
                1e3 * m.minimum(),
                0,
                0,
                "",
                m.bytes());
    }

    /** Some results as a JSON array. */
    static String json(List<BenchResult> results) {
        return results.stream().map(BenchResult::json).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    /** The name needs no escapes. */
    private String json() {
        return String.format(
                Locale.ROOT,
                "{\"name\": \"%s\", \"threads\": %d, \"median_ms\": %.6f, \"min_ms\": %.6f, \"gflops\": %.3f,"
                        + " \"peak_share\": %.4f, \"bytes_per_op\": %.0f}",
                name,
                threads,
                median,
                minimum,
                gflops,
                share,
                bytes);
    }
}
