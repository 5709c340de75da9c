package dev.gradus.bench;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to have so many small operations done, one after the other, and to read the last value. On the backend
 * {@code aparapi} one operation is about the cost of an execution, and each further one that of a pass. Not a part of the
 * {@link Suite}, because it is no workload: run it by {@code org.openjdk.jmh.Main}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeviceBenchmark {
    private static final int NUMBERS = 1024;

    /** How many operations. */
    @Param({"1", "1001"})
    public int operations;

    /** The backend. */
    @Param({"aparapi", "vector"})
    public String backend;

    private Tensor start;

    /** Makes what is not timed. */
    @Setup
    public void prepare() {
        Backend chosen = Backends.named(backend, Workers.of(1));
        start = Tensor.full(chosen, 1, Shape.of(NUMBERS));
    }

    /** All operations and the reading. */
    @Benchmark
    public float[] run() {
        return dev.gradus.engine.memory.Scope.within(() -> {
            Tensor x = start;
            for (int i = 0; i < operations; i++) {
                x = x.neg();
            }
            return x.toFloats();
        });
    }
}
