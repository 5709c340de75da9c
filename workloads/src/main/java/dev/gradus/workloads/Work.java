package dev.gradus.workloads;

/** Something that can be done again and again, and timed. */
@FunctionalInterface
public interface Work {
    /**
     * Does it once.
     *
     * @return a number that depends on the result, so that no compiler may leave the work out
     */
    double run();
}
