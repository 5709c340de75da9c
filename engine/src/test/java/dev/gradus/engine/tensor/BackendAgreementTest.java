package dev.gradus.engine.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gradus.engine.TestBackends;
import dev.gradus.engine.autograd.Gradients;
import dev.gradus.engine.backend.Backend;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every float32 backend against float64, for every operation's value and first derivatives. The inputs are exact in
 * float32. An element {@code y} computed from {@code x} may be off by {@code growth·ε·(|y| + Σᵢ|∂y/∂xᵢ·xᵢ| + floor)}:
 * a few roundings of every product that goes into it. For a matrix product the sum is {@code Σ|aᵢbᵢ|}, twice.
 */
class BackendAgreementTest {
    @TestFactory
    Stream<DynamicTest> valuesAndDerivativesAgree() {
        return OperationRegistry.small().stream().map(sample -> dynamicTest(sample.label(), () -> agree(sample)));
    }

    private static void agree(Sample sample) {
        Tensor[] x = tracked(sample.draw(TestBackends.reference()));
        Tensor y = sample.apply(x);
        Tensor w = weights(y).tracked();
        Tensor gradient = flat(Gradients.recorded(y, w, x));
        double[] valueBound = bound(sample, y, x);
        Tensor[] all = Arrays.copyOf(x, x.length + 1);
        all[x.length] = w;
        double[] gradientBound = bound(sample, gradient, all);
        for (Backend backend : TestBackends.singleAndDevice()) {
            Tensor[] single = tracked(sample.draw(backend));
            Tensor value = sample.apply(single);
            within(backend.name() + " value", value, y, valueBound, backend);
            Tensor[] slopes = Gradients.of(value, weights(value), single);
            within(backend.name() + " gradient", flat(slopes), gradient, gradientBound, backend);
        }
    }

    private static double[] bound(Sample sample, Tensor y, Tensor... inputs) {
        double[] bound = y.toArray();
        for (int j = 0; j < bound.length; j++) {
            double[] one = new double[bound.length];
            one[j] = 1;
            Tensor[] row = Gradients.of(y, Tensor.of(y.backend(), one, y.shape()), inputs);
            double condition = Math.abs(bound[j]);
            for (int i = 0; i < row.length; i++) {
                condition += row[i].mul(inputs[i].detach()).abs().sum().item();
            }
            bound[j] = sample.growth() * (condition + sample.floor());
        }
        return bound;
    }

    /** The large samples: products and sums against the sum of the absolute values, the rest against the greatest. */
    @TestFactory
    Stream<DynamicTest> largeValuesAgree() {
        return OperationRegistry.samples().stream()
                .filter(Sample::large)
                .map(sample -> dynamicTest(sample.label(), () -> agreeOnLarge(sample)));
    }

    private static void agreeOnLarge(Sample sample) {
        Tensor[] x = sample.draw(TestBackends.reference());
        Tensor y = sample.apply(x);
        double[] bound;
        if (isMultilinear(sample.operation())) {
            Tensor[] magnitudes = Arrays.stream(x).map(Tensor::abs).toArray(Tensor[]::new);
            bound = sample.apply(magnitudes).mul(sample.growth()).toArray();
        } else {
            double greatest = 1;
            for (double value : y.toArray()) {
                greatest = Math.max(greatest, Math.abs(value));
            }
            bound = new double[y.shape().size()];
            Arrays.fill(bound, sample.growth() * greatest);
        }
        for (Backend backend : TestBackends.singleAndDevice()) {
            within(backend.name() + " value", sample.apply(sample.draw(backend)), y, bound, backend);
        }
    }

    private static boolean isMultilinear(Operation operation) {
        return operation instanceof Products.MatMul
                || operation instanceof Convolve.Output
                || operation instanceof Convolve.Input
                || operation instanceof Convolve.Weight
                || operation instanceof Reductions.Sum
                || operation instanceof Moves.ScatterAdd;
    }

    private static void within(String what, Tensor actual, Tensor expected, double[] bound, Backend backend) {
        assertEquals(expected.shape(), actual.shape(), what);
        double[] got = actual.toArray();
        double[] want = expected.toArray();
        for (int i = 0; i < got.length; i++) {
            double allowed = bound[i] * backend.epsilon() + Float.MIN_NORMAL;
            double off = Math.abs(got[i] - want[i]);
            if (!(off <= allowed)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "%s: [%d] is %s, expected %s, off by %.2e, allowed %.2e",
                        what,
                        i,
                        got[i],
                        want[i],
                        off,
                        allowed));
            }
        }
    }

    /** What the gradient is taken along: exact in float32. */
    static Tensor weights(Tensor y) {
        double[] values = new double[y.shape().size()];
        Rng rng = new Rng(99);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * rng.nextDouble() - 1.5);
        }
        return Tensor.of(y.backend(), values, y.shape());
    }

    static Tensor[] tracked(Tensor[] x) {
        return Arrays.stream(x).map(Tensor::tracked).toArray(Tensor[]::new);
    }

    static Tensor flat(Tensor[] parts) {
        return Tensor.concat(
                0, Arrays.stream(parts).map(g -> g.reshape(g.shape().size())).toArray(Tensor[]::new));
    }
}
