package dev.gradus.engine.tensor;

import java.util.Arrays;
import java.util.Objects;

/** Checks and composes the operations that move numbers without changing them; {@link Moves} holds their rules. */
final class Movement {
    private Movement() {}

    static Tensor reshape(Tensor x, int... dims) {
        Objects.requireNonNull(dims, "reshape: the extents are null");
        int free = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] != -1) {
                known = Math.min(Integer.MAX_VALUE, known * dims[i]);
            } else if (free >= 0) {
                throw new ShapeException("reshape: " + Arrays.toString(dims) + " leaves more than one extent"
                        + " open; only one may be -1");
            } else {
                free = i;
            }
        }
        if (free < 0) {
            return reshape(x, Shape.of(dims));
        }
        int[] filled = dims.clone();
        if (known <= 0 || x.shape().size() % known != 0) {
            throw new ShapeException("reshape: " + x.shape() + " holds "
                    + x.shape().size() + " numbers, which " + Arrays.toString(dims) + " cannot divide");
        }
        filled[free] = (int) (x.shape().size() / known);
        return reshape(x, Shape.of(filled));
    }

    static Tensor reshape(Tensor x, Shape to) {
        Objects.requireNonNull(to, "reshape: the shape is null");
        if (to.size() != x.shape().size()) {
            throw new ShapeException(
                    "reshape: " + x.shape() + " holds " + x.shape().size() + " numbers, " + to + " holds " + to.size());
        }
        return to.equals(x.shape()) ? x : x.apply(new Moves.Reshape(to));
    }

    static Tensor flatten(Tensor x, int fromAxis) {
        int from = x.shape().axis("flatten", fromAxis);
        int[] dims = Arrays.copyOf(x.shape().dims(), from + 1);
        dims[from] = x.shape().product(from, x.shape().rank());
        return reshape(x, Shape.of(dims));
    }

    static Tensor permute(Tensor x, int... order) {
        Objects.requireNonNull(order, "permute: the order is null");
        int[] normalized = new int[order.length];
        boolean[] seen = new boolean[x.shape().rank()];
        boolean identity = order.length == seen.length;
        for (int i = 0; i < order.length; i++) {
            normalized[i] = x.shape().axis("permute", order[i]);
            seen[normalized[i]] = true;
            identity &= normalized[i] == i;
        }
        for (boolean axis : seen) {
            if (!axis || order.length != seen.length) {
                throw new ShapeException(
                        "permute: " + Arrays.toString(order) + " must name each axis of " + x.shape() + " once");
            }
        }
        return identity ? x : x.apply(new Moves.Permute(normalized));
    }

    static Tensor transpose(Tensor x) {
        int rank = x.shape().rank();
        if (rank < 2) {
            throw new ShapeException("transpose: " + x.shape() + " has fewer than two axes");
        }
        int[] order = new int[rank];
        Arrays.setAll(order, i -> i);
        order[rank - 2] = rank - 1;
        order[rank - 1] = rank - 2;
        return permute(x, order);
    }

    static Tensor slice(Tensor x, int axis, int start, int end) {
        int at = x.shape().axis("slice", axis);
        if (start < 0 || end < start || end > x.dim(at)) {
            throw new ShapeException("slice: " + start + " to " + end + " is not within axis " + axis + " of "
                    + x.shape() + " (0 to " + x.dim(at) + ")");
        }
        return start == 0 && end == x.dim(at) ? x : x.apply(new Moves.Slice(at, start, end));
    }

    static Tensor[] split(Tensor x, int axis, int... extents) {
        int at = x.shape().axis("split", axis);
        long sum = 0;
        for (int extent : Objects.requireNonNull(extents, "split: the extents are null")) {
            sum += extent;
            if (extent < 0) {
                throw new ShapeException("split: " + Arrays.toString(extents) + " has a negative extent");
            }
        }
        if (extents.length == 0 || sum != x.dim(at)) {
            throw new ShapeException(
                    "split: " + Arrays.toString(extents) + " do not add up to axis " + axis + " of " + x.shape());
        }
        return Tensor.applyAll(new Moves.Split(at, extents.clone()), x);
    }

    static Tensor concat(int axis, Tensor... parts) {
        Objects.requireNonNull(parts, "concat: the parts are null");
        if (parts.length == 0) {
            throw new ShapeException("concat: no tensors were given");
        }
        requireGiven("concat", parts);
        Shape first = parts[0].shape();
        int at = first.axis("concat", axis);
        long[] together = first.extents();
        together[at] = 0;
        for (Tensor part : parts) {
            if (part.shape().rank() != first.rank() || !part.shape().with(at, 0).equals(first.with(at, 0))) {
                throw new ShapeException(
                        "concat: " + first + " and " + part.shape() + " differ in more than axis " + axis);
            }
            together[at] += part.dim(at);
        }
        Shape.of("concat", together);
        return parts.length == 1 ? parts[0] : Tensor.applyAll(new Moves.Concat(at), parts)[0];
    }

    static Tensor stack(int axis, Tensor... parts) {
        Objects.requireNonNull(parts, "stack: the parts are null");
        if (parts.length == 0) {
            throw new ShapeException("stack: no tensors were given");
        }
        requireGiven("stack", parts);
        int rank = parts[0].shape().rank();
        int at = axis < 0 ? axis + rank + 1 : axis;
        if (at < 0 || at > rank) {
            throw new ShapeException("stack: axis " + axis + " is no place for a new axis in parts " + parts[0].shape()
                    + " (" + (-rank - 1) + " to " + rank + ")");
        }
        Tensor[] raised = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].shape().equals(parts[0].shape())) {
                throw new ShapeException(
                        "stack: parts " + parts[0].shape() + " and " + parts[i].shape() + " differ in shape");
            }
            raised[i] = parts[i].reshape(parts[i].shape().withNew(at));
        }
        return concat(at, raised);
    }

    static Tensor pad(Tensor x, int axis, int before, int after) {
        int at = x.shape().axis("pad", axis);
        if (before < 0 || after < 0) {
            throw new ShapeException(
                    "pad: widths must not be negative, got " + before + " and " + after + "; use slice to cut");
        }
        long[] wider = x.shape().extents();
        wider[at] += (long) before + after;
        Shape.of("pad", wider);
        return before == 0 && after == 0 ? x : x.apply(new Moves.Pad(at, before, after));
    }

    static Tensor flip(Tensor x, int axis) {
        return x.apply(new Moves.Flip(x.shape().axis("flip", axis)));
    }

    static Tensor broadcastTo(Tensor x, Shape to) {
        Objects.requireNonNull(to, "broadcast_to: the shape is null");
        if (to.equals(x.shape())) {
            return x;
        }
        if (!Shape.broadcast("broadcast_to", x.shape(), to).equals(to)) {
            throw new ShapeException("broadcast_to: " + x.shape() + " cannot be repeated to fill " + to);
        }
        return x.apply(new Moves.BroadcastTo(to));
    }

    static Tensor gather(Tensor x, int[] positions, Shape to) {
        Objects.requireNonNull(positions, "gather: the positions are null");
        Objects.requireNonNull(to, "gather: the shape is null");
        if (positions.length != to.size()) {
            throw new ShapeException(
                    "gather: " + positions.length + " positions do not fill " + to + ", which holds " + to.size());
        }
        for (int position : positions) {
            if (position < 0 || position >= x.shape().size()) {
                throw new ShapeException("gather: position " + position + " is outside of " + x.shape()
                        + ", which holds " + x.shape().size());
            }
        }
        return x.apply(new Moves.Gather(positions.clone(), to));
    }

    static Tensor upsample(Tensor x, int axis, int times) {
        int at = x.shape().axis("upsample", axis);
        if (times < 1) {
            throw new ShapeException("upsample: times must be at least 1, got " + times);
        }
        long[] longer = x.shape().extents();
        longer[at] *= times;
        Shape.of("upsample", longer);
        Shape single = x.shape().withNew(at + 1);
        return x.reshape(single)
                .broadcastTo(single.with(at + 1, times))
                .reshape(x.shape().with(at, x.dim(at) * times));
    }

    private static void requireGiven(String operation, Tensor... parts) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] == null) {
                throw new NullPointerException(operation + ": part " + i + " is null");
            }
        }
    }
}
