package dev.gradus.bench;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Matrix products {@code [m, k]·[k, n]} in float32. One operation is {@code 2·m·k·n} floating-point operations. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatMulBenchmark {
    /** Rows, common length and columns. */
    @Param({"64x100x400", "192x192x192", "768x768x768"})
    public String size;

    /** The backend, and so the kernel. */
    @Param({"vector", "jblas", "plain"})
    public String backend;

    /** Threads that share a product. */
    @Param({"1", "2"})
    public int threads;

    private Tensor a;
    private Tensor b;

    /** Draws the matrices. */
    @Setup
    public void draw() {
        String[] extents = size.split("x");
        int m = Integer.parseInt(extents[0]);
        int k = Integer.parseInt(extents[1]);
        int n = Integer.parseInt(extents[2]);
        Backend chosen = Backends.named(backend, Workers.of(threads));
        Rng rng = new Rng(1);
        a = rng.uniform(chosen, Shape.of(m, k), -1, 1);
        b = rng.uniform(chosen, Shape.of(k, n), -1, 1);
    }

    /** One product, its result given back to the pool. */
    @Benchmark
    public double product() {
        return Scope.within(() -> a.matmul(b).get(0, 0));
    }
}
