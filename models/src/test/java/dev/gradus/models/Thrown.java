package dev.gradus.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Error messages are read by people, so tests compare them as a whole. */
public final class Thrown {
    private Thrown() {}

    public static void refused(String message, Executable code) {
        assertThrown(IllegalArgumentException.class, message, code);
    }

    public static void assertThrown(Class<? extends Throwable> type, String message, Executable code) {
        assertEquals(message, assertThrows(type, code).getMessage());
    }
}
