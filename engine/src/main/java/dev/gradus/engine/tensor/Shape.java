package dev.gradus.engine.tensor;

import java.util.Arrays;

/**
 * The extents of a tensor's axes, outermost first; immutable. A scalar has rank 0 and size 1. Where a method takes an
 * axis, negative numbers count from the end: −1 is the last.
 */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /**
     * The shape with these extents; 0 is allowed.
     *
     * @throws IllegalArgumentException if one is negative, or if there would be more than 2³¹−1 elements
     */
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        long size = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("shape: " + Arrays.toString(dims) + " has a negative extent");
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape: " + Arrays.toString(dims)
                        + " has more than 2^31-1 elements, which no Java array holds; split the work into smaller"
                        + " batches");
            }
        }
        return new Shape(dims.clone(), (int) size);
    }

    /** The number of axes. */
    public int rank() {
        return dims.length;
    }

    /** The number of elements: the product of the extents. */
    public int size() {
        return size;
    }

    /**
     * The extent of an axis.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int dim(int axis) {
        return dims[axis("shape", axis)];
    }

    /** A copy of the extents. */
    public int[] dims() {
        return dims.clone();
    }

    /**
     * The axis counted from the front.
     *
     * @param operation who asks, for the message
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(String operation, int axis) {
        int fromFront = axis < 0 ? axis + dims.length : axis;
        if (fromFront < 0 || fromFront >= dims.length) {
            throw new IllegalArgumentException(operation + ": axis " + axis + " does not exist in " + this
                    + " (rank " + dims.length + ", axes "
                    + (dims.length == 0 ? "none" : -dims.length + " to " + (dims.length - 1)) + ")");
        }
        return fromFront;
    }

    /** This shape with the extent of one axis replaced. */
    public Shape with(int axis, int extent) {
        int[] changed = dims.clone();
        changed[axis("shape", axis)] = extent;
        return of(changed);
    }

    /** This shape without one axis. */
    public Shape without(int axis) {
        int gone = axis("shape", axis);
        int[] rest = new int[dims.length - 1];
        for (int i = 0, at = 0; i < dims.length; i++) {
            if (i != gone) {
                rest[at++] = dims[i];
            }
        }
        return of(rest);
    }

    /** This shape with an axis of extent 1 put in before {@code axis}; {@code rank()} puts it last. */
    public Shape withNew(int axis) {
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = 1;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return of(more);
    }

    /** The extents, padded in front with ones to {@code rank}. */
    int[] padded(int rank) {
        int[] out = new int[rank];
        Arrays.fill(out, 1);
        System.arraycopy(dims, 0, out, rank - dims.length, dims.length);
        return out;
    }

    /** The product of the extents from {@code fromAxis} (inclusive) to {@code toAxis} (exclusive). */
    int product(int fromAxis, int toAxis) {
        int product = 1;
        for (int i = fromAxis; i < toAxis; i++) {
            product *= dims[i];
        }
        return product;
    }

    /** Row-major strides: how far apart two neighbours along each axis lie. */
    int[] strides() {
        int[] strides = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
        return strides;
    }

    /**
     * The shape of an elementwise result: axes are matched from the last, and an extent of 1 repeats.
     *
     * @param operation who asks, for the message
     * @throws IllegalArgumentException if two extents differ and neither is 1
     */
    public static Shape broadcast(String operation, Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] x = a.padded(rank);
        int[] y = b.padded(rank);
        int[] out = new int[rank];
        for (int i = 0; i < rank; i++) {
            if (x[i] != y[i] && x[i] != 1 && y[i] != 1) {
                throw new IllegalArgumentException(operation + ": " + a + " and " + b + " do not broadcast: extents "
                        + x[i] + " and " + y[i] + " differ and neither is 1");
            }
            out[i] = x[i] == 1 ? y[i] : x[i];
        }
        return of(out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** As in {@code [64, 100, 1]}; a scalar is {@code []}. */
    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
