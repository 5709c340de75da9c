package dev.gradus.workloads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.backend.choice.Backends;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkloadsTest {
    /** Elementwise works, whose operations are no multiply-adds. */
    private static final Set<String> UNCOUNTED = Set.of(
            "tanh",
            "sigmoid",
            "exp",
            "leaky-relu",
            "add",
            "sum",
            "sum-large",
            "sum-rows",
            "adam",
            "adam-large",
            "autograd",
            "autograd-second");

    /** Two runs: the second after an optimiser's step, with the first one's arrays. */
    @TestFactory
    Stream<DynamicTest> everyWorkRunsAndIsRatedByTheOperationsThatItAsksFor() {
        return Workloads.all().stream()
                .map(workload -> dynamicTest(workload.name(), () -> {
                    CountingBackend counting = new CountingBackend(Backends.get());
                    Work work = workload.prepare(counting.backend());
                    counting.take();
                    double first = work.run();
                    double counted = counting.take();
                    double second = work.run();
                    assertTrue(Double.isFinite(first) && Double.isFinite(second), first + ", " + second);
                    assertEquals(counted, counting.take());
                    double expected =
                            UNCOUNTED.contains(workload.name()) ? 0 : workload.flops() * workload.operations();
                    assertEquals(expected, counted, 1e-6 * expected);
                }));
    }

    @Test
    void namesAreDistinct() {
        Set<String> names = new HashSet<>();
        for (Workload workload : Workloads.all()) {
            assertTrue(names.add(workload.name()), workload.name());
            assertTrue(workload.name().matches("[a-z0-9-]+"), workload.name());
            assertEquals(workload, Workloads.named(workload.name()).orElseThrow());
        }
        assertTrue(names.containsAll(UNCOUNTED), "a name is gone");
        assertEquals(12, Workloads.some().size());
    }
}
