package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One or more outputs of an operation, and values that only its derivative rule reads. */
public final class SeveralOutputs implements Outputs {
    private record Value(Shape shape, Storage storage, int version) {
        Value(Shape shape, Storage storage) {
            this(
                    shape,
                    storage,
                    Objects.requireNonNull(storage, "outputs: the storage is null")
                            .version());
        }

        Tensor tensor(Node node) {
            return new Tensor(shape, storage, node, version);
        }
    }

    private final List<Value> values = new ArrayList<>(2);
    private List<Value> saved = List.of();
    /** The outputs as the tensors that they became, {@code null} before. */
    private Tensor[] tensors;

    SeveralOutputs(Shape shape, Storage storage) {
        values.add(new Value(shape, storage));
    }

    /** The answer of an operation in the form of this class. */
    static SeveralOutputs of(Outputs outputs) {
        return outputs instanceof SeveralOutputs several ? several : Outputs.several((Tensor) outputs);
    }

    /** One more output. */
    public SeveralOutputs and(Shape shape, Storage storage) {
        values.add(new Value(shape, storage));
        return this;
    }

    /** One more output, the value of a tensor. */
    public SeveralOutputs and(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return and(value.shape(), value.storage());
    }

    /** A value for the derivative rule, read by {@link Call#saved}. */
    public SeveralOutputs saving(Shape shape, Storage storage) {
        if (saved.isEmpty()) {
            saved = new ArrayList<>(2);
        }
        saved.add(new Value(shape, storage));
        return this;
    }

    /**
     * Makes the tensors, once.
     *
     * @param node how they came to be, or {@code null} for constants
     * @return an array that the caller may change
     */
    Tensor[] tensors(Node node) {
        tensors = new Tensor[values.size()];
        for (int i = 0; i < tensors.length; i++) {
            tensors[i] = values.get(i).tensor(node);
        }
        return tensors.clone();
    }

    int count() {
        return values.size();
    }

    Tensor tensor(int index) {
        return tensors[index];
    }

    int savedCount() {
        return saved.size();
    }

    Tensor saved(int index) {
        return saved.get(index).tensor(null);
    }
}
