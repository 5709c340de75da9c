package dev.gradus.models.series;

/**
 * A file that is there and readable, but does not hold what it should, or more than can be taken. The message is meant for the person who owns
 * the file: it names the file and, where there is one, the line and the column.
 */
public final class MalformedDataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedDataException(String message) {
        super(message);
    }

    MalformedDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
