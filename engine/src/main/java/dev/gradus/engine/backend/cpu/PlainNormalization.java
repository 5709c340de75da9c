package dev.gradus.engine.backend.cpu;

/**
 * The loops of a normalisation in plain Java: a row is copied first, since C2 vectorises where all arrays are indexed by the
 * loop variable alone.
 */
final class PlainNormalization implements NormalizationLoops {
    @Override
    public void sum(float[] x, int at, int rows, int stride, int width, StripeNumbers n) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, at + row * stride, n.rowX, 0, width);
            sum(n.rowX, n.sums, width);
        }
    }

    private static void sum(float[] x, float[] sums, int width) {
        for (int i = 0; i < width; i++) {
            sums[i] += x[i];
        }
    }

    @Override
    public void squares(float[] x, int at, int rows, int stride, int width, StripeNumbers n) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, at + row * stride, n.rowX, 0, width);
            squares(n.rowX, n.mean, n.sums, width);
        }
    }

    private static void squares(float[] x, float[] mean, float[] sums, int width) {
        for (int i = 0; i < width; i++) {
            float centred = x[i] - mean[i];
            sums[i] += centred * centred;
        }
    }

    @Override
    public void apply(float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, at + row * stride, n.rowX, 0, width);
            apply(n.rowX, n.mean, n.scale, n.shift, slope, width);
            System.arraycopy(n.rowX, 0, out, at + row * stride, width);
        }
    }

    private static void apply(float[] x, float[] mean, float[] scale, float[] shift, float slope, int width) {
        for (int i = 0; i < width; i++) {
            x[i] = Elements.leakyRelu((x[i] - mean[i]) * scale[i] + shift[i], slope);
        }
    }

    @Override
    public void products(float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, at + row * stride, n.rowX, 0, width);
            System.arraycopy(g, at + row * stride, n.rowG, 0, width);
            bend(n.rowG, n.rowX, n.mean, n.scale, n.shift, slope, width);
            products(n.rowG, n.rowX, n.sums, n.products, width);
        }
    }

    /** {@code x ← x − mean}, and the gradient through the leaky relu. */
    private static void bend(float[] g, float[] x, float[] mean, float[] scale, float[] shift, float slope, int width) {
        for (int i = 0; i < width; i++) {
            x[i] -= mean[i];
            g[i] = Elements.slope(g[i], x[i] * scale[i] + shift[i], slope);
        }
    }

    private static void products(float[] g, float[] x, float[] sums, float[] products, int width) {
        for (int i = 0; i < width; i++) {
            sums[i] += g[i];
            products[i] += g[i] * x[i];
        }
    }

    @Override
    public void gradient(
            float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(x, at + row * stride, n.rowX, 0, width);
            System.arraycopy(g, at + row * stride, n.rowG, 0, width);
            bend(n.rowG, n.rowX, n.mean, n.scale, n.shift, slope, width);
            gradient(n.rowG, n.rowX, n.level, n.along, n.scale, width);
            System.arraycopy(n.rowG, 0, out, at + row * stride, width);
        }
    }

    private static void gradient(float[] g, float[] x, float[] level, float[] along, float[] scale, int width) {
        for (int i = 0; i < width; i++) {
            g[i] = (g[i] - level[i] - x[i] * along[i]) * scale[i];
        }
    }
}
