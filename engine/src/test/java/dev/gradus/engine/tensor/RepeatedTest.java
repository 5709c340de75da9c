package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Bidirectional;
import dev.gradus.engine.nn.Conv1d;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Flatten;
import dev.gradus.engine.nn.Gru;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Reshape;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.nn.Upsample1d;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A function that is computed again has the bits that it has the first time, and those of the function itself. */
class RepeatedTest {
    private static final int TIME = 20;

    static Stream<Backend> backends() {
        List<Backend> all = new ArrayList<>();
        all.add(TestBackends.reference());
        for (String name : TestBackends.names()) {
            all.add(TestBackends.named(name, 1));
            all.add(TestBackends.named(name, 3));
        }
        return all.stream();
    }

    /** Something of everything that a network is made of: {@code [1, 20, 2] → [1, 20, 3]}. */
    private static Layer network(Backend backend) {
        Init init = new Init(backend, new Rng(5));
        Layer channels = (x, pass) -> x.permute(0, 2, 1);
        Layer ends = (x, pass) -> Tensor.concat(1, x.slice(1, 2, 12), x.flip(1)).mul(0.5);
        return Sequential.of(
                channels,
                new Conv1d(2, 8, 5, init),
                Activations.leakyRelu(0.2),
                new Conv1d(8, 8, 5, init),
                channels,
                Bidirectional.lstm(8, 17, init),
                new Flatten(),
                new Dense(12 * 34, 10, init),
                new Reshape(10, 1),
                new Upsample1d(2),
                new Gru(1, 6, init),
                ends,
                new Dense(6, 3, init),
                Activations.tanh(),
                (x, pass) -> x.slice(1, 3, 23));
    }

    private static double[] numbers(int seed, int size) {
        return new Rng(seed)
                .normal(TestBackends.reference(), Shape.of(size), 0, 1)
                .toArray();
    }

    private static double[] expected(Backend backend, UnaryOperator<Tensor> function, double[] input) {
        return function.apply(Tensor.of(backend, input, Shape.of(1, TIME, 2))).toArray();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void hasTheBitsOfTheFunction(Backend backend) {
        Layer layer = network(backend);
        UnaryOperator<Tensor> function = x -> {
            Tensor y = layer.apply(x, Pass.inference());
            return y.add(y.mean(true, 1));
        };
        Repeated repeated = new Repeated(backend, Shape.of(1, TIME, 2), function);
        double[] result = new double[3 * TIME];
        for (int i = 0; i < 5; i++) {
            double[] input = numbers(i, 2 * TIME);
            repeated.apply(input, result);
            assertArrayEquals(expected(backend, function, input), result, "input " + i);
            if (i % 2 == 1) {
                // Parameters that change are seen as they then are.
                layer.cells().parameters().forEach(p -> p.set(p.constant().mul(1.1)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void doesNotRepeatWhatMayDifferEachTime(Backend backend) {
        Rng rng = new Rng(3);
        Shape shape = Shape.of(1, TIME, 2);
        List<UnaryOperator<Tensor>> functions = List.of(
                x -> rng.dropout(x, 0.5),
                x -> x.get(0, 0, 0) > 0 ? x.neg() : x,
                x -> x.mul(Tensor.of(x.backend(), new double[] {rng.nextDouble()}, Shape.of(1))));
        for (UnaryOperator<Tensor> function : functions) {
            Repeated repeated = new Repeated(backend, shape, function);
            double[] first = new double[2 * TIME];
            double[] second = new double[2 * TIME];
            double[] input = numbers(1, 2 * TIME);
            double[] other = numbers(2, 2 * TIME);
            input[0] = 1;
            other[0] = -1;
            repeated.apply(input, first);
            repeated.apply(other, second);
            repeated.apply(input, second);
            if (function == functions.get(1)) {
                assertArrayEquals(first, second);
                assertEquals(-1, first[0]);
            } else {
                assertTrue(!Arrays.equals(first, second), "the same numbers were drawn twice");
            }
        }
    }

    /** Arrays of an inner scope go back to the pool, and a repetition must not write to what is somebody else's by then. */
    @ParameterizedTest
    @MethodSource("backends")
    void computesAnewWhereArraysWereGivenBack(Backend backend) {
        AtomicInteger calls = new AtomicInteger();
        Repeated repeated = new Repeated(backend, Shape.of(1, TIME, 2), x -> {
            calls.incrementAndGet();
            Scope inner = Scope.open();
            Tensor twice = inner.keep(x.add(x).exp().log());
            inner.close();
            return twice;
        });
        double[] result = new double[2 * TIME];
        for (int i = 0; i < 4; i++) {
            double[] input = numbers(i, 2 * TIME);
            repeated.apply(input, result);
            for (int j = 0; j < result.length; j++) {
                assertEquals(2 * input[j], result[j], 1e-5);
            }
        }
        assertTrue(calls.get() >= 4, calls + " calls");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void threadsMayShareOne(Backend backend) throws InterruptedException {
        Layer layer = network(backend);
        UnaryOperator<Tensor> function = x -> layer.apply(x, Pass.inference());
        Repeated repeated = new Repeated(backend, Shape.of(1, TIME, 2), function);
        AtomicInteger right = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            double[] input = numbers(t, 2 * TIME);
            double[] expected = expected(backend, function, input);
            Thread thread = new Thread(() -> {
                double[] result = new double[expected.length];
                for (int i = 0; i < 20; i++) {
                    repeated.apply(input, result);
                    assertArrayEquals(expected, result);
                    right.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(60, right.get());
    }

    @Test
    void theAnomalyModeStillNamesTheOperation() {
        Backend backend = TestBackends.named("plain", 1);
        Repeated repeated = new Repeated(backend, Shape.of(2), x -> x.log().mul(2));
        double[] result = new double[2];
        repeated.apply(new double[] {-1, 1}, result);
        repeated.apply(new double[] {-1, 1}, result);
        assertTrue(Double.isNaN(result[0]) && result[1] == 0);
        Scope scope = Scope.checkingFinite();
        try {
            NonFiniteException e =
                    assertThrows(NonFiniteException.class, () -> repeated.apply(new double[] {-1, 1}, result));
            assertTrue(e.getMessage().startsWith("log:"), e.getMessage());
        } finally {
            scope.close();
        }
    }

    /** In plain Java, where nothing depends on what the compiler makes of vectors. */
    @Test
    void allocatesNothing() {
        Backend backend = TestBackends.named("plain", 1);
        Layer layer = network(backend);
        Repeated repeated = new Repeated(backend, Shape.of(1, TIME, 2), x -> layer.apply(x, Pass.inference()));
        double[] input = numbers(1, 2 * TIME);
        double[] result = new double[3 * TIME];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 8; round++) {
            long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < 10; i++) {
                repeated.apply(input, result);
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
        }
        assertEquals(0, least, "bytes of ten repetitions");
    }
}
