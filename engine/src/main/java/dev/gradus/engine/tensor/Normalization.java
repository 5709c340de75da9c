package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import java.util.Objects;

/** Standardisation by mean and variance, and what is built on it. */
public final class Normalization {
    private Normalization() {}

    /**
     * A standardised tensor and the statistics it was standardised with.
     *
     * @param value {@code (x − mean)/√(variance + ε)}, of x's shape
     * @param mean over the reduced axes, which stay with extent 1
     * @param variance the population variance, likewise
     */
    public record Standardized(Tensor value, Tensor mean, Tensor variance) {}

    /**
     * {@code y = (x − μ)·r} with {@code r = (v + ε)^−½}, μ and v the mean and the population variance over m elements.
     * The outputs are y, μ and v; with their cotangents g, gμ and gv:
     * {@code dx = r·(g − mean g − y·mean(g·y)) + gμ/m + gv·2(x − μ)/m}. As y and v are outputs, the rule is a function
     * of recorded tensors and can be differentiated again.
     */
    record Standardize(double epsilon, int... axes) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Tensor input = x[0].detach();
            Tensor mean = input.mean(true, axes);
            Tensor centred = input.sub(mean);
            Tensor variance = centred.square().mean(true, axes);
            return Outputs.of(centred.mul(rate(variance))).and(mean).and(variance);
        }

        private Tensor rate(Tensor variance) {
            return variance.add(epsilon).sqrt().reciprocal();
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return vjp(call);
        }

        @Override
        public Tensor[] vjp(Call call) {
            return call.cotangents(() -> {
                Tensor y = call.output(0);
                Tensor dx = null;
                if (call.reaches(0)) {
                    Tensor g = call.cotangent(0);
                    Tensor along = y.mul(g.mul(y).mean(true, axes));
                    dx = g.sub(g.mean(true, axes)).sub(along).mul(rate(call.output(2)));
                }
                double m = (double) y.shape().size() / call.output(1).shape().size();
                if (call.reaches(1)) {
                    dx = plus(dx, call.cotangent(1).div(m).broadcastTo(y.shape()));
                }
                if (call.reaches(2)) {
                    Tensor centred = call.input(0).sub(call.output(1));
                    dx = plus(dx, call.cotangent(2).mul(2 / m).mul(centred));
                }
                return dx;
            });
        }

        private static Tensor plus(Tensor sum, Tensor term) {
            return sum == null ? term : sum.add(term);
        }
    }

    /**
     * Standardises over the given axes.
     *
     * @param epsilon added to the variance, positive
     * @throws ShapeException if there are no elements to take statistics of
     */
    public static Standardized standardize(Tensor x, double epsilon, int... axes) {
        requireGiven("standardize", "input", x);
        requireGiven("standardize", "array of axes", axes);
        requireEpsilon("standardize", epsilon);
        Tensor[] out = Tensor.applyAll(new Standardize(epsilon, axes.clone()), x);
        return new Standardized(out[0], out[1], out[2]);
    }

    /**
     * Batch normalisation with the statistics of this batch (Ioffe and Szegedy, 2015), before scale and shift.
     *
     * @param x {@code [batch, channels, ..]}; statistics over all axes but the second
     */
    public static Standardized batchStatistics(Tensor x, double epsilon) {
        int rank = requireChannels(x);
        int[] axes = new int[rank - 1];
        for (int axis = 2; axis < rank; axis++) {
            axes[axis - 1] = axis;
        }
        return standardize(x, epsilon, axes);
    }

    /**
     * Batch normalisation with given statistics: {@code (x − mean)/√(variance + ε)} for each channel.
     *
     * @param x {@code [batch, channels, ..]}
     * @param mean {@code [channels]}
     * @param variance {@code [channels]}
     */
    public static Tensor withStatistics(Tensor x, Tensor mean, Tensor variance, double epsilon) {
        requireGiven("batch_norm", "variance", variance);
        requireEpsilon("batch_norm", epsilon);
        Tensor rate = variance.add(epsilon).sqrt().reciprocal();
        return x.sub(perChannel("mean", mean, x)).mul(perChannel("variance", rate, x));
    }

    /** {@code x·weight + bias} for each channel of {@code [batch, channels, ..]}; weight and bias {@code [channels]}. */
    public static Tensor scaleShift(Tensor x, Tensor weight, Tensor bias) {
        return x.mul(perChannel("weight", weight, x)).add(perChannel("bias", bias, x));
    }

    /**
     * Layer normalisation (Ba, Kiros and Hinton, 2016) over the last axes.
     *
     * @param weight of the shape of the last axes of x, which are normalised; {@code bias} likewise
     */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        requireGiven("layer_norm", "input", x);
        requireGiven("layer_norm", "weight", weight);
        requireGiven("layer_norm", "bias", bias);
        int count = weight.shape().rank();
        int first = x.shape().rank() - count;
        boolean fits = first >= 0 && count > 0 && bias.shape().equals(weight.shape());
        for (int i = 0; fits && i < count; i++) {
            fits = x.dim(first + i) == weight.dim(i);
        }
        if (!fits) {
            throw new ShapeException("layer_norm: weight " + weight.shape() + " and bias " + bias.shape()
                    + " must have the shape of the last axes of the input " + x.shape());
        }
        int[] axes = new int[count];
        java.util.Arrays.setAll(axes, i -> first + i);
        return standardize(x, epsilon, axes).value().mul(weight).add(bias);
    }

    private static void requireEpsilon(String name, double epsilon) {
        if (!(epsilon > 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": epsilon must be positive and finite, got " + epsilon);
        }
    }

    private static void requireGiven(String name, String what, Object value) {
        Objects.requireNonNull(value, () -> name + ": the " + what + " is null");
    }

    private static int requireChannels(Tensor x) {
        requireGiven("batch_norm", "input", x);
        if (x.shape().rank() < 2) {
            throw new ShapeException("batch_norm: expected [batch, channels, ..], got " + x.shape());
        }
        return x.shape().rank();
    }

    private static Tensor perChannel(String what, Tensor values, Tensor x) {
        int rank = requireChannels(x);
        requireGiven("batch_norm", what, values);
        if (!values.shape().equals(Shape.of(x.dim(1)))) {
            throw new ShapeException("batch_norm: " + what + " " + values.shape()
                    + " does not hold one number for each of the " + x.dim(1) + " channels of " + x.shape());
        }
        int[] dims = new int[rank - 1];
        java.util.Arrays.fill(dims, 1);
        dims[0] = x.dim(1);
        return values.reshape(Shape.of(dims));
    }
}
