package dev.gradus.engine.backend;

/** Elementwise functions of one argument {@code x} and one constant {@code a} (unused where it does not appear). */
public enum Unary {
    /** {@code −x}. */
    NEGATE,
    /** {@code |x|}. */
    ABS,
    /** {@code eˣ}. */
    EXP,
    /** Natural logarithm. */
    LOG,
    /** Square root. */
    SQRT,
    /** {@code x²}. */
    SQUARE,
    /** {@code 1/x}. */
    RECIPROCAL,
    /** Hyperbolic tangent. */
    TANH,
    /** {@code 1/(1 + e⁻ˣ)}. */
    SIGMOID,
    /** {@code log(1 + eˣ)}, computed without overflow. */
    SOFTPLUS,
    /** −1, 0 or 1; NaN stays NaN. */
    SIGN,
    /** {@code x} where {@code x > 0}, {@code a·x} elsewhere; {@code a = 0} is relu. */
    LEAKY_RELU,
    /** {@code x} where {@code x > 0}, {@code a·(eˣ − 1)} elsewhere. */
    ELU,
    /** {@code xᵃ}, as {@link StrictMath#pow} defines it. */
    POWER,
    /** {@code a·x}. */
    SCALE,
    /** {@code x + a}. */
    SHIFT,
    /** The greater of {@code x} and {@code a}; NaN stays NaN. */
    AT_LEAST,
    /** The smaller of {@code x} and {@code a}; NaN stays NaN. */
    AT_MOST
}
