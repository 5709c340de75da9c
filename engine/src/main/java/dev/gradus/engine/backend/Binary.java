package dev.gradus.engine.backend;

/** Elementwise functions of two arguments {@code x} and {@code y} and one constant {@code a}. */
public enum Binary {
    /** {@code x + y}. */
    ADD,
    /** {@code x − y}. */
    SUBTRACT,
    /** {@code x·y}. */
    MULTIPLY,
    /** {@code x/y}. */
    DIVIDE,
    /** 1 where {@code x = y}, 0 elsewhere. */
    EQUAL,
    /** 1 where {@code x > y}, 0 elsewhere. */
    GREATER,
    /**
     * {@code x} where {@code y > 0}, {@code a·x} elsewhere: the derivative of a leaky relu at y, times x. Where y is NaN
     * the result may be NaN.
     */
    SLOPE,
    /** {@code x·(1 − y²)}: the derivative of tanh in terms of its value y, times x. */
    TANH_SLOPE,
    /** {@code x·y·(1 − y)}: the derivative of the logistic function in terms of its value y, times x. */
    SIGMOID_SLOPE,
    /** {@code x + y} where that is positive, {@code a·(x + y)} elsewhere: a leaky relu of a sum. */
    ADD_LEAKY
}
