package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("without-vector")
@SuppressWarnings("try") // A scope works by being open; the block need not name it.
class AnomalyModeTest {
    static Stream<Backend> backends() {
        List<Backend> all = new ArrayList<>(TestBackends.single());
        all.add(TestBackends.reference());
        return all.stream();
    }

    private static Tensor of(Backend backend, double... values) {
        return Tensor.of(backend, values, Shape.of(values.length));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void namesTheFirstOperationForward(Backend backend) {
        Tensor x = of(backend, 1, -1, 2);
        try (Scope scope = Scope.checkingFinite()) {
            says(ArithmeticException.class, () -> x.log().exp().sum(), "log:", "NaN", "index 1", "[3]");
        }
        assertFalse(Scope.checksFinite());
        assertFalse(Double.isFinite(x.log().sum().item()), "outside nothing is checked");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void namesTheFirstOperationBackward(Backend backend) {
        Tensor x = of(backend, 4, 0).tracked();
        try (Scope scope = Scope.checkingFinite()) {
            Tensor y = x.sqrt().sum();
            says(ArithmeticException.class, () -> Gradients.of(y, new Tensor[] {x}), "divide:", "Infinity", "index 1");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void namesTheRecurrenceBackward(Backend backend) {
        Tensor p = Tensor.zeros(backend, Shape.of(1, 2, 4)).tracked();
        Tensor inputWeight = Tensor.full(backend, 1, Shape.of(4, 4));
        Tensor bias = Tensor.zeros(backend, Shape.of(4));
        Tensor weight = Tensor.full(backend, 1, Shape.of(4, 1)).tracked();
        Tensor state = Tensor.zeros(backend, Shape.of(1, 1));
        try (Scope scope = Scope.checkingFinite()) {
            Tensor y = p.apply(new LstmScan(1, false, false, false), inputWeight, weight, bias, state, state);
            Tensor g = Tensor.full(backend, 1, y.shape());
            Tensor infinite = Scope.outside(() -> Tensor.full(backend, Double.POSITIVE_INFINITY, y.shape()));
            Gradients.of(y, g, new Tensor[] {p});
            says(ArithmeticException.class, () -> Gradients.of(y, infinite, new Tensor[] {p, weight}), "lstm_scan:");
        }
    }

    @Test
    void innerScopesInheritIt() {
        try (Scope outer = Scope.checkingFinite()) {
            try (Scope inner = Scope.open()) {
                assertTrue(Scope.checksFinite());
                assertTrue(Scope.outside(Scope::checksFinite));
            }
        }
        assertFalse(Scope.checksFinite());
    }
}
