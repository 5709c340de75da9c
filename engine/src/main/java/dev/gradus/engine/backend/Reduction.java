package dev.gradus.engine.backend;

/** Reductions of one axis. */
public enum Reduction {
    /** The sum; 0 over no elements. */
    SUM,
    /** The greatest element, NaN if there is a NaN; negative infinity over no elements. */
    MAX
}
