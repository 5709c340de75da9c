package dev.gradus.engine.tensor;

import java.util.concurrent.atomic.AtomicLong;

/** How tracked tensors came to be: an operation, its inputs and its outputs. A leaf has no operation. */
public final class Node {
    private static final Tensor[] NONE = {};
    private static final AtomicLong COUNTER = new AtomicLong();

    /** Stands where it is not yet known whether a tensor is recorded: see {@link Outputs#of(Shape,
     * dev.gradus.engine.backend.Storage)}. */
    static final Node PENDING = leaf();

    private final long id = COUNTER.incrementAndGet();
    private final Operation operation;
    private final Tensor[] inputs;
    /** The only output, or {@link SeveralOutputs}; {@code null} for a leaf. */
    private final Outputs outputs;

    Node(Operation operation, Tensor[] inputs, Outputs outputs) {
        this.operation = operation;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    static Node leaf() {
        return new Node(null, NONE, null);
    }

    /** Grows with the order in which nodes are made: an operation's inputs always have smaller numbers than it has. */
    public long id() {
        return id;
    }

    /** The operation, or {@code null} for a leaf. */
    public Operation operation() {
        return operation;
    }

    /** How many inputs the operation had. */
    public int inputCount() {
        return inputs.length;
    }

    /** The i-th input. */
    public Tensor input(int i) {
        return inputs[index("input", i, inputs.length)];
    }

    /** How many outputs the operation had. */
    public int outputCount() {
        return outputs instanceof SeveralOutputs several ? several.count() : 1;
    }

    /** The i-th output. */
    public Tensor output(int i) {
        if (outputs instanceof SeveralOutputs several) {
            return several.tensor(index("output", i, several.count()));
        }
        index("output", i, outputs == null ? 0 : 1);
        return (Tensor) outputs;
    }

    /** The i-th value saved for the derivative rule. */
    public Tensor saved(int i) {
        int count = outputs instanceof SeveralOutputs several ? several.savedCount() : 0;
        index("saved value", i, count);
        return ((SeveralOutputs) outputs).saved(i);
    }

    private int index(String what, int i, int count) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("node: there is no " + what + " " + i + ", "
                    + (operation == null ? "a leaf" : operation.name()) + " has " + count);
        }
        return i;
    }
}
