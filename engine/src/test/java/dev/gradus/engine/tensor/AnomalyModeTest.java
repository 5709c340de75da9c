package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.RecurrentCell;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.optim.Optimizer;
import dev.gradus.engine.optim.Sgd;
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
        List<Backend> all = new ArrayList<>(TestBackends.singleAndDevice());
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
            says(
                    NonFiniteException.class,
                    () -> x.log().exp().sum(),
                    "log: produced NaN at index [1] (flat index 1) of its result [3] from finite inputs [3]; it is the"
                            + " first operation of this scope whose result is not finite");
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
            says(
                    NonFiniteException.class,
                    () -> Gradients.of(y, new Tensor[] {x}),
                    "divide: produced Infinity at index [1] (flat index 1) of its result [2] from finite inputs [2], [2]",
                    "; that was in the backward pass, in the derivative of sqrt [2]");
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
            Tensor y = p.apply(
                    new RecurrentScan(RecurrentCell.LSTM, 1, false, false), inputWeight, weight, bias, state, state);
            Tensor g = Tensor.full(backend, 1, y.shape());
            Tensor infinite = Scope.outside(() -> Tensor.full(backend, Double.POSITIVE_INFINITY, y.shape()));
            Gradients.of(y, g, new Tensor[] {p});
            says(
                    NonFiniteException.class,
                    () -> Gradients.of(y, infinite, new Tensor[] {p, weight}),
                    "lstm_scan: ",
                    "of which input 0 held Infinity at index [0, 0, 0] (flat index 0) already",
                    "in the backward pass, in the derivative of lstm_scan [1, 2, 1]");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void saysWhichInputsWereNotFiniteBefore(Backend backend) {
        Parameter weight = new Parameter("dense.weight", of(backend, 1, Double.NaN));
        try (Scope scope = Scope.checkingFinite()) {
            NonFiniteException e = assertThrows(
                    NonFiniteException.class, () -> of(backend, 3, 4).mul(weight.tracked()));
            assertEquals(
                    "multiply: produced NaN at index [1] (flat index 1) of its result [2] from inputs [2], [2], of which"
                            + " input 1 (dense.weight) held NaN at index [1] (flat index 1) already: look at where that"
                            + " was made",
                    e.getMessage());
            assertEquals("multiply", e.source());
            assertEquals(Double.NaN, e.value());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void namesGradientsThatOverflowWhereTheyAreAdded(Backend backend) {
        double most = backend.epsilon() > 1e-10 ? 3e38 : 1.7e308;
        Tensor x = of(backend, 0.25).tracked();
        try (Scope scope = Scope.checkingFinite()) {
            Tensor y = x.mul(most).add(x.mul(most));
            Tensor g = of(backend, 1);
            says(
                    NonFiniteException.class,
                    () -> Gradients.of(y, g, new Tensor[] {x}),
                    "add: produced ",
                    "in the backward pass, where the gradients of a tensor that is used more than once are added");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void namesTheParameterThatAStepTakesOutOfTheFiniteNumbers(Backend backend) {
        Parameter weight = new Parameter("dense.weight", of(backend, 1, 2));
        Optimizer sgd = new Sgd(List.of(weight), 1e300);
        try (Scope scope = Scope.checkingFinite()) {
            Tensor loss = weight.tracked().mul(1e30).sum();
            says(
                    NonFiniteException.class,
                    () -> sgd.minimize(loss),
                    "step: parameter dense.weight [2] became -Infinity at flat index 0 in step 1 of the optimizer, with"
                            + " learning rate 1.0E300; lower it or clip the gradients");
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
