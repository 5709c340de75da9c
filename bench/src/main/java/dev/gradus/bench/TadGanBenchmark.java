package dev.gradus.bench;

import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.Detection;
import dev.gradus.models.Detector;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Training and use of TadGAN in its published size: batch 64, window 100. A training group is five steps of each critic
 * and one of encoder and generator; the series has 320 windows, so that an epoch is one group.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 3, time = 10)
public class TadGanBenchmark {
    private static final int GROUPS = 8;
    private static final int WINDOWS = 320;
    private static final int WINDOW = 100;

    /** The backend. */
    @Param({"vector", "jblas", "plain"})
    public String backend;

    /** Threads that share the work. */
    @Param("2")
    public int threads;

    private TimeSeries series;
    private TadGan model;
    private Detector detector;

    /** Makes a series and trains a detector on it. */
    @Setup
    public void train() {
        int length = WINDOWS + WINDOW;
        long[] times = new long[length];
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            times[i] = 600L * i;
            values[i] = StrictMath.sin(i / 7.0) + 0.3 * StrictMath.sin(i / 2.3);
        }
        series = TimeSeries.of(times, values);
        model = TadGan.builder()
                .epochs(GROUPS)
                .backend(Backends.named(backend, Workers.of(threads)))
                .build();
        detector = model.fit(series);
    }

    /** One training group; {@value #GROUPS} share the initialisation and one {@link #examine} of the training series. */
    @Benchmark
    @OperationsPerInvocation(GROUPS)
    public Detector trainingGroup() {
        return model.fit(series);
    }

    /** Reconstructing, criticising and scoring 320 windows. */
    @Benchmark
    public Detection examine() {
        return detector.examine(series);
    }
}
