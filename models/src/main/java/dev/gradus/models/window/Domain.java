package dev.gradus.models.window;

/**
 * In which form a model sees a window: as it is, or as the magnitudes of its discrete Laplace (z) transform on a circle,
 * <pre>
 *   X_k = Σ_n x_n·r^(−n)·e^(−2πi·kn/T),     k = 0 … T − 1,
 * </pre>
 * T samples by T magnitudes. On the circle of radius r = 1 that is the Fourier transform, and the magnitudes are the spectrum of the
 * window. A larger radius weighs the early samples of a window more, a smaller one the late samples.
 *
 * <p>A model is shown {@code 2·|X_k|/Σ_n r^(−n) − 1}: what a window within [−1, 1] can have at most is 1, nothing is −1.
 * Where it makes magnitudes {@code M_k} of them, they are taken back with the angles of the window itself:
 * <pre>
 *   x̂_n = r^n/T · Re Σ_k M_k·(X_k/|X_k|)·e^(2πi·kn/T),
 * </pre>
 * so that reconstructions, errors and scores are those of samples, in whatever form the model saw them. What a model
 * expects is thus how much there is of each frequency, never when: a wave that is shifted, or a window whose samples
 * run backwards, has the same magnitudes and is reconstructed as well as any. With r ≠ 1, an error of the model counts
 * {@code r^n} times as much at sample n; within the series, the median over all windows evens that out, and near its
 * ends, which few windows cover, errors are greater.
 *
 * @param transformed whether a model sees magnitudes
 * @param radius      of the circle, r; 1 where nothing is transformed
 */
public record Domain(boolean transformed, double radius) {
    /** Windows as they are. */
    public static final Domain TIME = new Domain(false, 1);

    /** The magnitudes of the Fourier transform. */
    public static final Domain SPECTRUM = new Domain(true, 1);

    /** First and last sample of a window may weigh differently by so much: beyond, single precision has no digits left. */
    public static final double LARGEST_WEIGHT = 1e4;

    /** Checks the radius. */
    public Domain {
        if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("domain: the radius must be positive and finite, not " + radius);
        }
        if (!transformed && radius != 1) {
            throw new IllegalArgumentException(
                    "domain: the radius " + radius + " has no meaning for windows as they are; leave it at 1");
        }
    }

    /** The magnitudes of the transform on a circle; of radius 1, the {@link #SPECTRUM}. */
    public static Domain laplace(double radius) {
        return new Domain(true, radius);
    }

    /**
     * Checks that windows of a length can be taken there and back.
     *
     * @param model begins the message
     */
    public void requireWindow(String model, int window) {
        double weight = (window - 1) * Math.abs(StrictMath.log(radius));
        if (weight > StrictMath.log(LARGEST_WEIGHT)) {
            throw new IllegalArgumentException(model + ": a radius of " + radius + " weighs the ends of a window of "
                    + window + " samples more than " + LARGEST_WEIGHT
                    + " times differently; take one nearer to 1, or a smaller window");
        }
    }
}
