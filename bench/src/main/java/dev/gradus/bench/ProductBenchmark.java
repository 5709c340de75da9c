package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Matrix products. */
public class ProductBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({
        "gemm",
        "gemm-small",
        "gemm-192",
        "gemm-deep",
        "gemm-64x784x256",
        "gemm-wide",
        "gemm-tiny",
        "gemm-row",
        "gemm-column"
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
