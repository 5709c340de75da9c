package dev.gradus.bench;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.workloads.Work;
import dev.gradus.workloads.Workloads;
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

/** A workload by name, on a backend, by so many threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class WorkloadBenchmark {
    /** Which workload it is; {@link Suite} gives all names unless told otherwise. */
    @Param("gemm")
    public String name;

    /** The backend. */
    @Param({"vector", "jblas", "plain"})
    public String backend;

    /** Threads that share the work. */
    @Param({"1", "2"})
    public int threads;

    private Work work;

    /** Makes what is not timed. */
    @Setup
    public void prepare() {
        work = Workloads.named(name).orElseThrow().prepare(Backends.named(backend, Workers.of(threads)));
    }

    /** One run, which is so many operations as the workload says. */
    @Benchmark
    public double run() {
        return work.run();
    }
}
