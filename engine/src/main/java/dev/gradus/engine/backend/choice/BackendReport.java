package dev.gradus.engine.backend.choice;

/**
 * What is known about one backend.
 *
 * @param name the name that {@code -Dgradus.backend} takes
 * @param state whether it was chosen, or could have been
 * @param reason why, and what would change it
 */
public record BackendReport(String name, State state, String reason) {
    /** What became of a backend in the choice. */
    public enum State {
        /** It is what {@link Backends#get()} returns. */
        CHOSEN,
        /** It can run and was not chosen. */
        AVAILABLE,
        /** It cannot run on this machine, in this JVM, or as it was started. */
        UNAVAILABLE
    }
}
