package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Region;
import dev.gradus.engine.backend.Storage;
import java.util.Arrays;

/**
 * Operations that move numbers without changing them. Each is linear, and its rule is the move back: pad undoes slice,
 * concat undoes split, a sum undoes a repetition.
 */
final class Moves {
    private Moves() {}

    /** The other shape of the same numbers, which are shared; {@code dx = g} in x's shape. */
    record Reshape(Shape to) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return Outputs.of(to, x[0].storage());
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.reshape(call.shape(0)));
        }
    }

    /** Axis i of y is axis {@code order[i]} of x; {@code dx} is g in the inverse order. */
    record Permute(int... order) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            int[] from = x[0].shape().strides();
            int[] dims = new int[order.length];
            int[] strides = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                dims[i] = x[0].dim(order[i]);
                strides[i] = from[order[i]];
            }
            Shape shape = Shape.of(dims);
            Storage y = backend.reserve(shape.size());
            backend.copy(x[0].storage(), new Region(0, strides), y, new Region(0, shape.strides()), dims);
            return Outputs.of(shape, y);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            int[] inverse = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                inverse[order[i]] = i;
            }
            return call.cotangents(() -> g.permute(inverse));
        }
    }

    /** Elements {@code start … end − 1} of an axis; {@code dx} is g with zeros around it. */
    record Slice(int axis, int start, int end) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return Outputs.of(x[0].shape().with(axis, end - start), part(backend, x[0], axis, start, end));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.pad(axis, start, call.shape(0).dim(axis) - end));
        }
    }

    /** Consecutive parts of an axis; {@code dx} is the cotangents one behind the other. */
    record Split(int axis, int... extents) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            SeveralOutputs outputs = null;
            int start = 0;
            for (int extent : extents) {
                Shape shape = x[0].shape().with(axis, extent);
                Storage part = part(backend, x[0], axis, start, start + extent);
                outputs = outputs == null ? Outputs.several(shape, part) : outputs.and(shape, part);
                start += extent;
            }
            return outputs;
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return vjp(call);
        }

        @Override
        public Tensor[] vjp(Call call) {
            return call.cotangents(() -> {
                Tensor[] parts = new Tensor[extents.length];
                Arrays.setAll(parts, call::cotangent);
                return Tensor.concat(axis, parts);
            });
        }
    }

    private static Storage part(Backend backend, Tensor x, int axis, int start, int end) {
        Shape shape = x.shape().with(axis, end - start);
        int[] from = x.shape().strides();
        Storage y = backend.reserve(shape.size());
        backend.copy(
                x.storage(), new Region(start * from[axis], from), y, new Region(0, shape.strides()), shape.shared());
        return y;
    }

    /** Tensors one behind the other along an axis; each {@code dx} is its part of g. */
    record Concat(int axis) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            int extent = 0;
            for (Tensor part : x) {
                extent += part.dim(axis);
            }
            Shape shape = x[0].shape().with(axis, extent);
            int[] to = shape.strides();
            Storage y = backend.reserve(shape.size());
            int start = 0;
            for (Tensor part : x) {
                backend.copy(
                        part.storage(),
                        new Region(0, part.shape().strides()),
                        y,
                        new Region(start * to[axis], to),
                        part.shape().shared());
                start += part.dim(axis);
            }
            return Outputs.of(shape, y);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            int[] extents = new int[call.inputCount()];
            Arrays.setAll(extents, i -> call.shape(i).dim(axis));
            return g.split(axis, extents);
        }
    }

    /** Zeros before and after along an axis; {@code dx} is the part of g between them. */
    record Pad(int axis, int before, int after) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            int[] dims = x[0].shape().shared();
            Shape shape = x[0].shape().with(axis, before + dims[axis] + after);
            int[] to = shape.strides();
            Storage y = backend.fill(shape.size(), 0);
            backend.copy(
                    x[0].storage(), new Region(0, x[0].shape().strides()), y, new Region(before * to[axis], to), dims);
            return Outputs.of(shape, y);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(
                    () -> g.slice(axis, before, before + call.shape(0).dim(axis)));
        }
    }

    /** An axis in reverse; {@code dx} is g in reverse. */
    record Flip(int axis) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            Shape shape = x[0].shape();
            int[] from = shape.strides().clone();
            int last = Math.max(0, (shape.dim(axis) - 1) * from[axis]);
            from[axis] = -from[axis];
            Storage y = backend.reserve(shape.size());
            backend.copy(x[0].storage(), new Region(last, from), y, new Region(0, shape.strides()), shape.shared());
            return Outputs.of(shape, y);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.flip(axis));
        }
    }

    /** Axes of extent 1, and new leading axes, repeated; {@code dx} is the sum of g over the repetitions. */
    record BroadcastTo(Shape to) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            int rank = to.rank();
            int[] padded = x[0].shape().padded(rank);
            int[] from = Shape.of(padded).strides().clone();
            for (int i = 0; i < rank; i++) {
                from[i] = padded[i] == 1 ? 0 : from[i];
            }
            Storage y = backend.reserve(to.size());
            backend.copy(x[0].storage(), new Region(0, from), y, new Region(0, to.strides()), to.shared());
            return Outputs.of(to, y);
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> Arithmetic.unbroadcast(g, call.shape(0)));
        }
    }

    /**
     * {@code y[i] = x[index[i]]} over flat positions; {@code dx[index[i]] += g[i]}.
     *
     * @param index flat positions in x
     * @param to the shape of y
     */
    record Gather(int[] index, Shape to) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return Outputs.of(to, backend.gather(x[0].storage(), index));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.apply(new ScatterAdd(index, call.shape(0))));
        }
    }

    /**
     * {@code y[index[i]] += x[i]} over flat positions; {@code dx[i] = g[index[i]]}.
     *
     * @param index flat positions in y
     * @param to the shape of y
     */
    record ScatterAdd(int[] index, Shape to) implements Operation {
        @Override
        public Outputs forward(Backend backend, Tensor... x) {
            return Outputs.of(to, backend.scatterAdd(x[0].storage(), index, to.size()));
        }

        @Override
        public Tensor[] vjp(Call call, Tensor g) {
            return call.cotangents(() -> g.apply(new Gather(index, call.shape(0))));
        }
    }
}
