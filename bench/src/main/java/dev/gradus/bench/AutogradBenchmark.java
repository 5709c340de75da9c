package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** What recording and differentiating cost by themselves: tensors of four elements. */
public class AutogradBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({"add", "autograd", "autograd-second"})
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
