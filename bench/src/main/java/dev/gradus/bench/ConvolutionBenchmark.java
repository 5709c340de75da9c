package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Convolutions forward, and forward and backward. */
public class ConvolutionBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({
        "conv",
        "conv-fb",
        "conv-first",
        "conv-first-fb",
        "conv-3x3",
        "conv-3x3-fb",
        "conv1d",
        "conv1d-fb",
        "conv-transposed",
        "conv-transposed-fb"
    })
    public String name;

    @Override
    String name() {
        return name;
    }

    /** One run. */
    @Benchmark
    public double run() {
        return work.run();
    }
}
