package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.NormalizationGeometry;
import dev.gradus.engine.backend.NormalizationNumbers;
import dev.gradus.engine.backend.Normalized;
import dev.gradus.engine.backend.NormalizedGradients;
import java.util.Arrays;
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
     * of recorded tensors and can be differentiated again. Where it is not recorded and gμ and gv are zeros, a kernel
     * computes it in one go.
     */
    record Standardize(double epsilon, int... axes) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            NormalizationGeometry g = geometry(x[0].shape());
            if (g == null) {
                return elementary(x[0].detach());
            }
            NormalizationNumbers numbers = new NormalizationNumbers(epsilon, 1);
            Normalized out = backend.normalize(x[0].storage(), null, null, numbers, g);
            Shape statistics = x[0].shape();
            for (int axis : axes) {
                statistics = statistics.with(statistics.axis("standardize", axis), 1);
            }
            return Outputs.several(x[0].shape(), out.value())
                    .and(statistics, out.mean())
                    .and(statistics, out.variance());
        }

        /** Where the axes that stay lie side by side, they are the channels of the kernel; {@code null} elsewhere. */
        private NormalizationGeometry geometry(Shape shape) {
            boolean[] reduced = Reductions.marks("standardize", shape, axes);
            int from = 0;
            while (from < reduced.length && reduced[from]) {
                from++;
            }
            int to = from;
            while (to < reduced.length && !reduced[to]) {
                to++;
            }
            for (int axis = to; axis < reduced.length; axis++) {
                if (!reduced[axis]) {
                    return null;
                }
            }
            return new NormalizationGeometry(
                    shape.product(0, from), shape.product(from, to), shape.product(to, reduced.length));
        }

        private Outputs elementary(Tensor x) {
            Tensor mean = x.mean(true, axes);
            Tensor centred = x.sub(mean);
            Tensor variance = centred.square().mean(true, axes);
            return Outputs.several(centred.mul(rate(variance))).and(mean).and(variance);
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
            NormalizationGeometry g = geometry(call.shape(0));
            boolean valueAlone = !call.reaches(1) && !call.reaches(2);
            return valueAlone && !call.recorded() && g != null ? fused(call, g) : elementary(call);
        }

        private Tensor[] fused(Call call, NormalizationGeometry g) {
            return call.cotangents(() -> {
                Tensor x = call.input(0);
                Normalized forward = new Normalized(
                        call.output(0).storage(),
                        call.output(1).storage(),
                        call.output(2).storage());
                return Tensor.wrap(
                        x.shape(),
                        x.backend()
                                .normalizeBackward(
                                        x.storage(),
                                        null,
                                        null,
                                        forward,
                                        call.cotangent(0).storage(),
                                        new NormalizationNumbers(epsilon, 1),
                                        g)
                                .x());
            });
        }

        private Tensor[] elementary(Call call) {
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
        int count = 1;
        boolean[] reduced = Reductions.marks("standardize", x.shape(), axes);
        for (int axis = 0; axis < reduced.length; axis++) {
            count *= reduced[axis] ? x.dim(axis) : 1;
        }
        if (count == 0) {
            throw new ShapeException("standardize: axes " + Arrays.toString(axes) + " of " + x.shape()
                    + " have no elements, their statistics are not defined");
        }
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
     * {@code y = lrelu((x − μ)·r·weight + bias)}, r as in {@link Standardize}, for each channel of
     * {@code [batch, channels, ..]}; the outputs are y, μ and v. A kernel computes the first derivative; where gradients
     * are recorded, the definition in elementary operations is differentiated.
     *
     * @param negativeSlope of the leaky relu, 1 for none
     */
    record BatchNormalize(double epsilon, double negativeSlope) implements Operation {
        private static NormalizationGeometry geometry(Shape shape) {
            return new NormalizationGeometry(shape.dim(0), shape.dim(1), shape.product(2, shape.rank()));
        }

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Shape shape = x[0].shape();
            Normalized out =
                    backend.normalize(x[0].storage(), x[1].storage(), x[2].storage(), numbers(), geometry(shape));
            Shape statistics = Shape.of(shape.dim(1));
            return Outputs.several(shape, out.value())
                    .and(statistics, out.mean())
                    .and(statistics, out.variance());
        }

        private NormalizationNumbers numbers() {
            return new NormalizationNumbers(epsilon, negativeSlope);
        }

        private Tensor[] definition(Tensor... x) {
            Standardized batch = batchStatistics(x[0], epsilon);
            Tensor y = scaleShift(batch.value(), x[1], x[2]);
            Shape statistics = x[1].shape();
            return new Tensor[] {
                negativeSlope == 1 ? y : y.leakyRelu(negativeSlope),
                batch.mean().reshape(statistics),
                batch.variance().reshape(statistics)
            };
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return vjp(call);
        }

        @Override
        public Tensor[] vjp(Call call) {
            if (call.recorded() || call.reaches(1) || call.reaches(2)) {
                return call.differentiate(this::definition);
            }
            Tensor x = call.input(0);
            Tensor weight = call.input(1);
            Tensor bias = call.input(2);
            Normalized forward = new Normalized(
                    call.output(0).storage(),
                    call.output(1).storage(),
                    call.output(2).storage());
            NormalizedGradients found = x.backend()
                    .normalizeBackward(
                            x.storage(),
                            weight.storage(),
                            bias.storage(),
                            forward,
                            call.cotangent(0).storage(),
                            numbers(),
                            geometry(x.shape()));
            return new Tensor[] {
                Tensor.wrap(x.shape(), found.x()),
                Tensor.wrap(weight.shape(), found.weight()),
                Tensor.wrap(bias.shape(), found.bias())
            };
        }
    }

    /**
     * Batch normalisation with the statistics of this batch, scale, shift and a leaky relu in one go. In the result, mean
     * and variance are {@code [channels]}.
     *
     * @param x {@code [batch, channels, ..]}; statistics over all axes but the second
     * @param weight {@code [channels]}
     * @param bias {@code [channels]}
     * @param epsilon added to the variance, positive
     * @param negativeSlope what the leaky relu multiplies negative numbers by, finite; 1 for no leaky relu
     * @throws ShapeException if the shapes do not fit, or if there are no elements to take statistics of
     */
    public static Standardized batchNorm(Tensor x, Tensor weight, Tensor bias, double epsilon, double negativeSlope) {
        requireEpsilon("batch_norm", epsilon);
        if (!Double.isFinite(negativeSlope)) {
            throw new IllegalArgumentException("batch_norm: the slope must be finite, got " + negativeSlope);
        }
        requireOneForEach("weight", weight, x);
        requireOneForEach("bias", bias, x);
        if (x.shape().size() == 0 && x.dim(1) > 0) {
            throw new ShapeException("batch_norm: " + x.shape() + " has no elements, their statistics are not defined");
        }
        Tensor[] out = Tensor.applyAll(new BatchNormalize(epsilon, negativeSlope), x, weight, bias);
        return new Standardized(out[0], out[1], out[2]);
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
        Arrays.setAll(axes, i -> first + i);
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
        requireOneForEach(what, values, x);
        int[] dims = new int[x.shape().rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = x.dim(1);
        return values.reshape(Shape.of(dims));
    }

    private static void requireOneForEach(String what, Tensor values, Tensor x) {
        requireChannels(x);
        requireGiven("batch_norm", what, values);
        if (!values.shape().equals(Shape.of(x.dim(1)))) {
            throw new ShapeException("batch_norm: " + what + " " + values.shape()
                    + " does not hold one number for each of the " + x.dim(1) + " channels of " + x.shape());
        }
    }
}
