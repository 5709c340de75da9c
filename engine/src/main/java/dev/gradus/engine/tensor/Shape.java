package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Broadcast;
import java.util.Arrays;
import java.util.Objects;

/**
 * The extents of a tensor's axes, outermost first; immutable. A scalar has rank 0 and size 1. Where a method takes an
 * axis, negative numbers count from the end: −1 is the last.
 */
public final class Shape {
    /** The shape of a scalar. */
    public static final Shape SCALAR = new Shape(new int[0], 1);

    /** As many elements as a Java array holds on every JVM; some allow a few more. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    /** Shapes met lately, by their hash: shapes come in great numbers and small variety. Any of them may be lost. */
    private static final Shape[] KNOWN = new Shape[1024];

    private final int[] dims;
    private final int size;
    private final int[] strides;
    /** The shape with itself and with the other one that it met last. It does not matter which thread's they are. */
    private Pairing same;

    private Pairing mixed;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
        this.strides = new int[dims.length];
        for (int i = dims.length - 1, step = 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
    }

    /**
     * Two shapes under broadcasting.
     *
     * @param other the second one
     * @param result the shape of an elementwise result
     * @param walk how the arrays are walked together
     */
    record Pairing(Shape other, Shape result, Broadcast walk) {}

    /**
     * The shape with these extents; 0 is allowed.
     *
     * @throws ShapeException if one is negative, or if there would be more elements than an array holds (2³¹ − 9), an
     *     extent of 0 counting as 1, so that products of extents never overflow
     */
    public static Shape of(int... dims) {
        Objects.requireNonNull(dims, "shape: the extents are null");
        Shape known = known(dims);
        return known != null ? known : of("shape", longs(dims));
    }

    /**
     * The shape of a result, whose extents may have come out too large.
     *
     * @param operation who makes it, for the message
     * @throws ShapeException as {@link #of(int...)}
     */
    static Shape of(String operation, long... extents) {
        if (extents.length == 0) {
            return SCALAR;
        }
        int[] dims = new int[extents.length];
        long bound = 1;
        long size = 1;
        for (int i = 0; i < dims.length; i++) {
            long extent = extents[i];
            if (extent < 0) {
                throw new ShapeException(operation + ": " + Arrays.toString(extents) + " has a negative extent");
            }
            bound = extent > MOST ? Long.MAX_VALUE : bound * Math.max(1, extent);
            if (bound > MOST) {
                throw new ShapeException(operation + ": " + Arrays.toString(extents) + " has more than 2^31-9 elements,"
                        + " which no Java array holds; split the work into smaller batches");
            }
            size *= extent;
            dims[i] = (int) extent;
        }
        Shape known = known(dims);
        if (known != null) {
            return known;
        }
        Shape made = new Shape(dims, (int) size);
        KNOWN[place(dims)] = made;
        return made;
    }

    /** The shape with these extents if it was met lately, else {@code null}. */
    private static Shape known(int... dims) {
        Shape known = KNOWN[place(dims)];
        return known != null && Arrays.equals(known.dims, dims) ? known : null;
    }

    /** As {@link #of(String, long...)}, for a matrix; where it was met lately without making anything. */
    static Shape matrix(String operation, int rows, int columns) {
        Shape known = KNOWN[(31 * (31 + rows) + columns) & KNOWN.length - 1];
        return known != null && known.dims.length == 2 && known.dims[0] == rows && known.dims[1] == columns
                ? known
                : of(operation, rows, columns);
    }

    private static int place(int... dims) {
        return Arrays.hashCode(dims) & KNOWN.length - 1;
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
     * @throws ShapeException if there is no such axis
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
     * @throws ShapeException if there is no such axis
     */
    public int axis(String operation, int axis) {
        int fromFront = axis < 0 ? axis + dims.length : axis;
        if (fromFront < 0 || fromFront >= dims.length) {
            throw new ShapeException(operation + ": axis " + axis + " does not exist in " + this
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

    /**
     * This shape with an axis of extent 1 put in before {@code axis}; {@code rank()} puts it last.
     *
     * @throws ShapeException if there is no such place
     */
    public Shape withNew(int axis) {
        if (axis < 0 || axis > dims.length) {
            throw new ShapeException(
                    "shape: there is no place " + axis + " for a new axis in " + this + " (0 to " + dims.length + ")");
        }
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = 1;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return of(more);
    }

    /** A copy of the extents with room for what a result may come to. */
    long[] extents() {
        return longs(dims);
    }

    private static long[] longs(int... dims) {
        long[] extents = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            extents[i] = dims[i];
        }
        return extents;
    }

    /** Where a flat position lies, for messages: {@code [1, 4]}. */
    String position(int flat) {
        int[] index = new int[dims.length];
        for (int axis = dims.length - 1, rest = flat; axis >= 0; axis--) {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
        }
        return Arrays.toString(index);
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

    /** Row-major strides: how far apart two neighbours along each axis lie. The array must not be changed. */
    int[] strides() {
        return strides;
    }

    /** The extents themselves: the array must not be changed. */
    int[] shared() {
        return dims;
    }

    /** How this shape is broadcast with another. */
    Pairing with(Shape other, Operation operation) {
        boolean equal = equals(other);
        Pairing known = equal ? same : mixed;
        if (known == null || !known.other.equals(other)) {
            Shape result = broadcast(operation.name(), this, other);
            known = new Pairing(other, result, Broadcast.of(padded(result.rank()), other.padded(result.rank())));
            if (equal) {
                same = known;
            } else {
                mixed = known;
            }
        }
        return known;
    }

    /**
     * The shape of an elementwise result: axes are matched from the last, and an extent of 1 repeats.
     *
     * @param operation who asks, for the message
     * @throws ShapeException if two extents differ and neither is 1
     */
    public static Shape broadcast(String operation, Shape a, Shape b) {
        if (a == null || b == null) {
            throw new NullPointerException(operation + ": the " + (a == null ? "first" : "second") + " shape is null");
        }
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] x = a.padded(rank);
        int[] y = b.padded(rank);
        long[] out = new long[rank];
        for (int i = 0; i < rank; i++) {
            if (x[i] != y[i] && x[i] != 1 && y[i] != 1) {
                throw new ShapeException(operation + ": " + a + " and " + b + " do not broadcast: extents " + x[i]
                        + " and " + y[i] + " differ and neither is 1");
            }
            out[i] = x[i] == 1 ? y[i] : x[i];
        }
        return of(operation, out);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Shape shape && Arrays.equals(dims, shape.dims);
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
