package dev.gradus.engine.tensor;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that prints the {@linkplain Fingerprint fingerprints} of some samples of every operation, after as many
 * forward passes of each as its second argument says: {@link BitIdentityTest} runs it in JVMs of its own.
 */
public final class BitsProbe {
    private BitsProbe() {}

    /** @param args the backends' names with commas between, and the number of warm-up passes */
    public static void main(String[] args) {
        int passes = Integer.parseInt(args[1]);
        for (String name : args[0].split(",")) {
            Backend backend = TestBackends.named(name, 2);
            for (Sample sample : samples()) {
                Tensor[] x = sample.draw(backend);
                for (int i = 0; i < passes; i++) {
                    sample.operation().forward(backend, x);
                }
                System.out.println("bits\t" + name + " " + sample.label() + "\t" + Fingerprint.of(sample, backend));
            }
        }
    }

    /** The two largest small samples of every operation: a vector body and a ragged end. */
    static List<Sample> samples() {
        Map<String, List<Sample>> byClass = new LinkedHashMap<>();
        for (Sample sample : OperationRegistry.small()) {
            byClass.computeIfAbsent(sample.operation().toString(), key -> new ArrayList<>())
                    .add(sample);
        }
        List<Sample> chosen = new ArrayList<>();
        for (List<Sample> group : byClass.values()) {
            group.sort((a, b) -> Long.compare(size(b), size(a)));
            chosen.addAll(group.subList(0, Math.min(2, group.size())));
        }
        return chosen;
    }

    private static long size(Sample sample) {
        return sample.inputs().stream().mapToLong(input -> input.shape().size()).sum();
    }
}
