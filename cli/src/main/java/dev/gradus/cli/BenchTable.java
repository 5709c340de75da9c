package dev.gradus.cli;

import dev.gradus.engine.backend.choice.SystemReport;
import dev.gradus.workloads.Limits;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Locale;

/** What {@code gradus bench} prints, line by line as it is known. */
final class BenchTable {
    private final PrintWriter out;
    private final String backend;
    private final int threads;

    BenchTable(PrintWriter out, String backend, int threads) {
        this.out = out;
        this.backend = backend;
        this.threads = threads;
    }

    /** Where it runs. */
    void machine() {
        SystemReport report = SystemReport.take();
        print("Gradus     %s, %s", Main.Version.number(), LocalDate.now());
        print("Processor  %s, %d cores%s", report.processor(), report.cores(), vectors(report));
        print("Java       %s", report.java());
        print("Backend    %s, %s", backend, threads == 1 ? "1 thread" : threads + " threads");
    }

    private static String vectors(SystemReport report) {
        return report.vectorBits() == 0 ? "" : ", vectors of " + report.vectorBits() + " bits";
    }

    /** What the machine can do, and the head of the columns. */
    void head(Limits limits) {
        print(
                "Peak       %.1f GFLOP/s of multiply-adds %s; %.0f GB/s in cache (c), %.0f GB/s in memory (m)",
                limits.flops() / 1e9,
                limits.vectorApi() ? "on registers" : "in plain loops",
                limits.cacheBytes() / 1e9,
                limits.memoryBytes() / 1e9);
        out.println();
        print("%-22s %11s %11s %9s %9s   %12s  %s", "name", "median ms", "min ms", "GFLOP/s", "of peak", "bytes", "");
    }

    /** One line. */
    void row(BenchResult r) {
        String mark = r.limit().isEmpty() || r.limit().equals("multiply-add")
                ? " "
                : r.limit().substring(0, 1);
        boolean rated = r.gflops() > 0;
        print(
                "%-22s %11s %11s %9s %9s %s %12.0f  %s",
                r.name(),
                milliseconds(r.median()),
                milliseconds(r.minimum()),
                rated ? String.format(Locale.ROOT, "%.2f", r.gflops()) : "",
                rated ? String.format(Locale.ROOT, "%.1f %%", 100 * r.share()) : "",
                mark,
                r.bytes(),
                r.what());
    }

    /** Leaves nothing behind in a buffer. */
    void end() {
        out.flush();
    }

    /** Four digits, so that microseconds and seconds can be read alike. */
    private static String milliseconds(double value) {
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : value >= 1 ? 3 : value >= 0.01 ? 4 : 6;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
