package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Training steps of models. */
public class TrainingBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({
        "tadgan",
        "critic-gp",
        "critic-z-gp",
        "tadgan-encoder",
        "tadgan-generator",
        "lstm-ae",
        "lstm-ae-1",
        "dense-ae",
        "dcgan",
        "ganomaly"
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
