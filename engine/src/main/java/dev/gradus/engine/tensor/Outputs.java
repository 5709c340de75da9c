package dev.gradus.engine.tensor;

import dev.gradus.engine.backend.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What {@link Operation#forward} computed: one or more outputs, and values that only its derivative rule reads. */
public final class Outputs {
    private record Value(Shape shape, Storage storage, int version) {
        Value(Shape shape, Storage storage) {
            this(
                    shape,
                    storage,
                    Objects.requireNonNull(storage, "outputs: the storage is null")
                            .version());
        }
    }

    /** The first output lies in the object itself: most operations have no other, and save nothing. */
    private final Shape shape;

    private final Storage storage;
    private List<Value> others = List.of();
    private List<Value> saved = List.of();

    private Outputs(Shape shape, Storage storage) {
        this.shape = shape;
        this.storage = Objects.requireNonNull(storage, "outputs: the storage is null");
    }

    /** A single output, or the first of several. */
    public static Outputs of(Shape shape, Storage storage) {
        return new Outputs(shape, storage);
    }

    /** The single output that is the value of a tensor. */
    public static Outputs of(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return of(value.shape(), value.storage());
    }

    /** One more output. */
    public Outputs and(Shape shape, Storage storage) {
        others = with(others, shape, storage);
        return this;
    }

    /** One more output, the value of a tensor. */
    public Outputs and(Tensor value) {
        Objects.requireNonNull(value, "outputs: the value is null");
        return and(value.shape(), value.storage());
    }

    /** A value for the derivative rule, read by {@link Call#saved}. */
    public Outputs saving(Shape shape, Storage storage) {
        saved = with(saved, shape, storage);
        return this;
    }

    private static List<Value> with(List<Value> values, Shape shape, Storage storage) {
        List<Value> more = values.isEmpty() ? new ArrayList<>(2) : values;
        more.add(new Value(shape, storage));
        return more;
    }

    int count() {
        return 1 + others.size();
    }

    Shape shape(int index) {
        return index == 0 ? shape : others.get(index - 1).shape;
    }

    Storage storage(int index) {
        return index == 0 ? storage : others.get(index - 1).storage;
    }

    int savedCount() {
        return saved.size();
    }

    Tensor saved(int index) {
        Value value = saved.get(index);
        return new Tensor(value.shape, value.storage, null, value.version);
    }
}
