package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Trained models in use. */
public class InferenceBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({
        "tadgan-reconstruct",
        "tadgan-reconstruct-1",
        "lstm-ae-reconstruct",
        "lstm-ae-reconstruct-1",
        "dcgan-generate",
        "ganomaly-score"
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
