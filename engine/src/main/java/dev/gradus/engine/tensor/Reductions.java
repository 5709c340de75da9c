package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Reduction;
import java.util.Arrays;
import java.util.Objects;

/** Reductions over axes. Neighbouring axes are reduced in one pass. */
final class Reductions {
    private Reductions() {}

    /** {@code y = Σ x} over the axes {@code from … to − 1}, which stay with extent 1; {@code dx = g}, repeated. */
    record Sum(int from, int to) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Shape shape = x[0].shape();
            int outer = shape.product(0, from);
            int length = shape.product(from, to);
            int inner = shape.product(to, shape.rank());
            int[] dims = shape.dims();
            Arrays.fill(dims, from, to, 1);
            return Outputs.of(Shape.of(dims), backend.reduce(Reduction.SUM, x[0].storage(), outer, length, inner));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.broadcastTo(call.shape(0)));
        }
    }

    /**
     * {@code y = max x} over an axis, which stays with extent 1; {@code dx = g} at the greatest element, shared evenly
     * among ties. Piecewise linear: which element it is enters as a constant.
     */
    record Max(int axis) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Shape shape = x[0].shape();
            int outer = shape.product(0, axis);
            int inner = shape.product(axis + 1, shape.rank());
            return Outputs.of(
                    shape.with(axis, 1), backend.reduce(Reduction.MAX, x[0].storage(), outer, shape.dim(axis), inner));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> {
                Tensor chosen = call.input(0).detach().equal(call.output().detach());
                return g.mul(chosen.div(chosen.sum(true, axis)));
            });
        }
    }

    static Tensor sum(Tensor x) {
        return x.reshape(x.shape().size()).apply(new Sum(0, 1)).reshape(Shape.SCALAR);
    }

    static Tensor sum(Tensor x, boolean keep, int... axes) {
        boolean[] reduced = marks("sum", x.shape(), axes);
        Tensor y = x;
        for (int to = reduced.length; to > 0; ) {
            if (!reduced[to - 1]) {
                to--;
                continue;
            }
            int from = to - 1;
            while (from > 0 && reduced[from - 1]) {
                from--;
            }
            y = y.apply(new Sum(from, to));
            to = from;
        }
        return keep ? y : y.reshape(dropped(x.shape(), reduced));
    }

    static Tensor mean(Tensor x) {
        if (x.shape().size() == 0) {
            throw new ShapeException("mean: " + x.shape() + " has no elements, their mean is not defined");
        }
        return sum(x).mul(1.0 / x.shape().size());
    }

    static Tensor mean(Tensor x, boolean keep, int... axes) {
        boolean[] reduced = marks("mean", x.shape(), axes);
        int count = 1;
        for (int axis = 0; axis < reduced.length; axis++) {
            count *= reduced[axis] ? x.dim(axis) : 1;
        }
        if (count == 0) {
            throw new ShapeException("mean: axes " + Arrays.toString(axes) + " of " + x.shape()
                    + " have no elements, their mean is not defined");
        }
        return sum(x, keep, axes).mul(1.0 / count);
    }

    static Tensor max(Tensor x, int axis) {
        int at = x.shape().axis("max", axis);
        if (x.dim(at) == 0) {
            throw new ShapeException(
                    "max: axis " + axis + " of " + x.shape() + " has no elements, their maximum is not defined");
        }
        return x.apply(new Max(at)).reshape(x.shape().without(at));
    }

    /** Which axes are named. */
    static boolean[] marks(String operation, Shape shape, int... axes) {
        boolean[] marked = new boolean[shape.rank()];
        for (int axis : Objects.requireNonNull(axes, () -> operation + ": the axes are null")) {
            int at = shape.axis(operation, axis);
            if (marked[at]) {
                throw new ShapeException(operation + ": axis " + axis + " is named twice in " + Arrays.toString(axes));
            }
            marked[at] = true;
        }
        return marked;
    }

    private static Shape dropped(Shape shape, boolean[] reduced) {
        int[] dims = new int[shape.rank()];
        int count = 0;
        for (int axis = 0; axis < reduced.length; axis++) {
            if (!reduced[axis]) {
                dims[count++] = shape.dim(axis);
            }
        }
        return Shape.of(Arrays.copyOf(dims, count));
    }
}
