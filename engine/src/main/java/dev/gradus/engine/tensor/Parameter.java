package dev.gradus.engine.tensor;

/** A cell that is learnt: an optimiser changes it along the gradient. */
public final class Parameter extends Cell {
    private Tensor leaf;

    /** A parameter that starts with a copy of {@code initial}. */
    public Parameter(String name, Tensor initial) {
        super(name, initial);
    }

    /**
     * The present numbers as the start of a record: gradients can be taken with respect to it. The same tensor until the
     * numbers change, so that all uses of the parameter in one loss count.
     */
    public Tensor tracked() {
        Tensor current = leaf;
        if (current == null || current.isStale()) {
            current = constant().tracked();
            leaf = current;
        }
        return current;
    }
}
