package dev.gradus.models.training;

import dev.gradus.engine.io.Checkpoint;
import dev.gradus.engine.io.ModelFileException;
import dev.gradus.engine.io.SafeTensors;
import dev.gradus.engine.nn.Cells;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A model that is being trained on its data, as {@link Training} sees it: everything that changes from step to step, and how
 * to take a step. It belongs to the thread that trains.
 */
public interface Trainable {
    /** Begins the messages, such as {@code lstm-ae}. */
    String name();

    /** What is learnt: all parameters and running statistics. */
    Cells cells();

    /**
     * Lists what a checkpoint must hold so that the training goes on to the bit: networks, optimisers, generators, orders, and
     * the settings that must not differ. {@link Training} adds what is its own.
     */
    Checkpoint.Builder checkpoint();

    /**
     * Looks at what was restored from a file, where the types alone do not say what is valid.
     *
     * @throws ModelFileException if it is not
     */
    default void requireRestored(SafeTensors content) throws ModelFileException {}

    /**
     * Prepares an epoch, for instance by shuffling the examples.
     *
     * @return how many steps it has, at least 1
     */
    int begin();

    /**
     * Takes a step. It runs in a {@link dev.gradus.engine.memory.Scope} of its own.
     *
     * @param index of the step in its epoch, from 0
     * @return losses by name in a fixed order; those that the step has no part in are left out
     */
    Map<String, Double> step(int index);

    /** The loss of examples that are kept from training, after an epoch; empty if none are kept. */
    default OptionalDouble validationLoss() {
        return OptionalDouble.empty();
    }

    /** What to do about losses that are not finite, as part of a sentence: {@code lower the learning rate (0.001)}. */
    String remedy();
}
