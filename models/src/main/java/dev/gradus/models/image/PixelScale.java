package dev.gradus.models.image;

/**
 * How a pixel p, 0 to 255, becomes a number: {@code x = p/divisor + offset}.
 *
 * @param divisor positive and finite
 * @param offset  finite
 */
public record PixelScale(double divisor, double offset) {
    /** To [−1, 1], the range of tanh: {@code x = p/127.5 − 1}. */
    public static final PixelScale SYMMETRIC = new PixelScale(127.5, -1);

    /** To [0, 1]: {@code x = p/255}. */
    public static final PixelScale UNIT = new PixelScale(255, 0);

    /** Checks the numbers. */
    public PixelScale {
        if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY) || !Double.isFinite(offset)) {
            throw new IllegalArgumentException(
                    "scale of pixels: the divisor must be positive and finite and the offset finite, got " + divisor
                            + " and " + offset);
        }
    }

    /** The number of a pixel. */
    public double number(int pixel) {
        return pixel / divisor + offset;
    }

    /** The pixel of a number, which may lie between two pixels or beyond all of them. */
    public double pixel(double number) {
        return (number - offset) * divisor;
    }

    /** The number of every pixel. */
    float[] table() {
        float[] numbers = new float[256];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) number(i);
        }
        return numbers;
    }
}
