package dev.gradus.engine.backend.cpu;

/**
 * {@code xᵃ} over a stretch, the same code for plain and vector loops. The exponents that networks use (2, 3, ½, −1)
 * are products, roots and quotients; all others go through {@link StrictMath#pow}, element by element.
 */
final class Power {
    private Power() {}

    static void apply(float[] x, int xAt, double a, float[] out, int outAt, int length) {
        if (a == 2) {
            for (int i = 0; i < length; i++) {
                out[outAt + i] = x[xAt + i] * x[xAt + i];
            }
        } else if (a == 3) {
            for (int i = 0; i < length; i++) {
                out[outAt + i] = x[xAt + i] * x[xAt + i] * x[xAt + i];
            }
        } else if (a == 0.5) {
            for (int i = 0; i < length; i++) {
                out[outAt + i] = root(x[xAt + i]);
            }
        } else if (a == -1) {
            for (int i = 0; i < length; i++) {
                out[outAt + i] = 1f / x[xAt + i];
            }
        } else {
            for (int i = 0; i < length; i++) {
                out[outAt + i] = (float) StrictMath.pow(x[xAt + i], a);
            }
        }
    }

    /** As {@code pow} has it: 0 for −0 and ∞ for −∞. */
    private static float root(float x) {
        return x == Float.NEGATIVE_INFINITY ? Float.POSITIVE_INFINITY : (float) Math.sqrt(x) + 0f;
    }
}
