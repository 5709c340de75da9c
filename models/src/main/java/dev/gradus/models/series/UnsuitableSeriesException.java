package dev.gradus.models.series;

/**
 * A series that is well-formed, but not what was asked to work on it needs: it is empty or too short, has several columns
 * where one is meant or lacks the one that was named, holds nothing but gaps or values beyond all bounds, or its spacing
 * cannot be told or is too fine. The message says what is needed. Another series, column, window or interval may do.
 */
public final class UnsuitableSeriesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says what the series lacks and what would help. */
    public UnsuitableSeriesException(String message) {
        super(message);
    }
}
