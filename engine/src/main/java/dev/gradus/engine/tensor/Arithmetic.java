package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Binary;

/**
 * Elementwise operations of two arguments under broadcasting. A rule is written as if both arguments had the result's
 * shape; {@link #unbroadcast} then sums a cotangent over the places where its argument was repeated.
 */
final class Arithmetic {
    private Arithmetic() {}

    private static Outputs binary(Backend backend, Operation who, Binary f, Tensor x, Tensor y, double a) {
        Shape.Pairing pairing = x.shape().with(y.shape(), who);
        return Outputs.of(pairing.result(), backend.binary(f, x.storage(), y.storage(), pairing.walk(), a));
    }

    /**
     * Undoes a broadcast: the sum of {@code g} over every axis along which a tensor of {@code shape} was repeated.
     */
    static Tensor unbroadcast(Tensor g, Shape shape) {
        if (g.shape().equals(shape)) {
            return g;
        }
        int extra = g.shape().rank() - shape.rank();
        int[] axes = new int[g.shape().rank()];
        int count = 0;
        for (int axis = 0; axis < g.shape().rank(); axis++) {
            boolean repeated =
                    axis < extra || shape.dim(axis - extra) == 1 && g.shape().dim(axis) != 1;
            if (repeated) {
                axes[count++] = axis;
            }
        }
        return g.sum(true, java.util.Arrays.copyOf(axes, count)).reshape(shape);
    }

    /** {@code z = x + y}; {@code dx = g}, {@code dy = g}. */
    record Add() implements Operation {
        static final Add INSTANCE = new Add();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.ADD, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> unbroadcast(g, call.shape(0)), () -> unbroadcast(g, call.shape(1)));
        }
    }

    /**
     * {@code z = x + y} where that is positive, {@code a·(x + y)} elsewhere, with a ≥ 0: z has the sign of the sum, so the
     * rule needs nothing else. The sign is a constant, as in every piecewise-linear activation.
     */
    record AddLeaky(double negativeSlope) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.ADD_LEAKY, x[0], x[1], negativeSlope);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            Tensor h = g.apply(new Slope(negativeSlope), call.output().detach());
            return call.cotangents(() -> unbroadcast(h, call.shape(0)), () -> unbroadcast(h, call.shape(1)));
        }
    }

    /** {@code z = x − y}; {@code dx = g}, {@code dy = −g}. */
    record Subtract() implements Operation {
        static final Subtract INSTANCE = new Subtract();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.SUBTRACT, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> unbroadcast(g, call.shape(0)),
                    () -> unbroadcast(g, call.shape(1)).neg());
        }
    }

    /** {@code z = x·y}; {@code dx = g·y}, {@code dy = g·x}. */
    record Multiply() implements Operation {
        static final Multiply INSTANCE = new Multiply();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.MULTIPLY, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> unbroadcast(g.mul(call.input(1)), call.shape(0)),
                    () -> unbroadcast(g.mul(call.input(0)), call.shape(1)));
        }
    }

    /** {@code z = x/y}; {@code dx = g/y}, {@code dy = −g·z/y}. */
    record Divide() implements Operation {
        static final Divide INSTANCE = new Divide();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.DIVIDE, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> unbroadcast(g.div(call.input(1)), call.shape(0)),
                    () -> unbroadcast(g.mul(call.output()).div(call.input(1)).neg(), call.shape(1)));
        }
    }

    /** 1 where {@code x = y}, 0 elsewhere; flat wherever it has a derivative. */
    record Equal() implements Operation {
        static final Equal INSTANCE = new Equal();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.EQUAL, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return new Tensor[] {null, null};
        }
    }

    /** 1 where {@code x > y}, 0 elsewhere; flat wherever it has a derivative. */
    record Greater() implements Operation {
        static final Greater INSTANCE = new Greater();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.GREATER, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return new Tensor[] {null, null};
        }
    }

    /** The derivative of a leaky relu: {@code z = h} where {@code x > 0}, {@code a·h} elsewhere; flat in x. */
    record Slope(double negativeSlope) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.SLOPE, x[0], x[1], negativeSlope);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> unbroadcast(g.apply(this, call.input(1).detach()), call.shape(0)), null);
        }
    }

    /** The derivative of tanh: {@code z = h·(1 − y²)}; {@code dh = g·(1 − y²)}, {@code dy = −2·g·h·y}. */
    record TanhSlope() implements Operation {
        static final TanhSlope INSTANCE = new TanhSlope();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.TANH_SLOPE, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> unbroadcast(g.apply(this, call.input(1)), call.shape(0)),
                    () -> unbroadcast(g.mul(call.input(0)).mul(call.input(1)).mul(-2), call.shape(1)));
        }
    }

    /** The derivative of σ: {@code z = h·y·(1 − y)}; {@code dh = g·y·(1 − y)}, {@code dy = g·h·(1 − 2y)}. */
    record SigmoidSlope() implements Operation {
        static final SigmoidSlope INSTANCE = new SigmoidSlope();

        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return binary(backend, this, Binary.SIGMOID_SLOPE, x[0], x[1], 0);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> unbroadcast(g.apply(this, call.input(1)), call.shape(0)),
                    () -> unbroadcast(
                            g.mul(call.input(0)).mul(call.input(1).mul(-2).add(1)), call.shape(1)));
        }
    }
}
