package dev.gradus.bench;

import dev.gradus.workloads.Work;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same work by other engines. {@link Suite} says which of them does what. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class PeerBenchmark {
    /** Engine, workload and threads, such as {@code ND4J/gemm/2}. */
    @Param("none")
    public String task;

    private Work work;

    /** Makes what is not timed. */
    @Setup
    public void prepare() {
        Peers.Task parsed = Peers.Task.parse(task);
        work = Peers.named(parsed.peer()).prepare(parsed.workload(), parsed.threads());
    }

    /** One run. */
    @Benchmark
    public double run() {
        return work.run();
    }
}
