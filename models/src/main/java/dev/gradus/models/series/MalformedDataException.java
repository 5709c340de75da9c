package dev.gradus.models.series;

/**
 * A file that is there and readable, but does not hold what it should, or more than can be taken. The message is meant for the person who owns
 * the file: it names the file and, where there is one, the line and the column.
 */
public final class MalformedDataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that names the file and says what is wrong with it. */
    public MalformedDataException(String message) {
        super(message);
    }

    /** With such a sentence and what was thrown on the way. */
    public MalformedDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
