package dev.gradus.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** LSTM and GRU over whole sequences, forward, and forward and backward. */
public class RecurrentBenchmark extends WorkloadBenchmark {
    /** Names of workloads. */
    @Param({"lstm", "lstm-fb", "lstm-both", "lstm-both-fb", "lstm-256", "lstm-256-fb", "gru", "gru-fb"})
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
