package dev.gradus.engine.tensor;

import static dev.gradus.engine.Errors.refuses;
import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.AdamStep;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cell that changes after a tensor was made from it is noticed, and named. */
@Tag("without-vector")
class CellTest {
    static Stream<Backend> backends() {
        List<Backend> all = new ArrayList<>(TestBackends.singleAndDevice());
        all.add(TestBackends.reference());
        return all.stream();
    }

    private static Parameter parameter(Backend backend) {
        return new Parameter("critic.weight", Tensor.of(backend, new double[] {1, 2, 3}, Shape.of(3)));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void anUpdateMakesOlderTensorsAnErrorThatNamesTheCell(Backend backend) {
        Parameter parameter = parameter(backend);
        Tensor constant = parameter.constant();
        Tensor leaf = parameter.tracked();
        Tensor view = leaf.reshape(3, 1);
        Tensor loss = leaf.square().sum();
        parameter.set(Tensor.full(backend, 5, Shape.of(3)));
        for (Tensor stale : List.of(constant, leaf, view)) {
            says(IllegalStateException.class, stale::toArray, "critic.weight", "updated", "again");
        }
        says(IllegalStateException.class, () -> Gradients.of(loss, new Tensor[] {leaf}), "critic.weight");
        assertArrayEquals(new double[] {5, 5, 5}, parameter.constant().toArray());
    }

    /** The rule of a sum reads no numbers; a stale gradient would still be one of another parameter. */
    @ParameterizedTest
    @MethodSource("backends")
    void gradientsOfAStaleLossAreAnError(Backend backend) {
        Parameter parameter = parameter(backend);
        Tensor loss = parameter.tracked().mul(2).sum();
        parameter.set(Tensor.full(backend, 5, Shape.of(3)));
        says(IllegalStateException.class, () -> Gradients.of(loss, List.of(parameter)), "critic.weight");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void everyKernelThatUpdatesIsNoticed(Backend backend) {
        Storage g = backend.fill(3, 1);
        AdamStep step = new AdamStep(0.1, 0.9, 0.999, 1e-8, 1, 1);
        List<java.util.function.Consumer<Storage>> updates = List.of(
                p -> backend.momentumStep(p, g, backend.fill(3, 0), 0.1, 0.9),
                p -> backend.rmsPropStep(p, g, backend.fill(3, 0), 0.1, 0.9, 1e-8),
                p -> backend.adamStep(p, g, backend.fill(3, 0), backend.fill(3, 0), step),
                p -> backend.assign(p, g));
        for (java.util.function.Consumer<Storage> update : updates) {
            Parameter parameter = parameter(backend);
            Tensor before = parameter.tracked();
            update.accept(parameter.storage());
            says(IllegalStateException.class, before::toArray, "critic.weight", "updated");
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatWasComputedBeforeKeepsItsValue(Backend backend) {
        Parameter parameter = parameter(backend);
        Tensor doubled = parameter.constant().mul(2);
        parameter.set(Tensor.full(backend, 5, Shape.of(3)));
        assertArrayEquals(new double[] {2, 4, 6}, doubled.toArray());
    }

    @Test
    void theLeafIsTheSameUntilTheNumbersChange() {
        Parameter parameter = parameter(TestBackends.reference());
        Tensor leaf = parameter.tracked();
        assertSame(leaf, parameter.tracked());
        parameter.set(leaf.detach());
        assertNotSame(leaf, parameter.tracked());
    }

    @Test
    void ownsItsNumbers() {
        Tensor initial = Tensor.full(TestBackends.reference(), 1, Shape.of(2));
        Buffer buffer = new Buffer("running_mean", initial);
        buffer.set(Tensor.full(TestBackends.reference(), 4, Shape.of(2)));
        assertArrayEquals(new double[] {1, 1}, initial.toArray());
    }

    @Test
    void takesNumbersOfAnotherBackend() {
        Parameter parameter = parameter(TestBackends.reference());
        for (Backend backend : TestBackends.singleAndDevice()) {
            parameter.set(Tensor.full(backend, 0.5, Shape.of(3)));
            assertEquals(1.5, parameter.constant().sum().item());
        }
    }

    @Test
    void keepsItsShape() {
        Parameter parameter = parameter(TestBackends.reference());
        refuses(
                () -> parameter.set(Tensor.zeros(TestBackends.reference(), Shape.of(4))),
                "critic.weight",
                "[3]",
                "[4]");
        assertEquals("critic.weight [3]", parameter.toString());
        parameter.rename("weight");
        Tensor before = parameter.constant();
        parameter.set(parameter.constant());
        says(IllegalStateException.class, before::toArray, "weight [3]");
    }
}
