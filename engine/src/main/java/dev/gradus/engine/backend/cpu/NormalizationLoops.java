package dev.gradus.engine.backend.cpu;

/**
 * The inner loops of a normalisation. Each runs over {@code rows} rows of a stripe of an array, {@code stride} elements
 * apart; what belongs to a column of the stripe lies in a {@link StripeNumbers}. Sums are one chain for each column, in
 * the order of the rows.
 */
interface NormalizationLoops {
    /** {@code sums += x}. */
    void sum(float[] x, int at, int rows, int stride, int width, StripeNumbers n);

    /** {@code sums += (x − mean)²}. */
    void squares(float[] x, int at, int rows, int stride, int width, StripeNumbers n);

    /** {@code out = lrelu((x − mean)·scale + shift)}. */
    void apply(float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out);

    /**
     * {@code sums += h} and {@code products += h·(x − mean)}, with h the gradient g where
     * {@code (x − mean)·scale + shift} is positive, and {@code slope·g} elsewhere.
     */
    void products(float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope);

    /** {@code out = (h − level − (x − mean)·along)·scale}, with h as above. */
    void gradient(
            float[] g, float[] x, int at, int rows, int stride, int width, StripeNumbers n, float slope, float[] out);
}
