package dev.gradus.engine.backend;

/**
 * A computation whose kernels were noted down when it first ran. It runs again on the same storages, and makes nothing anew. What it reads
 * beside its input, such as parameters, counts as it then is. For one thread at a time.
 */
public interface Recording {
    /**
     * Computes the result of another input.
     *
     * @param input as many numbers as the computation was recorded with
     * @param result is filled; as long as the result
     */
    void run(double[] input, double[] result);
}
