package dev.gradus.engine.autograd;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.tensor.Rng;
import dev.gradus.engine.tensor.Shape;
import dev.gradus.engine.tensor.Tensor;
import java.util.Locale;
import java.util.Objects;

/**
 * Compares derivatives with finite differences in float64. A function {@code y = f(x₁, x₂, ..)} of any shape is reduced
 * to a number with fixed random weights w: {@code L = Σ w·y}. The first-order check compares {@code ∂L/∂xᵢ}; the
 * second-order check takes fixed random directions v, {@code s = Σᵢ Σ vᵢ·∂L/∂xᵢ}, and compares {@code ∂s/∂xᵢ} and
 * {@code ∂s/∂w}: the gradient of a gradient that a gradient penalty needs.
 *
 * <pre>{@code
 * Backend exact = ReferenceBackend.instance();
 * Tensor x = new Rng(1).uniform(exact, Shape.of(3, 5), -1, 1);
 * GradientCheck.Deviation worst = GradientCheck.second(in -> in[0].tanh().square(), x);
 * assert worst.scaled() < 1e-6 : worst;
 * }</pre>
 *
 * The differences are those of the five-point rule
 * {@code f′(x) ≈ (8(f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h)))/12h} with {@code h = 10⁻³·max(1, |x|)}: exact for
 * polynomials up to degree 4, and about 10⁻¹⁰ for smooth functions of moderate size. A kink nearer than 2h to an
 * input gives a wrong difference, so keep inputs away from kinks.
 */
public final class GradientCheck {
    private static final double STEP = 1e-3;
    private static final long SEED = 20261120;

    /** What is differentiated: uses its arguments and constants only, and gives the same result every time. */
    @FunctionalInterface
    public interface Function {
        /** Computes the result, of any shape, with the algebra of tensors. */
        Tensor apply(Tensor... inputs);
    }

    /**
     * The place where derivative and difference are furthest apart.
     *
     * @param scaled {@code |computed − difference| / max(1, max|difference|)}, the maximum over the same input
     * @param order 1 or 2
     * @param input the number of the input; one past the last input for the weights w of the result
     * @param index flat position within the input
     * @param computed the derivative by {@link Gradients}
     * @param difference the finite difference
     */
    public record Deviation(double scaled, int order, int input, int index, double computed, double difference) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "order %d, input %d, index %d: computed %s, finite difference %s (scaled deviation %.2e)",
                    order,
                    input,
                    index,
                    computed,
                    difference,
                    scaled);
        }
    }

    private interface Numeric {
        double at(Tensor... point);
    }

    private GradientCheck() {}

    /**
     * The greatest deviation of the first derivatives.
     *
     * @param inputs where to differentiate; of a float64 backend, such as the reference backend
     * @throws IllegalArgumentException if there is no input or one is not in float64
     */
    public static Deviation first(Function f, Tensor... inputs) {
        Tensor[] leaves = leaves(inputs);
        Tensor y = result(f, leaves);
        Tensor w = random(0, y);
        Tensor[] computed = Gradients.of(y, w, leaves);
        return compare(1, computed, point -> dot(f.apply(point), w), constants(inputs));
    }

    /**
     * The greatest deviation of the second derivatives. The differences are those of unrecorded gradients, so a fused
     * derivative and the form that is recorded are held against each other too.
     *
     * @param inputs where to differentiate; of a float64 backend, such as the reference backend
     * @throws IllegalArgumentException if there is no input or one is not in float64
     */
    public static Deviation second(Function f, Tensor... inputs) {
        Tensor[] leaves = leaves(inputs);
        Tensor y = result(f, leaves);
        Tensor[] v = new Tensor[inputs.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = random(i + 1, inputs[i]);
        }
        Tensor w = random(0, y).tracked();
        Tensor[] first = Gradients.recorded(y, w, leaves);
        Tensor s = first[0].mul(v[0]).sum();
        for (int i = 1; i < v.length; i++) {
            s = s.add(first[i].mul(v[i]).sum());
        }
        Tensor[] all = append(leaves, w);
        Tensor[] computed = Gradients.of(s, all);
        Numeric slope = point -> {
            Tensor[] at = leaves(java.util.Arrays.copyOf(point, v.length));
            Tensor[] g = Gradients.of(f.apply(at), point[v.length], at);
            double sum = 0;
            for (int i = 0; i < v.length; i++) {
                sum += dot(g[i], v[i]);
            }
            return sum;
        };
        return compare(2, computed, slope, constants(all));
    }

    private static Tensor result(Function f, Tensor... leaves) {
        Objects.requireNonNull(f, "gradient check: the function is null");
        return Objects.requireNonNull(f.apply(leaves), "gradient check: the function gave null");
    }

    private static Deviation compare(int order, Tensor[] computed, Numeric f, Tensor[] point) {
        Deviation worst = new Deviation(0, order, 0, 0, 0, 0);
        for (int i = 0; i < point.length; i++) {
            double[] got = computed[i].toArray();
            double[] expected = differences(f, point, i);
            double scale = 1;
            for (double value : expected) {
                scale = Math.max(scale, Math.abs(value));
            }
            for (int k = 0; k < got.length; k++) {
                double scaled = Math.abs(got[k] - expected[k]) / scale;
                if (!(scaled <= worst.scaled)) {
                    worst = new Deviation(scaled, order, i, k, got[k], expected[k]);
                    if (Double.isNaN(scaled)) {
                        return worst;
                    }
                }
            }
        }
        return worst;
    }

    private static double[] differences(Numeric f, Tensor[] point, int input) {
        double[] values = point[input].toArray();
        double[] slopes = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            double h = STEP * Math.max(1, Math.abs(values[k]));
            double near = moved(f, point, input, values, k, h) - moved(f, point, input, values, k, -h);
            double far = moved(f, point, input, values, k, 2 * h) - moved(f, point, input, values, k, -2 * h);
            slopes[k] = (8 * near - far) / (12 * h);
        }
        return slopes;
    }

    private static double moved(Numeric f, Tensor[] point, int input, double[] values, int k, double by) {
        double[] changed = values.clone();
        changed[k] += by;
        Tensor[] moved = point.clone();
        moved[input] = Tensor.of(point[input].backend(), changed, point[input].shape());
        return f.at(moved);
    }

    private static double dot(Tensor a, Tensor b) {
        return a.detach().mul(b.detach()).sum().item();
    }

    private static Tensor random(int stream, Tensor like) {
        return new Rng(SEED + stream).uniform(like.backend(), like.shape(), -1.5, 1.5);
    }

    private static Tensor[] leaves(Tensor... inputs) {
        Objects.requireNonNull(inputs, "gradient check: the inputs are null");
        if (inputs.length == 0) {
            throw new IllegalArgumentException("gradient check: there are no inputs to differentiate with respect to");
        }
        Tensor[] leaves = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) {
                throw new NullPointerException("gradient check: input " + i + " is null");
            }
            Backend backend = inputs[i].backend();
            if (backend.epsilon() > 0x1p-50) {
                Shape shape = inputs[i].shape();
                throw new IllegalArgumentException("gradient check: input " + i + " " + shape + " is on the backend '"
                        + backend.name() + "', whose float32 is too coarse for finite differences; make the inputs"
                        + " (and what the function uses besides) on ReferenceBackend.instance()");
            }
            leaves[i] = inputs[i].detach().tracked();
        }
        return leaves;
    }

    private static Tensor[] constants(Tensor... inputs) {
        Tensor[] constants = new Tensor[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            constants[i] = inputs[i].detach();
        }
        return constants;
    }

    private static Tensor[] append(Tensor[] tensors, Tensor last) {
        Tensor[] more = java.util.Arrays.copyOf(tensors, tensors.length + 1);
        more[tensors.length] = last;
        return more;
    }
}
