package dev.gradus.engine.autograd;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Call;
import dev.gradus.engine.tensor.Node;
import dev.gradus.engine.tensor.Normalization;
import dev.gradus.engine.tensor.Operation;
import dev.gradus.engine.tensor.Outputs;
import dev.gradus.engine.tensor.Parameter;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-vector")
class GradientsTest {
    private static Tensor of(double... values) {
        return Tensor.of(TestBackends.reference(), values, Shape.of(values.length));
    }

    private static void equal(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toArray(), 1e-12);
    }

    @Test
    void theExampleOfTheDocumentation() {
        Tensor x = of(1, 2, 3).tracked();
        Tensor[] dx = Gradients.of(x.square().sum(), x);
        equal(dx[0], 2, 4, 6);
        assertFalse(dx[0].isTracked());
        assertTrue(Gradients.recorded(x.square().sum(), x)[0].isTracked());
    }

    @Test
    void aConstantInputIsAnErrorThatSaysWhatToDo() {
        Tensor x = of(1, 2);
        refuses(() -> Gradients.of(x.sum(), x), "input 0", "[2]", "constant", "tracked()");
        Tensor y = of(1, 2).tracked();
        refuses(() -> Gradients.of(y.sum(), y, x), "input 1");
    }

    @Test
    void anInputThatIsNotReachedGetsZeros() {
        Tensor x = of(1, 2).tracked();
        Tensor other = of(5, 6, 7).tracked();
        Tensor[] g = Gradients.of(x.sum(), x, other);
        equal(g[0], 1, 1);
        equal(g[1], 0, 0, 0);
        equal(Gradients.of(of(1, 2).sum(), x)[0], 0, 0);
        equal(Gradients.of(x.sign().sum(), x)[0], 0, 0);
        equal(Gradients.of(x.detach().mul(3).sum(), x)[0], 0, 0);
        Tensor linear = Gradients.recorded(x.mul(3).sum(), x)[0];
        equal(Gradients.of(linear.sum(), x)[0], 0, 0);
    }

    @Test
    void aResultOfManyNumbersNeedsACotangent() {
        Tensor x = of(1, 2).tracked();
        refuses(() -> Gradients.of(x.mul(2), x), "[2]", "not a single number", "sum, mean");
        equal(Gradients.of(x.square(), of(10, 100), new Tensor[] {x})[0], 20, 400);
        refuses(() -> Gradients.of(x, of(1, 2, 3), new Tensor[] {x}), "cotangent", "[3]", "[2]");
    }

    @Test
    void theSameInputTwice() {
        Tensor x = of(1, 2).tracked();
        Tensor[] g = Gradients.of(x.mul(x).add(x).sum(), x, x);
        equal(g[0], 3, 5);
        equal(g[1], 3, 5);
    }

    /** The total derivative with respect to x goes through y; that with respect to y stops there. */
    @Test
    void anInputThatDependsOnAnother() {
        Tensor x = of(2, 3).tracked();
        Tensor y = x.square();
        Tensor loss = y.mul(x).sum();
        Tensor[] g = Gradients.of(loss, x, y);
        equal(g[0], 12, 27);
        equal(g[1], 2, 3);
        equal(Gradients.of(loss, y, x)[0], 2, 3);
        Tensor s = x.sum();
        assertEquals(1, Gradients.of(s, s)[0].item());
    }

    @Test
    void pathsThatMeetAddUp() {
        Tensor x = of(0.5).tracked();
        Tensor a = x.mul(3);
        Tensor b = a.square();
        Tensor c = a.exp();
        Tensor y = b.mul(c).add(a);
        double u = 1.5;
        double e = StrictMath.exp(u);
        equal(Gradients.of(y.sum(), x)[0], 3 * (2 * u * e + u * u * e + 1));
    }

    @Test
    void onlyWhatIsAskedForIsComputed() {
        Tensor x = of(1, 2).tracked();
        Tensor zero = of(0, 0).tracked();
        Tensor y = x.div(zero.add(1)).add(zero.log());
        equal(Gradients.of(y.sum(), x)[0], 1, 1);
    }

    @Test
    void higherDerivativesOfAPolynomial() {
        Tensor x = of(2).tracked();
        Tensor g = x.pow(4);
        double[] expected = {32, 48, 48, 24, 0};
        for (double derivative : expected) {
            g = Gradients.recorded(g.sum(), x)[0];
            equal(g, derivative);
        }
    }

    @Test
    void higherDerivativesAtZeroStayFinite() {
        Tensor x = of(0).tracked();
        Tensor g = x.pow(2);
        for (double derivative : new double[] {0, 2, 0}) {
            g = Gradients.recorded(g.sum(), x)[0];
            equal(g, derivative);
        }
    }

    @Test
    void thirdDerivativeOfTanh() {
        Tensor x = of(0.3, -1.2).tracked();
        Tensor first = Gradients.recorded(x.tanh().sum(), x)[0];
        Tensor second = Gradients.recorded(first.sum(), x)[0];
        double[] third = Gradients.of(second.sum(), x)[0].toArray();
        for (int i = 0; i < 2; i++) {
            double t = StrictMath.tanh(x.toArray()[i]);
            double slope = 1 - t * t;
            assertEquals(-2 * slope * (1 - 3 * t * t), third[i], 1e-12);
        }
    }

    /** d/dx of a gradient descent step: an inner derivative that an outer loss goes through. */
    @Test
    void aGradientMayBePartOfALoss() {
        Tensor x = of(1.5).tracked();
        Tensor g = Gradients.recorded(x.pow(3).sum(), x)[0];
        Tensor moved = x.sub(g.mul(0.1));
        equal(Gradients.of(moved.square().sum(), x)[0], 2 * (1.5 - 0.675) * (1 - 0.6 * 1.5));
    }

    @Test
    void theCotangentCanBeDifferentiated() {
        Tensor x = of(2, 3).tracked();
        Tensor g = of(1, 1).tracked();
        Tensor dx = Gradients.recorded(x.square(), g, new Tensor[] {x})[0];
        equal(Gradients.of(dx.sum(), g)[0], 4, 6);
    }

    @Test
    void aCallerMayChangeTheArrayOfOutputs() {
        Tensor x = of(1, 2, 3).tracked();
        Tensor[] parts = x.split(0, 1, 2);
        Tensor loss = parts[0].mul(2).sum().add(parts[1].mul(5).sum());
        parts[0] = null;
        parts[1] = parts[0];
        equal(Gradients.of(loss, x)[0], 2, 5, 5);
    }

    @Test
    void oneOfSeveralOutputsIsEnough() {
        Tensor x = Tensor.of(TestBackends.reference(), new double[] {1, 2, 3, 5}, Shape.of(4, 1))
                .tracked();
        Normalization.Standardized out = Normalization.standardize(x, 1e-5, 0);
        equal(Gradients.of(out.mean().sum(), x)[0], 0.25, 0.25, 0.25, 0.25);
        equal(Gradients.of(out.variance().sum(), x)[0], -0.875, -0.375, 0.125, 1.125);
    }

    /** {@code y = 1·x}, which hands out the tensor that it was given. */
    private record Same(Tensor[] seen) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            seen[0] = x[0];
            return x[0];
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g);
        }
    }

    @Test
    void anOperationThatReturnsItsInputLeavesThatAsItWas() {
        Tensor[] seen = new Tensor[1];
        Tensor x = of(2, 3).tracked();
        Tensor y = x.square();
        Node before = y.node();
        Tensor same = y.apply(new Same(seen));
        assertNotSame(y, same);
        assertSame(y, seen[0]);
        assertSame(before, y.node());
        equal(Gradients.of(same.sum(), x)[0], 4, 6);
    }

    @Test
    void parametersInTheirOrder() {
        Parameter w = new Parameter("w", of(2));
        Parameter b = new Parameter("b", of(3));
        Tensor loss = w.tracked().square().add(b.tracked().mul(5)).sum();
        Tensor[] g = Gradients.of(loss, List.of(b, w));
        equal(g[0], 5);
        equal(g[1], 4);
    }

    @Test
    void constantsBuildNoGraph() {
        Tensor x = of(1, 2);
        assertSame(null, x.mul(2).node());
        assertFalse(x.tracked().mul(2).detach().isTracked());
    }

    @Test
    void aLongChainNeedsNoDeepStack() {
        Tensor x = of(1).tracked();
        Tensor y = x;
        for (int i = 0; i < 50_000; i++) {
            y = y.add(1e-9);
        }
        equal(Gradients.of(y.sum(), x)[0], 1);
    }
}
