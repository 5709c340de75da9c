package dev.gradus.engine.tensor;

/**
 * Shapes, axes, positions or sizes do not fit: two tensors of an operation, a tensor and the layer or loss that it is given
 * to, or numbers and the shape that they should fill. The message names the operation, the shapes and, where there is one,
 * the way out: {@code conv1d: input has 3 channels, weight expects 4 (input [2, 3, 9], weight [8, 4, 5])}.
 *
 * <p>A mistake in the program or in the data's layout: the same call fails again. Operations of others than the engine may
 * throw it too.
 */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a sentence that says who complains, what does not fit and what would. */
    public ShapeException(String message) {
        super(message);
    }
}
