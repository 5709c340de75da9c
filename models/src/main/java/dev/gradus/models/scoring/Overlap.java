package dev.gradus.models.scoring;

import dev.gradus.models.jobs.Loops;

/**
 * Which windows cover a time step: of {@code n} windows of length {@code T}, step {@code t} is position {@code j} of
 * window {@code t − j} for {@code j = first(t) … last(t)}, the newest window first. Steps in the middle have {@code T}
 * of them.
 */
record Overlap(int windows, int length) {
    private static final int BLOCK = 64;

    int steps() {
        return windows + length - 1;
    }

    int first(int step) {
        return Math.max(0, step - (windows - 1));
    }

    int last(int step) {
        return Math.min(step, length - 1);
    }

    /** What is made of one step, given a scratch array of {@code length} values of its own. */
    @FunctionalInterface
    interface StepFunction {
        void accept(int step, double[] scratch);
    }

    /**
     * Runs over all steps, on several threads where there are some; each result depends on its step alone, so no bit depends on
     * the threads.
     */
    void forEachStep(StepFunction function) {
        int blocks = (steps() + BLOCK - 1) / BLOCK;
        Loops.forEach(blocks, block -> {
            double[] scratch = new double[length];
            int end = Math.min(steps(), (block + 1) * BLOCK);
            for (int step = block * BLOCK; step < end; step++) {
                function.accept(step, scratch);
            }
        });
    }
}
