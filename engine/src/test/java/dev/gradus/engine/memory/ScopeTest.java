package dev.gradus.engine.memory;

import static dev.gradus.engine.Errors.says;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("without-vector")
@SuppressWarnings("try") // A scope works by being open; the block need not name it.
class ScopeTest {
    static Stream<Backend> backends() {
        List<Backend> all = new ArrayList<>(TestBackends.singleAndDevice());
        all.add(TestBackends.reference());
        return all.stream();
    }

    private static Tensor ones(Backend backend, int size) {
        return Tensor.full(backend, 1, Shape.of(size));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aTensorOfAClosedScopeIsAnErrorThatSaysWhatToDo(Backend backend) {
        Tensor inside;
        try (Scope scope = Scope.open()) {
            inside = ones(backend, 3);
        }
        says(IllegalStateException.class, inside::toArray, "[3]", "scope", "keep");
        says(IllegalStateException.class, () -> inside.add(inside), "add: tensor ");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void whatWasMadeBeforeStays(Backend backend) {
        Tensor before = ones(backend, 3);
        try (Scope scope = Scope.open()) {
            assertEquals(3, before.sum().item());
        }
        assertEquals(3, before.sum().item());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void keepTakesAValueOutOfOneScope(Backend backend) {
        Tensor twice;
        try (Scope outer = Scope.open()) {
            Tensor once;
            Tensor lost;
            try (Scope inner = Scope.open()) {
                once = inner.keep(ones(backend, 2).tracked().mul(3));
                lost = ones(backend, 2);
            }
            assertFalse(once.isTracked(), "a kept value is detached");
            assertArrayEquals(new double[] {3, 3}, once.toArray());
            says(IllegalStateException.class, lost::toArray, "scope");
            twice = outer.keep(once.add(1));
            Tensor gone = once;
            assertEquals(6, gone.sum().item());
        }
        assertArrayEquals(new double[] {4, 4}, twice.toArray());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void keptOnceIsNotKeptForever(Backend backend) {
        Tensor kept;
        try (Scope outer = Scope.open()) {
            try (Scope inner = Scope.open()) {
                kept = inner.keep(ones(backend, 2));
            }
        }
        says(IllegalStateException.class, kept::toArray, "scope");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aKeptViewKeepsItsNumbers(Backend backend) {
        Tensor kept;
        try (Scope scope = Scope.open()) {
            kept = scope.keep(ones(backend, 6).reshape(2, 3));
        }
        try (Scope scope = Scope.open()) {
            Tensor.full(backend, 9, Shape.of(6));
        }
        assertEquals(6, kept.sum().item());
    }

    /** Arrays are handed out again, and never while somebody may still read them. */
    @ParameterizedTest
    @MethodSource("backends")
    void stepsDoNotDisturbEachOther(Backend backend) {
        Tensor kept = ones(backend, 1);
        for (int step = 1; step <= 50; step++) {
            try (Scope scope = Scope.open()) {
                Tensor x = Tensor.full(backend, step, Shape.of(1000));
                Tensor y = x.mul(2).add(kept).square().sum();
                assertEquals(1000.0 * (2 * step + step - 1 + 1) * (3 * step), y.item(), 1e-3 * y.item());
                kept = scope.keep(kept.add(1));
            }
        }
        assertEquals(51, kept.item());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void outsideMakesWhatNoScopeTakesBack(Backend backend) {
        Tensor made;
        try (Scope scope = Scope.open()) {
            made = Scope.outside(() -> ones(backend, 4));
            ones(backend, 4);
        }
        assertEquals(4, made.sum().item());
        assertEquals(7, (int) Scope.outside(() -> 7));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aScopeMayBeOpenedOutside(Backend backend) {
        try (Scope scope = Scope.open()) {
            Tensor inner = Scope.outside(() -> {
                try (Scope nested = Scope.open()) {
                    return nested.keep(ones(backend, 4));
                }
            });
            assertEquals(4, inner.sum().item());
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aParameterMadeInAScopeOutlivesIt(Backend backend) {
        Parameter parameter;
        try (Scope scope = Scope.open()) {
            parameter = new Parameter("w", ones(backend, 4));
        }
        assertEquals(4, parameter.constant().sum().item());
    }

    @Test
    void scopesCloseInReverseOrder() {
        Scope outer = Scope.open();
        Scope inner = Scope.open();
        says(IllegalStateException.class, outer::close, "reverse", "try-with-resources");
        inner.close();
        outer.close();
        outer.close();
        says(IllegalStateException.class, () -> outer.keep(ones(TestBackends.reference(), 1)), "closed scope");
    }

    @Test
    void anExceptionClosesTheScope() {
        AtomicReference<Tensor> made = new AtomicReference<>();
        says(
                IllegalStateException.class,
                () -> {
                    try (Scope scope = Scope.open()) {
                        made.set(ones(TestBackends.reference(), 2));
                        throw new IllegalStateException("on purpose");
                    }
                },
                "on purpose");
        says(IllegalStateException.class, () -> made.get().toArray(), "scope has closed");
        assertFalse(Scope.checksFinite());
    }

    @Test
    void aScopeBelongsToItsThread() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Tensor> other = new AtomicReference<>();
        try (Scope scope = Scope.open()) {
            Thread thread = new Thread(
                    () -> {
                        other.set(ones(TestBackends.reference(), 2));
                        try {
                            scope.close();
                        } catch (IllegalStateException e) {
                            thrown.set(e);
                        }
                    },
                    "elsewhere");
            thread.start();
            thread.join();
        }
        assertTrue(
                thrown.get().getMessage().contains("'elsewhere'"), thrown.get().getMessage());
        assertEquals(2, other.get().sum().item(), "another thread's tensors are not in the scope");
    }
}
