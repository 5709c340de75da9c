package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Storage;
import dev.gradus.engine.backend.choice.Backends;
import dev.gradus.engine.memory.Keepable;
import dev.gradus.engine.memory.Scope;
import dev.gradus.engine.memory.StaleTensorException;
import java.util.Objects;

/**
 * An immutable array of numbers with a {@link Shape}, dense and row-major, and, where gradients are recorded, the memory
 * of how it was computed. Operations return new tensors. An operation is recorded where one of its inputs is
 * {@linkplain #isTracked() tracked}; there is no mode to switch.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[] {1, 2, 3}, 3).tracked();
 * Tensor y = x.square().sum();
 * Tensor[] dx = Gradients.of(y, x);          // [2, 4, 6]
 * }</pre>
 *
 * Elementwise operations of two tensors broadcast: axes are matched from the last, and an extent of 1 repeats. Axes may
 * be negative: −1 is the last.
 *
 * <p>Methods throw {@link ShapeException} where shapes, axes or positions do not fit, {@link IllegalArgumentException} for
 * tensors of different backends and for other arguments out of range, {@link StaleTensorException} for a tensor whose
 * {@link Scope} has closed or that shows a parameter as it was before an update, and {@link NonFiniteException} in the
 * {@linkplain Scope#checkingFinite() anomaly mode}. Each message names the operation, the shapes and the way out.
 */
public final class Tensor implements Keepable<Tensor>, Outputs {
    private final Shape shape;
    private final Storage storage;
    private final int version;
    /** Changes once at most, from {@link Node#PENDING}, before anybody else sees the tensor. */
    private Node node;

    Tensor(Shape shape, Storage storage, Node node, int version) {
        this.shape = shape;
        this.storage = storage;
        this.node = node;
        this.version = version;
    }

    // ---- making tensors ------------------------------------------------------------------------------------------

    /** A tensor of the default backend with these numbers in row-major order. */
    public static Tensor of(double[] values, int... dims) {
        return of(Backends.get(), values, Shape.of(dims));
    }

    /** A tensor of the default backend with these numbers in row-major order. */
    public static Tensor of(float[] values, int... dims) {
        Shape shape = Shape.of(dims);
        requireCount(Objects.requireNonNull(values, "tensor: the numbers are null").length, shape);
        return wrap(shape, Backends.get().upload(values));
    }

    /** A tensor with these numbers in row-major order. */
    public static Tensor of(Backend backend, double[] values, Shape shape) {
        requireBackend(backend);
        requireCount(Objects.requireNonNull(values, "tensor: the numbers are null").length, shape);
        return wrap(shape, backend.upload(values));
    }

    /** A scalar of the default backend. */
    public static Tensor scalar(double value) {
        return full(Backends.get(), value, Shape.SCALAR);
    }

    /** A tensor filled with one number. */
    public static Tensor full(Backend backend, double value, Shape shape) {
        requireBackend(backend);
        requireShape(shape);
        return wrap(shape, backend.fill(shape.size(), value));
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Backend backend, Shape shape) {
        return full(backend, 0, shape);
    }

    /** A constant over a storage; the sizes must agree. For implementers of operations and backends. */
    public static Tensor wrap(Shape shape, Storage storage) {
        requireCount(
                Objects.requireNonNull(storage, "tensor: the storage is null").size(), shape);
        return new Tensor(shape, storage, null, storage.version());
    }

    private static void requireBackend(Backend backend) {
        Objects.requireNonNull(backend, "tensor: the backend is null; Backends.get() is the default one");
    }

    private static void requireShape(Shape shape) {
        Objects.requireNonNull(shape, "tensor: the shape is null; Shape.SCALAR is that of one number");
    }

    private static void requireCount(int count, Shape shape) {
        requireShape(shape);
        if (count != shape.size()) {
            throw new ShapeException(
                    "tensor: " + count + " numbers do not fill " + shape + ", which holds " + shape.size());
        }
    }

    // ---- what it is ----------------------------------------------------------------------------------------------

    /** The extents of the axes. */
    public Shape shape() {
        return shape;
    }

    /** The extent of one axis. */
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /** The backend that holds the numbers. */
    public Backend backend() {
        return storage.backend();
    }

    /** The numbers, for operations and backends. */
    public Storage storage() {
        requireCurrent("");
        return storage;
    }

    /** Refuses numbers that were given back or changed; {@code user} starts the message. */
    private void requireCurrent(String user) {
        if (storage.isClosedSince(version)) {
            throw new StaleTensorException(user + "tensor " + shape + ": its scope has closed and its array serves"
                    + " others; take the value out with scope.keep(tensor) before the scope closes");
        }
        if (isStale()) {
            throw new StaleTensorException(user + (storage.owner() == null ? "tensor" : storage.owner()) + " " + shape
                    + ": the numbers were updated after this tensor was made from them; compute the loss again after"
                    + " an update before taking its gradients");
        }
    }

    /** Whether the numbers were updated in place since this tensor was made from them, or its scope has closed. */
    boolean isStale() {
        return storage.version() != version;
    }

    /** A copy of the numbers in row-major order. */
    public double[] toArray() {
        return backend().download(storage());
    }

    /** A copy of the numbers in row-major order, narrowed to float32. */
    public float[] toFloats() {
        return backend().downloadFloats(storage());
    }

    /** The number in a tensor of one element. */
    public double item() {
        if (shape.size() != 1) {
            throw new ShapeException("item: " + shape + " holds " + shape.size() + " numbers, not one;"
                    + " reduce it first or use toArray()");
        }
        return backend().get(storage(), 0);
    }

    /** The number at a position, one index for each axis. */
    public double get(int... index) {
        Objects.requireNonNull(index, "get: the indices are null");
        if (index.length != shape.rank()) {
            throw new ShapeException("get: " + index.length + " indices for " + shape + ", which has " + shape.rank()
                    + " axes; give one for each");
        }
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dim(axis)) {
                throw new ShapeException("get: index " + index[axis] + " is outside of axis " + axis + " of " + shape);
            }
            at = at * shape.dim(axis) + index[axis];
        }
        return backend().get(storage(), at);
    }

    // ---- gradients -----------------------------------------------------------------------------------------------

    /** Whether operations on this tensor are recorded. */
    public boolean isTracked() {
        return node != null;
    }

    /** How this tensor was computed, or {@code null} for a constant. */
    public Node node() {
        return node;
    }

    /** The same numbers as the start of a new record: gradients can be taken with respect to the result. */
    public Tensor tracked() {
        return new Tensor(shape, storage, Node.leaf(), version);
    }

    /** The same numbers as a constant. */
    @Override
    public Tensor detach() {
        return node == null ? this : new Tensor(shape, storage, null, version);
    }

    @Override
    public Storage resource() {
        return storage();
    }

    /** Applies an operation of one output to this tensor and {@code others}. */
    public Tensor apply(Operation operation, Tensor... others) {
        Objects.requireNonNull(operation, "apply: the operation is null");
        if (others == null) {
            throw new NullPointerException(operation.name() + ": input 1 is null");
        }
        Tensor[] inputs = new Tensor[others.length + 1];
        inputs[0] = this;
        System.arraycopy(others, 0, inputs, 1, others.length);
        return first(operation, inputs);
    }

    /** Applies an operation, recording it where an input is tracked. */
    public static Tensor[] applyAll(Operation operation, Tensor... inputs) {
        Objects.requireNonNull(operation, "apply: the operation is null");
        Tensor[] own = inputs == null ? new Tensor[0] : inputs.clone();
        boolean record = check(operation, own);
        return all(operation, own, record, operation.forward(own[0].backend(), record, own));
    }

    /** The first output. Most operations have no other, and this spares their arrays. */
    static Tensor first(Operation operation, Tensor... inputs) {
        boolean record = check(operation, inputs);
        Outputs made = operation.forward(inputs[0].backend(), record, inputs);
        if (made instanceof Tensor output && output.node == Node.PENDING && !Scope.checksFinite()) {
            output.node = record ? new Node(operation, inputs, output) : null;
            return output;
        }
        return all(operation, inputs, record, made)[0];
    }

    private static Tensor[] all(Operation operation, Tensor[] inputs, boolean record, Outputs made) {
        SeveralOutputs several = SeveralOutputs.of(made);
        Tensor[] outputs = several.tensors(record ? new Node(operation, inputs, several) : null);
        if (Scope.checksFinite()) {
            Checks.requireFinite(operation, inputs, outputs);
        }
        return outputs;
    }

    /** Checks what an operation is given; tells whether it is to be recorded. */
    private static boolean check(Operation operation, Tensor... inputs) {
        if (inputs.length == 0) {
            throw new ShapeException(operation.name() + ": no tensors were given");
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) {
                throw new NullPointerException(operation.name() + ": input " + i + " is null");
            }
        }
        Backend backend = inputs[0].backend();
        boolean record = false;
        for (Tensor input : inputs) {
            if (input.backend() != backend) {
                throw new IllegalArgumentException(operation.name() + ": inputs live on different backends ("
                        + backend.name() + " and " + input.backend().name() + "); make them on one");
            }
            if (input.isStale()) {
                input.requireCurrent(operation.name() + ": ");
            }
            record |= input.isTracked();
        }
        return record;
    }

    // ---- elementwise ---------------------------------------------------------------------------------------------

    /** {@code this + other}. */
    public Tensor add(Tensor other) {
        return first(Arithmetic.Add.INSTANCE, this, other);
    }

    /** {@code this + number}. */
    public Tensor add(double number) {
        return first(new Elementwise.Shift(number), this);
    }

    /**
     * {@code this + other} where that is positive, {@code negativeSlope·(this + other)} elsewhere, in one go.
     *
     * @param negativeSlope finite and not negative
     */
    public Tensor addLeakyRelu(Tensor other, double negativeSlope) {
        if (!(negativeSlope >= 0 && negativeSlope < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "add_leaky: the slope must be finite and not negative, got " + negativeSlope);
        }
        return first(new Arithmetic.AddLeaky(negativeSlope), this, other);
    }

    /** {@code this − other}. */
    public Tensor sub(Tensor other) {
        return first(Arithmetic.Subtract.INSTANCE, this, other);
    }

    /** {@code this − number}. */
    public Tensor sub(double number) {
        return add(-number);
    }

    /** {@code this · other}, element by element. */
    public Tensor mul(Tensor other) {
        return first(Arithmetic.Multiply.INSTANCE, this, other);
    }

    /** {@code this · number}. */
    public Tensor mul(double number) {
        return first(new Elementwise.Scale(number), this);
    }

    /** {@code this / other}. */
    public Tensor div(Tensor other) {
        return first(Arithmetic.Divide.INSTANCE, this, other);
    }

    /** {@code this / number}. */
    public Tensor div(double number) {
        return mul(1 / number);
    }

    /** {@code −this}. */
    public Tensor neg() {
        return first(Elementwise.Negate.INSTANCE, this);
    }

    /** {@code |this|}. */
    public Tensor abs() {
        return first(Elementwise.Abs.INSTANCE, this);
    }

    /** −1, 0 or 1; its gradient is zero. */
    public Tensor sign() {
        return first(Elementwise.Sign.INSTANCE, this);
    }

    /** {@code eˣ}. */
    public Tensor exp() {
        return first(Elementwise.Exp.INSTANCE, this);
    }

    /** Natural logarithm. */
    public Tensor log() {
        return first(Elementwise.Log.INSTANCE, this);
    }

    /** Square root. */
    public Tensor sqrt() {
        return first(Elementwise.Sqrt.INSTANCE, this);
    }

    /** {@code x²}. */
    public Tensor square() {
        return first(Elementwise.Square.INSTANCE, this);
    }

    /** {@code 1/x}. */
    public Tensor reciprocal() {
        return first(Elementwise.Reciprocal.INSTANCE, this);
    }

    /** {@code xᵖ}. */
    public Tensor pow(double exponent) {
        return first(new Elementwise.Power(exponent), this);
    }

    /** Hyperbolic tangent. */
    public Tensor tanh() {
        return first(Elementwise.Tanh.INSTANCE, this);
    }

    /** The logistic function {@code 1/(1 + e⁻ˣ)}. */
    public Tensor sigmoid() {
        return first(Elementwise.Sigmoid.INSTANCE, this);
    }

    /** {@code log(1 + eˣ)}. */
    public Tensor softplus() {
        return first(Elementwise.Softplus.INSTANCE, this);
    }

    /** {@code max(x, 0)}; the derivative at 0 is 0. */
    public Tensor relu() {
        return leakyRelu(0);
    }

    /** {@code x} where positive, {@code negativeSlope·x} elsewhere. */
    public Tensor leakyRelu(double negativeSlope) {
        return first(new Elementwise.LeakyRelu(negativeSlope), this);
    }

    /** {@code x} where positive, {@code alpha·(eˣ − 1)} elsewhere. */
    public Tensor elu(double alpha) {
        return first(new Elementwise.Elu(alpha), this);
    }

    /** {@code max(x, bound)}. */
    public Tensor atLeast(double bound) {
        return first(new Elementwise.AtLeast(bound), this);
    }

    /** {@code min(x, bound)}. */
    public Tensor atMost(double bound) {
        return first(new Elementwise.AtMost(bound), this);
    }

    /** 1 where equal, 0 elsewhere; its gradient is zero. */
    public Tensor equal(Tensor other) {
        return first(Arithmetic.Equal.INSTANCE, this, other);
    }

    /** 1 where this is greater, 0 elsewhere; its gradient is zero. */
    public Tensor greater(Tensor other) {
        return first(Arithmetic.Greater.INSTANCE, this, other);
    }

    /** 1 where this is greater, 0 elsewhere; its gradient is zero. */
    public Tensor greater(double number) {
        return greater(full(backend(), number, Shape.SCALAR));
    }

    // ---- reductions ----------------------------------------------------------------------------------------------

    /** The sum of all elements, a scalar. */
    public Tensor sum() {
        return Reductions.sum(this);
    }

    /** The sum over the given axes, which disappear. */
    public Tensor sum(int... axes) {
        return Reductions.sum(this, false, axes);
    }

    /** The sum over the given axes, which stay with extent 1 where {@code keep}. */
    public Tensor sum(boolean keep, int... axes) {
        return Reductions.sum(this, keep, axes);
    }

    /** The mean of all elements, a scalar. */
    public Tensor mean() {
        return Reductions.mean(this);
    }

    /** The mean over the given axes, which disappear. */
    public Tensor mean(int... axes) {
        return Reductions.mean(this, false, axes);
    }

    /** The mean over the given axes, which stay with extent 1 where {@code keep}. */
    public Tensor mean(boolean keep, int... axes) {
        return Reductions.mean(this, keep, axes);
    }

    /** The greatest element along an axis, which disappears. The gradient is shared evenly among ties. */
    public Tensor max(int axis) {
        return Reductions.max(this, axis);
    }

    /** {@code eˣ / Σ eˣ} along an axis, computed without overflow. */
    public Tensor softmax(int axis) {
        return apply(new Softmax.Probabilities(shape.axis("softmax", axis)));
    }

    /** {@code log softmax} along an axis, computed without overflow. */
    public Tensor logSoftmax(int axis) {
        return apply(new Softmax.LogProbabilities(shape.axis("log_softmax", axis)));
    }

    /** {@code log Σ eˣ} along an axis, which disappears, computed without overflow. */
    public Tensor logSumExp(int axis) {
        return apply(new Softmax.LogSumExp(shape.axis("log_sum_exp", axis)));
    }

    // ---- movement ------------------------------------------------------------------------------------------------

    /** The same numbers in another shape of the same size; one extent may be −1 and follows from the others. */
    public Tensor reshape(int... dims) {
        return Movement.reshape(this, dims);
    }

    /** The same numbers in another shape of the same size. */
    public Tensor reshape(Shape to) {
        return Movement.reshape(this, to);
    }

    /** Merges the axes from {@code fromAxis} to the last into one: {@code flatten(1)} keeps the batch. */
    public Tensor flatten(int fromAxis) {
        return Movement.flatten(this, fromAxis);
    }

    /** Puts the axes into another order: axis i of the result is axis {@code order[i]} of this. */
    public Tensor permute(int... order) {
        return Movement.permute(this, order);
    }

    /** Swaps the last two axes. */
    public Tensor transpose() {
        return Movement.transpose(this);
    }

    /** The part from {@code start} (inclusive) to {@code end} (exclusive) along an axis. */
    public Tensor slice(int axis, int start, int end) {
        return Movement.slice(this, axis, start, end);
    }

    /** Cuts along an axis into parts of the given extents, which must add up. */
    public Tensor[] split(int axis, int... extents) {
        return Movement.split(this, axis, extents);
    }

    /** Puts tensors one behind the other along an axis; their other extents must agree. */
    public static Tensor concat(int axis, Tensor... parts) {
        return Movement.concat(axis, parts);
    }

    /** Puts tensors of one shape one behind the other along a new axis. */
    public static Tensor stack(int axis, Tensor... parts) {
        return Movement.stack(axis, parts);
    }

    /** Adds zeros before and after along an axis. */
    public Tensor pad(int axis, int before, int after) {
        return Movement.pad(this, axis, before, after);
    }

    /** Reverses an axis. */
    public Tensor flip(int axis) {
        return Movement.flip(this, axis);
    }

    /** Repeats axes of extent 1, and the whole along new leading axes, to fill a shape. */
    public Tensor broadcastTo(Shape to) {
        return Movement.broadcastTo(this, to);
    }

    /** Repeats each element {@code times} times in a row along an axis. */
    public Tensor upsample(int axis, int times) {
        return Movement.upsample(this, axis, times);
    }

    /**
     * The elements at flat positions (row-major) of this tensor, in a shape of as many elements.
     *
     * @throws ShapeException if there is no such position
     */
    public Tensor gather(int[] positions, Shape to) {
        return Movement.gather(this, positions, to);
    }

    // ---- products ------------------------------------------------------------------------------------------------

    /**
     * The matrix product {@code [.., m, k] · [.., k, n] → [.., m, n]}; leading axes broadcast.
     *
     * @throws ShapeException if a rank is below 2 or the inner extents differ
     */
    public Tensor matmul(Tensor other) {
        return Products.matmul(this, other, false, false);
    }

    /** The matrix product with either operand transposed in its last two axes, without copying it. */
    public Tensor matmul(Tensor other, boolean transposeThis, boolean transposeOther) {
        return Products.matmul(this, other, transposeThis, transposeOther);
    }

    /** As in {@code Tensor [64, 20] on vector}. */
    @Override
    public String toString() {
        return "Tensor " + shape + " on " + storage.backend().name() + (isTracked() ? ", tracked" : "");
    }
}
