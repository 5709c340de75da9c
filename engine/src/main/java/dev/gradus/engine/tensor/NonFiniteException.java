package dev.gradus.engine.tensor;

/**
 * A computation met a NaN or an infinity where somebody watches for them: the first operation in the
 * {@linkplain dev.gradus.engine.memory.Scope#checkingFinite() anomaly mode} or the parameter that an optimiser's step there
 * takes out of the finite numbers, the norm of gradients that are clipped, the loss of a training, or a weight that is to be
 * saved. The numbers are at fault, not the call: other data, a lower learning rate or a clipping may avoid it.
 */
public final class NonFiniteException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final double value;

    /**
     * Of what was found.
     *
     * @param source  what produced or holds the number: the name of an operation, of a loss or of a weight
     * @param value   the number, a NaN or an infinity
     * @param message a sentence that says where it was found and what may help
     */
    public NonFiniteException(String source, double value, String message) {
        super(message);
        this.source = source;
        this.value = value;
    }

    /**
     * The same finding, told with what was going on around it.
     *
     * @param occasion goes on from the message, such as {@code in the derivative of sqrt}
     */
    public NonFiniteException during(String occasion) {
        NonFiniteException wider = new NonFiniteException(source, value, getMessage() + "; " + occasion);
        wider.setStackTrace(getStackTrace());
        return wider;
    }

    /** What produced or holds the number: an operation such as {@code log}, a loss such as {@code critic x}, or a weight. */
    public String source() {
        return source;
    }

    /** The number that is not finite. */
    public double value() {
        return value;
    }
}
