package dev.gradus.engine.tensor;

import java.util.concurrent.atomic.AtomicLong;

/** How tracked tensors came to be: an operation, its inputs and its outputs. A leaf has no operation. */
public final class Node {
    private static final Tensor[] NONE = {};
    private static final AtomicLong COUNTER = new AtomicLong();

    private final long id = COUNTER.incrementAndGet();
    private final Operation operation;
    private final Tensor[] inputs;
    /** What the derivative rule reads, {@code null} where nothing was saved. */
    private final Outputs values;
    /** The first output. */
    private Tensor output;
    /** All outputs, {@code null} where there is only one. */
    private Tensor[] outputs;

    Node(Operation operation, Tensor[] inputs, Outputs values) {
        this.operation = operation;
        this.inputs = inputs;
        this.values = values.savedCount() == 0 ? null : values;
    }

    private Node() {
        operation = null;
        inputs = NONE;
        values = null;
    }

    static Node leaf() {
        return new Node();
    }

    void output(Tensor tensor) {
        output = tensor;
    }

    void outputs(Tensor[] tensors) {
        output = tensors[0];
        outputs = tensors;
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
        return outputs == null ? 1 : outputs.length;
    }

    /** The i-th output. */
    public Tensor output(int i) {
        if (outputs == null) {
            index("output", i, output == null ? 0 : 1);
            return output;
        }
        return outputs[index("output", i, outputs.length)];
    }

    /** The i-th value saved for the derivative rule. */
    public Tensor saved(int i) {
        return values.saved(index("saved value", i, values == null ? 0 : values.savedCount()));
    }

    private int index(String what, int i, int count) {
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("node: there is no " + what + " " + i + ", "
                    + (operation == null ? "a leaf" : operation.name()) + " has " + count);
        }
        return i;
    }
}
