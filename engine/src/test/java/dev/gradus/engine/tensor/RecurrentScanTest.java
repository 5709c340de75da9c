package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The fused recurrences and their definitions in elementary operations are the same functions. */
@Tag("without-vector")
class RecurrentScanTest {
    @TestFactory
    Stream<DynamicTest> fusedAndElementaryFormsAgree() {
        List<Backend> all = new ArrayList<>(TestBackends.singleAndDevice());
        all.add(TestBackends.reference());
        return all.stream()
                .flatMap(backend -> OperationRegistry.samples().stream()
                        .filter(sample -> sample.operation() instanceof RecurrentScan)
                        .map(sample ->
                                dynamicTest(backend.name() + " " + sample.label(), () -> check(sample, backend))));
    }

    private static void check(Sample sample, Backend backend) {
        RecurrentScan scan = (RecurrentScan) sample.operation();
        double tolerance = 300 * backend.epsilon();
        Tensor[] x = BackendAgreementTest.tracked(sample.draw(backend));
        Tensor[] fused = Tensor.applyAll(scan, x);
        Tensor[] elementary = scan.definition(x);
        for (int i = 0; i < fused.length; i++) {
            double[] expected = elementary[i].toArray();
            assertArrayEquals(expected, fused[i].toArray(), scale(expected) * tolerance, "output " + i);
        }
        Tensor y = BackendAgreementTest.flat(fused);
        Tensor z = BackendAgreementTest.flat(elementary);
        Tensor w = BackendAgreementTest.weights(y);
        Tensor[] expected = Gradients.of(z, w, x);
        Tensor[] unrecorded = Gradients.of(y, w, x);
        Tensor[] recorded = Gradients.recorded(y, w, x);
        for (int i = 0; i < x.length; i++) {
            double scale = scale(expected[i].toArray());
            assertArrayEquals(expected[i].toArray(), unrecorded[i].toArray(), scale * tolerance, "gradient " + i);
            assertArrayEquals(expected[i].toArray(), recorded[i].toArray(), scale * tolerance, "recorded " + i);
        }
        // Without the masks' gradients the fused kernel is used.
        int width = x.length / scan.directions();
        int[] asked = java.util.stream.IntStream.range(0, x.length)
                .filter(i -> i % width < 6)
                .toArray();
        Tensor[] inputs = java.util.Arrays.stream(asked).mapToObj(i -> x[i]).toArray(Tensor[]::new);
        Tensor[] byKernel = Gradients.of(y, w, inputs);
        for (int i = 0; i < asked.length; i++) {
            double scale = scale(expected[asked[i]].toArray());
            assertArrayEquals(
                    expected[asked[i]].toArray(), byKernel[i].toArray(), scale * tolerance, "kernel " + asked[i]);
        }
    }

    private static double scale(double[] values) {
        double scale = 1;
        for (double value : values) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }
}
