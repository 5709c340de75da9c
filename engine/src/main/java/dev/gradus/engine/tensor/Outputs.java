package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@link Operation#forward} computed: one or more outputs, and values that only its derivative rule reads. */
public final class Outputs {
    private record Value(Shape shape, Storage storage) {}

    private final List<Value> outputs = new ArrayList<>(1);
    private final List<Value> saved = new ArrayList<>(0);

    private Outputs() {}

    /** A single output, or the first of several. */
    public static Outputs of(Shape shape, Storage storage) {
        return new Outputs().and(shape, storage);
    }

    /** The single output that is the value of a tensor. */
    public static Outputs of(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return of(value.shape(), value.storage());
    }

    /** One more output. */
    public Outputs and(Shape shape, Storage storage) {
        outputs.add(new Value(shape, storage));
        return this;
    }

    /** One more output, the value of a tensor. */
    public Outputs and(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return and(value.shape(), value.storage());
    }

    /** A value for the derivative rule, read by {@link Call#saved}. */
    public Outputs saving(Shape shape, Storage storage) {
        saved.add(new Value(shape, storage));
        return this;
    }

    int count() {
        return outputs.size();
    }

    Shape shape(int index) {
        return outputs.get(index).shape;
    }

    Storage storage(int index) {
        return outputs.get(index).storage;
    }

    int savedCount() {
        return saved.size();
    }

    Tensor saved(int index) {
        Value value = saved.get(index);
        return new Tensor(value.shape, value.storage, null, 0);
    }
}
