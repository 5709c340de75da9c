package dev.gradus.engine.tensor;

/** A cell that is kept but not learnt, such as the running statistics of a normalisation. */
public final class Buffer extends Cell {
    /** A buffer that starts with a copy of {@code initial}. */
    public Buffer(String name, Tensor initial) {
        super(name, initial);
    }
}
