package dev.gradus.engine.backend.cpu;

/** What a normalisation knows of each column of a stripe. */
final class StripeNumbers {
    /** Columns of a stripe: its numbers and a few of its rows stay in the first-level cache. */
    static final int WIDTH = 1024;

    final float[] mean = new float[WIDTH];
    final float[] scale = new float[WIDTH];
    final float[] shift = new float[WIDTH];
    final float[] level = new float[WIDTH];
    final float[] along = new float[WIDTH];
    final float[] sums = new float[WIDTH];
    final float[] products = new float[WIDTH];
    /** The sums of the channels that lie in the stripe, in float64. */
    final double[] totals = new double[WIDTH];

    final double[] productTotals = new double[WIDTH];

    /** A row of each argument, for loops that want all arrays indexed alike. */
    final float[] rowX = new float[WIDTH];

    final float[] rowG = new float[WIDTH];
}
