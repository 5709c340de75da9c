package dev.gradus.cli;

/** The command was called rightly and failed nevertheless. The message is one sentence for whoever called it. */
final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailureException(String message) {
        super(message);
    }

    FailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
