package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Arrays come out of the pool with old numbers in them: no operation may take those for its own. */
@SuppressWarnings("try") // A scope works by being open; the block need not name it.
class RecycledArraysTest {
    @TestFactory
    Stream<DynamicTest> resultsDoNotDependOnWhatThePoolHolds() {
        return TestBackends.singleAndDevice().stream()
                .flatMap(backend -> OperationRegistry.small().stream()
                        .map(sample ->
                                dynamicTest(backend.name() + " " + sample.label(), () -> check(sample, backend))));
    }

    private static void check(Sample sample, Backend backend) {
        long expected = Fingerprint.of(sample, backend);
        for (int round = 0; round < 2; round++) {
            try (Scope scope = Scope.open()) {
                Tensor[] x = sample.draw(backend);
                for (int i = 0; i < x.length; i++) {
                    x[i] = x[i].mul(Double.NaN).tracked();
                }
                Tensor y = sample.apply(x);
                Gradients.of(y, BackendAgreementTest.weights(y).mul(Double.NaN), x);
            }
            try (Scope scope = Scope.open()) {
                assertEquals(expected, Fingerprint.of(sample, backend));
            }
        }
    }
}
