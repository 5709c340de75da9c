package dev.gradus.models.scoring;

import java.io.IOException;

/**
 * Goes through everything that a stream remembers between two samples. Where it saves, each value is taken and given back; where
 * it restores, what was saved is given back instead. So one method of a stream serves both ways, and they cannot come apart.
 *
 * <p>How much a stream has seen is not among it: everything that counts follows from one number, which its owner keeps.
 */
public interface StreamMemory {
    /** A finite number. */
    double number(String name, double value) throws IOException;

    /** Finite numbers, as many as the stream's settings make it keep; restored in place. */
    void numbers(String name, double... values) throws IOException;

    /**
     * A whole number.
     *
     * @param least what it must be at least to make sense
     * @param most  what it must be at most
     */
    long whole(String name, long value, long least, long most) throws IOException;

    /**
     * Finite numbers, as many as there happen to be.
     *
     * @param values all that are there
     * @param group  of how many each belong together
     * @return those values, or those that were saved
     */
    double[] list(String name, double[] values, int group) throws IOException;

    /** An exception that says that something was saved which no stream would have. */
    IOException wrong(String name, String problem);
}
