package dev.gradus.engine.autograd;

import static dev.gradus.engine.Errors.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Call;
import dev.gradus.engine.tensor.Operation;
import dev.gradus.engine.tensor.Outputs;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-vector")
class GradientCheckTest {
    private final Tensor x = Tensor.of(TestBackends.reference(), new double[] {0.5, -1, 2}, Shape.of(3));

    /** A square whose derivative is wrong in the first order at negative numbers. */
    private record Wrong() implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... in) {
            return Outputs.of(in[0].detach().square());
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).abs()).mul(2));
        }
    }

    /** A square whose derivative is right and whose second derivative is lost. */
    private record Forgetful() implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... in) {
            return Outputs.of(in[0].detach().square());
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.mul(call.input(0).detach()).mul(2));
        }
    }

    @Test
    void agreesOnWhatIsRight() {
        GradientCheck.Function f = in -> in[0].tanh().mul(in[1]).exp().sum(0);
        Tensor y = Tensor.of(TestBackends.reference(), new double[] {1, 0.2, -0.7}, Shape.of(3));
        assertTrue(GradientCheck.first(f, x, y).scaled() < 1e-9);
        assertTrue(GradientCheck.second(f, x, y).scaled() < 1e-8);
    }

    @Test
    void findsAWrongFirstDerivative() {
        GradientCheck.Deviation worst = GradientCheck.first(in -> in[0].apply(new Wrong()), x);
        assertTrue(worst.scaled() > 0.1, worst.toString());
        assertEquals(0, worst.input());
        assertEquals(1, worst.index());
        assertTrue(worst.toString().contains("order 1, input 0, index 1"), worst.toString());
    }

    @Test
    void findsALostSecondDerivative() {
        GradientCheck.Function f = in -> in[0].apply(new Forgetful());
        assertTrue(GradientCheck.first(f, x).scaled() < 1e-9);
        GradientCheck.Deviation worst = GradientCheck.second(f, x);
        assertTrue(worst.scaled() > 0.1, worst.toString());
        assertEquals(2, worst.order());
    }

    @Test
    void findsNan() {
        GradientCheck.Deviation worst = GradientCheck.first(in -> in[0].log(), x);
        assertTrue(Double.isNaN(worst.scaled()), worst.toString());
    }

    @Test
    void needsFloat64() {
        for (Backend backend : TestBackends.single()) {
            Tensor single = Tensor.zeros(backend, Shape.of(2, 3));
            refuses(
                    () -> GradientCheck.first(in -> in[0].exp(), single),
                    "input 0",
                    "[2, 3]",
                    backend.name(),
                    "float32",
                    "ReferenceBackend");
        }
        refuses(() -> GradientCheck.first(in -> x.exp()), "no inputs");
    }
}
