package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Backend;
import dev.gradus.engine.backend.Recording;
import dev.gradus.engine.memory.ArrayPool;
import dev.gradus.engine.memory.Scope;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A function of one tensor that is computed again and again for inputs of one shape, such as a trained network that watches a stream.
 * Where the {@linkplain Backend#record backend can} do it, the first time notes down which kernels the function calls, and any further
 * time only calls these: no tensors, no shapes, no garbage. The bits are those of the function.
 *
 * <pre>{@code
 * Repeated network = new Repeated(backend, Shape.of(1, 100, 1), x -> layer.apply(x, Pass.inference()));
 * network.apply(window, result);
 * }</pre>
 *
 * The function must not depend on anything but its input and the present numbers of cells; nothing is recorded for gradients. In the
 * {@linkplain Scope#checkingFinite() anomaly mode} each of its operations is run and checked. Threads may share one: each that is in it at the
 * same time has storages of its own, which are given up when the JVM runs short of memory.
 */
public final class Repeated {
    /** Recordings are all kept under one length. */
    private static final int ONE = 1;

    private final Backend backend;
    private final Shape shape;
    private final UnaryOperator<Tensor> function;
    private final ArrayPool<Recording> free = new ArrayPool<>();
    private volatile boolean repeatable = true;
    private volatile int resultSize = -1;

    /**
     * Nothing is computed yet.
     *
     * @param shape of the input
     */
    public Repeated(Backend backend, Shape shape, UnaryOperator<Tensor> function) {
        this.backend = Objects.requireNonNull(backend, "repeated: the backend is null");
        this.shape = Objects.requireNonNull(shape, "repeated: the shape of the input is null");
        this.function = Objects.requireNonNull(function, "repeated: the function is null");
    }

    /**
     * Computes the function.
     *
     * @param input  the numbers of its input in row-major order
     * @param result is filled with those of its result
     * @throws ShapeException if either has another length
     */
    public void apply(double[] input, double[] result) {
        Objects.requireNonNull(input, "repeated: the input is null");
        Objects.requireNonNull(result, "repeated: there is no array for the result, it is null");
        if (input.length != shape.size()) {
            throw new ShapeException(
                    "repeated: " + input.length + " numbers do not fill " + shape + ", which holds " + shape.size());
        }
        Recording recording = repeatable && !Scope.checksFinite() ? recording() : null;
        if (recording == null) {
            compute(input, result);
            return;
        }
        requireRoom(result);
        recording.run(input, result);
        free.give(recording, ONE);
    }

    private Recording recording() {
        Recording known = free.take(ONE);
        if (known != null) {
            return known;
        }
        Recording made = backend.record(shape.size(), x -> {
            Tensor y = computed(Tensor.wrap(shape, x));
            resultSize = y.shape().size();
            return y.storage();
        });
        repeatable = made != null;
        return made;
    }

    private Tensor computed(Tensor x) {
        return Objects.requireNonNull(function.apply(x), "repeated: the function returned null");
    }

    private void requireRoom(double[] result) {
        if (result.length != resultSize) {
            throw new ShapeException("repeated: the result has " + resultSize + " numbers, the array for it "
                    + result.length + " places");
        }
    }

    private void compute(double[] input, double[] result) {
        Scope scope = Scope.open();
        try {
            double[] made = computed(Tensor.of(backend, input, shape)).toArray();
            resultSize = made.length;
            requireRoom(result);
            System.arraycopy(made, 0, result, 0, made.length);
        } finally {
            scope.close();
        }
    }
}
