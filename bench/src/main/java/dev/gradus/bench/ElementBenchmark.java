package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Elementwise work, reductions, and Adam's update. */
public class ElementBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({"tanh", "sigmoid", "exp", "leaky-relu", "sum", "sum-large", "sum-rows", "adam", "adam-large"})
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
