package dev.gradus.engine.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.backend.reference.ReferenceBackend;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.nn.Activations;
import dev.gradus.engine.nn.Dense;
import dev.gradus.engine.nn.Dropout;
import dev.gradus.engine.nn.Init;
import dev.gradus.engine.nn.Initializer;
import dev.gradus.engine.nn.Layer;
import dev.gradus.engine.nn.Losses;
import dev.gradus.engine.nn.Lstm;
import dev.gradus.engine.nn.Pass;
import dev.gradus.engine.nn.Sequential;
import dev.gradus.engine.tensor.Cell;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OptimizerTest {
    private static final Backend BACKEND = ReferenceBackend.instance();

    private static Parameter parameter(String name, double... values) {
        return new Parameter(name, tensor(values));
    }

    private static Tensor tensor(double... values) {
        return Tensor.of(BACKEND, values, Shape.of(values.length));
    }

    private static String refusal(Executable action) {
        return assertThrows(IllegalArgumentException.class, action).getMessage();
    }

    private static final List<Function<List<Parameter>, Optimizer>> ALL = List.of(
            p -> new Sgd(p, 0.05),
            p -> new Sgd(p, 0.02, 0.9),
            p -> new RmsProp(p, 0.02),
            p -> new Adam(p, 0.05),
            p -> Adam.keras(p, 0.05),
            p -> new AdamW(p, 0.05, 0.001));

    @Test
    void everyOptimizerFindsTheBottomOfABowl() {
        for (Function<List<Parameter>, Optimizer> make : ALL) {
            Parameter p = parameter("p", 2, -3, 0.5);
            Optimizer optimizer = make.apply(List.of(p));
            for (int i = 0; i < 400; i++) {
                optimizer.minimize(p.tracked().sub(1).square().sum());
            }
            assertArrayEquals(
                    new double[] {1, 1, 1},
                    p.constant().toArray(),
                    0.03,
                    optimizer.getClass().getName());
            assertEquals(400, optimizer.steps());
        }
    }

    @Test
    void onlyTheOwnParametersChange() {
        Parameter own = parameter("own", 1);
        Parameter other = parameter("other", 1);
        Tensor[] gradients = new Sgd(List.of(own), 0.5)
                .minimize(own.tracked().mul(other.tracked()).sum());
        assertArrayEquals(new double[] {1}, gradients[0].toArray());
        assertEquals(0.5, own.constant().item());
        assertEquals(1, other.constant().item());
    }

    @Test
    void aLossFromBeforeAnUpdateIsRefusedByName() {
        Dense dense = new Dense(2, 1, new Init(BACKEND, new Rng(1)), Initializer.ones(), false);
        Layer net = Sequential.of(Activations.tanh(), dense);
        Optimizer optimizer = new Sgd(net.cells().parameters(), 0.1);
        Tensor x = Tensor.full(BACKEND, 1, Shape.of(3, 2));
        Tensor loss = net.apply(x, Pass.training(new Rng(1))).sum();
        optimizer.minimize(loss);
        // No rule reads the weight's numbers here: without the check, the second gradient would silently be zero.
        String message = assertThrows(IllegalStateException.class, () -> optimizer.minimize(loss))
                .getMessage();
        assertTrue(message.startsWith("1.weight [1, 2]: the numbers were updated"), message);
        assertThrows(
                IllegalStateException.class,
                () -> Gradients.of(loss, dense.weight().tracked()));
    }

    private static double[] train(boolean scoped) {
        Backend backend = Backends.get();
        Init init = new Init(backend, new Rng(11));
        Layer net = Sequential.of(new Lstm(2, 5, init), new Dropout(0.2), new Dense(5, 1, init), Activations.tanh());
        Optimizer optimizer = new Adam(net.cells().parameters(), 0.01).clip(Clipping.byNorm(0.5));
        Rng rng = new Rng(12);
        Pass pass = Pass.training(rng.split());
        List<Double> losses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Scope scope = scoped ? Scope.open() : null;
            Tensor x = rng.normal(backend, Shape.of(4, 3, 2), 0, 1);
            Tensor loss = Losses.mse(net.apply(x, pass), x.slice(2, 0, 1));
            optimizer.minimize(loss);
            losses.add(loss.item());
            if (scope != null) {
                scope.close();
            }
        }
        for (Cell cell : net.cells().byName().values()) {
            for (double value : cell.constant().toArray()) {
                losses.add(value);
            }
        }
        for (Cell cell : optimizer.state().byName().values()) {
            for (double value : cell.constant().toArray()) {
                losses.add(value);
            }
        }
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void aScopeForEachStepChangesNothing() {
        assertArrayEquals(train(false), train(true));
    }

    @Test
    void anOptimizerMayBeMadeInsideAScope() {
        Scope scope = Scope.open();
        Parameter p = parameter("p", 3);
        Optimizer optimizer = new Adam(List.of(p), 0.1);
        scope.close();
        optimizer.minimize(p.tracked().square().sum());
        assertEquals(2.9, p.constant().item(), 1e-6);
    }

    @Test
    void stateRestoresACheckpoint() {
        Parameter a = parameter("a", 1, 2);
        Adam first = new Adam(List.of(a), 0.1);
        first.step(tensor(0.3, -0.2));
        Parameter b = new Parameter("b", a.constant());
        Adam second = new Adam(List.of(b), 0.1);
        second.resume(first.steps());
        second.state()
                .byName()
                .forEach((name, cell) ->
                        cell.set(first.state().byName().get(name).constant()));
        first.step(tensor(-0.1, 0.4));
        second.step(tensor(-0.1, 0.4));
        assertArrayEquals(a.constant().toArray(), b.constant().toArray());
        assertEquals(List.of("m.0", "v.0"), List.copyOf(first.state().byName().keySet()));
        refusal(() -> first.resume(-1));
    }

    @Test
    void refusesWhatCannotBeTrained() {
        Parameter p = parameter("p", 1, 2);
        assertEquals("optimizer: there are no parameters to train", refusal(() -> new Sgd(List.of(), 0.1)));
        assertEquals("optimizer: parameter p [2] is listed twice", refusal(() -> new Adam(List.of(p, p), 0.1)));
        for (double rate : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertEquals(
                    "optimizer: the learning rate must be finite and not negative, got " + rate,
                    refusal(() -> new Sgd(List.of(p), rate)));
            Sgd sgd = new Sgd(List.of(p), 0.1);
            refusal(() -> sgd.learningRate(rate));
            sgd.schedule(step -> rate);
            refusal(() -> sgd.step(tensor(1, 2)));
            assertArrayEquals(new double[] {1, 2}, p.constant().toArray());
            assertEquals(0, sgd.steps());
        }
        refusal(() -> new Sgd(List.of(p), 0.1, 1));
        refusal(() -> new Adam(List.of(p), 0.1, 0.9, 1));
        refusal(() -> new Adam(List.of(p), 0.1, -0.1, 0.9));
        refusal(() -> new Adam(List.of(p), 0.1, 0.9, 0.9, Double.NaN));
        refusal(() -> new AdamW(List.of(p), 0.1, -1));
        refusal(() -> new RmsProp(List.of(p), 0.1, 2, 1e-8));
    }

    @Test
    void refusesGradientsAndLossesThatDoNotFit() {
        Parameter p = parameter("p", 1, 2);
        Optimizer sgd = new Sgd(List.of(p), 0.1);
        assertEquals(
                "step: got 2 gradients for 1 parameters; give one for each, in their order",
                refusal(() -> sgd.step(tensor(1, 2), tensor(1, 2))));
        assertEquals(
                "step: the gradient of p [2] is [3]; it must have the parameter's shape",
                refusal(() -> sgd.step(tensor(1, 2, 3))));
        assertTrue(refusal(() -> sgd.minimize(p.tracked().mul(2))).contains("[2], not a single number"));
        assertTrue(refusal(() -> sgd.minimize(p.constant().sum())).startsWith("minimize: the loss is a constant"));
        assertEquals(0, sgd.steps());
    }

    @Test
    void clipsByNormAndByValue() {
        Tensor[] gradients = {tensor(3), tensor(4)};
        assertEquals(5, Clipping.norm(gradients));
        Tensor[] clipped = Clipping.byNorm(1).apply(gradients);
        assertEquals(3 / (5 + 1e-6), clipped[0].item(), 1e-15);
        assertEquals(4 / (5 + 1e-6), clipped[1].item(), 1e-15);
        assertArrayEquals(gradients, Clipping.byNorm(6).apply(gradients));
        assertArrayEquals(
                new double[] {-1, 0.5, 1},
                Clipping.byValue(1).apply(tensor(-3, 0.5, 1.5))[0].toArray());
        assertThrows(ArithmeticException.class, () -> Clipping.byNorm(1).apply(tensor(Double.NaN)));
        assertThrows(ArithmeticException.class, () -> Clipping.byNorm(1).apply(tensor(1, Double.NEGATIVE_INFINITY)));
        refusal(() -> Clipping.byNorm(0));
        refusal(() -> Clipping.byValue(Double.NaN));
        Parameter p = parameter("p", 1);
        new Sgd(List.of(p), 1)
                .clip(Clipping.byValue(0.25))
                .minimize(p.tracked().mul(8).sum());
        assertEquals(0.75, p.constant().item());
    }

    @Test
    void schedules() {
        assertEquals(0.25, Schedule.steps(1, 10, 0.5).at(29));
        assertEquals(0.125, Schedule.steps(1, 10, 0.5).at(30));
        assertEquals(0.81, Schedule.exponential(1, 0.9).at(2), 1e-15);
        Schedule cosine = Schedule.cosine(1, 0.2, 10);
        assertEquals(1, cosine.at(0));
        assertEquals(0.6, cosine.at(5), 1e-15);
        assertEquals(0.2, cosine.at(10), 1e-15);
        assertEquals(0.2, cosine.at(1000), 1e-15);
        Schedule warm = Schedule.constant(0.4).afterWarmUp(4);
        assertEquals(0.1, warm.at(0), 1e-15);
        assertEquals(0.4, warm.at(3));
        assertEquals(0.4, warm.at(100));
        refusal(() -> Schedule.constant(1).afterWarmUp(0));
        refusal(() -> Schedule.cosine(1, -1, 10));
        assertEquals(
                "schedule: the factor must be finite and not negative, got -0.5",
                refusal(() -> Schedule.exponential(1, -0.5)));
        Parameter p = parameter("p", 0);
        Optimizer sgd = new Sgd(List.of(p), 1).schedule(Schedule.exponential(1, 0.5));
        for (int i = 0; i < 3; i++) {
            sgd.step(tensor(-1));
        }
        assertEquals(1.75, p.constant().item());
        assertEquals(0.125, sgd.learningRate());
        sgd.learningRate(0);
        sgd.step(tensor(-1));
        assertEquals(1.75, p.constant().item());
    }
}
