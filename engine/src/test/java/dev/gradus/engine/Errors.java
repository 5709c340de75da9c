package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** Checks that a message says what happened, to what, and what to do. */
public final class Errors {
    private Errors() {}

    /** The action fails with an exception of the type, whose message holds all the parts. */
    public static void says(Class<? extends Exception> type, Executable action, String... parts) {
        Exception e = assertThrows(type, action);
        for (String part : parts) {
            assertTrue(e.getMessage().contains(part), () -> "no '" + part + "' in: " + e.getMessage());
        }
    }

    /** As {@link #says}, for bad arguments. */
    public static void refuses(Executable action, String... parts) {
        says(IllegalArgumentException.class, action, parts);
    }
}
