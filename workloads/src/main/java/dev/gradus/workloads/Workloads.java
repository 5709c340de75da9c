package dev.gradus.workloads;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that is timed, by name. */
public final class Workloads {
    private static final List<Workload> ALL = Stream.of(
                    ProductWorks.all(),
                    ConvolutionWorks.all(),
                    ElementWorks.all(),
                    RecurrentWorks.all(),
                    TadGanWorks.all(),
                    AutoencoderWorks.all(),
                    WindowWorks.all(),
                    DcganWorks.all(),
                    GanomalyWorks.all())
            .flatMap(List::stream)
            .toList();

    /** What a short look at a machine takes. */
    private static final List<String> SHORT = List.of(
            "gemm",
            "gemm-small",
            "conv",
            "conv-fb",
            "tanh",
            "add",
            "tadgan",
            "critic-gp",
            "lstm-ae",
            "dense-ae",
            "dcgan",
            "ganomaly");

    private Workloads() {}

    /** All, kernels first. */
    public static List<Workload> all() {
        return ALL;
    }

    /** Those of a short look at a machine. */
    public static List<Workload> some() {
        return SHORT.stream().map(name -> named(name).orElseThrow()).toList();
    }

    /** One of them. */
    public static Optional<Workload> named(String name) {
        return ALL.stream().filter(w -> w.name().equals(name)).findFirst();
    }
}
