package dev.gradus.bench;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.parallel.Workers;
import dev.gradus.models.autoencoder.DenseAutoencoder;
import dev.gradus.models.autoencoder.LstmAutoencoder;
import dev.gradus.models.online.OnlineDetector;
import dev.gradus.models.regression.Aer;
import dev.gradus.models.regression.LstmRegressor;
import dev.gradus.models.series.TimeSeries;
import dev.gradus.models.tadgan.TadGan;
import dev.gradus.models.window.SeriesModel;
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
 * How long one sample of a stream takes, from its coming in to its provisional score and the final one of an earlier bin: the median
 * and the slowest of a hundred and a thousand, on one thread. Not a part of the {@link Suite}, because it is no workload: run it by
 * {@code org.openjdk.jmh.Main}, with {@code -prof gc} for what it allocates.
 *
 * <p>What bounds it is how fast the second and third cache give out the weights, and these are shared with whatever else the machine
 * does: look at the fastest calls ({@code p0.00}) too, before a high percentile is put down to the code.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public class OnlineBenchmark {
    private static final long MINUTE = 60_000;

    /** What is watched with, in its published size. */
    @Param({"dense-ae", "lstm-ae", "aer", "lstm-regressor", "tadgan"})
    public String model;

    /** Samples in a window. */
    @Param("100")
    public int window;

    /** The backend. */
    @Param("vector")
    public String backend;

    private final double[] value = new double[1];
    private OnlineDetector online;
    private long samples;

    /** Makes what is not timed: a detector that has seen its training series once. */
    @Setup
    public void prepare() {
        int length = 3 * window;
        long[] times = new long[length];
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            times[i] = i * MINUTE;
            values[i] = wave(i);
        }
        online = OnlineDetector.of(
                model(Backends.named(backend, Workers.of(1))).fit(TimeSeries.ofMillis(times, values)));
        // From the first sample that is timed on, each is scored.
        for (int i = 0; i < 2 * window; i++) {
            score();
        }
    }

    private SeriesModel model(Backend chosen) {
        return switch (model) {
            case "dense-ae" ->
                DenseAutoencoder.builder()
                        .window(window)
                        .epochs(1)
                        .backend(chosen)
                        .build();
            case "lstm-ae" ->
                LstmAutoencoder.builder()
                        .window(window)
                        .epochs(1)
                        .backend(chosen)
                        .build();
            case "aer" -> Aer.builder().window(window).epochs(1).backend(chosen).build();
            case "lstm-regressor" ->
                LstmRegressor.builder().window(window).epochs(1).backend(chosen).build();
            case "tadgan" ->
                TadGan.builder()
                        .window(window)
                        .epochs(1)
                        .criticIterations(1)
                        .backend(chosen)
                        .build();
            default -> throw new IllegalArgumentException("there is no model '" + model + "' that can be watched with");
        };
    }

    /** A wave that does not repeat itself, and no noise whose making would be timed. */
    private static double wave(long i) {
        return 50 + 10 * StrictMath.sin(i / 5.0) + i % 7;
    }

    /** One sample, which completes the bin of the one before. */
    @Benchmark
    public double score() {
        value[0] = wave(samples);
        return online.add(samples++ * MINUTE, value).provisional();
    }
}
