package dev.gradus.models.fleet.engine;

import java.io.IOException;

/**
 * Something that trains a fleet where {@link dev.gradus.models.fleet.Fleet} does not: on other machines too. {@code gradus fleet} takes the
 * one that {@link java.util.ServiceLoader} finds on the class path.
 */
public interface FleetEngine {
    /** Watches a fleet. Called by one thread at a time, which need not be the one that runs the fleet. */
    interface Listener {
        /**
         * The work begins.
         *
         * @param parts of about the same size that it is cut into; how many series there are may be known at the end only
         */
        default void begin(long parts) {}

        /**
         * It goes on.
         *
         * @param parts  that are over; it never becomes less
         * @param series that are over, those that failed among them
         * @param failed of these
         */
        default void progress(long parts, long series, long failed) {}

        /** A listener that does nothing. */
        static Listener none() {
            return new Listener() {};
        }
    }

    /**
     * Trains a detector on each series, finds what is unusual in it and writes both down. A series that fails has its error in the report
     * and stops none of the others.
     *
     * @throws IllegalArgumentException if the order cannot be carried out as it is; the message is a sentence that begins with the part of
     *     it that is wrong: {@code master: }, {@code data: }, {@code out: }
     * @throws IllegalStateException if the engine cannot run in this JVM
     * @throws IOException if something cannot be read or written, or the machines cannot be had
     */
    FleetOutcome run(FleetOrder order, Listener listener) throws IOException;
}
