package dev.gradus.models.training;

import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.tensor.Rng;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/** The order that a training takes its examples in, shuffled further for every epoch. */
public final class Order {
    private static final int MOST = 500_000_000;

    private final int[] order;
    private final Rng rng;

    /**
     * In their own order.
     *
     * @param count how many examples there are, from 1 to 500 million
     * @param rng   shuffles them
     */
    public Order(int count, Rng rng) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(
                    "order: there must be at least 1 example and at most " + MOST + ", not " + count);
        }
        this.rng = Objects.requireNonNull(rng, "order: the generator is null");
        this.order = IntStream.range(0, count).toArray();
    }

    /** Shuffles the order of the last epoch. */
    public void shuffle() {
        rng.shuffle(order);
    }

    /** The examples by their numbers; the array itself, which the next shuffle changes. */
    public int[] indices() {
        return order;
    }

    /** Adds what a saved training needs of it. */
    public void addTo(Checkpoint.Builder checkpoint) {
        Objects.requireNonNull(checkpoint, "order: the checkpoint is null");
        checkpoint.generator("shuffling", rng).array("order", order);
    }

    /**
     * Looks at an order that was restored.
     *
     * @throws ModelFileException if it is not one of the examples
     */
    public void requirePermutation(SafeTensors content) throws ModelFileException {
        Objects.requireNonNull(content, "order: the content is null");
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        if (!Arrays.equals(sorted, IntStream.range(0, order.length).toArray())) {
            throw content.malformed("order", "is not a permutation of the " + order.length + " examples");
        }
    }
}
