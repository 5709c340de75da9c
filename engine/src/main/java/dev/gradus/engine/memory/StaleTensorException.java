package dev.gradus.engine.memory;

/**
 * A tensor was used after its numbers were gone: its {@link Scope} has closed and its array serves others, or it shows a
 * parameter as it was before an update. Never are other numbers computed with in silence. A mistake in the program: keep the
 * tensor with {@link Scope#keep}, or compute it again after the update.
 */
public final class StaleTensorException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that names the tensor or the parameter, and the way out. */
    public StaleTensorException(String message) {
        super(message);
    }
}
