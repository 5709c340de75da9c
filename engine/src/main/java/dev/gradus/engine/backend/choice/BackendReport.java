package dev.gradus.engine.backend.choice;

import java.util.Locale;

/**
 * What is known about one backend.
 *
 * @param name the name that {@code -Dgradus.backend} takes
 * @param state whether it was chosen, or could have been
 * @param reason what it is, or why it is not chosen or cannot run
 * @param remedy the flag, package or setting that would help; empty where there is none
 */
public record BackendReport(String name, State state, String reason, String remedy) {
    /** What became of a backend in the choice. */
    public enum State {
        /** It is what {@link Backends#get()} returns. */
        CHOSEN,
        /** It can run and was not chosen. */
        AVAILABLE,
        /** It cannot run on this machine, in this JVM, or as it was started. */
        UNAVAILABLE
    }

    /** One line for a reader: {@code vector unavailable: the module … is not in the boot layer; start java with …}. */
    @Override
    public String toString() {
        return name + " " + state.name().toLowerCase(Locale.ROOT) + ": " + explanation();
    }

    /** Reason and remedy in one sentence. */
    public String explanation() {
        return remedy.isEmpty() ? reason : reason + "; " + remedy;
    }
}
